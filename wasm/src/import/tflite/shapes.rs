//! Operators that compute or change shapes.

use super::operator::Operator;
use super::ops::activate;
use super::Importer;
use crate::error::Result;
use crate::graph::op::Op;
use crate::graph::shape::{axis_index, resolve_reshape, MAX_RANK};
use crate::graph::tensor::Tensor;
use crate::graph::ValueId;
use crate::import::batches;
use crate::import::shaping::{self, StridedSlice};

/// The new shape is the second input, or an attribute in old files.
pub fn reshape(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let requested = match operator.input(1)? {
        Some(_) => integers(importer, operator, 1)?,
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
    let (x, axis) = (importer.input(operator, 0)?, integer(importer, operator, 1)?);
    shaping::expand_dims(&mut importer.graph, &operator.name, x, axis)
}

pub fn mean(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, axes) = (importer.input(operator, 0)?, integers(importer, operator, 1)?);
    shaping::mean(&mut importer.graph, &operator.name, x, &axes, operator.options.flag(0)?)
}

pub fn pad(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, paddings) = (importer.input(operator, 0)?, integers(importer, operator, 1)?);
    let value = match operator.input(2)? {
        Some(_) => importer.constant(operator, 2)?.single().unwrap_or(0.0),
        None => 0.0,
    };
    shaping::pad(&mut importer.graph, &operator.name, x, &paddings, value)
}

pub fn transpose(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, order) = (importer.input(operator, 0)?, integers(importer, operator, 1)?);
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

pub fn strided_slice(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let mut mask = [0; 5];
    for (field, mask) in mask.iter_mut().enumerate() {
        *mask = operator.options.int(field, 0)?.into();
    }
    let [begin_mask, end_mask, ellipsis, new_axis, shrink_axis_mask] = mask;
    if ellipsis != 0 || new_axis != 0 || operator.options.flag(5)? {
        return Err(operator.fail("slices of this kind are not supported"));
    }
    let slice = StridedSlice {
        begin: integers(importer, operator, 1)?,
        end: integers(importer, operator, 2)?,
        strides: integers(importer, operator, 3)?,
        begin_mask,
        end_mask,
        shrink_axis_mask,
    };
    shaping::strided_slice(&mut importer.graph, &operator.name, x, &slice)
}

/// `SLICE`: sizes of -1 reach to the end.
pub fn slice(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let (begin, sizes) = (integers(importer, operator, 1)?, integers(importer, operator, 2)?);
    if begin.iter().any(|&begin| begin < 0) || begin.len() != sizes.len() {
        return Err(operator.fail("its start and size do not fit"));
    }
    let ends =
        begin.iter().zip(&sizes).map(|(&begin, &size)| if size < 0 { i64::MAX } else { begin.saturating_add(size) });
    let slice = StridedSlice { end: ends.collect(), strides: vec![1; begin.len()], begin, ..StridedSlice::default() };
    shaping::strided_slice(&mut importer.graph, &operator.name, x, &slice)
}

pub fn space_to_batch(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (block, margins) = (integers(importer, operator, 1)?, integers(importer, operator, 2)?);
    let x = importer.input(operator, 0)?;
    batches::space_to_batch(&mut importer.graph, &operator.name, x, &block, &margins)
}

pub fn batch_to_space(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (block, margins) = (integers(importer, operator, 1)?, integers(importer, operator, 2)?);
    let x = importer.input(operator, 0)?;
    batches::batch_to_space(&mut importer.graph, &operator.name, x, &block, &margins)
}

/// `SPLIT`: the axis comes first; equal parts, one to an output.
pub fn split(importer: &mut Importer, operator: &Operator) -> Result<Vec<ValueId>> {
    let (axis, x) = (integer(importer, operator, 0)?, importer.input(operator, 1)?);
    let shape = importer.shape(x).to_vec();
    let axis = axis_index(axis, shape.len()).map_err(|error| operator.fail(error))?;
    let count = operator.outputs()?.count();
    if count == 0 || shape[axis] % count != 0 {
        return Err(operator.fail(format!("shape {shape:?} cannot be split into {count} parts")));
    }
    let mut size = shape;
    size[axis] /= count;
    let part = |part: usize| {
        let mut start = vec![0; size.len()];
        start[axis] = part * size[axis];
        let op = Op::Slice { start, size: size.clone(), step: vec![1; size.len()] };
        importer.graph.add(&operator.name, op, &[x])
    };
    (0..count).map(part).collect()
}

/// The sizes, axes or paddings that an operator reads as input `position`.
pub fn integers(importer: &mut Importer, operator: &Operator, position: usize) -> Result<Vec<i64>> {
    let tensor = importer.constant(operator, position)?;
    if tensor.len() > 2 * MAX_RANK {
        return Err(operator.fail(format!("input {position} has {} values, more than a tensor has axes", tensor.len())));
    }
    Ok(tensor.to_integers())
}

fn integer(importer: &mut Importer, operator: &Operator, position: usize) -> Result<i64> {
    let single = importer.constant(operator, position)?.single();
    single.map(|value| value as i64).ok_or_else(|| operator.fail(format!("input {position} is not one number")))
}
