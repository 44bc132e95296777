//! Means, sums and softmax: ops along axes.

use super::arithmetic::binary;
use super::messages::NodeProto;
use super::ops::{computes, moves, Operator};
use super::reshape::reshape_to;
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::graph::op::{Binary, Op, Pool, PoolKind, Unary};
use crate::graph::shape::axis_index;
use crate::graph::tensor::Tensor;
use crate::graph::window::Window;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "GlobalAveragePool" => computes(global_average),
        "GlobalMaxPool" => moves(global_max),
        "ReduceMean" => computes(mean),
        "ReduceSum" => computes(sum),
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

/// The mean times the number of elements that it is of.
pub fn sum(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (x, axes) = reduced(importer, node)?;
    let shape = importer.shape(&x);
    let count: usize = axes.iter().map(|&axis| shape[axis]).product();
    let mean = mean_over(importer, node, &x, &axes)?;
    let count = importer.constant_view(Tensor::scalar(count as f32));
    let sum = binary(importer, node, Binary::Mul, &mean, &count)?;
    without_axes(importer, node, &sum, &axes)
}

/// The input and its axes to reduce, in ascending order: an attribute, or since opset 13 or 18 an input.
fn reduced(importer: &mut Importer, node: &NodeProto) -> Result<(View, Vec<usize>)> {
    let x = importer.input(node, 0)?;
    let mut axes = axes(importer, node, x.rank(), 1)?.unwrap_or_default();
    if axes.is_empty() && node.int("noop_with_empty_axes", 0) == 0 {
        axes = (0..x.rank()).collect();
    }
    Ok((x, axes))
}

fn mean_over(importer: &mut Importer, node: &NodeProto, x: &View, axes: &[usize]) -> Result<View> {
    let mut axes: Vec<usize> = axes.iter().map(|&axis| x.position(axis)).collect();
    axes.sort_unstable();
    if axes.is_empty() {
        return Ok(x.clone());
    }
    Ok(x.with(importer.graph.add(node.label(), Op::Mean { axes }, &[x.id])?))
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

/// The axes that a node names, in ascending order, where it names any.
pub fn axes(importer: &mut Importer, node: &NodeProto, rank: usize, input: usize) -> Result<Option<Vec<usize>>> {
    let Some(axes) = importer.integers(node, "axes", input)? else { return Ok(None) };
    let axes: Result<Vec<usize>> = axes.into_iter().map(|axis| axis_index(axis, rank)).collect();
    let mut axes = axes.map_err(|error| node.fail(error))?;
    axes.sort_unstable();
    axes.dedup();
    Ok(Some(axes))
}

/// Along one axis; before opset 13 over that axis and all behind it at once.
pub fn softmax(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let of_rows = importer.opset < 13;
    let axis = node.int("axis", if of_rows { 1 } else { -1 });
    let axis = axis_index(axis, x.rank()).map_err(|error| node.fail(error))?;
    let shape = importer.shape(&x);
    if !of_rows || shape[axis + 1..].iter().all(|&size| size == 1) {
        let x = importer.with_axis_last(node, &x, axis)?;
        return Ok(x.with(importer.graph.add(node.label(), Op::Softmax, &[x.id])?));
    }
    let rows = [shape[..axis].iter().product(), shape[axis..].iter().product()];
    let matrix = reshape_to(importer, node, &x, &rows)?;
    let matrix = importer.plain(node, &matrix)?;
    let result = matrix.with(importer.graph.add(node.label(), Op::Softmax, &[matrix.id])?);
    reshape_to(importer, node, &result, &shape)
}

pub fn log_softmax(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let probabilities = softmax(importer, node)?;
    Ok(probabilities.with(importer.graph.add(node.label(), Op::Unary(Unary::Log), &[probabilities.id])?))
}
