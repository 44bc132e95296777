//! Means, sums and softmax: ops along axes.

use super::arithmetic::{apply, binary};
use super::messages::NodeProto;
use super::operator::{computes, moves, Operator};
use super::reshape::reshape_to;
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::op::{Binary, Op, Pool, PoolKind, ReduceKind, Unary, Window};
use crate::tensor::shape::axis_index;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "GlobalAveragePool" => computes(global_average),
        "GlobalMaxPool" => moves(global_max),
        "ReduceMean" => computes(mean),
        "ReduceSum" => computes(|importer, node| reduce(importer, node, ReduceKind::Sum)),
        "ReduceMax" => computes(|importer, node| reduce(importer, node, ReduceKind::Max)),
        "ReduceMin" => computes(|importer, node| reduce(importer, node, ReduceKind::Min)),
        "ReduceProd" => computes(|importer, node| reduce(importer, node, ReduceKind::Product)),
        "ReduceL1" => computes(|importer, node| sum_of(importer, node, Some(Unary::Abs), None)),
        "ReduceL2" => computes(|importer, node| sum_of(importer, node, Some(SQUARE), Some(Unary::Sqrt))),
        "ReduceSumSquare" => computes(|importer, node| sum_of(importer, node, Some(SQUARE), None)),
        "ReduceLogSum" => computes(|importer, node| sum_of(importer, node, None, Some(Unary::Log))),
        "ReduceLogSumExp" => computes(log_sum_exp),
        "Softmax" => computes(softmax),
        "LogSoftmax" => computes(log_softmax),
        _ => return None,
    })
}

pub fn global_average(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let axes: Vec<usize> = (2..x.rank()).collect();
    mean_over(importer, node, &x, &axes)
}

pub fn global_max(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let x = importer.picture(node, &x)?;
    let shape = importer.shape(&x);
    let window = Window { size: [shape[2], shape[3]], ..Window::POINT };
    let pool = Pool { kind: PoolKind::Max, window };
    Ok(x.with(importer.graph.add(node.label(), Op::Pool(pool), &[x.id])?))
}

pub fn mean(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (x, axes) = reduced(importer, node)?;
    let mean = mean_over(importer, node, &x, &axes)?;
    without_axes(importer, node, &mean, &axes)
}

fn reduce(importer: &mut Importer, node: &NodeProto, kind: ReduceKind) -> Result<View> {
    let (x, axes) = reduced(importer, node)?;
    let result = reduce_over(importer, node, &x, &axes, kind)?;
    without_axes(importer, node, &result, &axes)
}

const SQUARE: Unary = Unary::Pow { exponent: 2.0 };

/// f(sum of g(x)), as the norms and sums of functions are.
fn sum_of(importer: &mut Importer, node: &NodeProto, g: Option<Unary>, f: Option<Unary>) -> Result<View> {
    let (mut x, axes) = reduced(importer, node)?;
    if let Some(g) = g {
        x = apply(importer, node, &x, g)?;
    }
    let mut sum = reduce_over(importer, node, &x, &axes, ReduceKind::Sum)?;
    if let Some(f) = f {
        sum = apply(importer, node, &sum, f)?;
    }
    without_axes(importer, node, &sum, &axes)
}

/// log(sum of exp(x)), relative to the largest x, so that it does not overflow.
fn log_sum_exp(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (x, axes) = reduced(importer, node)?;
    let highest = reduce_over(importer, node, &x, &axes, ReduceKind::Max)?;
    let shifted = binary(importer, node, Binary::Sub, &x, &highest)?;
    let powers = apply(importer, node, &shifted, Unary::Exp)?;
    let sum = reduce_over(importer, node, &powers, &axes, ReduceKind::Sum)?;
    let log = apply(importer, node, &sum, Unary::Log)?;
    let result = binary(importer, node, Binary::Add, &log, &highest)?;
    without_axes(importer, node, &result, &axes)
}

/// The input and its axes to reduce, in ascending order: an attribute, or since opset 13 or 18 an input.
fn reduced(importer: &mut Importer, node: &NodeProto) -> Result<(View, Vec<usize>)> {
    let x = importer.input(node, 0)?;
    let mut axes = importer.axes(node, x.rank(), 1)?.unwrap_or_default();
    if axes.is_empty() && node.int("noop_with_empty_axes", 0) == 0 {
        axes = (0..x.rank()).collect();
    }
    Ok((x, axes))
}

pub fn mean_over(importer: &mut Importer, node: &NodeProto, x: &View, axes: &[usize]) -> Result<View> {
    along(importer, node, x, axes, |axes| Op::Mean { axes })
}

fn reduce_over(importer: &mut Importer, node: &NodeProto, x: &View, axes: &[usize], kind: ReduceKind) -> Result<View> {
    along(importer, node, x, axes, |axes| Op::Reduce { kind, axes })
}

/// An op on these axes of `x`, wherever they lie in memory; nothing where there are none.
fn along(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    axes: &[usize],
    op: impl Fn(Vec<usize>) -> Op,
) -> Result<View> {
    let mut axes: Vec<usize> = axes.iter().map(|&axis| x.position(axis)).collect();
    axes.sort_unstable();
    if axes.is_empty() {
        return Ok(x.clone());
    }
    Ok(x.with(importer.graph.add(node.label(), op(axes), &[x.id])?))
}

/// Removes the axes of size 1 that a reduction left, unless `keepdims` says to keep them.
fn without_axes(importer: &mut Importer, node: &NodeProto, x: &View, axes: &[usize]) -> Result<View> {
    if node.int("keepdims", 1) != 0 {
        return Ok(x.clone());
    }
    let sizes = importer.shape(x).into_iter().enumerate();
    let shape: Vec<usize> = sizes.filter(|(axis, _)| !axes.contains(axis)).map(|(_, size)| size).collect();
    reshape_to(importer, node, x, &shape)
}

/// Along one axis; before opset 13 over that axis and all behind it at once.
pub fn softmax(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    softmax_along(importer, node, &x, importer.opset)
}

/// As `softmax`, as the operator was in an opset.
pub fn softmax_along(importer: &mut Importer, node: &NodeProto, x: &View, opset: i64) -> Result<View> {
    let of_rows = opset < 13;
    let axis = node.int("axis", if of_rows { 1 } else { -1 });
    let axis = axis_index(axis, x.rank()).map_err(|error| node.fail(error))?;
    let shape = importer.shape(x);
    if !of_rows || shape[axis + 1..].iter().all(|&size| size == 1) {
        let x = importer.with_axis_last(node, x, axis)?;
        return Ok(x.with(importer.graph.add(node.label(), Op::Softmax, &[x.id])?));
    }
    let rows = [shape[..axis].iter().product(), shape[axis..].iter().product()];
    let matrix = reshape_to(importer, node, x, &rows)?;
    let matrix = importer.plain(node, &matrix)?;
    let result = matrix.with(importer.graph.add(node.label(), Op::Softmax, &[matrix.id])?);
    reshape_to(importer, node, &result, &shape)
}

pub fn log_softmax(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let probabilities = softmax(importer, node)?;
    Ok(probabilities.with(importer.graph.add(node.label(), Op::Unary(Unary::Log), &[probabilities.id])?))
}
