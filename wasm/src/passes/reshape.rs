//! Moves reshapes behind the channel-wise arithmetic that follows them, so that a dense layer's bias and
//! activation meet the convolution that the layer became.

use crate::graph::{Graph, Node};
use crate::op::Op;

pub fn sink(graph: &mut Graph) {
    let uses = graph.use_counts();
    let mut producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let input = match graph.nodes[index].inputs.first() {
            Some(&input) if uses[input] == 1 && is_channel_wise(graph, index) => input,
            _ => continue,
        };
        let Some(reshape) = producers[input].filter(|&p| matches!(graph.nodes[p].op, Op::Reshape { .. })) else {
            continue;
        };
        let source = graph.nodes[reshape].inputs[0];
        if graph.shape(source).len() != 4 || graph.shape(source).last() != graph.shape(input).last() {
            continue;
        }
        let node = graph.nodes[index].clone();
        let moved = graph.variable(graph.shape(source).to_vec());
        let mut inputs = node.inputs.clone();
        inputs[0] = source;
        let shape = graph.shape(node.output).to_vec();
        let (name, output) = (graph.nodes[reshape].name.clone(), node.output);
        graph.nodes[index] = Node { name, op: Op::Reshape { shape }, inputs: vec![moved], output };
        graph.nodes[reshape] = Node { inputs, output: moved, ..node };
        producers[output] = Some(index);
        producers.push(Some(reshape));
    }
}

/// Whether a node works on every element alone, with at most a constant for each channel.
fn is_channel_wise(graph: &Graph, index: usize) -> bool {
    let node = &graph.nodes[index];
    match node.op {
        Op::Unary(_) => true,
        Op::Binary(_) => graph.constant_of(node.inputs[1]).is_some_and(|constant| {
            let (shape, output) = (constant.shape(), graph.shape(node.output));
            let leading_ones = shape.iter().rev().skip(1).all(|&size| size == 1);
            leading_ones && graph.shape(node.inputs[0]) == output
        }),
        _ => false,
    }
}
