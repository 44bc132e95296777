//! Recognises activations that a format spells out in smaller ops: x sigmoid(x) is swish, min(max(x + 3, 0), 6) / 6
//! is a hard sigmoid, and x times that is hard swish.

use super::matcher::{either_order, is_about, Matcher};
use crate::graph::{Graph, Node, ValueId};
use crate::op::{Binary, Clip, Op, Unary};

pub fn recognise(graph: &mut Graph) {
    let producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let matcher = Matcher::new(graph, &producers);
        let node = &graph.nodes[index];
        let found = matcher.hard_sigmoid(node).or_else(|| matcher.scaled_gate(node)).or_else(|| matcher.gate(node));
        if let Some((unary, input)) = found {
            graph.nodes[index].op = Op::Unary(unary);
            graph.nodes[index].inputs = vec![input];
        }
    }
    super::dead::remove(graph);
}

impl Matcher<'_> {
    /// The x of min(max(x + 3, 0), 6).
    fn clipped(&self, value: ValueId) -> Option<ValueId> {
        let clip = self.producer(value).filter(|node| matches!(node.op, Op::Unary(Unary::Clip(Clip::RELU6))))?;
        let (input, three) = self.with_number(self.producer(clip.inputs[0])?, Binary::Add)?;
        (three == 3.0).then_some(input)
    }

    /// min(max(x + 3, 0), 6) / 6
    fn hard_sigmoid(&self, node: &Node) -> Option<(Unary, ValueId)> {
        let (clipped, factor) = self.with_number(node, Binary::Mul)?;
        let input = self.clipped(clipped).filter(|_| is_a_sixth(factor))?;
        Some((Unary::HardSigmoid { alpha: 1.0 / 6.0, beta: 0.5 }, input))
    }

    /// (x min(max(x + 3, 0), 6)) / 6
    fn scaled_gate(&self, node: &Node) -> Option<(Unary, ValueId)> {
        let (product, factor) = self.with_number(node, Binary::Mul)?;
        let product = self.producer(product).filter(|node| matches!(node.op, Op::Binary(Binary::Mul)))?;
        let gates = |x: ValueId, gate: ValueId| self.clipped(gate) == Some(x) && is_a_sixth(factor);
        let input = either_order(&product.inputs, gates)?;
        Some((Unary::HardSwish, input))
    }

    /// x times a sigmoid of x
    fn gate(&self, node: &Node) -> Option<(Unary, ValueId)> {
        if !matches!(node.op, Op::Binary(Binary::Mul)) {
            return None;
        }
        let gated = |hard: bool| {
            either_order(&node.inputs, |x, gate| {
                self.producer(gate).is_some_and(|gate| gate.inputs[0] == x && is_sigmoid(&gate.op, hard))
            })
        };
        gated(false).map(|x| (Unary::Swish, x)).or_else(|| gated(true).map(|x| (Unary::HardSwish, x)))
    }
}

fn is_sigmoid(op: &Op, hard: bool) -> bool {
    match *op {
        Op::Unary(Unary::Sigmoid) => !hard,
        Op::Unary(Unary::HardSigmoid { alpha, beta }) => hard && is_a_sixth(alpha) && beta == 0.5,
        _ => false,
    }
}

fn is_a_sixth(factor: f32) -> bool {
    is_about(factor, 1.0 / 6.0)
}
