//! The table of ONNX operators.

use super::messages::NodeProto;
use super::view::{Kind, View};
use super::{arithmetic, constant, convolution, matrix, quantised, reduce, reshape, shapes, slice, Importer};
use crate::error::Result;
use crate::graph::op::{Binary, PoolKind, Unary};
use crate::graph::tensor::Tensor;

/// Adds what a node computes to the graph. Returns its outputs; those that only training reads are left out.
pub fn import(importer: &mut Importer, node: &NodeProto) -> Result<Vec<View>> {
    if !["", "ai.onnx"].contains(&node.domain.as_str()) {
        return Err(node.fail(format!("op `{}` of `{}` is not a standard one", node.op_type, node.domain)));
    }
    let kind = result_kind(importer, node)?;
    if node.op_type == "Split" {
        let parts = slice::split(importer, node)?;
        return Ok(parts.into_iter().map(|part| View { kind, ..part }).collect());
    }
    let output = single(importer, node)?;
    Ok(vec![if decides_kind(&node.op_type) { output } else { View { kind, ..output } }])
}

/// Whether an op says itself what its result is; the others' is of the kind of their first input.
fn decides_kind(op: &str) -> bool {
    ["Cast", "Constant", "ConstantOfShape", "DequantizeLinear", "QuantizeLinear", "Shape", "Size"].contains(&op)
}

/// The kind of the first input. Refuses arithmetic on quantised numbers, whose result would be of another scale.
fn result_kind(importer: &Importer, node: &NodeProto) -> Result<Kind> {
    let mut kinds = node.input.iter().filter_map(|name| importer.values.get(name.as_str())).map(|view| view.kind);
    let moves = [
        "Concat",
        "DequantizeLinear",
        "Dropout",
        "Flatten",
        "Gather",
        "GlobalMaxPool",
        "Identity",
        "MaxPool",
        "Reshape",
        "Shape",
        "Size",
        "Slice",
        "Split",
        "Squeeze",
        "Transpose",
        "Unsqueeze",
    ];
    if kinds.clone().any(|kind| matches!(kind, Kind::Quantised { .. })) && !moves.contains(&node.op_type.as_str()) {
        return Err(node.fail("arithmetic on quantised values is not supported, de-quantised ones are"));
    }
    Ok(kinds.next().unwrap_or(Kind::Real))
}

fn single(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    match node.op_type.as_str() {
        "Conv" => convolution::conv(importer, node),
        "MaxPool" => convolution::pool(importer, node, PoolKind::Max),
        "AveragePool" => convolution::average_pool(importer, node),
        "BatchNormalization" => convolution::batch_normalization(importer, node),
        "LRN" => convolution::lrn(importer, node),
        "Gemm" => matrix::gemm(importer, node),
        "MatMul" => matrix::matmul(importer, node),
        "GlobalAveragePool" => reduce::global_average(importer, node),
        "GlobalMaxPool" => reduce::global_max(importer, node),
        "ReduceMean" => reduce::mean(importer, node),
        "ReduceSum" => reduce::sum(importer, node),
        "Softmax" => reduce::softmax(importer, node),
        "LogSoftmax" => reduce::log_softmax(importer, node),
        "Add" | "Sum" => arithmetic::fold(importer, node, Binary::Add),
        "Sub" => arithmetic::fold(importer, node, Binary::Sub),
        "Mul" => arithmetic::fold(importer, node, Binary::Mul),
        "Max" => arithmetic::fold(importer, node, Binary::Max),
        "Min" => arithmetic::fold(importer, node, Binary::Min),
        "Div" => arithmetic::div(importer, node),
        "Pow" => arithmetic::pow(importer, node),
        "Clip" => arithmetic::clip(importer, node),
        "Sqrt" => arithmetic::unary(importer, node, Unary::Sqrt),
        "Exp" => arithmetic::unary(importer, node, Unary::Exp),
        "Log" => arithmetic::unary(importer, node, Unary::Log),
        "Floor" => arithmetic::unary(importer, node, Unary::Floor),
        "Tanh" => arithmetic::unary(importer, node, Unary::Tanh),
        "Sigmoid" => arithmetic::unary(importer, node, Unary::Sigmoid),
        "Relu" | "HardSigmoid" | "HardSwish" | "LeakyRelu" | "PRelu" | "Elu" | "Selu" | "Softplus" | "Mish"
        | "Swish" | "Neg" | "Abs" | "Reciprocal" | "Ceil" => arithmetic::composed(importer, node),
        "Reshape" => reshape::reshape(importer, node),
        "Flatten" => reshape::flatten(importer, node),
        "Squeeze" => reshape::squeeze(importer, node),
        "Unsqueeze" => reshape::unsqueeze(importer, node),
        "Transpose" => reshape::transpose(importer, node),
        "Expand" => reshape::expand(importer, node),
        "Concat" => slice::concat(importer, node),
        "Slice" => slice::slice(importer, node),
        "Gather" => slice::gather(importer, node),
        "Pad" => slice::pad(importer, node),
        "Shape" => shapes::shape(importer, node),
        "Size" => shapes::size(importer, node),
        "Cast" => shapes::cast(importer, node),
        "ConstantOfShape" => shapes::constant_of_shape(importer, node),
        "Range" => shapes::range(importer, node),
        "Constant" => constant(importer, node),
        "Identity" => importer.input(node, 0),
        "Dropout" => dropout(importer, node),
        "QuantizeLinear" => quantised::quantize(importer, node),
        "DequantizeLinear" => quantised::dequantize(importer, node),
        op => Err(node.fail(format!("op `{op}` is not supported"))),
    }
}

fn constant(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let attribute = node.attribute.first().ok_or_else(|| node.fail("has no value"))?;
    let (tensor, kind) = match (attribute.name.as_str(), &attribute.t) {
        ("value", Some(proto)) => constant::tensor(proto).map_err(|error| node.fail(error))?,
        ("value_float", _) => (Tensor::scalar(attribute.f), Kind::Real),
        ("value_floats", _) => (Tensor::vector(attribute.floats.clone()), Kind::Real),
        ("value_int", _) => (Tensor::scalar(attribute.i as f32), Kind::INDEX),
        ("value_ints", _) => (Tensor::vector(attribute.ints.iter().map(|&int| int as f32).collect()), Kind::INDEX),
        (other, _) => return Err(node.fail(format!("constants given as `{other}` are not supported"))),
    };
    Ok(View { kind, ..importer.constant_view(tensor) })
}

/// Nothing, outside training.
fn dropout(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let training = importer.optional_constant(node, 2)?;
    if training.is_some_and(|flag| flag.single() != Some(0.0)) {
        return Err(node.fail("the model was exported in training mode, export it for inference"));
    }
    importer.input(node, 0)
}
