//! The table of TensorFlow Lite's operators, and those that need no file of their own.

use super::constant::{FLOAT16, FLOAT32};
use super::operator::Operator;
use super::{convolution, quantisation, shapes, Importer};
use crate::error::Result;
use crate::graph::op::{Binary, Clip, Op, PoolKind, Unary};
use crate::graph::tensor::Tensor;
use crate::graph::ValueId;
use crate::import::dense::dense;

/// Adds what an operator computes to the graph: a value for each of its outputs.
pub fn import(importer: &mut Importer, operator: &Operator) -> Result<Vec<ValueId>> {
    let value = match operator.kind.as_str() {
        "CONV_2D" => convolution::conv2d(importer, operator),
        "DEPTHWISE_CONV_2D" => convolution::depthwise(importer, operator),
        "AVERAGE_POOL_2D" => convolution::pool(importer, operator, PoolKind::Average),
        "MAX_POOL_2D" => convolution::pool(importer, operator, PoolKind::Max),
        "FULLY_CONNECTED" => fully_connected(importer, operator),
        "ADD" => activated_binary(importer, operator, Binary::Add),
        "SUB" => activated_binary(importer, operator, Binary::Sub),
        "MUL" => activated_binary(importer, operator, Binary::Mul),
        "DIV" => activated_binary(importer, operator, Binary::Div),
        "MAXIMUM" => binary(importer, operator, Binary::Max),
        "MINIMUM" => binary(importer, operator, Binary::Min),
        "RELU" => unary(importer, operator, Unary::Clip(Clip::RELU)),
        "RELU6" => unary(importer, operator, Unary::Clip(Clip::RELU6)),
        "RELU_N1_TO_1" => unary(importer, operator, Unary::Clip(Clip { low: -1.0, high: 1.0 })),
        "RELU_0_TO_1" => unary(importer, operator, Unary::Clip(Clip { low: 0.0, high: 1.0 })),
        "LEAKY_RELU" => {
            let slope = operator.options.float(0)?;
            unary(importer, operator, Unary::LeakyRelu { slope })
        }
        "SQUARE" => {
            let x = importer.input(operator, 0)?;
            importer.graph.add(&operator.name, Op::Binary(Binary::Mul), &[x, x])
        }
        "LOGISTIC" => unary(importer, operator, Unary::Sigmoid),
        "HARD_SWISH" => unary(importer, operator, Unary::HardSwish),
        "TANH" => unary(importer, operator, Unary::Tanh),
        "EXP" => unary(importer, operator, Unary::Exp),
        "SQRT" => unary(importer, operator, Unary::Sqrt),
        "RSQRT" => unary(importer, operator, Unary::Rsqrt),
        "SOFTMAX" => softmax(importer, operator),
        "QUANTIZE" => quantize(importer, operator),
        "DEQUANTIZE" => importer.input(operator, 0),
        "CAST" => cast(importer, operator),
        "REDUCE_MAX" => convolution::global_max(importer, operator),
        "MEAN" => shapes::mean(importer, operator),
        "PAD" | "PADV2" => shapes::pad(importer, operator),
        "RESHAPE" => shapes::reshape(importer, operator),
        "SQUEEZE" => shapes::squeeze(importer, operator),
        "EXPAND_DIMS" => shapes::expand_dims(importer, operator),
        "TRANSPOSE" => shapes::transpose(importer, operator),
        "SHAPE" => shapes::shape(importer, operator),
        "STRIDED_SLICE" => shapes::strided_slice(importer, operator),
        "SLICE" => shapes::slice(importer, operator),
        "PACK" => shapes::pack(importer, operator),
        "CONCATENATION" => shapes::concatenation(importer, operator),
        "SPACE_TO_BATCH_ND" => shapes::space_to_batch(importer, operator),
        "BATCH_TO_SPACE_ND" => shapes::batch_to_space(importer, operator),
        "SPLIT" => return shapes::split(importer, operator),
        _ => return Err(operator.fail("this operator is not supported")),
    };
    Ok(vec![value?])
}

