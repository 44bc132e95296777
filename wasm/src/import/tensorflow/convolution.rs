//! Convolutions, pooling and batch normalisation.

use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::resize::{self, Alignment, Kind};
use crate::import::shaping;
use crate::import::transposed::{self, Transposed};
use crate::op::{Binary, Clip, Conv, Filter, Lrn, Op, Pool, PoolKind, Unary, Window};
use crate::tensor::shape::picture;
use crate::tensor::Tensor;

/// `Conv2D`: filter [height, width, input channels per group, outputs].
pub fn conv2d(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    on_picture(importer, node, conv2d_channels_last)
}

fn conv2d_channels_last(importer: &mut Importer, node: &NodeDef, x: ValueId) -> Result<ValueId> {
    let filter = importer.constant(node, 1)?.clone();
    let dimensions = picture(filter.shape()).map_err(|error| node.fail(error))?;
    let channels = importer.shape(x).last().copied().unwrap_or(0);
    let groups = channels.checked_div(dimensions[2]).unwrap_or(0);
    let window = window(importer, node, x, [dimensions[0], dimensions[1]])?;
    importer.graph.add(&node.name, Op::Conv(Conv::new(window, groups, Filter::hwio(filter, dimensions))), &[x])
}

/// A convolution, then what Grappler joined with it.
pub fn fused_conv2d(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    on_picture(importer, node, |importer, node, x| {
        let value = conv2d_channels_last(importer, node, x)?;
        fused(importer, node, value)
    })
}

/// `DepthwiseConv2dNative`: filter [height, width, input channels, outputs per channel].
pub fn depthwise(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    on_picture(importer, node, depthwise_channels_last)
}

fn depthwise_channels_last(importer: &mut Importer, node: &NodeDef, x: ValueId) -> Result<ValueId> {
    let filter = importer.constant(node, 1)?.clone();
    let [height, width, channels, multiplier] = picture(filter.shape()).map_err(|error| node.fail(error))?;
    let window = window(importer, node, x, [height, width])?;
    let filter = Filter::hwio(filter, [height, width, 1, channels * multiplier]);
    importer.graph.add(&node.name, Op::Conv(Conv::new(window, channels, filter)), &[x])
}

/// A depthwise convolution, then what Grappler joined with it.
pub fn fused_depthwise(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    on_picture(importer, node, |importer, node, x| {
        let value = depthwise_channels_last(importer, node, x)?;
        fused(importer, node, value)
    })
}

/// Applies the ops of the attribute `fused_ops`, whose parameters are the inputs from the third on, to a result with
/// its channels last.
pub fn fused(importer: &mut Importer, node: &NodeDef, mut value: ValueId) -> Result<ValueId> {
    for op in node.texts("fused_ops") {
        let unary = match op {
            "BiasAdd" => {
                let bias = importer.input(node, 2)?;
                value = importer.graph.add(&node.name, Op::Binary(Binary::Add), &[value, bias])?;
                continue;
            }
            "FusedBatchNorm" => {
                value = normalised(importer, node, value, [2, 3, 4, 5])?;
                continue;
            }
            "Relu" => Unary::Clip(Clip::RELU),
            "Relu6" => Unary::Clip(Clip::RELU6),
            "Elu" => Unary::Elu { alpha: 1.0 },
            "Tanh" => Unary::Tanh,
            "Sigmoid" => Unary::Sigmoid,
            "LeakyRelu" => Unary::LeakyRelu { slope: node.float("leakyrelu_alpha", 0.2) },
            "GeluExact" => Unary::Gelu,
            "GeluApproximate" => Unary::GeluTanh,
            other => return Err(node.fail(format!("`{other}` joined with it is not supported"))),
        };
        value = importer.graph.add(&node.name, Op::Unary(unary), &[value])?;
    }
    Ok(value)
}

/// `MaxPool` and `AvgPool`, whose average leaves padding out.
pub fn pool(importer: &mut Importer, node: &NodeDef, kind: PoolKind) -> Result<ValueId> {
    on_picture(importer, node, |importer, node, x| {
        let window = window(importer, node, x, node.pair("ksize")?)?;
        importer.graph.add(&node.name, Op::Pool(Pool { kind, window }), &[x])
    })
}

/// One number for each channel.
pub fn bias_add(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, mut bias) = (importer.input(node, 0)?, importer.input(node, 1)?);
    if node.channels_first()? {
        let rank = importer.shape(x).len();
        bias = shaping::leading(&mut importer.graph, &node.name, bias, rank.saturating_sub(1))?;
    }
    importer.graph.add(&node.name, Op::Binary(Binary::Add), &[x, bias])
}

/// `FusedBatchNorm` in inference: scale * (x - mean) / sqrt(variance + epsilon) + offset.
pub fn batch_norm(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    // An attribute that is left out has its default, and that of this one is true.
    if node.attr.get("is_training").is_none_or(|attr| attr.b) {
        return Err(node.fail("the graph was frozen in training mode, freeze it for inference"));
    }
    on_picture(importer, node, |importer, node, x| normalised(importer, node, x, [1, 2, 3, 4]))
}

