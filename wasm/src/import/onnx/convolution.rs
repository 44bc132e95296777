//! Convolutions, pooling and the normalisations that go with them.

use super::messages::NodeProto;
use super::ops::{computes, moves, Operator};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::graph::op::{Binary, Conv, Filter, Lrn, Op, Pool, PoolKind};
use crate::graph::window::Window;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Conv" => computes(conv),
        "MaxPool" => moves(|importer, node| pool(importer, node, PoolKind::Max)),
        "AveragePool" => computes(average_pool),
        "BatchNormalization" => computes(batch_normalization),
        "LRN" => computes(lrn),
        _ => return None,
    })
}

/// `Conv`: a filter of [outputs, input channels per group, height, width], read where it lies.
pub fn conv(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let x = importer.picture(node, &x)?;
    let weights = importer.constant(node, 1)?;
    let &[outputs, channels, height, width] = weights.shape() else {
        return Err(node.fail(format!("a filter of shape {:?}", weights.shape())));
    };
    let groups = node.int("group", 1).try_into().map_err(|_| node.fail("its groups are negative"))?;
    let window = window(importer, node, &x, [height, width])?;
    let area = height * width;
    let filter = Filter {
        tensor: weights,
        dimensions: [height, width, channels, outputs],
        strides: [width, 1, area, channels * area],
    };
    let mut conv = Conv::new(window, groups, filter);
    conv.bias = importer.optional_constant(node, 2)?.map_or(Vec::new(), |bias| bias.to_vec());
    Ok(View::picture(importer.graph.add(node.label(), Op::Conv(conv), &[x.id])?))
}

pub fn pool(importer: &mut Importer, node: &NodeProto, kind: PoolKind) -> Result<View> {
    let x = importer.input(node, 0)?;
    let x = importer.picture(node, &x)?;
    let window = window(importer, node, &x, kernel_shape(node)?)?;
    let (window, _) = round_up(importer, node, &x, window);
    Ok(View::picture(importer.graph.add(node.label(), Op::Pool(Pool { kind, window }), &[x.id])?))
}

/// The average leaves out what `ceil_mode` adds, and the padding too unless `count_include_pad` says otherwise.
pub fn average_pool(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    if node.int("count_include_pad", 0) == 0 {
        return pool(importer, node, PoolKind::Average);
    }
    let x = importer.input(node, 0)?;
    let mut x = importer.picture(node, &x)?;
    let padded = window(importer, node, &x, kernel_shape(node)?)?;
    let (mut window, rounded) = round_up(importer, node, &x, padded);
    let mut kind = PoolKind::AverageWithPadding;
    if rounded {
        // Here some padding counts and some does not: make that which counts part of the picture.
        let [before, after] = [padded.pad_start, padded.pad_end].map(|[y, x]| vec![0, y, x, 0]);
        x = x.with(importer.graph.add(node.label(), Op::Pad { before, after, value: 0.0 }, &[x.id])?);
        for axis in 0..2 {
            window.pad_end[axis] -= padded.pad_end[axis];
        }
        window.pad_start = [0, 0];
        kind = PoolKind::Average;
    }
    Ok(View::picture(importer.graph.add(node.label(), Op::Pool(Pool { kind, window }), &[x.id])?))
}

fn kernel_shape(node: &NodeProto) -> Result<[usize; 2]> {
    node.ints("kernel_shape").ok_or_else(|| node.fail("has no kernel_shape"))?;
    node.sizes("kernel_shape", 1)
}

/// The window of a node on the picture `x`, with its padding; `ceil_mode` is not looked at yet.
fn window(importer: &Importer, node: &NodeProto, x: &View, size: [usize; 2]) -> Result<Window> {
    let window =
        Window { size, stride: node.sizes("strides", 1)?, dilation: node.sizes("dilations", 1)?, ..Window::POINT };
    let window = window.checked().map_err(|error| node.fail(error))?;
    let shape = importer.shape(x);
    let same = window.with_same_padding([shape[2], shape[3]]);
    let window = match node.text("auto_pad") {
        "" | "NOTSET" => {
            let [top, left, bottom, right] = node.sizes("pads", 0)?;
            Window { pad_start: [top, left], pad_end: [bottom, right], ..window }
        }
        "VALID" => window,
        "SAME_UPPER" => same,
        "SAME_LOWER" => Window { pad_start: same.pad_end, pad_end: same.pad_start, ..same },
        other => return Err(node.fail(format!("auto_pad `{other}` is not known"))),
    };
    window.checked().map_err(|error| node.fail(error))
}

/// Grows the padding at the end so that the number of outputs is rounded up, where `ceil_mode` asks for that, but for a
/// last window that would begin in that padding. Says whether there was anything to do.
fn round_up(importer: &Importer, node: &NodeProto, x: &View, window: Window) -> (Window, bool) {
    let (mut rounded, shape) = (window, importer.shape(x));
    if node.int("ceil_mode", 0) == 0 {
        return (window, false);
    }
    for axis in 0..2 {
        let (stride, extent) = (window.stride[axis], window.extent(axis));
        let end = window.pad_start[axis] + shape[axis + 2];
        let padded = end + window.pad_end[axis];
        let rest = padded.saturating_sub(extent) % stride;
        let next_start = padded.saturating_sub(extent) - rest + stride;
        if padded < extent && extent - padded < stride {
            rounded.pad_end[axis] += extent - padded;
        } else if rest > 0 && next_start < end {
            rounded.pad_end[axis] += stride - rest;
        }
    }
    (rounded, rounded != window)
}

/// Inference: scale * (x - mean) / sqrt(variance + epsilon) + offset, for each channel.
pub fn batch_normalization(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    if node.int("training_mode", 0) != 0 {
        return Err(node.fail("the model was exported in training mode, export it for inference"));
    }
    let x = importer.input(node, 0)?;
    let mut read = |position| importer.constant(node, position).map(|tensor| tensor.to_vec());
    let (scale, offset, mean, variance) = (read(1)?, read(2)?, read(3)?, read(4)?);
    if x.rank() < 2 || [offset.len(), mean.len(), variance.len()] != [scale.len(); 3] {
        return Err(node.fail("its parameters do not fit its input"));
    }
    let epsilon = node.float("epsilon", 1e-5);
    let factor: Vec<f32> = scale.iter().zip(&variance).map(|(scale, v)| scale / (v + epsilon).sqrt()).collect();
    let shift = offset.iter().zip(mean.iter().zip(&factor)).map(|(offset, (mean, f))| offset - mean * f).collect();
    let x = if x.rank() == 4 { importer.picture(node, &x)? } else { x };
    let (factor, shift) = (importer.along_axis(&x, 1, factor)?, importer.along_axis(&x, 1, shift)?);
    let scaled = importer.graph.add(node.label(), Op::Binary(Binary::Mul), &[x.id, factor.id])?;
    Ok(x.with(importer.graph.add(node.label(), Op::Binary(Binary::Add), &[scaled, shift.id])?))
}

pub fn lrn(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let x = importer.picture(node, &x)?;
    let size = node.int("size", 0);
    if size < 1 || size % 2 == 0 || size > 1 << 16 {
        return Err(node.fail(format!("a normalisation over {size} channels is not supported, an odd number is")));
    }
    let parameters = Lrn {
        radius: size as usize / 2,
        bias: node.float("bias", 1.0),
        alpha: node.float("alpha", 1e-4) / size as f32,
        beta: node.float("beta", 0.75),
    };
    Ok(x.with(importer.graph.add(node.label(), Op::Lrn(parameters), &[x.id])?))
}
