//! Functions of one value: those that the small graph has, and those made from others.

use super::arithmetic::{apply, binary};
use super::messages::NodeProto;
use super::operator::{computes, Operator};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::op::{Binary, Clip, Unary};
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Relu" => computes(|importer, node| unary(importer, node, Unary::Clip(Clip::RELU))),
        "Sigmoid" => computes(|importer, node| unary(importer, node, Unary::Sigmoid)),
        "HardSigmoid" => computes(|importer, node| {
            let (alpha, beta) = (node.float("alpha", 0.2), node.float("beta", 0.5));
            unary(importer, node, Unary::HardSigmoid { alpha, beta })
        }),
        "HardSwish" => computes(|importer, node| unary(importer, node, Unary::HardSwish)),
        "Swish" => computes(swish),
        "Mish" => computes(mish),
        "LeakyRelu" => {
            computes(|importer, node| unary(importer, node, Unary::LeakyRelu { slope: node.float("alpha", 0.01) }))
        }
        "PRelu" => computes(prelu),
        "Elu" => computes(|importer, node| unary(importer, node, Unary::Elu { alpha: node.float("alpha", 1.0) })),
        "Selu" => computes(selu),
        "Celu" => computes(celu),
        "Softplus" => computes(|importer, node| unary(importer, node, Unary::Softplus)),
        "Gelu" => computes(gelu),
        "Erf" => computes(|importer, node| unary(importer, node, Unary::Erf)),
        "Tanh" => computes(|importer, node| unary(importer, node, Unary::Tanh)),
        "Sqrt" => computes(|importer, node| unary(importer, node, Unary::Sqrt)),
        "Exp" => computes(|importer, node| unary(importer, node, Unary::Exp)),
        "Log" => computes(|importer, node| unary(importer, node, Unary::Log)),
        "Sin" => computes(|importer, node| unary(importer, node, Unary::Sin)),
        "Cos" => computes(|importer, node| unary(importer, node, Unary::Cos)),
        "Reciprocal" => computes(|importer, node| unary(importer, node, Unary::Pow { exponent: -1.0 })),
        "Neg" => computes(|importer, node| unary(importer, node, Unary::Neg)),
        "Abs" => computes(|importer, node| unary(importer, node, Unary::Abs)),
        "Sign" => computes(|importer, node| unary(importer, node, Unary::Sign)),
        "Floor" => computes(|importer, node| unary(importer, node, Unary::Floor)),
        "Ceil" => computes(|importer, node| unary(importer, node, Unary::Ceil)),
        "Round" => computes(|importer, node| unary(importer, node, Unary::Round)),
        "Softsign" => computes(softsign),
        "ThresholdedRelu" => computes(thresholded_relu),
        "Shrink" => computes(shrink),
        _ => return None,
    })
}

fn unary(importer: &mut Importer, node: &NodeProto, op: Unary) -> Result<View> {
    let x = importer.input(node, 0)?;
    apply(importer, node, &x, op)
}

fn gelu(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    match node.text("approximate") {
        "" | "none" => unary(importer, node, Unary::Gelu),
        "tanh" => unary(importer, node, Unary::GeluTanh),
        other => Err(node.fail(format!("approximation `{other}` is not known"))),
    }
}

/// gamma (max(x, 0) + alpha (exp(min(x, 0)) - 1)) (Klambauer et al. 2017)
fn selu(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let elu = apply(importer, node, &x, Unary::Elu { alpha: node.float("alpha", 1.673_263_2) })?;
    with_number(importer, node, Binary::Mul, &elu, node.float("gamma", 1.050_701))
}

/// max(x, 0) + min(0, alpha (exp(x / alpha) - 1)) (Barron 2017)
fn celu(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (x, alpha) = (importer.input(node, 0)?, node.float("alpha", 1.0));
    let scaled = with_number(importer, node, Binary::Div, &x, alpha)?;
    let elu = apply(importer, node, &scaled, Unary::Elu { alpha: 1.0 })?;
    with_number(importer, node, Binary::Mul, &elu, alpha)
}

/// x tanh(softplus(x)) (Misra 2019)
fn mish(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let softplus = apply(importer, node, &x, Unary::Softplus)?;
    let gate = apply(importer, node, &softplus, Unary::Tanh)?;
    binary(importer, node, Binary::Mul, &x, &gate)
}

/// x sigmoid(alpha x)
fn swish(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (x, alpha) = (importer.input(node, 0)?, node.float("alpha", 1.0));
    if alpha == 1.0 {
        return apply(importer, node, &x, Unary::Swish);
    }
    let scaled = with_number(importer, node, Binary::Mul, &x, alpha)?;
    let gate = apply(importer, node, &scaled, Unary::Sigmoid)?;
    binary(importer, node, Binary::Mul, &x, &gate)
}

/// x where positive, else x times a slope, which is constant: one, or one for each channel.
fn prelu(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let slope = importer.constant(node, 1)?;
    if let Some(slope) = slope.single() {
        return apply(importer, node, &x, Unary::LeakyRelu { slope });
    }
    let slope = importer.constant_view(slope);
    let negative = apply(importer, node, &x, Unary::Clip(Clip { high: 0.0, ..Clip::NONE }))?;
    let negative = binary(importer, node, Binary::Mul, &negative, &slope)?;
    let positive = apply(importer, node, &x, Unary::Clip(Clip::RELU))?;
    binary(importer, node, Binary::Add, &positive, &negative)
}

/// x / (1 + |x|)
fn softsign(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let size = apply(importer, node, &x, Unary::Abs)?;
    let divisor = with_number(importer, node, Binary::Add, &size, 1.0)?;
    binary(importer, node, Binary::Div, &x, &divisor)
}

/// x where greater than alpha, else 0
fn thresholded_relu(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let passes = with_number(importer, node, Binary::Greater, &x, node.float("alpha", 1.0))?;
    binary(importer, node, Binary::Mul, &x, &passes)
}

/// x nearer to 0 by `bias` where farther from it than `lambd`, else 0
fn shrink(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (x, bias, limit) = (importer.input(node, 0)?, node.float("bias", 0.0), node.float("lambd", 0.5));
    let size = apply(importer, node, &x, Unary::Abs)?;
    let passes = with_number(importer, node, Binary::Greater, &size, limit)?;
    let sign = apply(importer, node, &x, Unary::Sign)?;
    let moved = with_number(importer, node, Binary::Mul, &sign, bias)?;
    let shrunk = binary(importer, node, Binary::Sub, &x, &moved)?;
    binary(importer, node, Binary::Mul, &shrunk, &passes)
}

fn with_number(importer: &mut Importer, node: &NodeProto, op: Binary, x: &View, number: f32) -> Result<View> {
    let number = importer.constant_view(Tensor::scalar(number));
    binary(importer, node, op, x, &number)
}
