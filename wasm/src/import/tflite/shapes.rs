//! Operators that compute or change shapes.

use super::arithmetic::activate;
use super::operator::Operator;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::shaping;
use crate::op::Op;
use crate::tensor::shape::{axis_index, resolve_reshape, MAX_RANK};
use crate::tensor::Tensor;

/// The new shape is the second input, or an attribute in old files.
pub fn reshape(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let requested = match operator.input(1)? {
        Some(_) => importer.integers(operator, 1)?,
        None => operator.options.ints(0)?.take(MAX_RANK + 1).collect(),
    };
    let shape = resolve_reshape(importer.shape(x), &requested, false).map_err(|error| operator.fail(error))?;
    importer.graph.add(&operator.name, Op::Reshape { shape }, &[x])
}

pub fn shape(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let sizes = importer.shape(x).iter().map(|&size| size as f32).collect();
    Ok(importer.graph.constant(Tensor::vector(sizes)))
}

pub fn squeeze(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let axes: Vec<i64> = operator.options.ints(0)?.take(MAX_RANK + 1).collect();
    shaping::squeeze(&mut importer.graph, &operator.name, x, &axes)
}

pub fn expand_dims(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, axis) = (importer.input(operator, 0)?, importer.integer(operator, 1)?);
    shaping::expand_dims(&mut importer.graph, &operator.name, x, axis)
}

pub fn pad(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, paddings) = (importer.input(operator, 0)?, importer.integers(operator, 1)?);
    let value = match operator.input(2)? {
        Some(_) => importer.constant(operator, 2)?.single().unwrap_or(0.0),
        None => 0.0,
    };
    shaping::pad(&mut importer.graph, &operator.name, x, &paddings, value)
}

pub fn transpose(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, order) = (importer.input(operator, 0)?, importer.integers(operator, 1)?);
    let rank = importer.shape(x).len();
    let order = order.iter().map(|&axis| axis_index(axis, rank)).collect::<Result<Vec<_>>>();
    let order = order.map_err(|error| operator.fail(error))?;
    importer.graph.add(&operator.name, Op::Transpose { order }, &[x])
}

pub fn pack(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let parts = importer.inputs(operator)?;
    let axis = operator.options.int(1, 0)?;
    shaping::pack(&mut importer.graph, &operator.name, &parts, axis.into())
}

pub fn concatenation(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let parts = importer.inputs(operator)?;
    let axis = operator.options.int(0, 0)?;
    let joined = shaping::concat(&mut importer.graph, &operator.name, &parts, axis.into())?;
    match operator.options.byte(1)? {
        0 => Ok(joined),
        _ => activate(importer, operator, 1, joined),
    }
}

pub fn rank(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let rank = importer.shape(x).len();
    Ok(importer.graph.constant(Tensor::scalar(rank as f32)))
}

/// The shape that two shapes have when they are broadcast together.
pub fn broadcast_args(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (a, b) = (importer.integers(operator, 0)?, importer.integers(operator, 1)?);
    shaping::broadcast_shape(&mut importer.graph, &operator.name, &a, &b)
}

/// A number in all elements of a shape.
pub fn fill(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (shape, value) = (importer.integers(operator, 0)?, importer.number(operator, 1)?);
    shaping::fill(&mut importer.graph, &operator.name, &shape, value)
}

pub fn zeros_like(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let shape: Vec<i64> = importer.shape(x).iter().map(|&size| size as i64).collect();
    shaping::fill(&mut importer.graph, &operator.name, &shape, 0.0)
}

/// From input 0 to before input 1 in steps of input 2.
pub fn range(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let bounds = [importer.number(operator, 0)?, importer.number(operator, 1)?, importer.number(operator, 2)?];
    shaping::range(&mut importer.graph, &operator.name, bounds)
}
