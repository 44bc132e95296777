//! What the recognisers of spelt-out functions share: looking from a value at the nodes that made it.

use crate::graph::{Graph, Node, ValueId};
use crate::op::{Binary, Op, Unary};

pub struct Matcher<'a> {
    pub graph: &'a Graph,
    producers: &'a [Option<usize>],
}

/// A product: a number times values.
pub struct Factors {
    pub number: f32,
    pub values: Vec<ValueId>,
}

/// More nodes than the products of any function here take.
const MAX_STEPS: usize = 16;

impl<'a> Matcher<'a> {
    pub fn new(graph: &'a Graph, producers: &'a [Option<usize>]) -> Matcher<'a> {
        Matcher { graph, producers }
    }

    pub fn producer(&self, value: ValueId) -> Option<&'a Node> {
        self.producers[value].map(|index| &self.graph.nodes[index])
    }

    /// The node that makes `value`, where it is this op on two inputs.
    pub fn binary(&self, value: ValueId, op: Binary) -> Option<&'a Node> {
        self.producer(value).filter(|node| matches!(node.op, Op::Binary(binary) if binary == op))
    }

    /// The input of the node that makes `value`, where it is this op.
    pub fn unary(&self, value: ValueId, op: Unary) -> Option<ValueId> {
        self.producer(value)
            .filter(|node| matches!(node.op, Op::Unary(unary) if unary == op))
            .map(|node| node.inputs[0])
    }

    /// The input and the number, where a node adds (or multiplies by) one number.
    pub fn with_number(&self, node: &Node, op: Binary) -> Option<(ValueId, f32)> {
        let keeps_shape = self.graph.shape(node.inputs[0]) == self.graph.shape(node.output);
        if !keeps_shape || !matches!(node.op, Op::Binary(binary) if binary == op) {
            return None;
        }
        Some((node.inputs[0], self.graph.constant_of(node.inputs[1])?.single()?))
    }

    /// As `with_number`, of the node that makes `value`.
    pub fn plus_number(&self, value: ValueId) -> Option<(ValueId, f32)> {
        self.with_number(self.producer(value)?, Binary::Add)
    }

    /// The factors of a value as far as products and small powers made it, but for those of `whole`, which is kept as it
    /// is. None where there are too many.
    pub fn factors(&self, value: ValueId, whole: Option<ValueId>) -> Option<Factors> {
        let mut factors = Factors { number: 1.0, values: Vec::new() };
        let mut open = vec![value];
        for _ in 0..MAX_STEPS {
            let Some(value) = open.pop() else { return Some(factors) };
            let Some(node) = self.producer(value).filter(|_| whole != Some(value)) else {
                factors.values.push(value);
                continue;
            };
            match (self.with_number(node, Binary::Mul), self.square(value)) {
                (Some((input, number)), _) => {
                    factors.number *= number;
                    open.push(input);
                }
                (None, Some(input)) => open.extend([input; 2]),
                (None, None) if matches!(node.op, Op::Binary(Binary::Mul)) => open.extend(&node.inputs),
                (None, None) if matches!(node.op, Op::Unary(Unary::Pow { exponent: 3.0 })) => {
                    open.extend([node.inputs[0]; 3]);
                }
                _ => factors.values.push(value),
            }
        }
        None
    }

    /// The x whose square `value` is.
    pub fn square(&self, value: ValueId) -> Option<ValueId> {
        let node = self.producer(value)?;
        match node.op {
            Op::Binary(Binary::Mul) if node.inputs[0] == node.inputs[1] => Some(node.inputs[0]),
            Op::Unary(Unary::Pow { exponent: 2.0 }) => Some(node.inputs[0]),
            _ => None,
        }
    }
}

/// The first of two inputs, or the second, for which `fits(it, the other)`.
pub fn either_order(inputs: &[ValueId], fits: impl Fn(ValueId, ValueId) -> bool) -> Option<ValueId> {
    let &[a, b] = inputs else { return None };
    if fits(a, b) {
        Some(a)
    } else {
        fits(b, a).then_some(b)
    }
}

/// Whether a number is another, to the precision at which formats write it down.
pub fn is_about(number: f32, other: f32) -> bool {
    (number - other).abs() < 1e-5 * other.abs()
}
