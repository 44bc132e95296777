//! `Pad` and `Tile`: ops that surround a value, or repeat it.

use super::messages::NodeProto;
use super::operator::{computes, moves, Operator};
use super::slice::{along, picked};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::op::Op;
use crate::tensor::shape::axis_index;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Pad" => computes(pad),
        "Tile" => moves(tile),
        _ => return None,
    })
}

/// Paddings are an attribute, or an input since opset 11; negative ones cut off.
fn pad(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let pads = importer.integers(node, "pads", 1)?.unwrap_or_default();
    let axes = importer.integers(node, "axes", 3)?.unwrap_or_else(|| (0..x.rank() as i64).collect());
    if pads.len() != axes.len() * 2 || pads.iter().any(|pad| pad.unsigned_abs() > MAX_PADDING) {
        return Err(node.fail(format!("paddings of {pads:?} do not fit shape {:?}", importer.shape(&x))));
    }
    let (mut before, mut after) = (vec![0; x.rank()], vec![0; x.rank()]);
    for (index, &axis) in axes.iter().enumerate() {
        let axis = axis_index(axis, x.rank()).map_err(|error| node.fail(error))?;
        (before[axis], after[axis]) = (pads[index], pads[index + axes.len()]);
    }
    let cropped = cropped(importer, node, &x, &before, &after)?;
    let grow = |pads: &[i64]| pads.iter().map(|&pad| pad.max(0) as usize).collect::<Vec<_>>();
    let (before, after) = (grow(&before), grow(&after));
    match node.text("mode") {
        "" | "constant" => {
            let value = importer.optional_constant(node, 2)?.and_then(|tensor| tensor.single());
            let value = value.unwrap_or_else(|| node.float("value", 0.0));
            let op = Op::Pad { before: x.in_memory(&before), after: x.in_memory(&after), value };
            Ok(cropped.with(importer.graph.add(node.label(), op, &[cropped.id])?))
        }
        "reflect" => continued(importer, node, cropped, &before, &after, mirrored),
        "edge" => continued(importer, node, cropped, &before, &after, |at, size| at.clamp(0, size - 1)),
        "wrap" => continued(importer, node, cropped, &before, &after, i64::rem_euclid),
        mode => Err(node.fail(format!("padding of mode `{mode}` is not known"))),
    }
}

/// More than any picture is surrounded by.
const MAX_PADDING: u64 = 1 << 16;

/// What is left where paddings are negative.
fn cropped(importer: &mut Importer, node: &NodeProto, x: &View, before: &[i64], after: &[i64]) -> Result<View> {
    let mut x = x.clone();
    for axis in 0..x.rank() {
        let [first, last] = [before[axis], after[axis]].map(|pad| pad.min(0).unsigned_abs() as usize);
        if first + last > 0 {
            let size = importer.shape(&x)[axis].saturating_sub(first + last);
            x = along(importer, node, &x, axis, [first, size, 1])?;
        }
    }
    Ok(x)
}

/// A value that goes on beyond its bounds: `inside` tells for a position and a size which of the value's is read there.
fn continued(
    importer: &mut Importer,
    node: &NodeProto,
    mut x: View,
    before: &[usize],
    after: &[usize],
    inside: fn(i64, i64) -> i64,
) -> Result<View> {
    for axis in 0..x.rank() {
        let size = importer.shape(&x)[axis] as i64;
        let (before, after) = (before[axis] as i64, after[axis] as i64);
        if before + after == 0 {
            continue;
        }
        if size == 0 {
            return Err(node.fail("surrounds nothing"));
        }
        importer.graph.charge((size + before + after) as usize)?;
        let positions = (-before..size + after).map(|at| inside(at, size) as u32).collect();
        x = picked(importer, node, &x, axis, positions)?;
    }
    Ok(x)
}

/// The position between mirrors that stand on the first and on the last.
fn mirrored(at: i64, size: i64) -> i64 {
    let last = size - 1;
    if last == 0 {
        return 0;
    }
    let at = at.rem_euclid(2 * last);
    at.min(2 * last - at)
}

/// The whole value, as often along each axis as the second input says.
fn tile(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let mut x = importer.input(node, 0)?;
    let repeats = importer.constant(node, 1)?.to_integers();
    if repeats.len() != x.rank() {
        return Err(node.fail(format!("{} repeats for {} axes", repeats.len(), x.rank())));
    }
    for (axis, &repeat) in repeats.iter().enumerate().filter(|(_, &repeat)| repeat != 1) {
        let size = importer.shape(&x)[axis];
        let count = usize::try_from(repeat).ok().and_then(|repeat| size.checked_mul(repeat));
        let count = count.ok_or_else(|| node.fail(format!("repeats {repeats:?}")))?;
        importer.graph.charge(count).map_err(|error| node.fail(error))?;
        let positions = (0..count).map(|at| (at % size) as u32).collect();
        x = picked(importer, node, &x, axis, positions)?;
    }
    Ok(x)
}
