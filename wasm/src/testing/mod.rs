//! What the tests of several modules share: random data, graphs, and the reference that they are held against.

pub mod reference;

use crate::graph::{Graph, ValueId};
use crate::op::{Conv, Filter, Op, Window};
use crate::plan::Plan;
use crate::tensor::Tensor;

/// One value, less than a vector, odd, and more than a panel or chunk of any kernel.
pub const SIZES: [usize; 6] = [1, 3, 4, 13, 207, 1031];

/// Numbers in -1..1 from a seed (a linear congruential generator with Knuth's multiplier).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    pub fn value(&mut self) -> f32 {
        self.below(2_000_001) as f32 / 1e6 - 1.0
    }

    pub fn values(&mut self, len: usize) -> Vec<f32> {
        (0..len).map(|_| self.value()).collect()
    }

    pub fn tensor(&mut self, shape: &[usize]) -> Tensor {
        Tensor::new(shape.to_vec(), self.values(shape.iter().product())).unwrap()
    }
}

/// A graph whose input has this shape.
pub fn graph(input: &[usize]) -> Graph {
    let mut graph = Graph::default();
    graph.input = graph.variable(input.to_vec());
    graph.output = graph.input;
    graph
}

/// A graph of one op on the input and these constants.
pub fn graph_of(op: Op, input: &[usize], constants: &[Tensor]) -> Graph {
    let mut graph = graph(input);
    let mut inputs: Vec<ValueId> = vec![graph.input];
    inputs.extend(constants.iter().map(|tensor| graph.constant(tensor.clone())));
    graph.output = graph.add("op", op, &inputs).unwrap();
    graph
}

/// A convolution with random weights [height, width, channels per group, outputs] and a bias.
pub fn conv(random: &mut Random, window: Window, groups: usize, channels: usize, outputs: usize) -> Conv {
    let dimensions = [window.size[0], window.size[1], channels, outputs];
    let filter = Filter::hwio(random.tensor(&dimensions), dimensions);
    Conv { bias: random.values(outputs), ..Conv::new(window, groups, filter) }
}

/// What the engine computes, twice: the second run finds the memory that the first one left.
pub fn run(graph: &Graph, input: &[f32]) -> Vec<f32> {
    let mut plan = Plan::new(graph).unwrap();
    plan.input().copy_from_slice(input);
    plan.run();
    let first = plan.output().to_vec();
    plan.input().copy_from_slice(input);
    plan.run();
    let bits = |values: &[f32]| values.iter().map(|x| x.to_bits()).collect::<Vec<u32>>();
    assert_eq!(bits(&first), bits(plan.output()), "a second run differs");
    first
}

/// Holds the engine against the reference on random input.
pub fn check(graph: &Graph, context: &str) {
    let input = Random::new(99).values(graph.shape(graph.input).iter().product());
    assert_close(&run(graph, &input), &reference::evaluate(graph, &input), context);
}

/// Both graphs compute the same on random input, after the reference.
pub fn assert_same(before: &Graph, after: &Graph, context: &str) {
    let input = Random::new(98).values(before.shape(before.input).iter().product());
    let after = reference::evaluate(after, &input);
    let after: Vec<f32> = after.into_iter().map(|x| x as f32).collect();
    assert_close(&after, &reference::evaluate(before, &input), context);
}

/// What rounding to f32 in a network of some layers may add up to.
const TOLERANCE: f64 = 5e-5;

pub fn assert_close(found: &[f32], expected: &[f64], context: &str) {
    assert_eq!(found.len(), expected.len(), "{context}: lengths");
    for (index, (&found, &expected)) in found.iter().zip(expected).enumerate() {
        let found = f64::from(found);
        let close = found == expected || (found - expected).abs() <= TOLERANCE * expected.abs().max(1.0);
        assert!(close, "{context}: value {index} is {found}, the reference says {expected}");
    }
}

/// The names of a graph's ops in order.
pub fn ops(graph: &Graph) -> Vec<&'static str> {
    graph.nodes.iter().map(|node| node.op.name()).collect()
}
