//! The table of TensorFlow ops, and those that need no file of their own.

use super::messages::NodeDef;
use super::{batches, constant, convolution, order, shapes, Importer};
use crate::error::{Error, Result};
use crate::graph::op::{Binary, Clip, Lrn, Op, PoolKind, Unary};
use crate::graph::ValueId;
use crate::import::dense::dense;

/// Adds what a node computes to the graph.
pub fn import(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    match node.op.as_str() {
        "Const" => const_(importer, node),
        "Identity"
        | "IdentityN"
        | "PlaceholderWithDefault"
        | "Snapshot"
        | "StopGradient"
        | "Cast"
        | "ReadVariableOp" => importer.input(node, 0),
        "Conv2D" => convolution::conv2d(importer, node),
        "DepthwiseConv2dNative" => convolution::depthwise(importer, node),
        "FusedBatchNorm" | "FusedBatchNormV2" | "FusedBatchNormV3" => convolution::batch_norm(importer, node),
        "AvgPool" => convolution::pool(importer, node, PoolKind::Average),
        "MaxPool" => convolution::pool(importer, node, PoolKind::Max),
        "BiasAdd" => {
            node.require_channels_last()?;
            binary(importer, node, Binary::Add)
        }
        "Add" | "AddV2" => binary(importer, node, Binary::Add),
        "AddN" => add_n(importer, node),
        "Sub" => binary(importer, node, Binary::Sub),
        "Mul" => binary(importer, node, Binary::Mul),
        "RealDiv" => binary(importer, node, Binary::Div),
        "Maximum" => binary(importer, node, Binary::Max),
        "Minimum" => binary(importer, node, Binary::Min),
        "Sqrt" => unary(importer, node, Unary::Sqrt),
        "Exp" => unary(importer, node, Unary::Exp),
        "Rsqrt" => unary(importer, node, Unary::Rsqrt),
        "Relu" => unary(importer, node, Unary::Clip(Clip::RELU)),
        "Relu6" => unary(importer, node, Unary::Clip(Clip::RELU6)),
        "LeakyRelu" => unary(importer, node, Unary::LeakyRelu { slope: node.float("alpha", 0.2) }),
        "Sigmoid" => unary(importer, node, Unary::Sigmoid),
        "Tanh" => unary(importer, node, Unary::Tanh),
        "MatMul" => matmul(importer, node),
        "Mean" => shapes::mean(importer, node),
        "Pad" | "PadV2" => shapes::pad(importer, node),
        "Squeeze" => shapes::squeeze(importer, node),
        "ExpandDims" => shapes::expand_dims(importer, node),
        "Reshape" => shapes::reshape(importer, node),
        "Shape" => shapes::shape(importer, node),
        "Transpose" => transpose(importer, node),
        "StridedSlice" => shapes::strided_slice(importer, node),
        "Pack" => shapes::pack(importer, node),
        "ConcatV2" => shapes::concat(importer, node),
        "SpaceToBatchND" => batches::space_to_batch(importer, node),
        "BatchToSpaceND" => batches::batch_to_space(importer, node),
        "Softmax" => {
            let x = importer.input(node, 0)?;
            importer.graph.add(&node.name, Op::Softmax, &[x])
        }
        "LRN" => lrn(importer, node),
        op => Err(node.fail(format!("op `{op}` is not supported"))),
    }
}

fn unary(importer: &mut Importer, node: &NodeDef, op: Unary) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    importer.graph.add(&node.name, Op::Unary(op), &[x])
}

fn binary(importer: &mut Importer, node: &NodeDef, op: Binary) -> Result<ValueId> {
    let inputs = [importer.input(node, 0)?, importer.input(node, 1)?];
    importer.graph.add(&node.name, Op::Binary(op), &inputs)
}

fn transpose(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let order =
        importer.integers(node, 1)?.into_iter().map(|axis| usize::try_from(axis).unwrap_or(usize::MAX)).collect();
    importer.graph.add(&node.name, Op::Transpose { order }, &[x])
}

fn lrn(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let radius = usize::try_from(node.int("depth_radius", 5)).map_err(|_| node.fail("its radius is negative"))?;
    let [bias, alpha, beta] = [node.float("bias", 1.0), node.float("alpha", 1.0), node.float("beta", 0.5)];
    importer.graph.add(&node.name, Op::Lrn(Lrn { radius, bias, alpha, beta }), &[x])
}

/// The sum of any number of tensors of one shape.
fn add_n(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let mut sum = importer.input(node, 0)?;
    for position in 1..order::data_input_count(node) {
        let next = importer.input(node, position)?;
        sum = importer.graph.add(&node.name, Op::Binary(Binary::Add), &[sum, next])?;
    }
    Ok(sum)
}

fn matmul(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    if node.flag("transpose_a") {
        return Err(node.fail("a transposed left-hand side is not supported"));
    }
    let (x, weights) = (importer.input(node, 0)?, importer.constant(node, 1)?.clone());
    dense(&mut importer.graph, &node.name, x, &weights, node.flag("transpose_b"))
}

fn const_(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let proto =
        node.attr.get("value").and_then(|attr| attr.tensor.as_ref()).ok_or_else(|| node.fail("has no value"))?;
    importer.graph.charge(constant::repeated(proto)).map_err(|error| Error { kind: error.kind, ..node.fail(error) })?;
    let tensor = constant::tensor(proto).map_err(|error| node.fail(error))?;
    Ok(importer.graph.constant(tensor))
}
