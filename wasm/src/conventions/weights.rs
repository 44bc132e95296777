//! The size of the first layer's weights. A converter multiplies a division by 255 before that layer into its weights, after
//! which they are far smaller than those of any layer that takes 0..1 or -1..1: its strongest output would hardly differ
//! from picture to picture. That larger weights want smaller pixels does not follow: some networks take 0..255 with both.

use super::arithmetic::affine::Walk;
use super::{known, Case, Testimony};
use crate::error::Result;
use crate::graph::{Graph, Node, Normalisation};
use crate::op::{Binary, Conv, Op};

pub fn testify(case: &Case) -> Result<Testimony> {
    let layer = Walk::of(case.graph).first_layer().filter(|(node, channels)| {
        let changes = channels.iter().any(|channel| (channel.scale, channel.offset) != (1.0, 0.0));
        !changes && !is_scaled(case.graph, node)
    });
    let is_small = layer.is_some_and(|(node, _)| matches!(&node.op, Op::Conv(conv) if largest_length(conv) < SMALL));
    Ok(Testimony {
        by: "the size of the first layer's weights".into(),
        normalisation: is_small.then(|| Normalisation::of_range(known::RAW, case.channels)),
        assumed: true,
        ..Testimony::default()
    })
}

/// Filters of trained networks that take -1..1 or 0..1 have lengths of about 0.1 to 10; divided by 127.5 or 255, all of them
/// are below this.
const SMALL: f32 = 0.05;

/// The most weights that are looked at.
const MAX_WEIGHTS: usize = 1 << 20;

/// The length of the longest filter as a vector; infinite where there are too many weights.
fn largest_length(conv: &Conv) -> f32 {
    let filter = &conv.filter;
    if filter.tensor.len() > MAX_WEIGHTS {
        return f32::INFINITY;
    }
    let [height, width, inputs, outputs] = filter.dimensions;
    let length = |output: usize| {
        let at = |y, x, i| filter.tensor.at([y, x, i, output].iter().zip(filter.strides).map(|(a, b)| a * b).sum());
        let weights = (0..height).flat_map(|y| (0..width).flat_map(move |x| (0..inputs).map(move |i| (y, x, i))));
        let squares: f32 = weights.map(|(y, x, i): (usize, usize, usize)| at(y, x, i) * at(y, x, i)).sum();
        squares.sqrt() * conv.scale_of(output).abs()
    };
    (0..outputs).map(length).fold(0.0, f32::max)
}

/// Whether what the layer makes is multiplied at once, as a batch normalisation does, so that its weights may be of any size.
fn is_scaled(graph: &Graph, layer: &Node) -> bool {
    let mut value = layer.output;
    while let Some(node) = graph.nodes.iter().find(|node| node.inputs.contains(&value)) {
        match node.op {
            Op::Binary(Binary::Mul | Binary::Div) | Op::LayerNorm(_) => return true,
            Op::Binary(Binary::Add | Binary::Sub) | Op::Reshape { .. } | Op::Transpose { .. } => value = node.output,
            _ => return false,
        }
    }
    false
}
