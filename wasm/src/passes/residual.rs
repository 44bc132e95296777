//! Lets a convolution add a residual (the shortcut of a block) while it writes its results.

use crate::graph::op::{Binary, Clip, Op};
use crate::graph::Graph;

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
            producers[value].filter(|&producer| {
                let node = &graph.nodes[producer];
                let plain = matches!(&node.op, Op::Conv(conv) if conv.clip == Clip::NONE && !conv.is_depthwise());
                plain && node.inputs.len() == 1 && uses[value] == 1
            })
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
}
