//! Ops that change shapes, as every format has them, on axes and sizes that the format's importer has read.
//! Axes may count from the end. Errors name the node.

use crate::error::{Error, Result};
use crate::graph::op::Op;
use crate::graph::shape::axis_index;
use crate::graph::{Graph, ValueId};

/// Removes the axes, which are of size 1; without any, all of size 1.
pub fn squeeze(graph: &mut Graph, name: &str, x: ValueId, axes: &[i64]) -> Result<ValueId> {
    let mut shape = graph.shape(x).to_vec();
    let mut axes = ascending(name, axes, shape.len())?;
    if axes.is_empty() {
        axes = (0..shape.len()).filter(|&axis| shape[axis] == 1).collect();
    }
    for axis in axes.into_iter().rev() {
        if shape.remove(axis) != 1 {
            return Err(fail(name, format!("axis {axis} is not of size 1")));
        }
    }
    graph.add(name, Op::Reshape { shape }, &[x])
}

/// Inserts an axis of size 1.
pub fn expand_dims(graph: &mut Graph, name: &str, x: ValueId, axis: i64) -> Result<ValueId> {
    let mut shape = graph.shape(x).to_vec();
    let axis = axis_index(axis, shape.len() + 1).map_err(|error| fail(name, error))?;
    shape.insert(axis, 1);
    graph.add(name, Op::Reshape { shape }, &[x])
}

/// The mean over axes, which stay as axes of size 1 where `keep` says so.
pub fn mean(graph: &mut Graph, name: &str, x: ValueId, axes: &[i64], keep: bool) -> Result<ValueId> {
    let axes = ascending(name, axes, graph.shape(x).len())?;
    let kept = graph.add(name, Op::Mean { axes: axes.clone() }, &[x])?;
    if keep {
        return Ok(kept);
    }
    let sizes = graph.shape(kept).iter().enumerate();
    let shape = sizes.filter(|(axis, _)| !axes.contains(axis)).map(|(_, &size)| size).collect();
    graph.add(name, Op::Reshape { shape }, &[kept])
}

/// `paddings` are pairs, one for each axis: how much comes before and after.
pub fn pad(graph: &mut Graph, name: &str, x: ValueId, paddings: &[i64], value: f32) -> Result<ValueId> {
    let rank = graph.shape(x).len();
    let sizes: Option<Vec<usize>> = paddings.iter().map(|&size| usize::try_from(size).ok()).collect();
    let sizes = sizes.filter(|sizes| sizes.len() == rank * 2).ok_or_else(|| fail(name, "its paddings do not fit"))?;
    let before = sizes.iter().copied().step_by(2).collect();
    let after = sizes.iter().copied().skip(1).step_by(2).collect();
    graph.add(name, Op::Pad { before, after, value }, &[x])
}

/// Joins values along an axis.
pub fn concat(graph: &mut Graph, name: &str, parts: &[ValueId], axis: i64) -> Result<ValueId> {
    let rank = parts.first().map_or(0, |&part| graph.shape(part).len());
    let axis = axis_index(axis, rank).map_err(|error| fail(name, error))?;
    graph.add(name, Op::Concat { axis }, parts)
}

/// Joins values of one shape along a new axis.
pub fn pack(graph: &mut Graph, name: &str, parts: &[ValueId], axis: i64) -> Result<ValueId> {
    let rank = parts.first().map_or(0, |&part| graph.shape(part).len());
    let axis = axis_index(axis, rank + 1).map_err(|error| fail(name, error))?;
    let mut expanded = Vec::with_capacity(parts.len());
    for &part in parts {
        let mut shape = graph.shape(part).to_vec();
        shape.insert(axis.min(shape.len()), 1);
        expanded.push(graph.add(name, Op::Reshape { shape }, &[part])?);
    }
    graph.add(name, Op::Concat { axis }, &expanded)
}

/// A slice as TensorFlow describes it (`tf.strided_slice`): for each of the leading axes where to begin, where
/// to end and in which steps. Bit i of a mask is about axis i.
#[derive(Default)]
pub struct StridedSlice {
    pub begin: Vec<i64>,
    pub end: Vec<i64>,
    pub strides: Vec<i64>,
    /// Axes that begin at their start whatever `begin` says, and those that end at their end.
    pub begin_mask: i64,
    pub end_mask: i64,
    /// Axes of which one index is taken and which are then removed.
    pub shrink_axis_mask: i64,
}

/// Slices with positive steps.
pub fn strided_slice(graph: &mut Graph, name: &str, x: ValueId, slice: &StridedSlice) -> Result<ValueId> {
    let StridedSlice { begin, end, strides, .. } = slice;
    let input = graph.shape(x).to_vec();
    let fits = begin.len() == end.len() && end.len() == strides.len() && begin.len() <= input.len();
    if !fits || begin.len() > 32 || strides.iter().any(|&step| step < 1) {
        return Err(fail(name, "slices of this kind are not supported"));
    }
    let (mut start, mut size, mut step) = (vec![0; input.len()], input.clone(), vec![1; input.len()]);
    for axis in 0..begin.len() {
        let set = |mask: i64| mask >> axis & 1 == 1;
        let len = input[axis] as i64;
        let bound = |at: i64| (if at < 0 { at.saturating_add(len) } else { at }).clamp(0, len) as usize;
        let first = if set(slice.begin_mask) { 0 } else { bound(begin[axis]) };
        let last = if set(slice.end_mask) { input[axis] } else { bound(end[axis]) };
        step[axis] = usize::try_from(strides[axis]).unwrap_or(usize::MAX);
        start[axis] = first;
        size[axis] = if set(slice.shrink_axis_mask) { 1 } else { last.saturating_sub(first).div_ceil(step[axis]) };
    }
    let shrunk = |axis: &usize| *axis < begin.len() && slice.shrink_axis_mask >> axis & 1 == 1;
    let shape = (0..input.len()).filter(|axis| !shrunk(axis)).map(|axis| size[axis]).collect();
    let sliced = graph.add(name, Op::Slice { start, size, step }, &[x])?;
    graph.add(name, Op::Reshape { shape }, &[sliced])
}

/// Axes in ascending order, counted from the start.
fn ascending(name: &str, axes: &[i64], rank: usize) -> Result<Vec<usize>> {
    let axes = axes.iter().map(|&axis| axis_index(axis, rank)).collect::<Result<Vec<_>>>();
    let mut axes = axes.map_err(|error| fail(name, error))?;
    axes.sort_unstable();
    axes.dedup();
    Ok(axes)
}

fn fail(name: &str, why: impl std::fmt::Display) -> Error {
    Error::model(format!("node `{name}`: {why}"))
}
