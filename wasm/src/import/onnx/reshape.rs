//! Ops that give the same values another shape.

use std::ops::Range;

use super::arithmetic::binary;
use super::messages::NodeProto;
use super::operator::{computes, moves, Operator};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::op::{Binary, Op};
use crate::tensor::shape::{axis_index, elements, resolve_reshape, MAX_RANK};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Reshape" => moves(reshape),
        "Flatten" => moves(flatten),
        "Squeeze" => moves(squeeze),
        "Unsqueeze" => moves(unsqueeze),
        "Transpose" => moves(transpose),
        "Expand" => computes(expand),
        "Identity" => moves(|importer, node| importer.input(node, 0)),
        "Dropout" => moves(dropout),
        _ => return None,
    })
}

/// Nothing, outside training.
fn dropout(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let training = importer.optional_constant(node, 2)?;
    if training.is_some_and(|flag| flag.single() != Some(0.0)) {
        return Err(node.fail("the model was exported in training mode, export it for inference"));
    }
    importer.input(node, 0)
}

pub fn reshape(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let requested = importer.constant(node, 1)?.to_integers();
    let zero_copies = node.int("allowzero", 0) == 0;
    let shape = resolve_reshape(&importer.shape(&x), &requested, zero_copies).map_err(|error| node.fail(error))?;
    reshape_to(importer, node, &x, &shape)
}

/// The axes before `axis` become one, and those from it on another.
pub fn flatten(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let shape = importer.shape(&x);
    let axis = match node.int("axis", 1) {
        axis if axis == x.rank() as i64 => x.rank(),
        axis => axis_index(axis, x.rank()).map_err(|error| node.fail(error))?,
    };
    let matrix = [shape[..axis].iter().product(), shape[axis..].iter().product()];
    reshape_to(importer, node, &x, &matrix)
}

pub fn squeeze(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let shape = importer.shape(&x);
    let all = || (0..shape.len()).filter(|&axis| shape[axis] == 1).collect();
    let axes = importer.axes(node, x.rank(), 1)?.unwrap_or_else(all);
    if let Some(axis) = axes.iter().find(|&&axis| shape[axis] != 1) {
        return Err(node.fail(format!("axis {axis} of shape {shape:?} is not of size 1")));
    }
    let kept: Vec<usize> = (0..shape.len()).filter(|axis| !axes.contains(axis)).map(|axis| shape[axis]).collect();
    reshape_to(importer, node, &x, &kept)
}

pub fn unsqueeze(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let named = importer.integers(node, "axes", 1)?.unwrap_or_default();
    let axes = importer.axes(node, x.rank() + named.len(), 1)?.unwrap_or_default();
    if named.len() > MAX_RANK {
        return Err(node.fail(format!("adds {} axes", named.len())));
    }
    let mut shape = importer.shape(&x);
    for axis in axes {
        shape.insert(axis.min(shape.len()), 1);
    }
    reshape_to(importer, node, &x, &shape)
}

/// Only renames the axes: nothing moves until an op needs it to.
pub fn transpose(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let rank = x.rank();
    let reversed: Vec<i64> = (0..rank as i64).rev().collect();
    let order = node.ints("perm").unwrap_or(&reversed);
    // Axis i of the result is axis order[i] of the input.
    let renamed: Option<Vec<usize>> =
        (0..rank).map(|axis| order.iter().position(|&source| source == axis as i64)).collect();
    match renamed.filter(|_| order.len() == rank) {
        Some(renamed) => Ok(View { order: x.order.iter().map(|&axis| renamed[axis]).collect(), ..x }),
        None => Err(node.fail(format!("an order of {order:?} for {rank} axes"))),
    }
}

/// Repeats a value to a larger shape.
pub fn expand(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let sizes = importer.constant(node, 1)?.to_integers();
    let shape: Option<Vec<usize>> = sizes.iter().map(|&size| usize::try_from(size).ok()).collect();
    let shape = shape.ok_or_else(|| node.fail(format!("its shape is {sizes:?}")))?;
    let ones =
        vec![1.0; elements(&shape).ok().filter(|&n| n <= MAX_EXPANDED).ok_or_else(|| node.fail("is too large"))?];
    let ones = importer.computed_view(Tensor::new(shape, ones)?)?;
    binary(importer, node, Binary::Mul, &x, &ones)
}

/// The most elements that `expand` makes.
const MAX_EXPANDED: usize = 1 << 20;

/// The values in ONNX's row-major order under another shape of the same size. Axes that stay apart keep their places in
/// memory: splitting the channels of a picture into groups, or joining them again, leaves height and width alone.
pub fn reshape_to(importer: &mut Importer, node: &NodeProto, x: &View, shape: &[usize]) -> Result<View> {
    let mut runs = runs(&importer.shape(x), shape);
    let held = importer.graph.shape(x.id);
    let place = |axis: usize| (held[x.position(axis)] != 1, x.position(axis));
    // By where a run's innermost axis lies, its axes of size 1 left aside.
    runs.sort_by_key(|(from, _)| from.clone().map(place).max().map_or(usize::MAX, |(_, position)| position));
    let order: Vec<usize> = runs.iter().flat_map(|(from, _)| from.clone()).collect();
    let x = importer.arrange(node, x, &order)?;
    let order: Vec<usize> = runs.iter().flat_map(|(_, to)| to.clone()).collect();
    let shape = order.iter().map(|&axis| shape[axis]).collect();
    let id = importer.graph.add(node.label(), Op::Reshape { shape }, &[x.id])?;
    Ok(View { id, order, kind: x.kind })
}

/// The shortest runs of axes that two shapes have in common: each run's sizes have the same product on both sides.
fn runs(from: &[usize], to: &[usize]) -> Vec<(Range<usize>, Range<usize>)> {
    if from.contains(&0) {
        return vec![(0..from.len(), 0..to.len())];
    }
    let mut runs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < from.len() && j < to.len() {
        let start = (i, j);
        let (mut left, mut right) = (from[i], to[j]);
        (i, j) = (i + 1, j + 1);
        while left != right {
            let (side, sizes, next) = if left < right { (&mut left, from, &mut i) } else { (&mut right, to, &mut j) };
            *side *= sizes.get(*next).copied().unwrap_or(0);
            *next += 1;
            if *side == 0 {
                // Shapes of different sizes have nothing in common.
                return vec![(0..from.len(), 0..to.len())];
            }
        }
        runs.push((start.0..i, start.1..j));
    }
    if i < from.len() || j < to.len() {
        runs.push((i..from.len(), j..to.len()));
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn runs_are_as_short_as_the_sizes_allow() {
        assert_eq!(runs(&[1, 8, 4, 4], &[1, 2, 4, 4, 4]), vec![(0..1, 0..1), (1..2, 1..3), (2..3, 3..4), (3..4, 4..5)]);
        assert_eq!(runs(&[1, 8, 4, 4], &[1, 128]), vec![(0..1, 0..1), (1..4, 1..2)]);
        assert_eq!(runs(&[1, 8, 1, 1], &[1, 8]), vec![(0..1, 0..1), (1..2, 1..2), (2..4, 2..2)]);
        assert_eq!(runs(&[8], &[1, 8, 1]), vec![(0..1, 0..2), (1..1, 2..3)]);
        assert_eq!(runs(&[], &[1, 1]), vec![(0..0, 0..2)]);
        assert_eq!(runs(&[6, 0], &[0]), vec![(0..2, 0..1)]);
    }
}
