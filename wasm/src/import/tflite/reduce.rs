//! Operators that make one value of many.

use super::operator::Operator;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::shaping;
use crate::op::ReduceKind;
use crate::tensor::shape::axis_index;

pub fn mean(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, axes) = (importer.input(operator, 0)?, importer.integers(operator, 1)?);
    shaping::mean(&mut importer.graph, &operator.name, x, &axes, operator.options.flag(0)?)
}

pub fn reduce(importer: &mut Importer, operator: &Operator, kind: ReduceKind) -> Result<ValueId> {
    let (x, axes) = (importer.input(operator, 0)?, importer.integers(operator, 1)?);
    shaping::reduce(&mut importer.graph, &operator.name, x, kind, &axes, operator.options.flag(0)?)
}

pub fn cumsum(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (x, axis) = (importer.input(operator, 0)?, importer.integer(operator, 1)?);
    let axis = axis_index(axis, importer.shape(x).len()).map_err(|error| operator.fail(error))?;
    let (exclusive, reverse) = (operator.options.flag(0)?, operator.options.flag(1)?);
    shaping::cumsum(&mut importer.graph, &operator.name, x, axis, exclusive, reverse)
}
