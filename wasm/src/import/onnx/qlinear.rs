//! Operators on quantised numbers (`QLinearConv` and its kin, also those of ONNX Runtime's own domain), and those that
//! quantise as they run. All are done on the real numbers that the quantised ones stand for.

use super::arithmetic::{apply, binary};
use super::convolution::{average, convolve};
use super::matrix::product;
use super::messages::NodeProto;
use super::operator::{decides, decides_several, Operator};
use super::quantised::{dequantised, quantised};
use super::reduce::{mean_over, softmax_along};
use super::slice::joined;
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::op::{Binary, Unary};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "QLinearConv" => decides(conv),
        "QLinearMatMul" => decides(matmul),
        "ConvInteger" => decides(conv_integer),
        "MatMulInteger" => decides(matmul_integer),
        "DynamicQuantizeLinear" => decides_several(dynamic_quantize),
        _ => return None,
    })
}

/// Those of the domain `com.microsoft`.
pub fn contributed(name: &str) -> Option<Operator> {
    Some(match name {
        "QLinearConv" => decides(conv),
        "QLinearAdd" => decides(|importer, node| of_two(importer, node, Binary::Add)),
        "QLinearMul" => decides(|importer, node| of_two(importer, node, Binary::Mul)),
        "QGemm" => decides(gemm),
        "QLinearConcat" => decides(concat),
        "QLinearSigmoid" => decides(|importer, node| unary(importer, node, Unary::Sigmoid)),
        "QLinearLeakyRelu" => decides(|importer, node| {
            let slope = node.float("alpha", 0.01);
            unary(importer, node, Unary::LeakyRelu { slope })
        }),
        "QLinearGlobalAveragePool" => decides(global_average),
        "QLinearAveragePool" => decides(average_pool),
        "QLinearSoftmax" => decides(softmax),
        "MatMulIntegerToFloat" => decides(matmul_integer_to_float),
        "DynamicQuantizeMatMul" => decides(dynamic_quantize_matmul),
        _ => return None,
    })
}

/// The real numbers of input `at`, whose scale and zero point are the next two inputs.
fn real(importer: &mut Importer, node: &NodeProto, at: usize, axis: i64) -> Result<View> {
    let x = importer.input(node, at)?;
    let (scale, zero_point) = (importer.constant(node, at + 1)?, importer.optional_constant(node, at + 2)?);
    dequantised(importer, node, &x, &scale, zero_point.as_ref(), axis)
}

/// The result of a node whose scale is input `at` and whose zero point the next one.
fn result(importer: &mut Importer, node: &NodeProto, x: &View, at: usize) -> Result<View> {
    let scale = one_number(importer, node, at)?;
    let (zero_point, kind) = match importer.optional(node, at + 1)? {
        Some(view) => (one_number(importer, node, at + 1)?, view.kind),
        None => (0.0, Kind::Integer { low: 0.0, high: 255.0 }),
    };
    quantised(importer, node, x, scale, zero_point, kind)
}

fn one_number(importer: &mut Importer, node: &NodeProto, at: usize) -> Result<f32> {
    importer.constant(node, at)?.single().ok_or_else(|| node.fail(format!("input {at} is not one number")))
}

/// A bias of whole numbers, whose scale is the product of those of the input and of the weights of each output.
fn bias(importer: &mut Importer, node: &NodeProto, at: usize, scales: [usize; 2], alpha: f32) -> Result<Vec<f32>> {
    let Some(bias) = importer.optional_constant(node, at)? else { return Ok(Vec::new()) };
    let (input, weights) = (one_number(importer, node, scales[0])?, importer.constant(node, scales[1])?);
    if weights.is_empty() || weights.len() > 1 && weights.len() != bias.len() {
        return Err(node.fail(format!("{} scales for a bias of {}", weights.len(), bias.len())));
    }
    let scale = |at: usize| weights.at(at % weights.len()) * input * alpha;
    Ok((0..bias.len()).map(|at| bias.at(at) * scale(at)).collect())
}

/// The real numbers of a constant at input `at`.
fn weights(importer: &mut Importer, node: &NodeProto, at: usize, axis: i64) -> Result<Tensor> {
    let view = real(importer, node, at, axis)?;
    importer.constant_tensor(node, &view, at)
}

/// `QLinearConv`: x, its scale and zero point, those of the weights, those of the result, a bias.
fn conv(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = real(importer, node, 0, 1)?;
    let weights = weights(importer, node, 3, 0)?;
    let bias = bias(importer, node, 8, [1, 4], 1.0)?;
    let y = channels_first(node, &x, |x| convolve(importer, node, x, &weights, bias))?;
    result(importer, node, &y, 6)
}

/// Runs an op on a value whose channels come last in the file, where the attribute `channels_last` says so.
fn channels_first(node: &NodeProto, x: &View, op: impl FnOnce(&View) -> Result<View>) -> Result<View> {
    let rank = x.rank();
    if node.int("channels_last", 0) == 0 || rank < 3 {
        return op(x);
    }
    let first = |axis: usize| {
        if axis == 0 {
            0
        } else if axis == rank - 1 {
            1
        } else {
            axis + 1
        }
    };
    let last = |axis: usize| {
        if axis == 0 {
            0
        } else if axis == 1 {
            rank - 1
        } else {
            axis - 1
        }
    };
    let y = op(&View { order: x.order.iter().map(|&axis| first(axis)).collect(), ..x.clone() })?;
    Ok(View { order: y.order.iter().map(|&axis| last(axis)).collect(), ..y })
}

