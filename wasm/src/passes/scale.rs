//! Folds multiplication by, and addition of, a constant for each channel into the convolution before it.
//! Batch normalisation (Ioffe and Szegedy, 2015) and biases arrive here in this form. Where there is no
//! convolution before it, the pair becomes a depthwise convolution with a 1x1 kernel.

use crate::error::Result;
use crate::graph::Graph;
use crate::op::{Binary, Clip, Conv, Filter, Op, Window};
use crate::tensor::Tensor;

pub fn fuse(graph: &mut Graph) -> Result<()> {
    let uses = graph.use_counts();
    let mut producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let Some((binary, operand)) = per_channel(graph, index) else { continue };
        let input = graph.nodes[index].inputs[0];
        let before = producers[input].filter(|&producer| uses[input] == 1 && takes_arithmetic(graph, producer));
        let mut conv = match before.map(|producer| graph.take_op(producer)) {
            Some(Op::Conv(conv)) => conv,
            _ => point_convolution(graph, operand.len())?,
        };
        apply(&mut conv, binary, &operand);
        graph.nodes[index].op = Op::Conv(conv);
        graph.nodes[index].inputs = match before {
            Some(producer) => graph.nodes[producer].inputs.clone(),
            None => vec![input],
        };
        producers[graph.nodes[index].output] = Some(index);
    }
    super::dead::remove(graph);
    Ok(())
}

/// The operation and its constant, one value to a channel, where a node on pictures is of this kind.
fn per_channel(graph: &Graph, index: usize) -> Option<(Binary, Vec<f32>)> {
    let node = &graph.nodes[index];
    let Op::Binary(binary @ (Binary::Add | Binary::Mul)) = node.op else { return None };
    let constant = graph.constant_of(node.inputs[1])?;
    let shape = graph.shape(node.output);
    let channels = *shape.get(3)?;
    let keeps_shape = shape.len() == 4 && graph.shape(node.inputs[0]) == shape;
    let leading_ones = constant.shape().iter().rev().skip(1).all(|&size| size == 1);
    if !keeps_shape || !leading_ones || channels == 0 {
        return None;
    }
    match constant.single() {
        Some(value) => Some((binary, vec![value; channels])),
        None => (constant.len() == channels).then(|| (binary, constant.to_vec())),
    }
}

fn takes_arithmetic(graph: &Graph, producer: usize) -> bool {
    let node = &graph.nodes[producer];
    matches!(&node.op, Op::Conv(conv) if conv.clip == Clip::NONE) && node.inputs.len() == 1
}

fn apply(conv: &mut Conv, binary: Binary, operand: &[f32]) {
    let mut bias = conv.bias_or_zero();
    for (bias, &value) in bias.iter_mut().zip(operand) {
        *bias = if binary == Binary::Mul { *bias * value } else { *bias + value };
    }
    if binary == Binary::Mul {
        conv.scale = operand.iter().enumerate().map(|(channel, factor)| conv.scale_of(channel) * factor).collect();
    }
    conv.bias = bias;
}

/// A depthwise convolution that changes nothing yet.
fn point_convolution(graph: &mut Graph, channels: usize) -> Result<Conv> {
    graph.charge(channels)?;
    let ones = Tensor::vector(vec![1.0; channels]);
    Ok(Conv::new(Window::POINT, channels, Filter::hwio(ones, [1, 1, 1, channels])))
}
