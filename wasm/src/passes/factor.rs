//! Lets a product of two values multiply by the numbers that its operands or its result are multiplied by: attention
//! scales its queries, its keys or their products.

use crate::graph::{Graph, ValueId};
use crate::op::{Binary, Op};

pub fn fuse(graph: &mut Graph) {
    let uses = graph.use_counts();
    let producers = graph.producers();
    for index in 0..graph.nodes.len() {
        match graph.nodes[index].op {
            Op::MatMul { .. } => {
                for position in 0..2 {
                    while let Some(by) = take_from_operand(graph, &producers, &uses, index, position) {
                        multiply(graph, index, by);
                    }
                }
            }
            Op::Binary(Binary::Mul) => take_from_result(graph, &producers, &uses, index),
            _ => {}
        }
    }
    super::dead::remove(graph);
}

fn multiply(graph: &mut Graph, product: usize, by: f32) {
    if let Op::MatMul { factor, .. } = &mut graph.nodes[product].op {
        *factor *= by;
    }
}

/// The input and the number, where a node does no more than multiply by one number.
fn by_number(graph: &Graph, node: usize) -> Option<(ValueId, f32)> {
    let node = &graph.nodes[node];
    let &[input, number] = &node.inputs[..] else { return None };
    let keeps_shape = graph.shape(input) == graph.shape(node.output);
    let is_product = matches!(node.op, Op::Binary(Binary::Mul));
    (keeps_shape && is_product).then(|| Some((input, graph.constant_of(number)?.single()?))).flatten()
}

/// The number that an operand is multiplied by, at once or before it was moved; from now on it no longer is.
fn take_from_operand(
    graph: &mut Graph,
    producers: &[Option<usize>],
    uses: &[usize],
    product: usize,
    position: usize,
) -> Option<f32> {
    let (mut reader, mut slot) = (product, position);
    loop {
        let value = graph.nodes[reader].inputs[slot];
        let producer = producers[value].filter(|_| uses[value] == 1)?;
        if let Some((input, number)) = by_number(graph, producer) {
            graph.nodes[reader].inputs[slot] = input;
            return Some(number);
        }
        if !matches!(graph.nodes[producer].op, Op::Reshape { .. } | Op::Transpose { .. } | Op::Slice { .. }) {
            return None;
        }
        (reader, slot) = (producer, 0);
    }
}

/// A product times a number becomes the product.
fn take_from_result(graph: &mut Graph, producers: &[Option<usize>], uses: &[usize], index: usize) {
    let Some((input, number)) = by_number(graph, index) else { return };
    let Some(product) = producers[input].filter(|_| uses[input] == 1) else { return };
    if matches!(graph.nodes[product].op, Op::MatMul { .. }) {
        multiply(graph, product, number);
        graph.nodes[index].op = graph.nodes[product].op.clone();
        graph.nodes[index].inputs = graph.nodes[product].inputs.clone();
    }
}
