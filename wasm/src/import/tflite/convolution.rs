//! Convolutions and pooling.

use super::arithmetic::activate;
use super::operator::Operator;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::formula::Functions;
use crate::import::resize::{self, Alignment, Kind};
use crate::import::transposed::{self, Transposed};
use crate::import::{batches, shaping};
use crate::op::{Binary, Conv, Filter, Lrn, Op, Pool, PoolKind, Unary, Window};
use crate::tensor::shape::picture;

// Padding
const SAME: i8 = 0;

/// Filter [outputs, height, width, input channels per group].
pub fn conv2d(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, tensor) = (importer.input(operator, 0)?, importer.constant(operator, 1)?);
    let [outputs, height, width, depth] = picture(tensor.shape()).map_err(|error| operator.fail(error))?;
    let channels = importer.shape(x).last().copied().unwrap_or(0);
    let groups = channels.checked_div(depth).unwrap_or(0);
    let window = window(importer, operator, x, [height, width], operator.pair(4, 1)?)?;
    let strides = [width * depth, depth, 1, height * width * depth];
    let filter = Filter { tensor, dimensions: [height, width, depth, outputs], strides };
    convolution(importer, operator, x, Conv::new(window, groups, filter), 3)
}

/// Filter [1, height, width, input channels * outputs per channel].
pub fn depthwise(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, tensor) = (importer.input(operator, 0)?, importer.constant(operator, 1)?);
    let [_, height, width, outputs] = picture(tensor.shape()).map_err(|error| operator.fail(error))?;
    let channels = importer.shape(x).last().copied().unwrap_or(0);
    let window = window(importer, operator, x, [height, width], operator.pair(5, 1)?)?;
    let filter = Filter::hwio(tensor, [height, width, 1, outputs]);
    convolution(importer, operator, x, Conv::new(window, channels, filter), 4)
}

/// Adds a convolution with its bias, input 2, and its activation, field `activation` of its attributes.
fn convolution(
    importer: &mut Importer,
    operator: &Operator,
    x: ValueId,
    mut conv: Conv,
    activation: usize,
) -> Result<ValueId> {
    if operator.input(2)?.is_some() {
        conv.bias = importer.constant(operator, 2)?.to_vec();
    }
    let value = importer.graph.add(&operator.name, Op::Conv(conv), &[x])?;
    activate(importer, operator, activation, value)
}

/// `MAX_POOL_2D` and `AVERAGE_POOL_2D`, whose average leaves padding out.
pub fn pool(importer: &mut Importer, operator: &Operator, kind: PoolKind) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let window = window(importer, operator, x, operator.pair(3, 0)?, [1, 1])?;
    let value = importer.graph.add(&operator.name, Op::Pool(Pool { kind, window }), &[x])?;
    activate(importer, operator, 5, value)
}

/// The square root of the mean of squares.
pub fn l2_pool(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.of_one(operator, |formula, x| formula.square(x))?;
    let window = window(importer, operator, x, operator.pair(3, 0)?, [1, 1])?;
    let mean = Op::Pool(Pool { kind: PoolKind::Average, window });
    let mean = importer.graph.add(&operator.name, mean, &[x])?;
    let root = importer.graph.add(&operator.name, Op::Unary(Unary::Sqrt), &[mean])?;
    activate(importer, operator, 5, root)
}

pub fn lrn(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, options) = (importer.input(operator, 0)?, &operator.options);
    let (bias, alpha, beta) = (options.float(1)?, options.float(2)?, options.float(3)?);
    importer.graph.add(&operator.name, Op::Lrn(Lrn { radius: options.index(0)?, bias, alpha, beta }), &[x])
}

pub fn space_to_batch(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (block, margins) = (importer.integers(operator, 1)?, importer.integers(operator, 2)?);
    let x = importer.input(operator, 0)?;
    batches::space_to_batch(&mut importer.graph, &operator.name, x, &block, &margins)
}

pub fn batch_to_space(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (block, margins) = (importer.integers(operator, 1)?, importer.integers(operator, 2)?);
    let x = importer.input(operator, 0)?;
    batches::batch_to_space(&mut importer.graph, &operator.name, x, &block, &margins)
}

pub fn depth_to_space(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, block) = (importer.input(operator, 0)?, operator.options.int(0, 0)?);
    shaping::depth_to_space(&mut importer.graph, &operator.name, x, block.into())
}

pub fn space_to_depth(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, block) = (importer.input(operator, 0)?, operator.options.int(0, 0)?);
    shaping::space_to_depth(&mut importer.graph, &operator.name, x, block.into())
}

/// To the height and width that input 1 gives; `field` of the attributes is the first of two that say how pixels lie.
pub fn resize(importer: &mut Importer, operator: &Operator, kind: Kind, field: usize) -> Result<ValueId> {
    let (x, size) = (importer.input(operator, 0)?, importer.integers(operator, 1)?);
    let alignment =
        Alignment { corners: operator.options.flag(field)?, half_pixel_centers: operator.options.flag(field + 1)? };
    resize::resize(&mut importer.graph, &operator.name, x, &size, kind, alignment)
}

/// The shape of its result is input 0, the filter [outputs, height, width, inputs] input 1, a bias input 3.
pub fn transposed(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (shape, weights) = (importer.integers(operator, 0)?, importer.constant(operator, 1)?);
    let x = importer.input(operator, 2)?;
    let output: Option<Vec<usize>> = shape.iter().map(|&size| usize::try_from(size).ok()).collect();
    let (Some(&[_, height, width, _]), &[_, rows, columns, _]) = (output.as_deref(), weights.shape()) else {
        return Err(operator.fail(format!("a result of shape {shape:?} with a filter of {:?}", weights.shape())));
    };
    let window = window_on(operator, [height, width], [rows, columns], [1, 1])?;
    let convolution = Transposed { weights, axes: [1, 2, 3, 0], window, output: [height, width] };
    let mut value = transposed::convolve(&mut importer.graph, &operator.name, x, &convolution)?;
    if operator.input(3)?.is_some() {
        let bias = importer.input(operator, 3)?;
        value = importer.graph.add(&operator.name, Op::Binary(Binary::Add), &[value, bias])?;
    }
    activate(importer, operator, 3, value)
}

/// The window of an operator whose attributes begin with the padding and the strides.
fn window(
    importer: &Importer,
    operator: &Operator,
    x: ValueId,
    size: [usize; 2],
    dilation: [usize; 2],
) -> Result<Window> {
    let [_, height, width, _] = picture(importer.shape(x)).map_err(|error| operator.fail(error))?;
    window_on(operator, [height, width], size, dilation)
}

/// As `window`, on pictures of a height and width.
fn window_on(operator: &Operator, picture: [usize; 2], size: [usize; 2], dilation: [usize; 2]) -> Result<Window> {
    let window = Window { size, stride: operator.pair(1, 0)?, dilation, ..Window::POINT };
    let window = window.checked().map_err(|error| operator.fail(error))?;
    match operator.options.byte(0)? {
        SAME => Ok(window.with_same_padding(picture)),
        _ => Ok(window),
    }
}
