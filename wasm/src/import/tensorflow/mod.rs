//! TensorFlow frozen graphs (`GraphDef`): what TF-slim's `freeze_graph` wrote and what Keras models freeze to today.

mod attributes;
mod batches;
mod constant;
mod convolution;
mod messages;
mod ops;
mod order;
mod shapes;

use std::collections::HashMap;

use bytes::Bytes;
use prost::Message;

use crate::error::{Error, Result};
use crate::graph::tensor::Tensor;
use crate::graph::{Graph, ValueId};
use crate::options::Options;
use messages::{GraphDef, NodeDef};

/// Turns the nodes that the output depends on into the small graph form.
pub fn import(bytes: Bytes, options: &Options) -> Result<Graph> {
    let definition = GraphDef::decode(bytes)
        .map_err(|error| Error::model(format!("not a TensorFlow frozen graph, or a damaged one ({error})")))?;
    let by_name: HashMap<&str, usize> =
        definition.node.iter().enumerate().map(|(index, node)| (node.name.as_str(), index)).collect();
    let output = order::output(&definition, &by_name, options.output.as_deref())?;
    let mut importer = Importer {
        graph: Graph::default(),
        values: HashMap::new(),
        input: None,
        input_size: options.input_size,
    };
    for index in order::execution_order(&definition, &by_name, output)? {
        let node = &definition.node[index];
        let value = ops::import(&mut importer, node)?;
        importer.values.insert(&node.name, value);
    }
    let node = &definition.node[output];
    let Importer { mut graph, values, input, .. } = importer;
    let (input, input_name) = input.ok_or_else(|| Error::model("the graph has no Placeholder that its output depends on"))?;
    graph.output = values[node.name.as_str()];
    graph.output_name = node.name.clone();
    graph.input = input;
    graph.input_name = input_name;
    Ok(graph)
}

/// The graph so far, and what each node of the file became.
struct Importer<'a> {
    graph: Graph,
    values: HashMap<&'a str, ValueId>,
    input: Option<(ValueId, String)>,
    input_size: Option<[usize; 2]>,
}

impl Importer<'_> {
    /// The value that a node reads as its data input `position`.
    fn input(&self, node: &NodeDef, position: usize) -> Result<ValueId> {
        let missing = || node.fail(format!("input {position} is missing"));
        let name = order::data_inputs(node).nth(position).ok_or_else(missing)?;
        let (name, port) = order::split_port(name);
        if port != 0 {
            return Err(node.fail(format!("reads output {port} of `{name}`, which is not supported")));
        }
        self.values.get(name).copied().ok_or_else(missing)
    }

    /// The constant that a node reads as input `position`.
    fn constant(&self, node: &NodeDef, position: usize) -> Result<&Tensor> {
        let value = self.input(node, position)?;
        self.graph.constant_of(value).ok_or_else(|| {
            node.fail(format!("input {position} must be a constant, it depends on the picture"))
        })
    }

    fn shape(&self, value: ValueId) -> &[usize] {
        self.graph.shape(value)
    }
}