/// Batch normalisation whose scale, offset, mean and variance are these inputs.
fn normalised(importer: &mut Importer, node: &NodeDef, x: ValueId, inputs: [usize; 4]) -> Result<ValueId> {
    let read = |position| importer.constant(node, position).map(Tensor::to_vec);
    let (scale, offset, mean, variance) = (read(inputs[0])?, read(inputs[1])?, read(inputs[2])?, read(inputs[3])?);
    if [offset.len(), mean.len(), variance.len()] != [scale.len(); 3] {
        return Err(node.fail("its parameters differ in length"));
    }
    let epsilon = node.float("epsilon", 1e-4);
    let factor: Vec<f32> = scale.iter().zip(&variance).map(|(scale, v)| scale / (v + epsilon).sqrt()).collect();
    let shift = offset.iter().zip(mean.iter().zip(&factor)).map(|(offset, (mean, f))| offset - mean * f).collect();
    let (factor, shift) =
        (importer.graph.computed(Tensor::vector(factor))?, importer.graph.computed(Tensor::vector(shift))?);
    let scaled = importer.graph.add(&node.name, Op::Binary(Binary::Mul), &[x, factor])?;
    importer.graph.add(&node.name, Op::Binary(Binary::Add), &[scaled, shift])
}

pub fn lrn(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let radius = usize::try_from(node.int("depth_radius", 5)).map_err(|_| node.fail("its radius is negative"))?;
    let [bias, alpha, beta] = [node.float("bias", 1.0), node.float("alpha", 1.0), node.float("beta", 0.5)];
    importer.graph.add(&node.name, Op::Lrn(Lrn { radius, bias, alpha, beta }), &[x])
}

pub fn depth_to_space(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    on_picture(importer, node, |importer, node, x| {
        shaping::depth_to_space(&mut importer.graph, &node.name, x, node.int("block_size", 0))
    })
}

pub fn space_to_depth(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    on_picture(importer, node, |importer, node, x| {
        shaping::space_to_depth(&mut importer.graph, &node.name, x, node.int("block_size", 0))
    })
}

/// To the height and width that input 1 gives.
pub fn resize(importer: &mut Importer, node: &NodeDef, kind: Kind) -> Result<ValueId> {
    let (x, size) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    let alignment =
        Alignment { corners: node.flag("align_corners"), half_pixel_centers: node.flag("half_pixel_centers") };
    resize::resize(&mut importer.graph, &node.name, x, &size, kind, alignment)
}

/// `Conv2DBackpropInput`: the shape of its result is input 0, the filter [height, width, outputs, inputs] input 1.
pub fn transposed(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    if node.channels_first()? {
        return Err(node.fail("a transposed convolution of pictures with their channels first is not supported"));
    }
    let (shape, weights) = (importer.integers(node, 0)?, importer.constant(node, 1)?.clone());
    let x = importer.input(node, 2)?;
    let output: Option<Vec<usize>> = shape.iter().map(|&size| usize::try_from(size).ok()).collect();
    let (Some(&[_, height, width, _]), &[rows, columns, _, _]) = (output.as_deref(), weights.shape()) else {
        return Err(node.fail(format!("a result of shape {shape:?} with a filter of {:?}", weights.shape())));
    };
    let window = window_on(node, [height, width], [rows, columns])?;
    let convolution = Transposed { weights, axes: [0, 1, 3, 2], window, output: [height, width] };
    transposed::convolve(&mut importer.graph, &node.name, x, &convolution)
}

/// Runs `function` on input 0 with its channels last, and gives the result the layout that the node has.
fn on_picture(
    importer: &mut Importer,
    node: &NodeDef,
    function: impl FnOnce(&mut Importer, &NodeDef, ValueId) -> Result<ValueId>,
) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    if !node.channels_first()? {
        return function(importer, node, x);
    }
    let x = match importer.channels_last.get(&x) {
        Some(&same) => same,
        None => importer.graph.add(&node.name, Op::Transpose { order: vec![0, 2, 3, 1] }, &[x])?,
    };
    let last = function(importer, node, x)?;
    let first = importer.graph.add(&node.name, Op::Transpose { order: vec![0, 3, 1, 2] }, &[last])?;
    importer.channels_last.insert(first, last);
    Ok(first)
}

fn window(importer: &Importer, node: &NodeDef, x: ValueId, size: [usize; 2]) -> Result<Window> {
    let [_, height, width, _] = picture(importer.shape(x)).map_err(|error| node.fail(error))?;
    window_on(node, [height, width], size)
}

/// The window of a kernel of `size` on pictures of a height and width.
fn window_on(node: &NodeDef, picture: [usize; 2], size: [usize; 2]) -> Result<Window> {
    let window = Window { size, stride: node.pair("strides")?, dilation: node.pair("dilations")?, ..Window::POINT };
    let window = window.checked().map_err(|error| node.fail(error))?;
    match node.text("padding") {
        "VALID" => Ok(window),
        "SAME" => Ok(window.with_same_padding(picture)),
        "EXPLICIT" => explicit_padding(node, window),
        other => Err(node.fail(format!("padding `{other}` is not known"))),
    }
}

fn explicit_padding(node: &NodeDef, window: Window) -> Result<Window> {
    let paddings: Option<Vec<usize>> =
        node.ints("explicit_paddings").iter().map(|&padding| usize::try_from(padding).ok()).collect();
    match (paddings.as_deref(), node.channels_first()?) {
        (Some(&[0, 0, top, bottom, left, right, 0, 0]), false)
        | (Some(&[0, 0, 0, 0, top, bottom, left, right]), true) => {
            Ok(Window { pad_start: [top, left], pad_end: [bottom, right], ..window })
        }
        _ => Err(node.fail("its explicit paddings do not fit a picture")),
    }
}
