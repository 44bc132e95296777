//! Ops that change shapes, as every format has them, on axes and sizes that the format's importer has read.
//! Axes may count from the end. Errors name the node.

use crate::error::{Error, Result};
use crate::graph::{Graph, ValueId};
use crate::op::{Op, ReduceKind, Taps};
use crate::tensor::shape::picture;
use crate::tensor::shape::{axis_index, broadcast, elements};
use crate::tensor::Tensor;

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
    reduced(graph, name, kept, &axes, keep)
}

/// As `mean`, for another kind of result.
pub fn reduce(
    graph: &mut Graph,
    name: &str,
    x: ValueId,
    kind: ReduceKind,
    axes: &[i64],
    keep: bool,
) -> Result<ValueId> {
    let axes = ascending(name, axes, graph.shape(x).len())?;
    let kept = graph.add(name, Op::Reduce { kind, axes: axes.clone() }, &[x])?;
    reduced(graph, name, kept, &axes, keep)
}

/// Removes the axes that a reduction has left as axes of size 1, unless they are to be kept.
fn reduced(graph: &mut Graph, name: &str, kept: ValueId, axes: &[usize], keep: bool) -> Result<ValueId> {
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

/// Takes a value apart along an axis, into one part of each size; all sizes add up to that of the axis.
pub fn split(graph: &mut Graph, name: &str, x: ValueId, axis: i64, sizes: &[usize]) -> Result<Vec<ValueId>> {
    let shape = graph.shape(x).to_vec();
    let axis = axis_index(axis, shape.len()).map_err(|error| fail(name, error))?;
    let sum = sizes.iter().try_fold(0usize, |sum, &size| sum.checked_add(size));
    if sum != Some(shape[axis]) {
        return Err(fail(name, format!("parts of {sizes:?} along axis {axis} of shape {shape:?}")));
    }
    let mut parts = Vec::with_capacity(sizes.len());
    let mut start = vec![0; shape.len()];
    for &part in sizes {
        let mut size = shape.clone();
        size[axis] = part;
        parts.push(graph.add(name, Op::Slice { start: start.clone(), size, step: vec![1; shape.len()] }, &[x])?);
        start[axis] += part;
    }
    Ok(parts)
}

/// As `split`, where a size of -1 is what the others leave.
pub fn split_by(graph: &mut Graph, name: &str, x: ValueId, axis: i64, sizes: &[i64]) -> Result<Vec<ValueId>> {
    let shape = graph.shape(x);
    let total = shape[axis_index(axis, shape.len()).map_err(|error| fail(name, error))?];
    let known = sizes.iter().filter_map(|&size| usize::try_from(size).ok());
    let sum = known.fold(0usize, |sum, size| sum.saturating_add(size));
    let open = sizes.iter().filter(|&&size| size < 0).count();
    if sizes.iter().any(|&size| size < -1) || open > 1 {
        return Err(fail(name, format!("parts of {sizes:?}")));
    }
    let sizes = sizes.iter().map(|&size| usize::try_from(size).unwrap_or(total.saturating_sub(sum)));
    split(graph, name, x, axis, &sizes.collect::<Vec<_>>())
}

/// As `split`, into a number of equal parts.
pub fn split_evenly(graph: &mut Graph, name: &str, x: ValueId, axis: i64, count: usize) -> Result<Vec<ValueId>> {
    let shape = graph.shape(x);
    let size = shape[axis_index(axis, shape.len()).map_err(|error| fail(name, error))?];
    match size.checked_div(count) {
        Some(part) if part * count == size => split(graph, name, x, axis, &vec![part; count]),
        _ => Err(fail(name, format!("shape {shape:?} cannot be split into {count} parts"))),
    }
}

/// As `split`, into parts of size 1, without the axis.
pub fn unpack(graph: &mut Graph, name: &str, x: ValueId, axis: i64) -> Result<Vec<ValueId>> {
    let mut shape = graph.shape(x).to_vec();
    let index = axis_index(axis, shape.len()).map_err(|error| fail(name, error))?;
    let count = shape.remove(index);
    let parts = split_evenly(graph, name, x, axis, count)?;
    parts.into_iter().map(|part| graph.add(name, Op::Reshape { shape: shape.clone() }, &[part])).collect()
}

/// The sums along an axis of what stands before each position (after it if `reverse`) and of itself unless `exclusive`.
pub fn cumsum(
    graph: &mut Graph,
    name: &str,
    x: ValueId,
    axis: usize,
    exclusive: bool,
    reverse: bool,
) -> Result<ValueId> {
    let size = graph.shape(x)[axis];
    graph.charge(size.saturating_mul(size)).map_err(|error| fail(name, error))?;
    let counts = |from: usize, to: usize| if reverse { from > to } else { from < to };
    let weight = |from, to| f32::from(counts(from, to) || from == to && !exclusive);
    let pairs = (0..size).flat_map(|to| (0..size).map(move |from| (from, to)));
    let taps = Taps::new(size, pairs.map(|(from, to)| (from as u32, weight(from, to))));
    graph.add(name, Op::Interpolate { axis, taps }, &[x])
}

/// A constant with one number in all elements.
pub fn fill(graph: &mut Graph, name: &str, sizes: &[i64], value: f32) -> Result<ValueId> {
    let shape: Option<Vec<usize>> = sizes.iter().map(|&size| usize::try_from(size).ok()).collect();
    let shape = shape.ok_or_else(|| fail(name, format!("a constant of shape {sizes:?}")))?;
    let count = elements(&shape).map_err(|error| fail(name, error))?;
    graph.charge(count).map_err(|error| fail(name, error))?;
    Ok(graph.constant(Tensor::new(shape, vec![value; count])?))
}

/// A constant: the shape that two shapes have when they are broadcast together.
pub fn broadcast_shape(graph: &mut Graph, name: &str, a: &[i64], b: &[i64]) -> Result<ValueId> {
    let sizes = |shape: &[i64]| {
        let sizes = shape.iter().map(|&size| usize::try_from(size).ok());
        sizes.collect::<Option<Vec<_>>>().ok_or_else(|| fail(name, format!("a shape of {shape:?}")))
    };
    let shape = broadcast(&sizes(a)?, &sizes(b)?).map_err(|error| fail(name, error))?;
    Ok(graph.constant(Tensor::vector(shape.into_iter().map(|size| size as f32).collect())))
}

/// The most numbers of a `range`.
const MAX_RANGE: usize = 1 << 16;

/// A constant of the numbers from the first bound to before the second, in steps of the third.
pub fn range(graph: &mut Graph, name: &str, [start, limit, step]: [f32; 3]) -> Result<ValueId> {
    let count = ((limit - start) / step).ceil().max(0.0);
    if !(count <= MAX_RANGE as f32) {
        return Err(fail(name, format!("a range from {start} to {limit} in steps of {step}")));
    }
    graph.computed(Tensor::vector((0..count as usize).map(|index| start + index as f32 * step).collect()))
}

/// A value with axes of size 1 behind its own until it has `rank`: it then belongs to the leading axes of others.
pub fn leading(graph: &mut Graph, name: &str, x: ValueId, rank: usize) -> Result<ValueId> {
    let mut shape = graph.shape(x).to_vec();
    if shape.len() != 1 || rank <= 1 {
        return Ok(x);
    }
    shape.resize(rank, 1);
    graph.add(name, Op::Reshape { shape }, &[x])
}

/// Moves blocks of channels to blocks of pixels: [batch, h, w, block x block x c] becomes [batch, block h, block w, c].
pub fn depth_to_space(graph: &mut Graph, name: &str, x: ValueId, block: i64) -> Result<ValueId> {
    let ([batch, height, width, channels], block) = blocks(graph, name, x, block)?;
    if channels % (block * block) != 0 {
        return Err(fail(name, format!("{channels} channels do not make blocks of {block}x{block} pixels")));
    }
    let depth = channels / (block * block);
    let (dealt, joined) = ([batch, height, width, block, block, depth], [batch, height * block, width * block, depth]);
    rearrange(graph, name, x, &dealt, &[0, 1, 3, 2, 4, 5], &joined)
}

/// The inverse of `depth_to_space`.
pub fn space_to_depth(graph: &mut Graph, name: &str, x: ValueId, block: i64) -> Result<ValueId> {
    let ([batch, height, width, channels], block) = blocks(graph, name, x, block)?;
    if height % block != 0 || width % block != 0 {
        return Err(fail(name, format!("{height}x{width} pixels cannot be dealt out to blocks of {block}x{block}")));
    }
    let (height, width) = (height / block, width / block);
    let dealt = [batch, height, block, width, block, channels];
    rearrange(graph, name, x, &dealt, &[0, 1, 3, 2, 4, 5], &[batch, height, width, block * block * channels])
}

fn blocks(graph: &Graph, name: &str, x: ValueId, block: i64) -> Result<([usize; 4], usize)> {
    let sizes = picture(graph.shape(x)).map_err(|error| fail(name, error))?;
    match block {
        1..=256 => Ok((sizes, block as usize)),
        _ => Err(fail(name, format!("blocks of {block}x{block} pixels are not supported"))),
    }
}

/// Splits axes to the shape `dealt`, brings these in `order` and joins them to the shape `joined`.
pub fn rearrange(
    graph: &mut Graph,
    name: &str,
    x: ValueId,
    dealt: &[usize],
    order: &[usize],
    joined: &[usize],
) -> Result<ValueId> {
    let x = graph.add(name, Op::Reshape { shape: dealt.to_vec() }, &[x])?;
    let x = graph.add(name, Op::Transpose { order: order.to_vec() }, &[x])?;
    graph.add(name, Op::Reshape { shape: joined.to_vec() }, &[x])
}

/// Axes in ascending order, counted from the start.
fn ascending(name: &str, axes: &[i64], rank: usize) -> Result<Vec<usize>> {
    let axes = axes.iter().map(|&axis| axis_index(axis, rank)).collect::<Result<Vec<_>>>();
    let mut axes = axes.map_err(|error| fail(name, error))?;
    axes.sort_unstable();
    axes.dedup();
    Ok(axes)
}

pub fn fail(name: &str, why: impl std::fmt::Display) -> Error {
    Error::model(format!("node `{name}`: {why}"))
}
