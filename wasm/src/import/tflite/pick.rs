//! Operators that take values apart, pick some of them, repeat and reverse them.

use super::operator::Operator;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::slice::{self, StridedSlice};
use crate::import::{gather, shaping};

/// `SPLIT`: the axis comes first; equal parts, one to an output.
pub fn split(importer: &mut Importer, operator: &Operator) -> Result<Vec<ValueId>> {
    let (axis, x) = (importer.integer(operator, 0)?, importer.input(operator, 1)?);
    shaping::split_evenly(&mut importer.graph, &operator.name, x, axis, operator.outputs()?.count())
}

/// `SPLIT_V`: a size of -1 is what the others leave.
pub fn split_v(importer: &mut Importer, operator: &Operator) -> Result<Vec<ValueId>> {
    let (x, sizes) = (importer.input(operator, 0)?, importer.constant(operator, 1)?.to_integers());
    let axis = importer.integer(operator, 2)?;
    shaping::split_by(&mut importer.graph, &operator.name, x, axis, &sizes)
}

pub fn unpack(importer: &mut Importer, operator: &Operator) -> Result<Vec<ValueId>> {
    let x = importer.input(operator, 0)?;
    shaping::unpack(&mut importer.graph, &operator.name, x, operator.options.int(1, 0)?.into())
}

pub fn strided_slice(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let (begin, mut end) = (importer.integers(operator, 1)?, importer.integers(operator, 2)?);
    if operator.options.flag(5)? {
        // Where it ends is given as the distance from where it begins.
        end.iter_mut().zip(&begin).for_each(|(end, begin)| *end = end.saturating_add(*begin));
    }
    let mask = |field| operator.options.int(field, 0).map(i64::from);
    let slice = StridedSlice {
        begin,
        end,
        strides: importer.integers(operator, 3)?,
        begin_mask: mask(0)?,
        end_mask: mask(1)?,
        ellipsis_mask: mask(2)?,
        new_axis_mask: mask(3)?,
        shrink_axis_mask: mask(4)?,
    };
    slice::strided_slice(&mut importer.graph, &operator.name, x, &slice)
}

/// `SLICE`: sizes of -1 reach to the end.
pub fn slice(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let (begin, size) = (importer.integers(operator, 1)?, importer.integers(operator, 2)?);
    slice::box_of(&mut importer.graph, &operator.name, x, begin, &size)
}

pub fn gather(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    if operator.options.int(1, 0)? != 0 {
        return Err(operator.fail("positions of their own for each batch are not supported"));
    }
    let (x, positions) = (importer.input(operator, 0)?, importer.constant(operator, 1)?);
    let axis = operator.options.int(0, 0)?;
    gather::gather(&mut importer.graph, &operator.name, x, &positions, axis.into())
}

pub fn gather_nd(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, positions) = (importer.input(operator, 0)?, importer.constant(operator, 1)?);
    gather::gather_nd(&mut importer.graph, &operator.name, x, &positions)
}

/// `WHERE` of a constant: the positions that are not zero.
pub fn where_(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let condition = importer.constant(operator, 0)?;
    importer.graph.computed(gather::positions(&condition)?)
}

pub fn reverse(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, axes) = (importer.input(operator, 0)?, importer.integers(operator, 1)?);
    gather::reverse(&mut importer.graph, &operator.name, x, &axes)
}

pub fn tile(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, repeats) = (importer.input(operator, 0)?, importer.integers(operator, 1)?);
    gather::tile(&mut importer.graph, &operator.name, x, &repeats)
}

pub fn broadcast_to(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, shape) = (importer.input(operator, 0)?, importer.integers(operator, 1)?);
    gather::broadcast_to(&mut importer.graph, &operator.name, x, &shape)
}

/// A mirror on the outermost value (mode 0) or beside it.
pub fn mirror_pad(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, paddings) = (importer.input(operator, 0)?, importer.integers(operator, 1)?);
    let edge = operator.options.byte(0)? != 0;
    gather::mirror_pad(&mut importer.graph, &operator.name, x, &paddings, edge)
}
