//! Ops that make one value of many.

use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::formula::Functions;
use crate::import::shaping;
use crate::op::{ReduceKind, Unary};
use crate::tensor::shape::axis_index;

pub fn mean(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, axes) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    shaping::mean(&mut importer.graph, &node.name, x, &axes, node.flag("keep_dims"))
}

pub fn reduce(importer: &mut Importer, node: &NodeDef, kind: ReduceKind) -> Result<ValueId> {
    let (x, axes) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    shaping::reduce(&mut importer.graph, &node.name, x, kind, &axes, node.flag("keep_dims"))
}

/// The square root of the sum of squares.
pub fn euclidean_norm(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, axes) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    let squares = importer.formula(node).square(x)?;
    let keep = node.flag("keep_dims");
    let sum = shaping::reduce(&mut importer.graph, &node.name, squares, ReduceKind::Sum, &axes, keep)?;
    importer.formula(node).unary(Unary::Sqrt, sum)
}

pub fn cumsum(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, axis) = (importer.input(node, 0)?, importer.integer(node, 1)?);
    let axis = axis_index(axis, importer.shape(x).len()).map_err(|error| node.fail(error))?;
    let (exclusive, reverse) = (node.flag("exclusive"), node.flag("reverse"));
    shaping::cumsum(&mut importer.graph, &node.name, x, axis, exclusive, reverse)
}
