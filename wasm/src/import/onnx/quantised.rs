//! Quantised models (`QuantizeLinear` and `DequantizeLinear` around each op) run on real numbers. Weights are
//! de-quantised as they are read. An activation is limited to the range that its type can hold, as that often stands
//! for a ReLU which the quantiser took away, but it is not rounded: rounding is the error that comes with quantising.

use super::arithmetic::binary;
use super::messages::NodeProto;
use super::ops::{decides, Operator};
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::graph::op::{Binary, Clip, Op, Unary};
use crate::graph::shape::axis_index;
use crate::graph::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "QuantizeLinear" => decides(quantize),
        "DequantizeLinear" => decides(dequantize),
        _ => return None,
    })
}

fn quantize(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let scale = importer.constant(node, 1)?.single();
    let (zero_point, range) = match importer.optional(node, 2)? {
        Some(view) => (importer.constant(node, 2)?.single(), view.kind),
        None => (Some(0.0), Kind::of_type(output_type(node)).map_err(|error| node.fail(error))?),
    };
    let (Some(scale), Some(zero_point), Kind::Integer { low, high }) = (scale, zero_point, range) else {
        return Err(node.fail("only one scale and one zero point for the whole tensor are supported"));
    };
    let limits = Clip { low: (low - zero_point) * scale, high: (high - zero_point) * scale };
    if x.id == importer.graph.input {
        importer.graph.claims.quantised_range = Some((limits.low, limits.high));
    }
    let limited = importer.graph.add(node.label(), Op::Unary(Unary::Clip(limits)), &[x.id])?;
    Ok(View { kind: Kind::Quantised { scale, zero_point }, ..x.with(limited) })
}

/// The type that `QuantizeLinear` makes where no zero point tells: 8 bits without a sign unless an attribute says more.
fn output_type(node: &NodeProto) -> i32 {
    match node.int("output_dtype", 0) {
        0 => 2,
        other => i32::try_from(other).unwrap_or(0),
    }
}

/// (x - zero point) * scale, with one scale for all or one for each position along an axis.
pub fn dequantize(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    if node.int("block_size", 0) != 0 {
        return Err(node.fail("block-wise quantisation is not supported"));
    }
    let x = importer.input(node, 0)?;
    let scale = importer.constant(node, 1)?;
    let zero_point = importer.optional_constant(node, 2)?.unwrap_or_else(|| Tensor::scalar(0.0));
    if let Kind::Quantised { scale: expected, zero_point: expected_zero } = x.kind {
        if (scale.single(), zero_point.single()) != (Some(expected), Some(expected_zero)) {
            return Err(node.fail("its input was quantised with another scale or zero point"));
        }
        return Ok(View { kind: Kind::Real, ..x });
    }
    let zero_point = parameter(importer, node, &x, &zero_point)?;
    let scale = parameter(importer, node, &x, &scale)?;
    let shifted = binary(importer, node, Binary::Sub, &x, &zero_point)?;
    Ok(View { kind: Kind::Real, ..binary(importer, node, Binary::Mul, &shifted, &scale)? })
}

/// A scale or zero point, shaped to be broadcast to `x`.
fn parameter(importer: &mut Importer, node: &NodeProto, x: &View, parameter: &Tensor) -> Result<View> {
    if let Some(value) = parameter.single() {
        return Ok(importer.constant_view(Tensor::scalar(value)));
    }
    let axis = axis_index(node.int("axis", 1), x.rank()).map_err(|error| node.fail(error))?;
    importer.along_axis(x, axis, parameter.to_vec())
}
