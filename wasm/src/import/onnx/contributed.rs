//! Operators of ONNX Runtime's own domain, `com.microsoft`, which stand in models that it optimised and saved: several
//! standard operators in one.

use super::arithmetic::{apply, binary};
use super::convolution::convolve;
use super::matrix::{gemm, product};
use super::messages::NodeProto;
use super::norm::normalised;
use super::operator::{computes, decides, decides_several, Operator};
use super::view::View;
use super::{qlinear, quantised, Importer};
use crate::error::Result;
use crate::op::{Binary, Clip, Unary};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "FusedConv" => computes(fused_conv),
        "FusedGemm" => computes(fused_gemm),
        "FusedMatMul" => computes(fused_matmul),
        "Gelu" => computes(|importer, node| with_bias(importer, node, Unary::Gelu)),
        "BiasGelu" => computes(|importer, node| with_bias(importer, node, Unary::Gelu)),
        "FastGelu" => computes(|importer, node| with_bias(importer, node, Unary::GeluTanh)),
        "QuickGelu" => computes(quick_gelu),
        "SkipLayerNormalization" => decides_several(|importer, node| skip_layer_norm(importer, node, false)),
        "SkipSimplifiedLayerNormalization" => decides_several(|importer, node| skip_layer_norm(importer, node, true)),
        "BiasDropout" | "BiasAdd" => computes(|importer, node| {
            let (x, bias) = (importer.input(node, 0)?, importer.input(node, 1)?);
            binary(importer, node, Binary::Add, &x, &bias)
        }),
        "QuantizeLinear" => decides(quantised::quantize),
        "DequantizeLinear" => decides(quantised::dequantize),
        _ => return qlinear::contributed(name),
    })
}

/// A convolution, to which input 3 is added, and an activation.
fn fused_conv(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let weights = importer.constant(node, 1)?;
    let bias = importer.optional_constant(node, 2)?.map_or(Vec::new(), |bias| bias.to_vec());
    let mut y = convolve(importer, node, &x, &weights, bias)?;
    if let Some(summand) = importer.optional(node, 3)? {
        y = binary(importer, node, Binary::Add, &y, &summand)?;
    }
    let parameters = node.attribute("activation_params").map_or(&[][..], |attribute| &attribute.floats);
    activated(importer, node, y, parameters)
}

fn fused_gemm(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let y = gemm(importer, node)?;
    let names = ["activation_alpha", "activation_beta"];
    let parameters: Vec<f32> = names.iter().filter_map(|name| Some(node.attribute(name)?.f)).collect();
    activated(importer, node, y, &parameters)
}

/// The activation that a node names, if any.
fn activated(importer: &mut Importer, node: &NodeProto, x: View, parameters: &[f32]) -> Result<View> {
    let parameter = |index: usize, default: f32| parameters.get(index).copied().unwrap_or(default);
    let activation = match node.text("activation") {
        "" => return Ok(x),
        "Relu" => Unary::Clip(Clip::RELU),
        "Clip" => Unary::Clip(Clip { low: parameter(0, f32::NEG_INFINITY), high: parameter(1, f32::INFINITY) }),
        "LeakyRelu" => Unary::LeakyRelu { slope: parameter(0, 0.01) },
        "HardSigmoid" => Unary::HardSigmoid { alpha: parameter(0, 0.2), beta: parameter(1, 0.5) },
        "Sigmoid" => Unary::Sigmoid,
        "Tanh" => Unary::Tanh,
        other => return Err(node.fail(format!("activation `{other}` is not supported"))),
    };
    apply(importer, node, &x, activation)
}

/// alpha * a * b, of which either may be transposed.
fn fused_matmul(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    if node.int("transBatchA", 0) != 0 || node.int("transBatchB", 0) != 0 {
        return Err(node.fail("transposed batches are not supported"));
    }
    let (mut a, mut b) = (importer.input(node, 0)?, importer.input(node, 1)?);
    for (matrix, flag) in [(&mut a, "transA"), (&mut b, "transB")] {
        let rank = matrix.rank();
        if rank < 2 {
            return Err(node.fail("its inputs are not matrices"));
        }
        if node.int(flag, 0) != 0 {
            let swapped = |axis: usize| {
                if axis + 2 == rank {
                    rank - 1
                } else if axis + 1 == rank {
                    rank - 2
                } else {
                    axis
                }
            };
            matrix.order.iter_mut().for_each(|axis| *axis = swapped(*axis));
        }
    }
    let y = product(importer, node, &a, &b)?;
    let alpha = importer.constant_view(Tensor::scalar(node.float("alpha", 1.0)));
    binary(importer, node, Binary::Mul, &y, &alpha)
}

/// An activation of the input plus a bias, if there is one.
fn with_bias(importer: &mut Importer, node: &NodeProto, activation: Unary) -> Result<View> {
    let mut x = importer.input(node, 0)?;
    if let Some(bias) = importer.optional(node, 1)? {
        x = binary(importer, node, Binary::Add, &x, &bias)?;
    }
    apply(importer, node, &x, activation)
}

/// x sigmoid(alpha x)
fn quick_gelu(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let alpha = importer.constant_view(Tensor::scalar(node.float("alpha", 1.702)));
    let scaled = binary(importer, node, Binary::Mul, &x, &alpha)?;
    let gate = apply(importer, node, &scaled, Unary::Sigmoid)?;
    binary(importer, node, Binary::Mul, &x, &gate)
}

/// The normalised sum of two inputs and a bias; output 3 is the sum itself.
fn skip_layer_norm(importer: &mut Importer, node: &NodeProto, root_mean_square: bool) -> Result<Vec<View>> {
    if node.output.iter().skip(1).take(2).any(|name| !name.is_empty()) {
        return Err(node.fail("its mean and its deviation are not supported as outputs"));
    }
    let (x, skip) = (importer.input(node, 0)?, importer.input(node, 1)?);
    let mut sum = binary(importer, node, Binary::Add, &x, &skip)?;
    let (scale, bias, summand) = if root_mean_square { (2, usize::MAX, 3) } else { (2, 3, 4) };
    if let Some(summand) = importer.optional(node, summand)? {
        sum = binary(importer, node, Binary::Add, &sum, &summand)?;
    }
    let last = sum.rank().checked_sub(1).ok_or_else(|| node.fail("its input is a single number"))?;
    let normal = normalised(importer, node, &sum, last, [scale, bias], root_mean_square)?;
    Ok(vec![normal.clone(), normal.clone(), normal, sum])
}
