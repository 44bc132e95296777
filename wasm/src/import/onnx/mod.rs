//! ONNX models, as PyTorch, Keras and others export them.

mod arithmetic;
mod attention;
mod attributes;
mod claims;
mod constant;
mod contributed;
mod convolution;
mod cumulative;
mod evaluate;
pub mod external;
mod functions;
mod input;
mod logic;
mod lp;
mod matrix;
mod messages;
mod nodes;
mod norm;
mod operator;
mod ops;
mod pad;
mod pick;
mod qlinear;
mod quantised;
mod reduce;
mod reshape;
mod resize;
mod shapes;
mod size;
mod slice;
mod space;
#[cfg(test)]
mod tests;
mod transposed;
mod types;
mod view;

use std::collections::HashMap;

use bytes::Bytes;
use prost::Message;

use crate::error::{Error, Result};
use crate::graph::{Claims, Graph, ValueId};
use crate::import::{outputs, Source};
use crate::options::Options;
use crate::tensor::shape::axis_index;
use crate::tensor::Tensor;
use input::Input;
use messages::{ModelProto, NodeProto, TensorProto};
use nodes::Nodes;
use view::View;

/// Turns the nodes that the output depends on into the small graph form. The input is a picture.
pub fn import(source: Source, options: &Options) -> Result<Graph> {
    let model = decode(source)?;
    let file = model.graph.as_ref().ok_or_else(|| Error::model("the ONNX model has no graph"))?;
    let nodes = Nodes::of(file);
    let candidates = match &options.output {
        Some(wanted) => vec![nodes.candidate(nodes.named(wanted, "output")?)],
        None => nodes.candidates(),
    };
    outputs::build(&candidates, options.labels, |candidate| {
        let output = candidate.value;
        let input = Input::picture(&nodes, output, options.input.as_deref(), options.input_size)?;
        let mut graph =
            outputs::for_one_picture(input.batch(), |repeats| graph(&model, &nodes, &input, output, repeats))?;
        let channels = graph.shape(graph.input).last().copied().unwrap_or(1);
        let quantised_range = graph.claims.quantised_range;
        graph.claims = Claims { quantised_range, ..claims::of(&model, file, &input, channels)? };
        Ok(graph)
    })
}

/// As `import`, for an input of any shape, which must be in the file, and the first output where none is named. An input of
/// four axes is held with its channels last, as a picture is.
pub fn import_any_shape(source: Source, options: &Options) -> Result<Graph> {
    let model = decode(source)?;
    let file = model.graph.as_ref().ok_or_else(|| Error::model("the ONNX model has no graph"))?;
    let nodes = Nodes::of(file);
    let output = match (&options.output, file.output.first()) {
        (Some(wanted), _) => nodes.named(wanted, "output")?,
        (None, Some(first)) => &first.name,
        (None, None) => return Err(Error::model("the ONNX graph has no output")),
    };
    graph(&model, &nodes, &Input::any(&nodes, output)?, output, false)
}

fn decode(source: Source) -> Result<ModelProto> {
    let mut model = decoded(source.file)?;
    if let Some(graph) = &mut model.graph {
        external::attach(graph, &source.external)?;
    }
    Ok(model)
}

/// The messages of a file, after a look at what they will take.
fn decoded(file: Bytes) -> Result<ModelProto> {
    size::check(&file)?;
    ModelProto::decode(file).map_err(|error| Error::model(format!("not an ONNX model, or a damaged one ({error})")))
}

/// The network from `input` to `output`.
fn graph<'a>(
    model: &ModelProto,
    nodes: &Nodes<'a>,
    input: &Input<'a>,
    output: &'a str,
    repeats: bool,
) -> Result<Graph> {
    let mut importer = Importer::new(opset(model)?, nodes);
    input.add(&mut importer, repeats)?;
    for node in nodes.needed(output, Some(input.name)) {
        importer.read_constants(node)?;
        let outputs = ops::import(&mut importer, node)?;
        importer.define(node, outputs);
    }
    let view = importer.values.get(output).cloned();
    let view = view.ok_or_else(|| Error::model(format!("nothing in the model makes its output `{output}`")))?;
    importer.graph.output = importer.plain(&NodeProto { name: output.to_string(), ..NodeProto::default() }, &view)?.id;
    importer.graph.output_name = output.to_string();
    if let Some(features) = nodes.features_behind(output, |name| importer.is_constant(name)) {
        if let Some(value) = importer.values.get(features).map(|view| view.id) {
            importer.graph.set_features(features, value);
        }
    }
    Ok(importer.graph)
}

/// The version of the standard operators. Before version 7 operands were not broadcast as they are now.
fn opset(model: &ModelProto) -> Result<i64> {
    let standard = model.opset_import.iter().find(|set| ["", "ai.onnx"].contains(&set.domain.as_str()));
    match standard.map(|set| set.version) {
        Some(version) if version >= 7 => Ok(version),
        Some(version) => Err(Error::model(format!("the model uses ONNX opset {version}, 7 and later are supported"))),
        None => Err(Error::model("the model does not say which ONNX opset it uses")),
    }
}

