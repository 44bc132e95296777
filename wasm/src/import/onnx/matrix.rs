//! Matrix products: dense layers, whose weights are constant, and products of two values.

use super::arithmetic::binary;
use super::messages::NodeProto;
use super::operator::{computes, Operator};
use super::reshape::reshape_to;
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::import::dense::dense;
use crate::op::{Binary, Op};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Gemm" => computes(gemm),
        "MatMul" => computes(matmul),
        "Einsum" => computes(einsum),
        _ => return None,
    })
}

/// alpha * a * b + beta * bias
pub fn gemm(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (mut a, mut b) = (importer.input(node, 0)?, importer.input(node, 1)?);
    if [a.rank(), b.rank()] != [2, 2] {
        return Err(node.fail("its inputs are not matrices"));
    }
    for (matrix, flag) in [(&mut a, "transA"), (&mut b, "transB")] {
        if node.int(flag, 0) != 0 {
            matrix.order.iter_mut().for_each(|axis| *axis = 1 - *axis);
        }
    }
    let product = product(importer, node, &a, &b)?;
    let product = scaled(importer, node, product, node.float("alpha", 1.0))?;
    match importer.optional(node, 2)? {
        Some(bias) => {
            let bias = scaled(importer, node, bias, node.float("beta", 1.0))?;
            binary(importer, node, Binary::Add, &product, &bias)
        }
        None => Ok(product),
    }
}

/// As NumPy does it: an operand of one axis is a row on the left, a column on the right, and that axis goes again.
pub fn matmul(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (a, b) = (importer.input(node, 0)?, importer.input(node, 1)?);
    let (a_shape, b_shape) = (importer.shape(&a), importer.shape(&b));
    if a_shape.is_empty() || b_shape.is_empty() {
        return Err(node.fail("its input is a single number"));
    }
    let is_vector = [a_shape.len() == 1, b_shape.len() == 1];
    let a = if is_vector[0] { reshape_to(importer, node, &a, &[1, a_shape[0]])? } else { a };
    let b = if is_vector[1] { reshape_to(importer, node, &b, &[b_shape[0], 1])? } else { b };
    let product = product(importer, node, &a, &b)?;
    if is_vector == [false, false] {
        return Ok(product);
    }
    let mut shape = importer.shape(&product);
    if is_vector[1] {
        shape.pop();
    }
    if is_vector[0] {
        shape.remove(product.rank() - 2);
    }
    reshape_to(importer, node, &product, &shape)
}

/// The product of two values of two axes or more. They are moved in memory no more than their kernels need.
pub fn product(importer: &mut Importer, node: &NodeProto, a: &View, b: &View) -> Result<View> {
    if a.rank() < 2 || b.rank() < 2 {
        return Err(node.fail("its inputs are not matrices"));
    }
    let (last, rank) = (b.rank() - 1, a.rank().max(b.rank()));
    // The axis that is summed over lies innermost in `b` already.
    let transpose_b = b.position(last - 1) > b.position(last);
    let mut order: Vec<usize> = (0..b.rank()).collect();
    if transpose_b {
        order.swap(last - 1, last);
    }
    let b = importer.arrange(node, b, &order)?;
    if let (Some(weights), 2) = (importer.graph.constant_of(b.id).cloned(), b.rank()) {
        let a = importer.with_axis_last(node, a, a.rank() - 1)?;
        return Ok(a.with(dense(&mut importer.graph, node.label(), a.id, &weights, transpose_b)?));
    }
    let a = importer.plain(node, a)?;
    let id = importer.graph.add(node.label(), Op::MatMul { transpose_b, factor: 1.0 }, &[a.id, b.id])?;
    Ok(View { kind: a.kind, ..View::plain(id, rank) })
}

/// More than labels for all axes that there may be.
const MAX_EQUATION: usize = 256;

/// An Einstein sum; without an arrow, its result has the labels that stand once, in alphabetical order.
fn einsum(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let mut equation: String = node.text("equation").chars().filter(|c| !c.is_whitespace()).collect();
    if equation.len() > MAX_EQUATION {
        return Err(node.fail("its equation is too long"));
    }
    if !equation.contains("->") {
        let once = |label: &char| label.is_alphabetic() && equation.matches(*label).count() == 1;
        let mut labels: Vec<char> = equation.chars().filter(once).collect();
        labels.sort_unstable();
        let ellipsis = if equation.contains("...") { "..." } else { "" };
        equation = format!("{equation}->{ellipsis}{}", labels.iter().collect::<String>());
    }
    let mut operands = Vec::with_capacity(node.input.len());
    for position in 0..node.input.len() {
        let x = importer.input(node, position)?;
        operands.push(importer.plain(node, &x)?.id);
    }
    let id = crate::import::einsum::einsum(&mut importer.graph, node.label(), &equation, &operands)?;
    Ok(View::plain(id, importer.graph.shape(id).len()))
}

fn scaled(importer: &mut Importer, node: &NodeProto, x: View, factor: f32) -> Result<View> {
    if factor == 1.0 {
        return Ok(x);
    }
    let factor = importer.constant_view(Tensor::scalar(factor));
    binary(importer, node, Binary::Mul, &x, &factor)
}
