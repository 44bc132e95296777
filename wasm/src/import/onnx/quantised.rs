//! Quantised models run on real numbers: a quantised value is held as the real numbers that it stands for. Weights are
//! de-quantised as they are packed. An activation is rounded to the nearest number that its integers stand for.

use super::arithmetic::{apply, binary};
use super::messages::NodeProto;
use super::operator::{decides, Operator};
use super::slice::picked;
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::op::{Binary, Clip, Levels, Unary};
use crate::tensor::shape::axis_index;
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "QuantizeLinear" => decides(quantize),
        "DequantizeLinear" => decides(dequantize),
        _ => return None,
    })
}

pub fn quantize(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let (scale, zero_point) = (importer.constant(node, 1)?, importer.optional_constant(node, 2)?);
    let kind = match importer.optional(node, 2)? {
        Some(view) => view.kind,
        None => Kind::of_type(output_type(node)).map_err(|error| node.fail(error))?,
    };
    let zero_point = zero_point.unwrap_or_else(|| Tensor::scalar(0.0));
    if importer.graph.constant_of(x.id).is_some() {
        return rounded(importer, node, &x, &scale, &zero_point, kind);
    }
    match (scale.single(), zero_point.single()) {
        (Some(scale), Some(zero_point)) => quantised(importer, node, &x, scale, zero_point, kind),
        _ => Err(node.fail("activations with a scale for each channel are not supported")),
    }
}

/// The type that `QuantizeLinear` makes where no zero point tells: 8 bits without a sign unless an attribute says more.
fn output_type(node: &NodeProto) -> i32 {
    match node.int("output_dtype", 0) {
        0 => 2,
        other => i32::try_from(other).unwrap_or(0),
    }
}

/// Real numbers as integers of `kind` with this scale and zero point can hold them.
pub fn quantised(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    scale: f32,
    zero_point: f32,
    kind: Kind,
) -> Result<View> {
    let Kind::Integer { low, high } = kind else { return Err(node.fail("its zero point is no integer")) };
    let levels = Levels::of(scale, zero_point, [low, high]).ok_or_else(|| {
        node.fail(format!("a scale of {scale} and a zero point of {zero_point} for integers from {low} to {high}"))
    })?;
    if x.id == importer.graph.input {
        let Clip { low, high } = levels.range();
        importer.graph.claims.quantised_range = Some((low, high));
    }
    let quantised = apply(importer, node, x, Unary::Quantise(levels))?;
    Ok(View { kind: Kind::Quantised { scale, zero_point }, ..quantised })
}

/// The integers that a constant becomes: x / scale, rounded, + zero point, as far as `kind` goes.
fn rounded(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    scale: &Tensor,
    zero_point: &Tensor,
    kind: Kind,
) -> Result<View> {
    let Kind::Integer { low, high } = kind else { return Err(node.fail("its zero point is no integer")) };
    let axis = node.int("axis", 1);
    let scale = parameter(importer, node, x, scale, axis)?;
    let zero_point = parameter(importer, node, x, zero_point, axis)?;
    let scaled = binary(importer, node, Binary::Div, x, &scale)?;
    let whole = apply(importer, node, &scaled, Unary::Round)?;
    let shifted = binary(importer, node, Binary::Add, &whole, &zero_point)?;
    Ok(View { kind, ..apply(importer, node, &shifted, Unary::Clip(Clip { low, high }))? })
}

pub fn dequantize(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let (scale, zero_point) = (importer.constant(node, 1)?, importer.optional_constant(node, 2)?);
    dequantised(importer, node, &x, &scale, zero_point.as_ref(), node.int("axis", 1))
}

/// (x - zero point) * scale, with one of these for all or one for each position (or block of positions) along an axis.
pub fn dequantised(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    scale: &Tensor,
    zero_point: Option<&Tensor>,
    axis: i64,
) -> Result<View> {
    let zero_point = zero_point.cloned().unwrap_or_else(|| Tensor::scalar(0.0));
    if let Kind::Quantised { scale: own_scale, zero_point: own_zero } = x.kind {
        return requantised(importer, node, x, [own_scale, own_zero], [scale.single(), zero_point.single()]);
    }
    if let Some(compact) = compact(importer, x, scale, &zero_point, axis) {
        return Ok(View { kind: Kind::Real, ..x.with(importer.graph.constant(compact)) });
    }
    let zero_point = parameter(importer, node, x, &zero_point, axis)?;
    let scale = parameter(importer, node, x, scale, axis)?;
    let shifted = binary(importer, node, Binary::Sub, x, &zero_point)?;
    Ok(View { kind: Kind::Real, ..binary(importer, node, Binary::Mul, &shifted, &scale)? })
}

/// A constant of the file that stays in few bytes until it is packed.
fn compact(importer: &Importer, x: &View, scale: &Tensor, zero_point: &Tensor, axis: i64) -> Option<Tensor> {
    if scale.shape().len() > 1 {
        return None;
    }
    let position = axis_index(axis, x.rank()).map_or(0, |axis| x.position(axis));
    importer.graph.constant_of(x.id)?.scaled(&scale.to_vec(), &zero_point.to_vec(), position)
}

/// Real numbers again. Where they were quantised with another scale or zero point, what the same integers mean in these.
fn requantised(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    [own_scale, own_zero]: [f32; 2],
    other: [Option<f32>; 2],
) -> Result<View> {
    let real = View { kind: Kind::Real, ..x.clone() };
    let [Some(scale), Some(zero_point)] = other else {
        return Err(node.fail("its input was quantised with one scale for all channels"));
    };
    if (scale, zero_point) == (own_scale, own_zero) {
        return Ok(real);
    }
    let mut number = |op, x: &View, value: f32| {
        let value = importer.constant_view(Tensor::scalar(value));
        binary(importer, node, op, x, &value)
    };
    let scaled = number(Binary::Mul, &real, scale / own_scale)?;
    number(Binary::Add, &scaled, (own_zero - zero_point) * scale)
}

/// A scale or zero point, shaped to be broadcast to `x`.
fn parameter(importer: &mut Importer, node: &NodeProto, x: &View, parameter: &Tensor, axis: i64) -> Result<View> {
    if let Some(value) = parameter.single() {
        return Ok(importer.constant_view(Tensor::scalar(value)));
    }
    let axis = axis_index(axis, x.rank()).map_err(|error| node.fail(error))?;
    let block = usize::try_from(node.int("block_size", 0)).unwrap_or(0);
    if block == 0 {
        return importer.along_axis(x, axis, parameter.to_vec());
    }
    let size = importer.shape(x)[axis];
    if parameter.shape().len() != x.rank() || parameter.shape()[axis] != size.div_ceil(block) {
        return Err(node.fail(format!("blocks of {block} for scales of shape {:?}", parameter.shape())));
    }
    let blocks = importer.constant_view(parameter.clone());
    let positions = (0..size).map(|at| (at / block) as u32).collect();
    picked(importer, node, &blocks, axis, positions)
}
