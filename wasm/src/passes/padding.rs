//! Lets a convolution pad its input itself, where a node of its own surrounds the picture with zeros.

use crate::graph::Graph;
use crate::op::Op;

pub fn fuse(graph: &mut Graph) {
    let producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let Op::Conv(conv) = &graph.nodes[index].op else { continue };
        let Some(producer) = producers[graph.nodes[index].inputs[0]] else { continue };
        let Op::Pad { before, after, value } = &graph.nodes[producer].op else { continue };
        if *value != 0.0 || [before[0], after[0], before[3], after[3]] != [0; 4] {
            continue;
        }
        let mut conv = conv.clone();
        for axis in 0..2 {
            conv.window.pad_start[axis] += before[axis + 1];
            conv.window.pad_end[axis] += after[axis + 1];
        }
        if conv.window.checked().is_ok() {
            graph.nodes[index].inputs[0] = graph.nodes[producer].inputs[0];
            graph.nodes[index].op = Op::Conv(conv);
        }
    }
}
