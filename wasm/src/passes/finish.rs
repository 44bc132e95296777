//! Lets a convolution apply a function, such as a sigmoid, to its results while they are in the cache.

use crate::graph::Graph;
use crate::op::{Op, Unary};

/// Fuses the functions that `is_known` to the kernels of convolutions.
pub fn fuse(graph: &mut Graph, is_known: impl Fn(Unary) -> bool) {
    let uses = graph.use_counts();
    let producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let Op::Unary(finish) = graph.nodes[index].op else { continue };
        let input = graph.nodes[index].inputs[0];
        let Some(producer) = producers[input].filter(|_| uses[input] == 1 && is_known(finish)) else { continue };
        if !matches!(&graph.nodes[producer].op, Op::Conv(conv) if conv.finish.is_none()) {
            continue;
        }
        let mut op = graph.take_op(producer);
        if let Op::Conv(conv) = &mut op {
            conv.finish = Some(finish);
        }
        graph.nodes[index].op = op;
        graph.nodes[index].inputs = graph.nodes[producer].inputs.clone();
    }
    super::dead::remove(graph);
}
