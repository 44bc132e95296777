//! Lets a convolution, or a clip before it, apply a clip (ReLU, ReLU6) while it writes its results.

use crate::graph::op::{Op, Unary};
use crate::graph::Graph;

pub fn fuse(graph: &mut Graph) {
    let uses = graph.use_counts();
    let producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let Op::Unary(Unary::Clip(next)) = graph.nodes[index].op else { continue };
        let input = graph.nodes[index].inputs[0];
        let Some(producer) = producers[input].filter(|_| uses[input] == 1) else { continue };
        let fused = match &graph.nodes[producer].op {
            Op::Conv(conv) => {
                let mut conv = conv.clone();
                conv.clip = conv.clip.then(next);
                Op::Conv(conv)
            }
            Op::Unary(Unary::Clip(first)) => Op::Unary(Unary::Clip(first.then(next))),
            _ => continue,
        };
        graph.nodes[index].op = fused;
        graph.nodes[index].inputs = graph.nodes[producer].inputs.clone();
    }
    super::dead::remove(graph);
}
