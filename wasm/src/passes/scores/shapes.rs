//! Outputs that are no scores of classes, told by their shape or by what makes them.

use std::collections::BTreeSet;

use crate::error::{Error, Remedy, Result};
use crate::graph::{Graph, ValueId};
use crate::op::{Binary, Op, Unary};

pub fn check(graph: &Graph) -> Result<()> {
    let (name, shape) = (&graph.output_name, graph.shape(graph.output));
    let why = if shape.len() == 4 && shape.iter().filter(|&&size| size > 1).count() > 1 {
        format!("has shape {shape:?}, as a map of places in the picture has")
    } else if is_embedding(graph) {
        format!("has shape {shape:?} and is scaled to length 1, as an embedding is")
    } else {
        return Ok(());
    };
    let error = Error::model(format!("the output `{name}` {why}: it holds no scores of classes"));
    Err(error.with_remedy(Remedy::Output))
}

/// Whether the output is a value divided by its own length.
fn is_embedding(graph: &Graph) -> bool {
    let producers = graph.producers();
    let maker = |value: ValueId| producers[value].map(|index| &graph.nodes[index]);
    let mut value = graph.output;
    while let Some(node) = maker(value) {
        match node.op {
            Op::Reshape { .. } => value = node.inputs[0],
            Op::Binary(Binary::Div) => {
                let (vector, length) = (node.inputs[0], node.inputs[1]);
                return graph.shape(vector).iter().product::<usize>() > 1 && is_length_of(graph, vector, length);
            }
            Op::Binary(Binary::Mul) => {
                let is_inverse = |value| maker(value).is_some_and(|node| matches!(node.op, Op::Unary(Unary::Rsqrt)));
                let [a, b] = node.inputs[..] else { return false };
                return (is_inverse(b) && is_length_of(graph, a, b)) || (is_inverse(a) && is_length_of(graph, b, a));
            }
            _ => return false,
        }
    }
    false
}

/// How many nodes the length of a vector is made of, at most.
const MAX_NODES: usize = 12;

/// Whether `length` is made of `vector` by a root of one number, and of nothing else.
fn is_length_of(graph: &Graph, vector: ValueId, length: ValueId) -> bool {
    let producers = graph.producers();
    let (mut has_root, mut seen, mut open) = (false, BTreeSet::new(), vec![length]);
    while let Some(value) = open.pop() {
        if value == vector || graph.constant_of(value).is_some() || !seen.insert(value) {
            continue;
        }
        let Some(node) = producers[value].map(|index| &graph.nodes[index]).filter(|_| seen.len() <= MAX_NODES) else {
            return false;
        };
        let is_root = matches!(node.op, Op::Unary(Unary::Sqrt | Unary::Rsqrt));
        has_root |= is_root && graph.shape(value).iter().product::<usize>() == 1;
        open.extend(&node.inputs);
    }
    has_root
}
