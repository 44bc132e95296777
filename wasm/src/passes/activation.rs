//! Lets a convolution, or a clip before it, apply a clip (ReLU, ReLU6) while it writes its results.

use crate::graph::Graph;
use crate::op::{Conv, Op, Unary};

pub fn fuse(graph: &mut Graph) {
    let uses = graph.use_counts();
    let producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let Op::Unary(Unary::Clip(next)) = graph.nodes[index].op else { continue };
        let input = graph.nodes[index].inputs[0];
        let Some(producer) = producers[input].filter(|_| uses[input] == 1) else { continue };
        if !matches!(graph.nodes[producer].op, Op::Conv(_) | Op::Unary(Unary::Clip(_))) {
            continue;
        }
        let mut op = graph.take_op(producer);
        if let Op::Conv(Conv { clip, .. }) | Op::Unary(Unary::Clip(clip)) = &mut op {
            *clip = clip.then(next);
        }
        graph.nodes[index].op = op;
        graph.nodes[index].inputs = graph.nodes[producer].inputs.clone();
    }
    super::dead::remove(graph);
}
