//! TensorFlow frozen graphs (`GraphDef`): what TF-slim's `freeze_graph` wrote and what Keras models freeze to today.

mod attributes;
mod batches;
mod constant;
mod convolution;
mod input;
mod messages;
mod nodes;
mod ops;
mod order;
mod shapes;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use bytes::{Buf, Bytes};
use prost::{encoding, DecodeError, Message};

use crate::error::{Error, Result};
use crate::graph::shape::MAX_RANK;
use crate::graph::tensor::Tensor;
use crate::graph::{Graph, ValueId};
use crate::import::outputs;
use crate::options::Options;
use input::Input;
use messages::{GraphDef, NodeDef};
use nodes::Nodes;

/// Turns the nodes that the output depends on into the small graph form.
pub fn import(bytes: Bytes, options: &Options) -> Result<Graph> {
    let nodes = count_nodes(bytes.clone()).unwrap_or(0);
    if nodes > MAX_NODES {
        return Err(Error::model(format!("the graph has {nodes} nodes, more than {MAX_NODES}")));
    }
    let definition = GraphDef::decode(bytes)
        .map_err(|error| Error::model(format!("not a TensorFlow frozen graph, or a damaged one ({error})")))?;
    let nodes = Nodes::of(&definition);
    let candidates = match &options.output {
        Some(wanted) => vec![nodes.candidate(nodes.named(wanted, "output")?)],
        None => nodes.candidates(),
    };
    outputs::build(&candidates, options.labels, |candidate| {
        let input = Input::of(&nodes, candidate.value, options)?;
        outputs::for_one_picture(input.picture.batch, |repeats| graph(&nodes, &input, candidate.value, repeats))
    })
}

/// The network from its input to the node `output`.
fn graph(nodes: &Nodes, input: &Input, output: usize, repeats: bool) -> Result<Graph> {
    let mut importer = Importer { graph: Graph::default(), values: HashMap::new() };
    input.add(&mut importer, nodes.get(input.node), repeats)?;
    for index in nodes.needed(output, &[input.node])? {
        let node = nodes.get(index);
        if index == input.node {
            continue;
        }
        let value =
            if Some(index) == input.resizes { importer.input(node, 0)? } else { ops::import(&mut importer, node)? };
        importer.values.insert(&node.name, value);
    }
    let node = nodes.get(output);
    importer.graph.output = importer.values[node.name.as_str()];
    importer.graph.output_name = node.name.clone();
    Ok(importer.graph)
}

/// The most nodes of a file. Nodes take more memory than they take bytes in the file, so they are counted first.
const MAX_NODES: usize = 1 << 16;

fn count_nodes(mut bytes: Bytes) -> std::result::Result<usize, DecodeError> {
    let mut count = 0;
    while bytes.has_remaining() {
        let (tag, wire_type) = encoding::decode_key(&mut bytes)?;
        count += usize::from(tag == 1);
        encoding::skip_field(wire_type, tag, &mut bytes, encoding::DecodeContext::default())?;
    }
    Ok(count)
}

/// The graph so far, and what each node of the file became.
struct Importer<'a> {
    graph: Graph,
    values: HashMap<&'a str, ValueId>,
}

impl Importer<'_> {
    /// The value that a node reads as its data input `position`.
    fn input(&self, node: &NodeDef, position: usize) -> Result<ValueId> {
        let missing = || node.fail(format!("input {position} is missing"));
        let name = order::data_input(node, position).ok_or_else(missing)?;
        let (name, port) = order::split_port(name);
        if port != 0 {
            return Err(node.fail(format!("reads output {port} of `{name}`, which is not supported")));
        }
        self.values.get(name).copied().ok_or_else(missing)
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

    fn shape(&self, value: ValueId) -> &[usize] {
        self.graph.shape(value)
    }
}
