//! Ops that take values apart, pick some of them, repeat and reverse them.

use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::slice::{self, StridedSlice};
use crate::import::{gather, shaping};

/// `Split`: the axis comes first; equal parts.
pub fn split(importer: &mut Importer, node: &NodeDef) -> Result<Vec<ValueId>> {
    let (axis, x) = (importer.integer(node, 0)?, importer.input(node, 1)?);
    shaping::split_evenly(&mut importer.graph, &node.name, x, axis, count(node, "num_split")?)
}

/// `SplitV`: a size of -1 is what the others leave.
pub fn split_v(importer: &mut Importer, node: &NodeDef) -> Result<Vec<ValueId>> {
    let (x, sizes, axis) =
        (importer.input(node, 0)?, importer.constant(node, 1)?.to_integers(), importer.integer(node, 2)?);
    shaping::split_by(&mut importer.graph, &node.name, x, axis, &sizes)
}

pub fn unpack(importer: &mut Importer, node: &NodeDef) -> Result<Vec<ValueId>> {
    let x = importer.input(node, 0)?;
    shaping::unpack(&mut importer.graph, &node.name, x, node.int("axis", 0))
}

fn count(node: &NodeDef, attribute: &str) -> Result<usize> {
    usize::try_from(node.int(attribute, 0)).map_err(|_| node.fail(format!("attribute `{attribute}` is negative")))
}

pub fn strided_slice(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let read = |position| importer.integers(node, position);
    let slice = StridedSlice {
        begin: read(1)?,
        end: read(2)?,
        strides: read(3)?,
        begin_mask: node.int("begin_mask", 0),
        end_mask: node.int("end_mask", 0),
        ellipsis_mask: node.int("ellipsis_mask", 0),
        new_axis_mask: node.int("new_axis_mask", 0),
        shrink_axis_mask: node.int("shrink_axis_mask", 0),
    };
    slice::strided_slice(&mut importer.graph, &node.name, x, &slice)
}

/// `Slice`: sizes of -1 reach to the end.
pub fn slice(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, begin, size) = (importer.input(node, 0)?, importer.integers(node, 1)?, importer.integers(node, 2)?);
    slice::box_of(&mut importer.graph, &node.name, x, begin, &size)
}

pub fn gather(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, positions) = (importer.input(node, 0)?, importer.constant(node, 1)?.clone());
    gather::gather(&mut importer.graph, &node.name, x, &positions, 0)
}

pub fn gather_v2(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    if node.int("batch_dims", 0) != 0 {
        return Err(node.fail("positions of their own for each batch are not supported"));
    }
    let (x, positions) = (importer.input(node, 0)?, importer.constant(node, 1)?.clone());
    let axis = importer.integer(node, 2)?;
    gather::gather(&mut importer.graph, &node.name, x, &positions, axis)
}

pub fn gather_nd(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, positions) = (importer.input(node, 0)?, importer.constant(node, 1)?.clone());
    gather::gather_nd(&mut importer.graph, &node.name, x, &positions)
}

pub fn reverse(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, axes) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    gather::reverse(&mut importer.graph, &node.name, x, &axes)
}

pub fn tile(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, repeats) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    gather::tile(&mut importer.graph, &node.name, x, &repeats)
}

pub fn broadcast_to(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, shape) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    gather::broadcast_to(&mut importer.graph, &node.name, x, &shape)
}

/// `MirrorPad`: a mirror beside the outermost value (`SYMMETRIC`) or on it (`REFLECT`).
pub fn mirror_pad(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, paddings) = (importer.input(node, 0)?, importer.integers(node, 1)?);
    let edge = match node.text("mode") {
        "SYMMETRIC" => true,
        "REFLECT" => false,
        other => return Err(node.fail(format!("mode `{other}` is not known"))),
    };
    gather::mirror_pad(&mut importer.graph, &node.name, x, &paddings, edge)
}
