//! Matrix products with constant weights: dense layers.

use super::arithmetic::binary;
use super::messages::NodeProto;
use super::ops::{computes, Operator};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::graph::op::Binary;
use crate::graph::tensor::Tensor;
use crate::import::dense::dense;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Gemm" => computes(gemm),
        "MatMul" => computes(matmul),
        _ => return None,
    })
}

/// alpha * x * weights + beta * bias
pub fn gemm(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let mut x = importer.input(node, 0)?;
    if x.rank() != 2 {
        return Err(node.fail("its input is not a matrix"));
    }
    if node.int("transA", 0) != 0 {
        x.order.iter_mut().for_each(|axis| *axis = 1 - *axis);
    }
    let product = product(importer, node, &x, node.int("transB", 0) != 0)?;
    let product = scaled(importer, node, product, node.float("alpha", 1.0))?;
    match importer.optional(node, 2)? {
        Some(bias) => {
            let bias = scaled(importer, node, bias, node.float("beta", 1.0))?;
            binary(importer, node, Binary::Add, &product, &bias)
        }
        None => Ok(product),
    }
}

pub fn matmul(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    product(importer, node, &x, false)
}

fn product(importer: &mut Importer, node: &NodeProto, x: &View, outputs_first: bool) -> Result<View> {
    let weights = importer.constant(node, 1)?;
    let last = x.rank().checked_sub(1).ok_or_else(|| node.fail("its input is a single number"))?;
    let x = importer.with_axis_last(node, x, last)?;
    Ok(x.with(dense(&mut importer.graph, node.label(), x.id, &weights, outputs_first)?))
}

fn scaled(importer: &mut Importer, node: &NodeProto, x: View, factor: f32) -> Result<View> {
    if factor == 1.0 {
        return Ok(x);
    }
    let factor = importer.constant_view(Tensor::scalar(factor));
    binary(importer, node, Binary::Mul, &x, &factor)
}
