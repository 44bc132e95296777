//! Sums of all positions up to each one, and what is made of these.

use super::arithmetic::binary;
use super::messages::NodeProto;
use super::operator::{computes, Operator};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::import::shaping;
use crate::op::{Binary, Op, ReduceKind};
use crate::tensor::shape::axis_index;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "CumSum" => computes(cumulative_sum),
        "Hardmax" => computes(hardmax),
        _ => return None,
    })
}

fn cumulative_sum(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let axis = importer.constant(node, 1)?.to_integers().first().copied().unwrap_or(0);
    let axis = axis_index(axis, x.rank()).map_err(|error| node.fail(error))?;
    sums(importer, node, &x, axis, node.int("exclusive", 0) != 0, node.int("reverse", 0) != 0)
}

/// The sums along an axis of what stands before each position (after it if `reverse`) and of itself unless `exclusive`.
fn sums(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    axis: usize,
    exclusive: bool,
    reverse: bool,
) -> Result<View> {
    let at = x.position(axis);
    Ok(x.with(shaping::cumsum(&mut importer.graph, node.label(), x.id, at, exclusive, reverse)?))
}

/// 1 for the first of the largest values along an axis, else 0; before opset 13 along that axis and all behind it.
fn hardmax(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let axis = axis_index(node.int("axis", if importer.opset < 13 { 1 } else { -1 }), x.rank());
    let axis = axis.map_err(|error| node.fail(error))?;
    if importer.opset < 13 && axis + 1 != x.rank() {
        return Err(node.fail("over several axes is not supported"));
    }
    let reduce = Op::Reduce { kind: ReduceKind::Max, axes: vec![x.position(axis)] };
    let largest = x.with(importer.graph.add(node.label(), reduce, &[x.id])?);
    let equal = binary(importer, node, Binary::Equal, &x, &largest)?;
    let before = sums(importer, node, &equal, axis, true, false)?;
    binary(importer, node, Binary::Greater, &equal, &before)
}
