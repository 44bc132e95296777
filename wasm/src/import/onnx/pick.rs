//! Ops that pick single values by constant positions, or replace them. All are done on values in ONNX's order, seen as
//! one long axis.

use super::messages::NodeProto;
use super::operator::{moves, Operator};
use super::slice::{gather_along, picked};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::op::Op;
use crate::tensor::shape::{axis_index, elements, strides, Shape};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "GatherElements" => moves(gather_elements),
        "GatherND" => moves(gather_nd),
        "ScatterElements" | "Scatter" => moves(scatter_elements),
        "ScatterND" => moves(scatter_nd),
        "Trilu" => moves(trilu),
        _ => return None,
    })
}

/// Output [i][j] is x [indices[i][j]][j], for `axis` 0 of two.
fn gather_elements(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let indices = importer.constant(node, 1)?;
    let positions = element_positions(importer, node, &x, &indices)?;
    flat_pick(importer, node, &x, positions, indices.shape())
}

/// Where in x each value of `indices` points to, which are positions along the attribute `axis`.
fn element_positions(importer: &Importer, node: &NodeProto, x: &View, indices: &Tensor) -> Result<Vec<u32>> {
    let shape = importer.shape(x);
    let axis = axis_index(node.int("axis", 0), shape.len()).map_err(|error| node.fail(error))?;
    let inside = |other: usize| other == axis || indices.shape()[other] <= shape[other];
    if indices.shape().len() != shape.len() || !(0..shape.len()).all(inside) {
        return Err(node.fail(format!("indices of shape {:?} for shape {shape:?}", indices.shape())));
    }
    let (own, other) = (strides(&shape), strides(indices.shape()));
    let place = |(flat, at): (usize, i64)| {
        let at = axis_index(at, shape[axis]).map_err(|error| node.fail(error))?;
        let index = |other_axis: usize| match other_axis == axis {
            true => at,
            false => flat / other[other_axis] % indices.shape()[other_axis],
        };
        Ok((0..shape.len()).map(|axis| index(axis) * own[axis]).sum::<usize>() as u32)
    };
    indices.to_integers().into_iter().enumerate().map(place).collect()
}

/// The last axis of the indices holds positions along as many axes of x, from `batch_dims` on.
fn gather_nd(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let indices = importer.constant(node, 1)?;
    let batch = usize::try_from(node.int("batch_dims", 0)).unwrap_or(usize::MAX);
    // Rows of one number are positions along the first axis, as PyTorch writes `x[:, [2, 1, 0]]`.
    if let (0, Some((&1, rows))) = (batch, indices.shape().split_last()) {
        let indices = indices.reshaped(rows.to_vec())?;
        return gather_along(importer, node, &x, 0, &indices);
    }
    let (positions, shape) = block_positions(importer, node, &x, &indices, batch)?;
    flat_pick(importer, node, &x, positions, &shape)
}

/// Where in x the blocks lie that rows of `indices` point to, and the shape of all of them together.
fn block_positions(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    indices: &Tensor,
    batch: usize,
) -> Result<(Vec<u32>, Shape)> {
    let (shape, fail) = (importer.shape(x), || node.fail(format!("indices of shape {:?}", indices.shape())));
    let (&depth, rows) = indices.shape().split_last().ok_or_else(fail)?;
    let named =
        batch.checked_add(depth).filter(|&named| named <= shape.len() && batch <= rows.len()).ok_or_else(fail)?;
    if rows[..batch] != shape[..batch] || depth == 0 {
        return Err(fail());
    }
    let result = [rows, &shape[named..]].concat();
    importer.graph.charge(elements(&result).map_err(|error| node.fail(error))?)?;
    let (own, block) = (strides(&shape), elements(&shape[named..])?);
    let rows_of_batch: usize = rows[batch..].iter().product::<usize>().max(1);
    let batch_size: usize = shape[batch..].iter().product();
    let mut positions = Vec::new();
    for (row, index) in indices.to_integers().chunks(depth).enumerate() {
        let mut start = row / rows_of_batch * batch_size;
        for (axis, &at) in (batch..named).zip(index) {
            start += axis_index(at, shape[axis]).map_err(|error| node.fail(error))? * own[axis];
        }
        positions.extend((start..start + block).map(|at| at as u32));
    }
    Ok((positions, result))
}

fn scatter_elements(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let indices = importer.constant(node, 1)?;
    let positions = element_positions(importer, node, &x, &indices)?;
    overlay(importer, node, &x, &positions)
}

fn scatter_nd(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let indices = importer.constant(node, 1)?;
    let (positions, _) = block_positions(importer, node, &x, &indices, 0)?;
    overlay(importer, node, &x, &positions)
}

/// x with the values of input 2, one after the other, at these positions.
fn overlay(importer: &mut Importer, node: &NodeProto, x: &View, positions: &[u32]) -> Result<View> {
    if !["", "none"].contains(&node.text("reduction")) {
        return Err(node.fail("values that are combined with those of its input are not supported"));
    }
    let updates = importer.input(node, 2)?;
    let updates = flat(importer, node, &updates)?;
    let shape = importer.shape(x);
    let count = elements(&shape)?;
    if importer.shape(&updates) != [positions.len()] {
        return Err(node.fail(format!("{:?} values for {} positions", importer.shape(&updates), positions.len())));
    }
    importer.graph.charge(count)?;
    let mut sources: Vec<u32> = (0..count as u32).collect();
    for (update, &position) in positions.iter().enumerate() {
        sources[position as usize] = (count + update) as u32;
    }
    let x = flat(importer, node, x)?;
    let both = importer.graph.add(node.label(), Op::Concat { axis: 0 }, &[x.id, updates.id])?;
    flat_pick(importer, node, &View::plain(both, 1), sources, &shape)
}

/// One side of the diagonal of each matrix; the rest becomes zero.
fn trilu(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let offset = importer.optional_constant(node, 1)?.and_then(|tensor| tensor.single()).unwrap_or(0.0) as i64;
    let (shape, upper) = (importer.shape(&x), node.int("upper", 1) != 0);
    let &[.., rows, columns] = &shape[..] else { return Err(node.fail("its input is no matrix")) };
    let count = elements(&shape)?;
    importer.graph.charge(count)?;
    let kept = |at: usize| {
        let beside = (at % columns) as i64 - (at / columns % rows) as i64;
        if upper {
            beside >= offset
        } else {
            beside <= offset
        }
    };
    let sources = (0..count).map(|at| if kept(at) { at } else { count } as u32).collect();
    let (x, zero) = (flat(importer, node, &x)?, importer.constant_view(Tensor::vector(vec![0.0])));
    let both = importer.graph.add(node.label(), Op::Concat { axis: 0 }, &[x.id, zero.id])?;
    flat_pick(importer, node, &View::plain(both, 1), sources, &shape)
}

/// All values in ONNX's order, along one axis.
fn flat(importer: &mut Importer, node: &NodeProto, x: &View) -> Result<View> {
    let plain = importer.plain(node, x)?;
    let shape = vec![elements(importer.graph.shape(plain.id))?];
    Ok(View::plain(importer.graph.add(node.label(), Op::Reshape { shape }, &[plain.id])?, 1))
}

fn flat_pick(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    positions: Vec<u32>,
    shape: &[usize],
) -> Result<View> {
    let flat = flat(importer, node, x)?;
    let values = picked(importer, node, &flat, 0, positions)?;
    let id = importer.graph.add(node.label(), Op::Reshape { shape: shape.to_vec() }, &[values.id])?;
    Ok(View::plain(id, shape.len()))
}
