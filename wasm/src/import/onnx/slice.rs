//! Ops that take values apart, put them together and surround them.

use super::messages::NodeProto;
use super::ops::{computes, moves, moves_to_several, Operator};
use super::reshape::reshape_to;
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::graph::op::Op;
use crate::graph::shape::axis_index;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Concat" => moves(concat),
        "Split" => moves_to_several(split),
        "Slice" => moves(slice),
        "Gather" => moves(gather),
        "Pad" => computes(pad),
        _ => return None,
    })
}

pub fn concat(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let parts = (0..node.input.len()).map(|position| importer.input(node, position)).collect::<Result<Vec<_>>>()?;
    let depends = |view: &&View| importer.graph.constant_of(view.id).is_none();
    let first = parts.iter().find(depends).or(parts.first()).ok_or_else(|| node.fail("has no inputs"))?.clone();
    let axis = axis_index(node.int("axis", 1), first.rank()).map_err(|error| node.fail(error))?;
    let mut ids = Vec::with_capacity(parts.len());
    for part in &parts {
        if part.rank() != first.rank() {
            return Err(node.fail("its inputs differ in rank"));
        }
        ids.push(importer.arrange(node, part, &first.order)?.id);
    }
    Ok(first.with(importer.graph.add(node.label(), Op::Concat { axis: first.position(axis) }, &ids)?))
}

/// Starts, ends, axes and steps are attributes, or inputs since opset 10. Steps are positive.
pub fn slice(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let missing = || node.fail("has no starts or no ends");
    let starts = importer.integers(node, "starts", 1)?.ok_or_else(missing)?;
    let ends = importer.integers(node, "ends", 2)?.ok_or_else(missing)?;
    let axes = importer.integers(node, "axes", 3)?.unwrap_or_else(|| (0..starts.len() as i64).collect());
    let steps = importer.integers(node, "steps", 4)?.unwrap_or_else(|| vec![1; starts.len()]);
    if [ends.len(), axes.len(), steps.len()] != [starts.len(); 3] || steps.iter().any(|&step| step < 1) {
        return Err(node.fail("slices of this kind are not supported, ones with positive steps are"));
    }
    let shape = importer.shape(&x);
    let (mut start, mut size, mut step) = (vec![0; shape.len()], shape.clone(), vec![1; shape.len()]);
    for (index, &axis) in axes.iter().enumerate() {
        let axis = axis_index(axis, shape.len()).map_err(|error| node.fail(error))?;
        let len = shape[axis] as i64;
        let bound = |at: i64| (if at < 0 { at.saturating_add(len) } else { at }).clamp(0, len) as usize;
        let (first, end) = (bound(starts[index]), bound(ends[index]));
        step[axis] = usize::try_from(steps[index]).unwrap_or(usize::MAX).min(shape[axis].max(1));
        start[axis] = first;
        size[axis] = end.saturating_sub(first).div_ceil(step[axis]);
    }
    part(importer, node, &x, [&start, &size, &step])
}

/// A box of `x`: start, size and step along each axis.
fn part(importer: &mut Importer, node: &NodeProto, x: &View, bounds: [&[usize]; 3]) -> Result<View> {
    let [start, size, step] = bounds.map(|by_axis| x.in_memory(by_axis));
    Ok(x.with(importer.graph.add(node.label(), Op::Slice { start, size, step }, &[x.id])?))
}

/// The positions `start`, `start + step`, ... along one axis.
fn along(importer: &mut Importer, node: &NodeProto, x: &View, axis: usize, run: [usize; 3]) -> Result<View> {
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

/// The most positions that `gather` picks.
const MAX_PICKED: usize = 4096;

/// Constant positions along one axis: a slice where they are evenly spaced, else one slice for each.
pub fn gather(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let indices = importer.constant(node, 1)?;
    let axis = axis_index(node.int("axis", 0), x.rank()).map_err(|error| node.fail(error))?;
    let mut shape = importer.shape(&x);
    let picked: Result<Vec<usize>> = indices.to_integers().into_iter().map(|at| axis_index(at, shape[axis])).collect();
    let picked = picked.map_err(|error| node.fail(error))?;
    if picked.is_empty() || picked.len() > MAX_PICKED {
        return Err(node.fail(format!("picks {} positions, 1 to {MAX_PICKED} are supported", picked.len())));
    }
    let step = picked.get(1).map_or(1, |second| second.saturating_sub(picked[0]));
    let even = step > 0 && picked.windows(2).all(|pair| pair[0] + step == pair[1]);
    let runs = if even { vec![[picked[0], picked.len(), step]] } else { picked.iter().map(|&at| [at, 1, 1]).collect() };
    let mut parts = Vec::with_capacity(runs.len());
    for run in runs {
        parts.push(along(importer, node, &x, axis, run)?.id);
    }
    let joined = match parts[..] {
        [only] => only,
        _ => importer.graph.add(node.label(), Op::Concat { axis: x.position(axis) }, &parts)?,
    };
    shape.splice(axis..=axis, indices.shape().iter().copied());
    reshape_to(importer, node, &x.with(joined), &shape)
}

/// With a constant value; paddings are an attribute, or an input since opset 11.
pub fn pad(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let mode = node.text("mode");
    if !["", "constant"].contains(&mode) {
        return Err(node.fail(format!("padding of mode `{mode}` is not supported, `constant` is")));
    }
    let x = importer.input(node, 0)?;
    let pads = importer.integers(node, "pads", 1)?.unwrap_or_default();
    let value = importer.optional_constant(node, 2)?.and_then(|tensor| tensor.single());
    let rank = x.rank();
    let axes = importer.integers(node, "axes", 3)?.unwrap_or_else(|| (0..rank as i64).collect());
    let sizes: Option<Vec<usize>> = pads.iter().map(|&size| usize::try_from(size).ok()).collect();
    let sizes = sizes.filter(|sizes| sizes.len() == axes.len() * 2);
    let sizes =
        sizes.ok_or_else(|| node.fail(format!("its paddings are {pads:?}, which does not fit or is negative")))?;
    let (mut before, mut after) = (vec![0; rank], vec![0; rank]);
    for (index, &axis) in axes.iter().enumerate() {
        let axis = axis_index(axis, rank).map_err(|error| node.fail(error))?;
        (before[axis], after[axis]) = (sizes[index], sizes[index + axes.len()]);
    }
    let value = value.unwrap_or_else(|| node.float("value", 0.0));
    let op = Op::Pad { before: x.in_memory(&before), after: x.in_memory(&after), value };
    Ok(x.with(importer.graph.add(node.label(), op, &[x.id])?))
}
