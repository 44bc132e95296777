//! Ops that compute or change shapes.

use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::op::Op;
use crate::graph::shape::resolve_reshape;
use crate::graph::tensor::Tensor;
use crate::graph::ValueId;
use crate::import::shaping::{self, StridedSlice};

pub fn reshape(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let requested = importer.integers(node, 1)?;
    let shape = resolve_reshape(importer.shape(x), &requested, false).map_err(|error| node.fail(error))?;
    importer.graph.add(&node.name, Op::Reshape { shape }, &[x])
}

pub fn shape(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let sizes = importer.shape(x).iter().map(|&size| size as f32).collect();
    Ok(importer.graph.constant(Tensor::vector(sizes)))
}

pub fn squeeze(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    shaping::squeeze(&mut importer.graph, &node.name, x, node.ints("squeeze_dims"))
}

pub fn expand_dims(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, axis) = (importer.input(node, 0)?, integer(importer, node, 1)?);
    shaping::expand_dims(&mut importer.graph, &node.name, x, axis)
}

pub fn mean(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, axes) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    shaping::mean(&mut importer.graph, &node.name, x, &axes, node.flag("keep_dims"))
}

pub fn pad(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, paddings) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    let value = if node.op == "PadV2" { importer.constant(node, 2)?.single().unwrap_or(0.0) } else { 0.0 };
    shaping::pad(&mut importer.graph, &node.name, x, &paddings, value)
}

/// `Pack`: joins its inputs along a new axis.
pub fn pack(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let parts = inputs(importer, node, super::order::data_input_count(node))?;
    shaping::pack(&mut importer.graph, &node.name, &parts, node.int("axis", 0))
}

/// `ConcatV2`: the axis is the last input.
pub fn concat(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let count = super::order::data_input_count(node).saturating_sub(1);
    let (parts, axis) = (inputs(importer, node, count)?, integer(importer, node, count)?);
    shaping::concat(&mut importer.graph, &node.name, &parts, axis)
}

/// `StridedSlice` with positive steps, without ellipsis and new axes.
pub fn strided_slice(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    if node.int("ellipsis_mask", 0) != 0 || node.int("new_axis_mask", 0) != 0 {
        return Err(node.fail("slices of this kind are not supported"));
    }
    let read = |position| importer.integers(node, position);
    let slice = StridedSlice {
        begin: read(1)?,
        end: read(2)?,
        strides: read(3)?,
        begin_mask: node.int("begin_mask", 0),
        end_mask: node.int("end_mask", 0),
        shrink_axis_mask: node.int("shrink_axis_mask", 0),
    };
    shaping::strided_slice(&mut importer.graph, &node.name, x, &slice)
}

fn inputs(importer: &Importer, node: &NodeDef, count: usize) -> Result<Vec<ValueId>> {
    (0..count).map(|position| importer.input(node, position)).collect()
}

fn integer(importer: &Importer, node: &NodeDef, position: usize) -> Result<i64> {
    let single = importer.constant(node, position)?.single();
    single.map(|value| value as i64).ok_or_else(|| node.fail(format!("input {position} is not one number")))
}
