//! Ops that compute or change shapes.

use super::messages::NodeDef;
use super::{order, Importer};
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::shaping;
use crate::op::Op;
use crate::tensor::shape::{axis_index, elements, resolve_reshape};
use crate::tensor::Tensor;

pub fn reshape(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let requested = importer.integers(node, 1)?;
    let shape = resolve_reshape(importer.shape(x), &requested, false).map_err(|error| node.fail(error))?;
    importer.graph.add(&node.name, Op::Reshape { shape }, &[x])
}

pub fn transpose(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, order) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    let rank = importer.shape(x).len();
    let order = order.iter().map(|&axis| axis_index(axis, rank)).collect::<Result<Vec<_>>>();
    importer.graph.add(&node.name, Op::Transpose { order: order.map_err(|error| node.fail(error))? }, &[x])
}

pub fn squeeze(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    shaping::squeeze(&mut importer.graph, &node.name, x, node.ints("squeeze_dims"))
}

pub fn expand_dims(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, axis) = (importer.input(node, 0)?, importer.integer(node, 1)?);
    shaping::expand_dims(&mut importer.graph, &node.name, x, axis)
}

pub fn pad(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, paddings) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    let value = if node.op == "PadV2" { importer.number(node, 2)? } else { 0.0 };
    shaping::pad(&mut importer.graph, &node.name, x, &paddings, value)
}

/// `Pack`: joins its inputs along a new axis.
pub fn pack(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let parts = importer.inputs(node)?;
    shaping::pack(&mut importer.graph, &node.name, &parts, node.int("axis", 0))
}

/// `Concat`: the axis is the first input.
pub fn concat(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (axis, parts) = (importer.integer(node, 0)?, importer.inputs(node)?);
    shaping::concat(&mut importer.graph, &node.name, &parts[1..], axis)
}

/// `ConcatV2`: the axis is the last input.
pub fn concat_v2(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let last = order::data_input_count(node).saturating_sub(1);
    let (parts, axis) = (importer.inputs(node)?, importer.integer(node, last)?);
    shaping::concat(&mut importer.graph, &node.name, &parts[..last], axis)
}

pub fn shape(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let sizes = importer.shape(x).iter().map(|&size| size as f32).collect();
    Ok(importer.graph.constant(Tensor::vector(sizes)))
}

pub fn size(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let size = elements(importer.shape(x))?;
    Ok(importer.graph.constant(Tensor::scalar(size as f32)))
}

pub fn rank(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let rank = importer.shape(x).len();
    Ok(importer.graph.constant(Tensor::scalar(rank as f32)))
}

/// The shape that two shapes have when they are broadcast together.
pub fn broadcast_args(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (a, b) = (importer.integers(node, 0)?, importer.integers(node, 1)?);
    shaping::broadcast_shape(&mut importer.graph, &node.name, &a, &b)
}

/// A number in all elements of a shape.
pub fn fill(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (shape, value) = (importer.integers(node, 0)?, importer.number(node, 1)?);
    shaping::fill(&mut importer.graph, &node.name, &shape, value)
}

pub fn filled_like(importer: &mut Importer, node: &NodeDef, value: f32) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let shape: Vec<i64> = importer.shape(x).iter().map(|&size| size as i64).collect();
    shaping::fill(&mut importer.graph, &node.name, &shape, value)
}

/// From input 0 to before input 1 in steps of input 2.
pub fn range(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let bounds = [importer.number(node, 0)?, importer.number(node, 1)?, importer.number(node, 2)?];
    shaping::range(&mut importer.graph, &node.name, bounds)
}
