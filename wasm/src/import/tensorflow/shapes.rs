//! Ops that compute or change shapes.

use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::op::Op;
use crate::graph::shape::{axis_index, resolve_reshape};
use crate::graph::tensor::Tensor;
use crate::graph::ValueId;

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
    let mut shape = importer.shape(x).to_vec();
    let mut axes = axes(node, node.ints("squeeze_dims"), shape.len())?;
    if axes.is_empty() {
        axes = (0..shape.len()).filter(|&axis| shape[axis] == 1).collect();
    }
    for axis in axes.into_iter().rev() {
        if shape.remove(axis) != 1 {
            return Err(node.fail(format!("axis {axis} is not of size 1")));
        }
    }
    importer.graph.add(&node.name, Op::Reshape { shape }, &[x])
}

pub fn expand_dims(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let axis = importer.constant(node, 1)?.single().ok_or_else(|| node.fail("its axis is not one number"))?;
    let mut shape = importer.shape(x).to_vec();
    let axis = axis_index(axis as i64, shape.len() + 1).map_err(|error| node.fail(error))?;
    shape.insert(axis, 1);
    importer.graph.add(&node.name, Op::Reshape { shape }, &[x])
}

pub fn mean(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let axes = axes(node, &importer.integers(node, 1)?, importer.shape(x).len())?;
    let kept = importer.graph.add(&node.name, Op::Mean { axes: axes.clone() }, &[x])?;
    if node.flag("keep_dims") {
        return Ok(kept);
    }
    let sizes = importer.shape(kept).iter().enumerate();
    let shape = sizes.filter(|(axis, _)| !axes.contains(axis)).map(|(_, &size)| size).collect();
    importer.graph.add(&node.name, Op::Reshape { shape }, &[kept])
}

pub fn pad(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let paddings = importer.integers(node, 1)?;
    let value = if node.op == "PadV2" { importer.constant(node, 2)?.single().unwrap_or(0.0) } else { 0.0 };
    let rank = importer.shape(x).len();
    let sizes: Option<Vec<usize>> = paddings.into_iter().map(|size| usize::try_from(size).ok()).collect();
    let sizes = sizes.filter(|sizes| sizes.len() == rank * 2).ok_or_else(|| node.fail("its paddings do not fit"))?;
    let before = sizes.iter().copied().step_by(2).collect();
    let after = sizes.iter().copied().skip(1).step_by(2).collect();
    importer.graph.add(&node.name, Op::Pad { before, after, value }, &[x])
}

/// `Pack`: joins its inputs along a new axis.
pub fn pack(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let count = super::order::data_input_count(node);
    let first = importer.shape(importer.input(node, 0)?).len();
    let axis = axis_index(node.int("axis", 0), first + 1).map_err(|error| node.fail(error))?;
    let mut parts = Vec::with_capacity(count);
    for position in 0..count {
        let part = importer.input(node, position)?;
        let mut shape = importer.shape(part).to_vec();
        shape.insert(axis.min(shape.len()), 1);
        parts.push(importer.graph.add(&node.name, Op::Reshape { shape }, &[part])?);
    }
    importer.graph.add(&node.name, Op::Concat { axis }, &parts)
}

/// `ConcatV2`: the axis is the last input.
pub fn concat(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let count = super::order::data_input_count(node).saturating_sub(1);
    let parts = (0..count).map(|position| importer.input(node, position)).collect::<Result<Vec<_>>>()?;
    let rank = parts.first().map_or(0, |&part| importer.shape(part).len());
    let axis = importer.constant(node, count)?.single().ok_or_else(|| node.fail("its axis is not one number"))?;
    let axis = axis_index(axis as i64, rank).map_err(|error| node.fail(error))?;
    importer.graph.add(&node.name, Op::Concat { axis }, &parts)
}

/// `StridedSlice` with positive steps, without ellipsis and new axes.
pub fn strided_slice(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let read = |position| importer.integers(node, position);
    let (begin, end, strides) = (read(1)?, read(2)?, read(3)?);
    let input = importer.shape(x).to_vec();
    let masks = ["begin_mask", "end_mask", "shrink_axis_mask"].map(|name| node.int(name, 0));
    let plain = node.int("ellipsis_mask", 0) == 0 && node.int("new_axis_mask", 0) == 0;
    let fits = begin.len() == end.len() && end.len() == strides.len() && begin.len() <= input.len();
    if !plain || !fits || strides.iter().any(|&step| step < 1) {
        return Err(node.fail("slices of this kind are not supported"));
    }
    let (mut start, mut size, mut step) = (vec![0; input.len()], input.clone(), vec![1; input.len()]);
    let mut shape = Vec::new();
    for axis in 0..input.len() {
        let set = |mask: i64| axis < begin.len() && mask >> axis & 1 == 1;
        if axis < begin.len() {
            let bound = |at: i64| (if at < 0 { at.saturating_add(input[axis] as i64) } else { at }).clamp(0, input[axis] as i64);
            let first = if set(masks[0]) { 0 } else { bound(begin[axis]) } as usize;
            let last = if set(masks[1]) { input[axis] } else { bound(end[axis]) as usize };
            step[axis] = usize::try_from(strides[axis]).unwrap_or(usize::MAX);
            start[axis] = first;
            size[axis] = if set(masks[2]) { 1 } else { last.saturating_sub(first).div_ceil(step[axis]) };
        }
        if !set(masks[2]) {
            shape.push(size[axis]);
        }
    }
    let slice = importer.graph.add(&node.name, Op::Slice { start, size, step }, &[x])?;
    importer.graph.add(&node.name, Op::Reshape { shape }, &[slice])
}

/// Axes in ascending order, counted from the start.
fn axes(node: &NodeDef, axes: &[i64], rank: usize) -> Result<Vec<usize>> {
    let mut axes =
        axes.iter().map(|&axis| axis_index(axis, rank)).collect::<Result<Vec<_>>>().map_err(|error| node.fail(error))?;
    axes.sort_unstable();
    axes.dedup();
    Ok(axes)
}
