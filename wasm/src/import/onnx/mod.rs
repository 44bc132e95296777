//! ONNX models, as PyTorch, Keras and others export them.

mod arithmetic;
mod attributes;
mod claims;
mod constant;
mod convolution;
mod cumulative;
mod evaluate;
pub mod external;
mod functions;
mod input;
mod logic;
mod matrix;
mod messages;
mod norm;
mod ops;
mod pad;
mod pick;
mod quantised;
mod reduce;
mod reshape;
mod resize;
mod shapes;
mod slice;
#[cfg(test)]
mod tests;
mod view;

use std::collections::{HashMap, HashSet};

use prost::Message;

use crate::error::{Error, Result};
use crate::graph::tensor::Tensor;
use crate::graph::{Graph, ValueId};
use crate::import::Source;
use crate::options::Options;
use messages::{GraphProto, ModelProto, NodeProto, TensorProto};
use view::View;

/// Turns the nodes that the output depends on into the small graph form. The input is a picture.
pub fn import(source: Source, options: &Options) -> Result<Graph> {
    build(source, options, |sizes| input::picture(sizes, options.input_size))
}

/// As `import`, for an input of any shape, which must be in the file. An input of four axes is held with its
/// channels last, as a picture is.
pub fn import_any_shape(source: Source, options: &Options) -> Result<Graph> {
    build(source, options, input::any)
}

type InputShape = (Vec<usize>, Vec<usize>);

/// `input_shape` gives the shape in memory, and the order of its axes.
fn build(source: Source, options: &Options, input_shape: impl Fn(&[i64]) -> Result<InputShape>) -> Result<Graph> {
    let mut model = ModelProto::decode(source.file)
        .map_err(|error| Error::model(format!("not an ONNX model, or a damaged one ({error})")))?;
    external::attach(model.graph.get_or_insert_default(), &source.external)?;
    let file = model.graph.as_ref().ok_or_else(|| Error::model("the ONNX model has no graph"))?;
    let mut importer = Importer::new(opset(&model)?, file);
    let (name, sizes) = input::of(file)?;
    let (shape, order) = input_shape(&sizes).map_err(|error| Error::model(format!("input `{name}`: {error}")))?;
    let input = importer.graph.variable(shape);
    importer.graph.input = input;
    importer.graph.claims = claims::of(&model, file, importer.graph.shape(input))?;
    importer.graph.channels_first = order == view::CHANNELS_LAST;
    importer.values.insert(name, View { order, ..View::plain(input, 0) });
    let output = output_name(file, options.output.as_deref())?;
    for node in needed(file, output) {
        importer.read_constants(node)?;
        let outputs = ops::import(&mut importer, node)?;
        importer.values.extend(node.output.iter().map(String::as_str).zip(outputs));
    }
    let view = importer.values.get(output).cloned();
    let view = view.ok_or_else(|| Error::model(format!("nothing in the model makes its output `{output}`")))?;
    importer.graph.output = importer.plain(&NodeProto { name: output.to_string(), ..NodeProto::default() }, &view)?.id;
    importer.graph.output_name = output.to_string();
    importer.graph.input_name = name.to_string();
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

/// The value to read the result from: the one named (by itself or by the node that makes it), else the first output.
fn output_name<'a>(file: &'a GraphProto, wanted: Option<&str>) -> Result<&'a str> {
    let Some(wanted) = wanted else {
        let first = file.output.first().ok_or_else(|| Error::model("the ONNX graph has no output"))?;
        return Ok(&first.name);
    };
    let makes = |node: &&NodeProto| node.name == wanted || node.output.iter().any(|output| output == wanted);
    let node = file.node.iter().find(makes);
    let unknown = || Error::argument(format!("the model has no node `{wanted}` to use as its output"));
    let outputs = &node.ok_or_else(unknown)?.output;
    outputs.iter().find(|output| *output == wanted).or(outputs.first()).map(String::as_str).ok_or_else(unknown)
}

/// The nodes that `output` depends on, in the order of the file, in which each comes after its inputs.
fn needed<'a>(file: &'a GraphProto, output: &'a str) -> Vec<&'a NodeProto> {
    let mut wanted = HashSet::from([output]);
    let mut nodes = Vec::new();
    for node in file.node.iter().rev() {
        if node.output.iter().any(|output| wanted.contains(output.as_str())) {
            wanted.extend(node.input.iter().map(String::as_str));
            nodes.push(node);
        }
    }
    nodes.reverse();
    nodes
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
    fn new(opset: i64, file: &'a GraphProto) -> Importer<'a> {
        let constants = file.initializer.iter().map(|proto| (proto.name.as_str(), proto)).collect();
        Importer { graph: Graph::default(), values: HashMap::new(), constants, opset, arranged: HashMap::new() }
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
        let plain = self.plain(node, &view)?.id;
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
}
