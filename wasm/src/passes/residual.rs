//! Lets a convolution add a residual (the shortcut of a block) while it writes its results.

use crate::graph::{Graph, Node};
use crate::op::{Binary, Clip, Op};

pub fn fuse(graph: &mut Graph) {
    let uses = graph.use_counts();
    let mut producers = graph.producers();
    for index in 0..graph.nodes.len() {
        if !matches!(graph.nodes[index].op, Op::Binary(Binary::Add)) {
            continue;
        }
        let inputs = graph.nodes[index].inputs.clone();
        let shape = graph.shape(graph.nodes[index].output);
        if inputs.iter().any(|&input| graph.shape(input) != shape || graph.constant_of(input).is_some()) {
            continue;
        }
        let accepts = |value: usize| {
            producers[value].filter(|&producer| uses[value] == 1 && takes_residual(&graph.nodes[producer]))
        };
        // The later of the two is the end of the block, and its input is still at hand.
        let candidate = [1, 0].into_iter().filter_map(|i| accepts(inputs[i]).map(|p| (p, inputs[1 - i]))).max();
        if let Some((producer, other)) = candidate {
            graph.nodes[index].op = graph.take_op(producer);
            graph.nodes[index].inputs = vec![graph.nodes[producer].inputs[0], other];
            producers[graph.nodes[index].output] = Some(index);
        }
    }
    super::dead::remove(graph);
    fuse_reshaped(graph);
}

/// A convolution that can still add something before it writes its results.
fn takes_residual(node: &Node) -> bool {
    let plain = matches!(&node.op, Op::Conv(conv) if conv.clip == Clip::NONE && !conv.is_depthwise());
    plain && node.inputs.len() == 1
}

/// As above, where a reshape stands between: a dense layer on a sequence is a convolution of its rows. The residual is
/// reshaped instead, and the sum back, neither of which moves anything.
fn fuse_reshaped(graph: &mut Graph) {
    let uses = graph.use_counts();
    let mut producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let Op::Binary(Binary::Add) = graph.nodes[index].op else { continue };
        let inputs = graph.nodes[index].inputs.clone();
        let shape = graph.shape(graph.nodes[index].output).to_vec();
        if inputs.iter().any(|&input| graph.shape(input) != shape || graph.constant_of(input).is_some()) {
            continue;
        }
        let found = [0, 1].into_iter().find_map(|at| {
            let (value, other) = (inputs[at], inputs[1 - at]);
            let reshape = producers[value].filter(|&node| matches!(graph.nodes[node].op, Op::Reshape { .. }))?;
            let source = graph.nodes[reshape].inputs[0];
            let conv = producers[source].filter(|&node| takes_residual(&graph.nodes[node]))?;
            let is_alone = uses[value] == 1 && uses[source] == 1;
            let is_later = producers[other].is_none_or(|producer| producer < conv);
            (is_alone && is_later).then_some((reshape, conv, other))
        });
        let Some((reshape, conv, other)) = found else { continue };
        let mut sum = graph.nodes[conv].clone();
        let rows = graph.shape(sum.output).to_vec();
        let residual = graph.variable(rows.clone());
        sum.inputs.push(residual);
        let result = sum.output;
        let name = graph.nodes[reshape].name.clone();
        graph.nodes[conv] =
            Node { name: name.clone(), op: Op::Reshape { shape: rows }, inputs: vec![other], output: residual };
        graph.nodes[reshape] = sum;
        let output = graph.nodes[index].output;
        graph.nodes[index] = Node { name, op: Op::Reshape { shape }, inputs: vec![result], output };
        producers.push(Some(conv));
        producers[result] = Some(reshape);
    }
}
