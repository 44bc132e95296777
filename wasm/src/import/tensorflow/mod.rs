//! TensorFlow frozen graphs (`GraphDef`): what TF-slim's `freeze_graph` wrote and what Keras models freeze to today.

mod arithmetic;
mod attributes;
mod batches;
mod constant;
mod convolution;
mod functions;
mod input;
mod matrix;
mod messages;
mod nodes;
mod ops;
mod order;
mod pick;
mod quantised;
mod reduce;
mod shapes;
mod size;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use bytes::Bytes;
use prost::Message;

use crate::error::{Error, Result};
use crate::graph::{Graph, ValueId, LABELS, PREPROCESSING};
use crate::import::formula::{Formula, Functions};
use crate::import::{names, outputs};
use crate::options::Options;
use crate::tensor::shape::MAX_RANK;
use crate::tensor::Tensor;
use input::Input;
use messages::{GraphDef, NodeDef};
use nodes::Nodes;

/// Turns the nodes that the output depends on into the small graph form.
pub fn import(bytes: Bytes, options: &Options) -> Result<Graph> {
    functions::check_node_count(&bytes)?;
    size::check(&bytes)?;
    let definition = GraphDef::decode(bytes)
        .map_err(|error| Error::model(format!("not a TensorFlow frozen graph, or a damaged one ({error})")))?;
    let definition = functions::inline(definition)?;
    let nodes = Nodes::of(&definition);
    // Of a node with several outputs, such as a split, the user may name one.
    let port = options.output.as_deref().map_or(0, |wanted| order::split_port(wanted).1);
    let candidates = match &options.output {
        Some(wanted) => vec![nodes.candidate(nodes.named(wanted, "output")?)],
        None => nodes.candidates(),
    };
    outputs::build(&candidates, options.labels, |candidate| {
        let input = Input::of(&nodes, candidate.value, options)?;
        outputs::for_one_picture(input.picture.batch, |repeats| graph(&nodes, &input, (candidate.value, port), repeats))
    })
}

/// The network from its input to an output: a node and the number of one of its results.
fn graph(nodes: &Nodes, input: &Input, (output, port): (usize, usize), repeats: bool) -> Result<Graph> {
    let mut importer = Importer {
        graph: Graph::default(),
        values: HashMap::new(),
        quantised: HashSet::new(),
        channels_last: HashMap::new(),
    };
    input.add(&mut importer, nodes.get(input.node), repeats)?;
    for index in nodes.needed(output, &[input.node])? {
        let node = nodes.get(index);
        if index == input.node {
            continue;
        }
        let values = match Some(index) == input.resizes {
            true => vec![importer.input(node, 0)?],
            false => ops::import(&mut importer, node)?,
        };
        importer.values.insert(&node.name, values);
    }
    let node = nodes.get(output);
    let made = importer.values[node.name.as_str()].get(port);
    importer.graph.output =
        *made.ok_or_else(|| Error::argument(format!("node `{}` has no output {port}", node.name)))?;
    importer.graph.output_name = node.name.clone();
    for key in [LABELS, PREPROCESSING] {
        if let Some(value) = nodes.text(key) {
            importer.graph.claims.keep(key, value);
        }
    }
    importer.graph.claims.labels = names::of_training(&importer.graph.claims);
    let first = |index: usize| importer.values.get(nodes.get(index).name.as_str())?.first().copied();
    let is_constant = |index| first(index).is_some_and(|value| importer.graph.constant_of(value).is_some());
    let features = nodes.features_behind(output, is_constant);
    if let Some((index, value)) = features.and_then(|index| Some((index, first(index)?))) {
        importer.graph.set_features(&nodes.get(index).name, value);
    }
    Ok(importer.graph)
}

/// The most nodes of a graph, those of the functions that it calls included.
const MAX_NODES: usize = 1 << 16;

/// The graph so far, and what each output of each node of the file became.
struct Importer<'a> {
    graph: Graph,
    values: HashMap<&'a str, Vec<ValueId>>,
    /// What stands for integers: a `Dequantize` of these is itself.
    quantised: HashSet<ValueId>,
    /// For values whose channels come first and that were made with their channels last: the latter.
    channels_last: HashMap<ValueId, ValueId>,
}

impl Importer<'_> {
    /// The value that a node reads as its data input `position`.
    fn input(&self, node: &NodeDef, position: usize) -> Result<ValueId> {
        let missing = || node.fail(format!("input {position} is missing"));
        let name = order::data_input(node, position).ok_or_else(missing)?;
        let (name, port) = order::split_port(name);
        let outputs = self.values.get(name).ok_or_else(missing)?;
        let unknown = || node.fail(format!("reads output {port} of `{name}`, which is not supported"));
        outputs.get(port).copied().ok_or_else(unknown)
    }

    fn inputs(&self, node: &NodeDef) -> Result<Vec<ValueId>> {
        (0..order::data_input_count(node)).map(|position| self.input(node, position)).collect()
    }

    /// The constant that a node reads as input `position`.
    fn constant(&self, node: &NodeDef, position: usize) -> Result<&Tensor> {
        let value = self.input(node, position)?;
        self.graph
            .constant_of(value)
            .ok_or_else(|| node.fail(format!("input {position} must be a constant, it depends on the picture")))
    }

    /// The sizes, axes or paddings that a node reads as input `position`.
    fn integers(&self, node: &NodeDef, position: usize) -> Result<Vec<i64>> {
        let tensor = self.constant(node, position)?;
        if tensor.len() > 2 * MAX_RANK {
            return Err(node.fail(format!("input {position} has {} values, more than a tensor has axes", tensor.len())));
        }
        Ok(tensor.to_integers())
    }

    /// The one number that a node reads as input `position`.
    fn number(&self, node: &NodeDef, position: usize) -> Result<f32> {
        let single = self.constant(node, position)?.single();
        single.ok_or_else(|| node.fail(format!("input {position} is not one number")))
    }

    fn integer(&self, node: &NodeDef, position: usize) -> Result<i64> {
        Ok(self.number(node, position)? as i64)
    }

    fn shape(&self, value: ValueId) -> &[usize] {
        self.graph.shape(value)
    }
}

impl Functions<NodeDef> for Importer<'_> {
    fn operand(&mut self, node: &NodeDef, position: usize) -> Result<ValueId> {
        self.input(node, position)
    }

    fn formula<'a>(&'a mut self, node: &'a NodeDef) -> Formula<'a> {
        Formula { graph: &mut self.graph, name: &node.name }
    }
}
