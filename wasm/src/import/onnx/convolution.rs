//! Convolutions and pooling, and the normalisation of neighbouring channels.

use super::messages::NodeProto;
use super::operator::{computes, moves, Operator};
use super::reshape::reshape_to;
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::op::{Conv, Filter, Lrn, Op, Pool, PoolKind, Window};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Conv" => computes(conv),
        "MaxPool" => moves(max_pool),
        "AveragePool" => computes(average_pool),
        "LRN" => computes(lrn),
        _ => return None,
    })
}

/// `Conv`: a filter of [outputs, input channels per group, height, width], read where it lies.
fn conv(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let weights = importer.constant(node, 1)?;
    let bias = importer.optional_constant(node, 2)?.map_or(Vec::new(), |bias| bias.to_vec());
    convolve(importer, node, &x, &weights, bias)
}

/// A convolution with the attributes of `Conv`, of pictures or of lines (one axis less).
pub fn convolve(importer: &mut Importer, node: &NodeProto, x: &View, weights: &Tensor, bias: Vec<f32>) -> Result<View> {
    let (x, space) = Space::of(importer, node, x)?;
    let weights = space.filter(node, weights)?;
    let &[_, _, height, width] = weights.shape() else { return Err(node.fail("its filter does not fit")) };
    let window = window(importer, node, &x, [height, width], space)?;
    let result = convolve_window(importer, node, &x, weights, bias, window)?;
    space.restore(importer, node, result)
}

/// A convolution of a picture with a filter of four axes.
pub fn convolve_window(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    weights: Tensor,
    bias: Vec<f32>,
    window: Window,
) -> Result<View> {
    let &[outputs, channels, height, width] = weights.shape() else {
        return Err(node.fail(format!("a filter of shape {:?}", weights.shape())));
    };
    let groups = node.int("group", 1).try_into().map_err(|_| node.fail("its groups are negative"))?;
    let area = height * width;
    let filter = Filter {
        tensor: weights,
        dimensions: [height, width, channels, outputs],
        strides: [width, 1, area, channels * area],
    };
    let conv = Conv { bias, ..Conv::new(window, groups, filter) };
    Ok(View::picture(importer.graph.add(node.label(), Op::Conv(conv), &[x.id])?))
}

/// Whether an op works on pictures or on lines, [batch, channels, length], which are held as pictures of one row.
#[derive(Clone, Copy, PartialEq)]
pub enum Space {
    Line,
    Picture,
}

impl Space {
    /// The input of an op as a picture.
    pub fn of(importer: &mut Importer, node: &NodeProto, x: &View) -> Result<(View, Space)> {
        let space = if x.rank() == 3 { Space::Line } else { Space::Picture };
        let x = match importer.shape(x)[..] {
            [batch, channels, length] => reshape_to(importer, node, x, &[batch, channels, 1, length])?,
            _ => x.clone(),
        };
        Ok((importer.picture(node, &x)?, space))
    }

    /// The result of an op, which is a picture, as its input was given.
    pub fn restore(self, importer: &mut Importer, node: &NodeProto, x: View) -> Result<View> {
        match (self, &importer.shape(&x)[..]) {
            (Space::Line, &[batch, channels, 1, length]) => reshape_to(importer, node, &x, &[batch, channels, length]),
            _ => Ok(x),
        }
    }

    /// Filters as those of pictures.
    pub fn filter(self, node: &NodeProto, weights: &Tensor) -> Result<Tensor> {
        match (self, weights.shape()) {
            (Space::Line, &[outputs, channels, length]) => weights.reshaped(vec![outputs, channels, 1, length]),
            (Space::Picture, [_, _, _, _]) => Ok(weights.clone()),
            (_, shape) => Err(node.fail(format!("a filter of shape {shape:?} does not fit its input"))),
        }
    }

    /// Sizes along height and width of an attribute; `neutral` where it is absent, and along the height of a line.
    pub fn sizes(self, node: &NodeProto, name: &str, neutral: usize) -> Result<[usize; 2]> {
        match self {
            Space::Picture => node.sizes(name, neutral),
            Space::Line => node.sizes(name, neutral).map(|[length]| [neutral, length]),
        }
    }

    /// The attribute `pads`: above and to the left, below and to the right.
    pub fn pads(self, node: &NodeProto) -> Result<[[usize; 2]; 2]> {
        match self {
            Space::Picture => node.sizes("pads", 0).map(|[top, left, bottom, right]| [[top, left], [bottom, right]]),
            Space::Line => node.sizes("pads", 0).map(|[left, right]| [[0, left], [0, right]]),
        }
    }
}

fn max_pool(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let (x, space) = Space::of(importer, node, &x)?;
    let window = window(importer, node, &x, kernel_shape(node, space)?, space)?;
    let (window, _) = round_up(importer, node, &x, window);
    pool(importer, node, &x, Pool { kind: PoolKind::Max, window }, space)
}

fn pool(importer: &mut Importer, node: &NodeProto, x: &View, pool: Pool, space: Space) -> Result<View> {
    let result = View::picture(importer.graph.add(node.label(), Op::Pool(pool), &[x.id])?);
    space.restore(importer, node, result)
}

fn average_pool(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    average(importer, node, &x)
}

/// The average leaves out what `ceil_mode` adds, and the padding too unless `count_include_pad` says otherwise.
pub fn average(importer: &mut Importer, node: &NodeProto, x: &View) -> Result<View> {
    let (mut x, space) = Space::of(importer, node, x)?;
    let padded = window(importer, node, &x, kernel_shape(node, space)?, space)?;
    let (mut window, rounded) = round_up(importer, node, &x, padded);
    if node.int("count_include_pad", 0) == 0 {
        return pool(importer, node, &x, Pool { kind: PoolKind::Average, window }, space);
    }
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
    pool(importer, node, &x, Pool { kind, window }, space)
}

pub fn kernel_shape(node: &NodeProto, space: Space) -> Result<[usize; 2]> {
    node.ints("kernel_shape").ok_or_else(|| node.fail("has no kernel_shape"))?;
    space.sizes(node, "kernel_shape", 1)
}

/// The window of a node on the picture `x`, with its padding; `ceil_mode` is not looked at yet.
pub fn window(importer: &Importer, node: &NodeProto, x: &View, size: [usize; 2], space: Space) -> Result<Window> {
    let (stride, dilation) = (space.sizes(node, "strides", 1)?, space.sizes(node, "dilations", 1)?);
    let window = Window { size, stride, dilation, ..Window::POINT };
    let window = window.checked().map_err(|error| node.fail(error))?;
    let shape = importer.shape(x);
    let same = window.with_same_padding([shape[2], shape[3]]);
    let window = match node.text("auto_pad") {
        "" | "NOTSET" => {
            let [pad_start, pad_end] = space.pads(node)?;
            Window { pad_start, pad_end, ..window }
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
pub fn round_up(importer: &Importer, node: &NodeProto, x: &View, window: Window) -> (Window, bool) {
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
