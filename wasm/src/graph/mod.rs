//! The small graph form that every model format is turned into: nodes in order of execution, NHWC, f32.

pub mod fold;
pub mod infer;
pub mod op;
pub mod shape;
pub mod tensor;
pub mod window;

use crate::error::{Error, Result};
use op::Op;
use shape::Shape;
use tensor::Tensor;

pub type ValueId = usize;

/// A node with one output. Its inputs were made by earlier nodes, are constants or the graph's input.
#[derive(Clone, Debug)]
pub struct Node {
    pub name: String,
    pub op: Op,
    pub inputs: Vec<ValueId>,
    pub output: ValueId,
}

#[derive(Clone, Debug)]
struct Value {
    shape: Shape,
    constant: Option<Tensor>,
}

/// A network with one input (a picture) and one output (a score for each class).
#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub nodes: Vec<Node>,
    values: Vec<Value>,
    pub input: ValueId,
    pub output: ValueId,
    pub input_name: String,
    pub output_name: String,
}

impl Graph {
    /// A value that is known only when a picture arrives.
    pub fn variable(&mut self, shape: Shape) -> ValueId {
        self.push(Value { shape, constant: None })
    }

    pub fn constant(&mut self, tensor: Tensor) -> ValueId {
        self.push(Value { shape: tensor.shape().to_vec(), constant: Some(tensor) })
    }

    /// Adds a node, checks that the shapes fit, and computes it at once where all its inputs are constants.
    /// Errors name the node.
    pub fn add(&mut self, name: &str, op: Op, inputs: &[ValueId]) -> Result<ValueId> {
        let named = |error: Error| Error { message: format!("node `{name}`: {}", error.message), ..error };
        let shapes: Vec<&[usize]> = inputs.iter().map(|&id| self.shape(id)).collect();
        let shape = infer::output_shape(&op, &shapes).map_err(named)?;
        let constants: Option<Vec<&Tensor>> = inputs.iter().map(|&id| self.constant_of(id)).collect();
        if let Some(folded) = constants.and_then(|tensors| fold::fold(&op, &tensors, &shape)) {
            return Ok(self.constant(folded.map_err(named)?));
        }
        let output = self.variable(shape);
        self.nodes.push(Node { name: name.to_string(), op, inputs: inputs.to_vec(), output });
        Ok(output)
    }

    pub fn shape(&self, id: ValueId) -> &[usize] {
        &self.values[id].shape
    }

    pub fn constant_of(&self, id: ValueId) -> Option<&Tensor> {
        self.values[id].constant.as_ref()
    }

    /// How many values there are; ids are below it.
    pub fn value_count(&self) -> usize {
        self.values.len()
    }

    /// For each value, how many nodes read it; the graph's output counts as read once more.
    pub fn use_counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.values.len()];
        for &input in self.nodes.iter().flat_map(|node| &node.inputs) {
            counts[input] += 1;
        }
        counts[self.output] += 1;
        counts
    }

    /// For each value, the index of the node that makes it.
    pub fn producers(&self) -> Vec<Option<usize>> {
        let mut producers = vec![None; self.values.len()];
        for (index, node) in self.nodes.iter().enumerate() {
            producers[node.output] = Some(index);
        }
        producers
    }

    fn push(&mut self, value: Value) -> ValueId {
        self.values.push(value);
        self.values.len() - 1
    }
}
