//! Bounds on what a model may ask for. A file of a few bytes can declare constants, layers and sharing that would
//! fill any memory or keep any processor busy for hours; a network that classifies pictures stays far below.

use std::collections::HashSet;

use crate::error::{Error, Result};
use crate::op::Op;
use crate::tensor::Tensor;

/// Floats that are made of less than themselves: computed constants, repeated values, copies of shared weights.
const MAX_COMPUTED: usize = 1 << 27;

/// What all nodes take for one picture, in multiplications of a matrix product: 4 times those of a ViT-Large, which takes
/// 61 billion, and a few minutes of one slow processor.
const MAX_OPERATIONS: u64 = 1 << 38;

/// What each element that a node makes costs beside its multiplications: a matrix product makes many of these in the time that a lone
/// element takes to be fetched, computed and written.
const ELEMENT: u64 = 16;

const MAX_NODES: usize = 1 << 14;

/// What a graph has used so far.
#[derive(Clone, Debug, Default)]
pub struct Budget {
    computed: usize,
    operations: u64,
    nodes: usize,
    /// Where the filters lie that have been used once.
    filters: HashSet<usize>,
}

impl Budget {
    /// Counts `floats` that the model's file does not hold as such.
    pub fn compute(&mut self, floats: usize) -> Result<()> {
        self.computed = self.computed.saturating_add(floats);
        if self.computed > MAX_COMPUTED {
            return Err(Error::model(format!("the model's constants expand to more than {} MB", MAX_COMPUTED >> 18)));
        }
        Ok(())
    }

    /// Counts a node that runs for every picture.
    /// `operations` is what the function of that name says of it.
    pub fn run(&mut self, op: &Op, operations: u64) -> Result<()> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Error::model(format!("the network has more than {MAX_NODES} nodes")));
        }
        if let Op::Conv(conv) = op {
            self.share(&conv.filter.tensor)?;
        }
        self.work(operations)
    }

    /// Counts operations, whether they are for every picture or done once.
    pub fn work(&mut self, operations: u64) -> Result<()> {
        self.operations = self.operations.saturating_add(operations);
        if self.operations > MAX_OPERATIONS {
            return Err(Error::model("the network needs more than 275 billion operations for a picture"));
        }
        Ok(())
    }

    /// Weights are packed for each of their uses, so only the first is free.
    fn share(&mut self, filter: &Tensor) -> Result<()> {
        if self.filters.insert(filter.address()) {
            Ok(())
        } else {
            self.compute(filter.len())
        }
    }
}

/// The work of an op on inputs of these shapes that makes an output of shape `output`.
pub fn operations(op: &Op, inputs: &[&[usize]], output: &[usize]) -> u64 {
    let count = |shape: &[usize]| shape.iter().map(|&size| size as u64).product::<u64>();
    let (input, output) = (inputs.iter().map(|shape| count(shape)).sum::<u64>(), count(output));
    let per_output = match op {
        Op::Conv(conv) => conv.filter.dimensions[..3].iter().map(|&size| size as u64).product(),
        // Pooling takes a few times as long for each value as a matrix product does.
        Op::Pool(pool) => pool.window.size.iter().map(|&size| size as u64).product::<u64>().min(input) * 4,
        Op::MatMul { .. } => inputs[0].last().map_or(0, |&depth| depth as u64),
        Op::Interpolate { taps, .. } => taps.per_output() as u64,
        Op::Lrn(lrn) => (lrn.radius as u64).saturating_mul(2).saturating_add(1).min(input),
        _ => 0,
    };
    output.saturating_mul(per_output.saturating_add(ELEMENT)).saturating_add(input)
}
