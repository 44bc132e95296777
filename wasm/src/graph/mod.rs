//! The small graph form that every model format is turned into: nodes in order of execution, NHWC, f32.

mod budget;
mod claims;
pub mod fold;
pub mod infer;
mod normalisation;
#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
use crate::op::Op;
use crate::tensor::shape::{elements, Shape};
use crate::tensor::Tensor;
use budget::Budget;
pub use claims::{Claims, Labels, LABELS, PREPROCESSING};
pub use normalisation::Normalisation;

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

/// The values that the last layer before the scores reads: one vector, which describes the picture.
#[derive(Clone, Debug)]
pub struct Features {
    /// Of the node or tensor in the file.
    pub name: String,
    pub value: ValueId,
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
    /// Further outputs of the file that may be scores.
    pub other_outputs: Vec<String>,
    /// What the scores are made from, where one layer does that.
    pub features: Option<Features>,
    /// What the file says of itself beside its network.
    pub claims: Claims,
    /// Whether the file has its pictures [channels, height, width]; here they are [height, width, channels].
    pub channels_first: bool,
    budget: Budget,
}

impl Graph {
    /// A value that is known only when a picture arrives.
    pub fn variable(&mut self, shape: Shape) -> ValueId {
        self.push(Value { shape, constant: None })
    }

    pub fn constant(&mut self, tensor: Tensor) -> ValueId {
        self.push(Value { shape: tensor.shape().to_vec(), constant: Some(tensor) })
    }

    /// A constant that the model's file does not hold as such but makes of less. There is a limit to these.
    pub fn computed(&mut self, tensor: Tensor) -> Result<ValueId> {
        self.charge(tensor.len())?;
        Ok(self.constant(tensor))
    }

    /// Keeps a value as the network's features, where it is one vector.
    pub fn set_features(&mut self, name: &str, value: ValueId) {
        let is_vector = self.shape(value).iter().filter(|&&size| size > 1).count() == 1;
        if is_vector && self.constant_of(value).is_none() {
            self.features = Some(Features { name: name.to_string(), value });
        }
    }

    /// Counts floats that are about to be computed from constants; fails where a model asks for too many.
    pub fn charge(&mut self, floats: usize) -> Result<()> {
        self.budget.compute(floats)
    }

    /// Adds a node, checks that the shapes fit, and computes it at once where all its inputs are constants.
    /// Errors name the node.
    pub fn add(&mut self, name: &str, op: Op, inputs: &[ValueId]) -> Result<ValueId> {
        let named = |error: Error| Error { message: format!("node `{name}`: {}", error.message), ..error };
        let shapes: Vec<&[usize]> = inputs.iter().map(|&id| self.shape(id)).collect();
        let shape = infer::output_shape(&op, &shapes).map_err(named)?;
        let operations = budget::operations(&op, &shapes, &shape);
        if inputs.iter().all(|&id| self.constant_of(id).is_some()) {
            if let Some(folded) = self.fold(&op, inputs, &shape).map_err(named)? {
                return Ok(self.constant(folded));
            }
        }
        if shape.contains(&0) {
            return Err(named(Error::model(format!("its result of shape {shape:?} is empty"))));
        }
        self.budget.run(&op, operations).map_err(named)?;
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

    /// Takes the op out of a node whose only reader takes its place. What stays behind is dead.
    pub fn take_op(&mut self, node: usize) -> Op {
        std::mem::replace(&mut self.nodes[node].op, Op::Softmax)
    }

    /// The value of an op on constants, or `None` where the op is of a kind that is left to run.
    fn fold(&mut self, op: &Op, inputs: &[ValueId], shape: &[usize]) -> Result<Option<Tensor>> {
        if !fold::folds(op) {
            return Ok(None);
        }
        let tensors: Vec<&Tensor> = inputs.iter().filter_map(|&id| self.values[id].constant.as_ref()).collect();
        if !matches!(op, Op::Reshape { .. }) {
            self.budget.work(tensors.iter().map(|tensor| tensor.len() as u64).sum())?;
            self.budget.compute(elements(shape)?)?;
        }
        fold::fold(op, &tensors, shape).transpose()
    }

    fn push(&mut self, value: Value) -> ValueId {
        self.values.push(value);
        self.values.len() - 1
    }
}