fn matmul(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let a = real(importer, node, 0, -2)?;
    let b = real(importer, node, 3, -1)?;
    let y = product(importer, node, &a, &b)?;
    result(importer, node, &y, 6)
}

/// alpha * a * b + bias; without a scale the result is real.
fn gemm(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (alpha, transposed) = (node.float("alpha", 1.0), ["transA", "transB"].map(|flag| node.int(flag, 0) != 0));
    let mut a = real(importer, node, 0, 0)?;
    let mut b = real(importer, node, 3, if transposed[1] { 0 } else { 1 })?;
    if [a.rank(), b.rank()] != [2, 2] {
        return Err(node.fail("its inputs are not matrices"));
    }
    for (matrix, transposed) in [(&mut a, transposed[0]), (&mut b, transposed[1])] {
        if transposed {
            matrix.order.iter_mut().for_each(|axis| *axis = 1 - *axis);
        }
    }
    let mut y = product(importer, node, &a, &b)?;
    if alpha != 1.0 {
        let alpha = importer.constant_view(Tensor::scalar(alpha));
        y = binary(importer, node, Binary::Mul, &y, &alpha)?;
    }
    let bias = bias(importer, node, 6, [1, 4], alpha)?;
    if !bias.is_empty() {
        let bias = importer.constant_view(Tensor::vector(bias));
        y = binary(importer, node, Binary::Add, &y, &bias)?;
    }
    match importer.optional(node, 7)? {
        Some(_) => result(importer, node, &y, 7),
        None => Ok(y),
    }
}

fn of_two(importer: &mut Importer, node: &NodeProto, op: Binary) -> Result<View> {
    let (a, b) = (real(importer, node, 0, 1)?, real(importer, node, 3, 1)?);
    let y = binary(importer, node, op, &a, &b)?;
    result(importer, node, &y, 6)
}

fn unary(importer: &mut Importer, node: &NodeProto, op: Unary) -> Result<View> {
    let x = real(importer, node, 0, 1)?;
    let y = apply(importer, node, &x, op)?;
    result(importer, node, &y, 3)
}

/// The scale and zero point of the result, then those of each part with it.
fn concat(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let parts = (2..node.input.len()).step_by(3).map(|at| real(importer, node, at, 1)).collect::<Result<Vec<_>>>()?;
    let y = joined(importer, node, &parts)?;
    result(importer, node, &y, 0)
}

fn global_average(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = real(importer, node, 0, 1)?;
    let axes: Vec<usize> = (2..x.rank()).collect();
    let y = channels_first(node, &x, |x| mean_over(importer, node, x, &axes))?;
    result(importer, node, &y, 3)
}

fn average_pool(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = real(importer, node, 0, 1)?;
    let y = channels_first(node, &x, |x| average(importer, node, x))?;
    result(importer, node, &y, 3)
}

fn softmax(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = real(importer, node, 0, 1)?;
    let y = softmax_along(importer, node, &x, node.int("opset", 13))?;
    result(importer, node, &y, 3)
}

/// Numbers whose scale depends on them are not rounded: they stay real, and their scale is 1.
fn dynamic_quantize(importer: &mut Importer, node: &NodeProto) -> Result<Vec<View>> {
    let x = importer.input(node, 0)?;
    let [scale, zero_point] = [1.0, 0.0].map(|value| importer.constant_view(Tensor::scalar(value)));
    Ok(vec![x, scale, zero_point])
}

/// An operand of an op on integers less its zero point, which is input `zero`.
fn centred(importer: &mut Importer, node: &NodeProto, at: usize, zero: usize, axis: i64) -> Result<View> {
    let x = importer.input(node, at)?;
    let zero_point = importer.optional_constant(node, zero)?;
    dequantised(importer, node, &x, &Tensor::scalar(1.0), zero_point.as_ref(), axis)
}

fn conv_integer(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = centred(importer, node, 0, 2, 1)?;
    let weights = centred(importer, node, 1, 3, 0)?;
    let weights = importer.constant_tensor(node, &weights, 1)?;
    convolve(importer, node, &x, &weights, Vec::new())
}

fn matmul_integer(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (a, b) = (centred(importer, node, 0, 2, -2)?, centred(importer, node, 1, 3, -1)?);
    product(importer, node, &a, &b)
}

/// a, b, their scales, their zero points, a bias.
fn matmul_integer_to_float(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (a, b) = (centred(importer, node, 0, 4, -2)?, centred(importer, node, 1, 5, -1)?);
    let y = product(importer, node, &a, &b)?;
    let scales = (importer.input(node, 2)?, importer.input(node, 3)?);
    let scaled = binary(importer, node, Binary::Mul, &y, &scales.0)?;
    let scaled = binary(importer, node, Binary::Mul, &scaled, &scales.1)?;
    with_bias(importer, node, scaled, 6)
}

/// Real a, quantised b, its scale and zero point, a bias.
fn dynamic_quantize_matmul(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let a = importer.input(node, 0)?;
    let b = real(importer, node, 1, -1)?;
    let y = product(importer, node, &a, &b)?;
    with_bias(importer, node, y, 4)
}

fn with_bias(importer: &mut Importer, node: &NodeProto, x: View, at: usize) -> Result<View> {
    match importer.optional(node, at)? {
        Some(bias) => binary(importer, node, Binary::Add, &x, &bias),
        None => Ok(x),
    }
}
