//! Ops that take values apart, put them together and surround them.

use super::messages::NodeProto;
use super::operator::{moves, moves_to_several, Operator};
use super::reshape::reshape_to;
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::import::gather::pick;
use crate::op::Op;
use crate::tensor::shape::axis_index;
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Concat" => moves(concat),
        "Split" => moves_to_several(split),
        "Slice" => moves(slice),
        "Gather" => moves(gather),
        _ => return None,
    })
}

pub fn concat(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let parts = (0..node.input.len()).map(|position| importer.input(node, position)).collect::<Result<Vec<_>>>()?;
    joined(importer, node, &parts)
}

/// Parts one after the other along the attribute `axis`.
pub fn joined(importer: &mut Importer, node: &NodeProto, parts: &[View]) -> Result<View> {
    let depends = |view: &&View| importer.graph.constant_of(view.id).is_none();
    let first = parts.iter().find(depends).or(parts.first()).ok_or_else(|| node.fail("has no inputs"))?.clone();
    let axis = axis_index(node.int("axis", 1), first.rank()).map_err(|error| node.fail(error))?;
    let mut ids = Vec::with_capacity(parts.len());
    for part in parts {
        if part.rank() != first.rank() {
            return Err(node.fail("its inputs differ in rank"));
        }
        ids.push(importer.arrange(node, part, &first.order)?.id);
    }
    Ok(first.with(importer.graph.add(node.label(), Op::Concat { axis: first.position(axis) }, &ids)?))
}

/// Starts, ends, axes and steps are attributes, or inputs since opset 10.
pub fn slice(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let missing = || node.fail("has no starts or no ends");
    let starts = importer.integers(node, "starts", 1)?.ok_or_else(missing)?;
    let ends = importer.integers(node, "ends", 2)?.ok_or_else(missing)?;
    let axes = importer.integers(node, "axes", 3)?.unwrap_or_else(|| (0..starts.len() as i64).collect());
    let steps = importer.integers(node, "steps", 4)?.unwrap_or_else(|| vec![1; starts.len()]);
    if [ends.len(), axes.len(), steps.len()] != [starts.len(); 3] || steps.contains(&0) {
        return Err(node.fail(format!("from {starts:?} to {ends:?} along {axes:?} in steps of {steps:?}")));
    }
    let mut sliced = x;
    for (index, &axis) in axes.iter().enumerate() {
        let axis = axis_index(axis, sliced.rank()).map_err(|error| node.fail(error))?;
        let size = importer.shape(&sliced)[axis];
        sliced = match steps[index] {
            step if step > 0 => along(importer, node, &sliced, axis, forwards(starts[index], ends[index], step, size))?,
            step => {
                importer.graph.charge(size).map_err(|error| node.fail(error))?;
                picked(importer, node, &sliced, axis, backwards(starts[index], ends[index], step, size))?
            }
        };
    }
    Ok(sliced)
}

/// Start, count and step of a slice along an axis of `size`; bounds may count from the end, and lie anywhere.
fn forwards(start: i64, end: i64, step: i64, size: usize) -> [usize; 3] {
    let len = size as i64;
    let bound = |at: i64| (if at < 0 { at.saturating_add(len) } else { at }).clamp(0, len) as usize;
    let (start, end) = (bound(start), bound(end));
    let step = usize::try_from(step).unwrap_or(usize::MAX).min(size.max(1));
    [start, end.saturating_sub(start).div_ceil(step), step]
}

/// The positions of a slice with a negative step: from the start down to the one before the end.
fn backwards(start: i64, end: i64, step: i64, size: usize) -> Vec<u32> {
    let len = size as i64;
    let bound = |at: i64| (if at < 0 { at.saturating_add(len) } else { at }).clamp(-1, len - 1);
    let (start, end) = (bound(start).max(0), bound(end));
    let step = step.saturating_neg().min(len.max(1)) as usize;
    (end + 1..start + 1).rev().step_by(step).filter(|&at| at < len).map(|at| at as u32).collect()
}

/// A box of `x`: start, size and step along each axis.
fn part(importer: &mut Importer, node: &NodeProto, x: &View, bounds: [&[usize]; 3]) -> Result<View> {
    let [start, size, step] = bounds.map(|by_axis| x.in_memory(by_axis));
    Ok(x.with(importer.graph.add(node.label(), Op::Slice { start, size, step }, &[x.id])?))
}

/// The positions `start`, `start + step`, ... along one axis.
pub fn along(importer: &mut Importer, node: &NodeProto, x: &View, axis: usize, run: [usize; 3]) -> Result<View> {
    let (mut start, mut size, mut step) = (vec![0; x.rank()], importer.shape(x), vec![1; x.rank()]);
    [start[axis], size[axis], step[axis]] = run;
    part(importer, node, x, [&start, &size, &step])
}

/// Sizes are an attribute, an input since opset 13, or equal.
pub fn split(importer: &mut Importer, node: &NodeProto) -> Result<Vec<View>> {
    let x = importer.input(node, 0)?;
    let axis = axis_index(node.int("axis", 0), x.rank()).map_err(|error| node.fail(error))?;
    let (total, count) = (importer.shape(&x)[axis], node.output.len().max(1));
    let sizes = match importer.integers(node, "split", 1)? {
        Some(sizes) => sizes.iter().map(|&size| usize::try_from(size).ok()).collect::<Option<Vec<_>>>(),
        // The last part is smaller where the size cannot be divided.
        None => {
            let each = total.div_ceil(count);
            Some((0..count).map(|part| each.min(total.saturating_sub(part * each))).collect())
        }
    };
    let sum = |sizes: &Vec<usize>| sizes.iter().try_fold(0usize, |sum, &size| sum.checked_add(size));
    let sizes = sizes.filter(|sizes| sum(sizes) == Some(total) && sizes.len() == count);
    let mut start = 0;
    let mut parts = Vec::with_capacity(count);
    for size in sizes.ok_or_else(|| node.fail(format!("its parts do not add up to {total}")))? {
        parts.push(along(importer, node, &x, axis, [start, size, 1])?);
        start += size;
    }
    Ok(parts)
}

/// The positions along one axis, in this order.
pub fn picked(importer: &mut Importer, node: &NodeProto, x: &View, axis: usize, positions: Vec<u32>) -> Result<View> {
    Ok(x.with(pick(&mut importer.graph, node.label(), x.id, &positions, x.position(axis))?))
}

/// Constant positions along one axis.
pub fn gather(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let indices = importer.constant(node, 1)?;
    let axis = axis_index(node.int("axis", 0), x.rank()).map_err(|error| node.fail(error))?;
    gather_along(importer, node, &x, axis, &indices)
}

/// The positions along `axis` that `indices` names; its shape takes the place of that axis.
pub fn gather_along(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    axis: usize,
    indices: &Tensor,
) -> Result<View> {
    let mut shape = importer.shape(x);
    let place = |at: i64| axis_index(at, shape[axis]).map(|at| at as u32);
    let positions: Result<Vec<u32>> = indices.to_integers().into_iter().map(place).collect();
    let joined = picked(importer, node, x, axis, positions.map_err(|error| node.fail(error))?)?;
    shape.splice(axis..=axis, indices.shape().iter().copied());
    reshape_to(importer, node, &joined, &shape)
}
