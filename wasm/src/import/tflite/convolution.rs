//! Convolutions and pooling.

use super::operator::Operator;
use super::ops::activate;
use super::shapes::integers;
use super::Importer;
use crate::error::Result;
use crate::graph::infer::picture;
use crate::graph::op::{Conv, Filter, Op, Pool, PoolKind};
use crate::graph::window::Window;
use crate::graph::ValueId;

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
    match operator.options.byte(5)? {
        0 => Ok(value),
        _ => activate(importer, operator, 5, value),
    }
}

/// `REDUCE_MAX` over the height and width of pictures, as Keras's global maximum pooling makes it.
pub fn global_max(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, axes) = (importer.input(operator, 0)?, integers(importer, operator, 1)?);
    let [batch, height, width, channels] = picture(importer.shape(x)).map_err(|error| operator.fail(error))?;
    if ![vec![1, 2], vec![-3, -2]].contains(&axes) {
        return Err(operator.fail(format!("a maximum over axes {axes:?} is not supported")));
    }
    let window = Window { size: [height, width], ..Window::POINT };
    let highest = importer.graph.add(&operator.name, Op::Pool(Pool { kind: PoolKind::Max, window }), &[x])?;
    let shape = if operator.options.flag(0)? { vec![batch, 1, 1, channels] } else { vec![batch, channels] };
    importer.graph.add(&operator.name, Op::Reshape { shape }, &[highest])
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
    let window = Window { size, stride: operator.pair(1, 0)?, dilation, ..Window::POINT };
    let window = window.checked().map_err(|error| operator.fail(error))?;
    match operator.options.byte(0)? {
        SAME => Ok(window.with_same_padding([height, width])),
        _ => Ok(window),
    }
}
