//! Normalisations of the values of one position.

use super::messages::NodeProto;
use super::ops::{computes, Operator};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::graph::op::{LayerNorm, Op};
use crate::graph::shape::axis_index;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "LayerNormalization" => computes(|importer, node| layer_norm(importer, node, false)),
        "RMSNormalization" => computes(|importer, node| layer_norm(importer, node, true)),
        _ => return None,
    })
}

/// Over `axis` and all behind it, with a constant scale and bias.
fn layer_norm(importer: &mut Importer, node: &NodeProto, root_mean_square: bool) -> Result<View> {
    let x = importer.input(node, 0)?;
    let axis = axis_index(node.int("axis", -1), x.rank()).map_err(|error| node.fail(error))?;
    let shape = importer.shape(&x);
    let size: usize = shape[axis..].iter().product();
    let scale = parameter(importer, node, 1, size)?;
    let bias = parameter(importer, node, 2, size)?;
    let op = Op::LayerNorm(LayerNorm { epsilon: node.float("epsilon", 1e-5), scale, bias, root_mean_square });
    if axis == x.rank() - 1 {
        let x = importer.with_axis_last(node, &x, axis)?;
        return Ok(x.with(importer.graph.add(node.label(), op, &[x.id])?));
    }
    let x = importer.plain(node, &x)?;
    let rows = Op::Reshape { shape: vec![shape[..axis].iter().product(), size] };
    let rows = importer.graph.add(node.label(), rows, &[x.id])?;
    let normal = importer.graph.add(node.label(), op, &[rows])?;
    Ok(x.with(importer.graph.add(node.label(), Op::Reshape { shape }, &[normal])?))
}

/// One number for each of `size` values; none where the input is absent.
fn parameter(importer: &mut Importer, node: &NodeProto, position: usize, size: usize) -> Result<Vec<f32>> {
    let Some(tensor) = importer.optional_constant(node, position)? else { return Ok(Vec::new()) };
    match tensor.single() {
        Some(value) => Ok(vec![value; size]),
        None if tensor.len() == size => Ok(tensor.to_vec()),
        None => Err(node.fail(format!("input {position} has {} values for rows of {size}", tensor.len()))),
    }
}