/// Applies the activation that an operator carries in `field` of its attributes (`ActivationFunctionType`).
pub fn activate(importer: &mut Importer, operator: &Operator, field: usize, value: ValueId) -> Result<ValueId> {
    let activation = match operator.options.byte(field)? {
        0 => match implied_clip(importer, operator)? {
            Some(clip) => Unary::Clip(clip),
            None => return Ok(value),
        },
        1 => Unary::Clip(Clip::RELU),
        2 => Unary::Clip(Clip { low: -1.0, high: 1.0 }),
        3 => Unary::Clip(Clip::RELU6),
        4 => Unary::Tanh,
        other => return Err(operator.fail(format!("fused activation {other} is not supported"))),
    };
    importer.graph.add(&operator.name, Op::Unary(activation), &[value])
}

/// See `quantisation::implied_clip`. No ReLU follows the product with a gate, whose range begins at zero as well.
fn implied_clip(importer: &Importer, operator: &Operator) -> Result<Option<Clip>> {
    if operator.kind == "MUL" {
        return Ok(None);
    }
    let Some(output) = operator.outputs()?.next() else { return Ok(None) };
    quantisation::implied_clip(&importer.tensors.get(output)?)
}

fn unary(importer: &mut Importer, operator: &Operator, op: Unary) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    importer.graph.add(&operator.name, Op::Unary(op), &[x])
}

fn binary(importer: &mut Importer, operator: &Operator, op: Binary) -> Result<ValueId> {
    let inputs = [importer.input(operator, 0)?, importer.input(operator, 1)?];
    importer.graph.add(&operator.name, Op::Binary(op), &inputs)
}

fn activated_binary(importer: &mut Importer, operator: &Operator, op: Binary) -> Result<ValueId> {
    let value = binary(importer, operator, op)?;
    activate(importer, operator, 0, value)
}

/// Weights [outputs, depth]; the input is flattened to [rows, depth] first, unless its dimensions are to be kept.
fn fully_connected(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let (mut x, weights) = (importer.input(operator, 0)?, importer.constant(operator, 1)?);
    if operator.options.byte(1)? != 0 {
        return Err(operator.fail("shuffled weights are not supported"));
    }
    let depth = weights.shape().last().copied().unwrap_or(0);
    if !operator.options.flag(2)? {
        let count: usize = importer.shape(x).iter().product();
        let rows = count.checked_div(depth).ok_or_else(|| operator.fail("its weights are empty"))?;
        x = importer.graph.add(&operator.name, Op::Reshape { shape: vec![rows, depth] }, &[x])?;
    }
    let mut product = dense(&mut importer.graph, &operator.name, x, &weights, true)?;
    if operator.input(2)?.is_some() {
        let bias = importer.input(operator, 2)?;
        product = importer.graph.add(&operator.name, Op::Binary(Binary::Add), &[product, bias])?;
    }
    activate(importer, operator, 0, product)
}

/// Nothing, as arithmetic is done in floats; but what follows the input tells which pixels the model expects.
fn quantize(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    if let (true, Some(output)) = (x == importer.graph.input, operator.outputs()?.next()) {
        importer.graph.claims.quantised_range = quantisation::range(&importer.tensors.get(output)?)?;
    }
    Ok(x)
}

/// softmax(beta x)
fn softmax(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let mut x = importer.input(operator, 0)?;
    let beta = operator.options.float(0)?;
    if beta != 1.0 {
        let beta = importer.graph.constant(Tensor::scalar(beta));
        x = importer.graph.add(&operator.name, Op::Binary(Binary::Mul), &[x, beta])?;
    }
    importer.graph.add(&operator.name, Op::Softmax, &[x])
}

/// To floats nothing changes, and constants are shapes; what depends on the picture would have to be rounded.
fn cast(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    let output = operator.outputs()?.next().unwrap_or(usize::MAX);
    let target = importer.tensors.get(output)?.byte(1)?;
    if [FLOAT32, FLOAT16].contains(&target) || importer.graph.constant_of(x).is_some() {
        return Ok(x);
    }
    Err(operator.fail("turning floats into integers is not supported"))
}