/// The graph so far, and what each value of the file became.
struct Importer<'a> {
    graph: Graph,
    values: HashMap<&'a str, View>,
    /// The constants of the file that were not needed so far.
    constants: HashMap<&'a str, &'a TensorProto>,
    opset: i64,
    /// What has been moved in memory already: a value and its axes in the new order.
    arranged: HashMap<(ValueId, Vec<usize>), ValueId>,
}

impl<'a> Importer<'a> {
    fn new(opset: i64, nodes: &Nodes<'a>) -> Importer<'a> {
        let (values, arranged) = (HashMap::new(), HashMap::new());
        Importer { graph: Graph::default(), values, constants: nodes.constants(), opset, arranged }
    }

    /// Keeps what a node makes, but for a value that stands for the picture. Of several of one name, which some converters
    /// write, the last before a reader counts.
    fn define(&mut self, node: &'a NodeProto, outputs: Vec<View>) {
        for (name, view) in node.output.iter().zip(outputs) {
            if *name != self.graph.input_name {
                self.values.insert(name, view);
            }
        }
    }

    /// Reads the constants of the file that a node needs and none before it did.
    fn read_constants(&mut self, node: &'a NodeProto) -> Result<()> {
        for name in &node.input {
            if let Some(proto) = self.constants.remove(name.as_str()) {
                let (tensor, kind) =
                    constant::tensor(proto).map_err(|error| Error::model(format!("constant `{name}`: {error}")))?;
                let view = View { kind, ..self.constant_view(tensor) };
                self.values.insert(name, view);
            }
        }
        Ok(())
    }

    fn constant_view(&mut self, tensor: Tensor) -> View {
        let rank = tensor.shape().len();
        View::plain(self.graph.constant(tensor), rank)
    }

    /// As `constant_view`, for what the file does not hold as such; there is a limit to these.
    fn computed_view(&mut self, tensor: Tensor) -> Result<View> {
        let rank = tensor.shape().len();
        Ok(View::plain(self.graph.computed(tensor)?, rank))
    }

    fn is_constant(&self, name: &str) -> bool {
        let is_computed = |view: &View| self.graph.constant_of(view.id).is_some();
        self.constants.contains_key(name) || self.values.get(name).is_some_and(is_computed)
    }

    /// The value that a node reads as input `position`.
    fn input(&self, node: &NodeProto, position: usize) -> Result<View> {
        self.optional(node, position)?.ok_or_else(|| node.fail(format!("input {position} is missing")))
    }

    /// As `input`, for an input that a node may do without: an empty name, or none.
    fn optional(&self, node: &NodeProto, position: usize) -> Result<Option<View>> {
        match node.input.get(position).map(String::as_str) {
            None | Some("") => Ok(None),
            Some(name) => match self.values.get(name) {
                Some(view) => Ok(Some(view.clone())),
                None => Err(node.fail(format!("nothing before it makes its input `{name}`"))),
            },
        }
    }

    /// The constant that a node reads as input `position`, in ONNX's order of axes.
    fn constant(&mut self, node: &NodeProto, position: usize) -> Result<Tensor> {
        let view = self.input(node, position)?;
        self.constant_tensor(node, &view, position)
    }

    /// As `constant`, of what input `position` became.
    fn constant_tensor(&mut self, node: &NodeProto, view: &View, position: usize) -> Result<Tensor> {
        let plain = self.plain(node, view)?.id;
        self.graph
            .constant_of(plain)
            .cloned()
            .ok_or_else(|| node.fail(format!("input {position} must be a constant, it depends on the picture")))
    }

    fn optional_constant(&mut self, node: &NodeProto, position: usize) -> Result<Option<Tensor>> {
        match self.optional(node, position)? {
            Some(_) => self.constant(node, position).map(Some),
            None => Ok(None),
        }
    }

    /// The whole numbers of an attribute or, since some opset, of the input `position`.
    fn integers(&mut self, node: &NodeProto, attribute: &str, position: usize) -> Result<Option<Vec<i64>>> {
        match node.ints(attribute) {
            Some(ints) => Ok(Some(ints.to_vec())),
            None => Ok(self.optional_constant(node, position)?.map(|tensor| tensor.to_integers())),
        }
    }

    /// The axes that a node names, in ascending order, where it names any.
    fn axes(&mut self, node: &NodeProto, rank: usize, position: usize) -> Result<Option<Vec<usize>>> {
        let Some(axes) = self.integers(node, "axes", position)? else { return Ok(None) };
        let axes: Result<Vec<usize>> = axes.into_iter().map(|axis| axis_index(axis, rank)).collect();
        let mut axes = axes.map_err(|error| node.fail(error))?;
        axes.sort_unstable();
        axes.dedup();
        Ok(Some(axes))
    }
}
