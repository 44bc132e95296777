//! Ops that compute shapes. All of this is known before a picture arrives.

use super::arithmetic::truncated;
use super::logic::{negation, BOOL};
use super::messages::NodeProto;
use super::operator::{computes, decides, Operator};
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::tensor::shape::elements;
use crate::tensor::Tensor;

/// The most numbers of a range.
const MAX_RANGE: usize = 1 << 20;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Shape" => decides(shape),
        "Size" => decides(size),
        "Cast" => decides(cast),
        "CastLike" => decides(cast_like),
        "Constant" => decides(constant),
        "ConstantOfShape" => decides(constant_of_shape),
        "Range" => computes(range),
        _ => return None,
    })
}

fn constant(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let attribute = node.attribute.first().ok_or_else(|| node.fail("has no value"))?;
    let (tensor, kind) = match (attribute.name.as_str(), &attribute.t) {
        ("value", Some(proto)) => super::constant::tensor(proto).map_err(|error| node.fail(error))?,
        ("value_float", _) => (Tensor::scalar(attribute.f), Kind::Real),
        ("value_floats", _) => (Tensor::vector(attribute.floats.clone()), Kind::Real),
        ("value_int", _) => (Tensor::scalar(attribute.i as f32), Kind::INDEX),
        ("value_ints", _) => (Tensor::vector(attribute.ints.iter().map(|&int| int as f32).collect()), Kind::INDEX),
        (other, _) => return Err(node.fail(format!("constants given as `{other}` are not supported"))),
    };
    Ok(View { kind, ..importer.constant_view(tensor) })
}

/// The sizes from axis `start` to before axis `end`.
pub fn shape(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let sizes: Vec<f32> = importer.shape(&x).into_iter().map(|size| size as f32).collect();
    let rank = sizes.len() as i64;
    let bound = |at: i64| (if at < 0 { at.saturating_add(rank) } else { at }).clamp(0, rank) as usize;
    let (start, end) = (bound(node.int("start", 0)), bound(node.int("end", rank)));
    let sizes = sizes.get(start..end).unwrap_or(&[]).to_vec();
    Ok(View { kind: Kind::INDEX, ..importer.constant_view(Tensor::vector(sizes)) })
}

pub fn size(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let count: usize = importer.shape(&x).iter().product();
    Ok(View { kind: Kind::INDEX, ..importer.constant_view(Tensor::scalar(count as f32)) })
}

pub fn cast(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let target = i32::try_from(node.int("to", 0)).unwrap_or(0);
    let kind = Kind::of_type(target).map_err(|error| node.fail(error))?;
    converted(importer, node, &x, kind)
}

fn cast_like(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (x, like) = (importer.input(node, 0)?, importer.input(node, 1)?);
    converted(importer, node, &x, like.kind)
}

/// Numbers of another kind. Real numbers that become whole ones are rounded towards zero; all but zero is true.
fn converted(importer: &mut Importer, node: &NodeProto, x: &View, kind: Kind) -> Result<View> {
    let x = match (x.kind, kind) {
        (Kind::Quantised { .. }, _) | (_, Kind::Quantised { .. }) => {
            return Err(node.fail("casts of quantised values are not supported"))
        }
        (from, BOOL) if from != BOOL => {
            let is_zero = negation(importer, node, x)?;
            negation(importer, node, &is_zero)?
        }
        (Kind::Real, Kind::Integer { .. }) => truncated(importer, node, x)?,
        _ => x.clone(),
    };
    Ok(View { kind, ..x })
}

pub fn constant_of_shape(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let sizes = importer.constant(node, 0)?.to_integers();
    let (value, kind) = match node.attribute("value").and_then(|attribute| attribute.t.as_ref()) {
        Some(proto) => super::constant::tensor(proto).map_err(|error| node.fail(error))?,
        None => (Tensor::scalar(0.0), Kind::Real),
    };
    let shape: Option<Vec<usize>> = sizes.iter().map(|&size| usize::try_from(size).ok()).collect();
    let (Some(shape), Some(value)) = (shape, value.single()) else {
        return Err(node.fail(format!("a constant of shape {sizes:?}")));
    };
    let count = elements(&shape).map_err(|error| node.fail(error))?;
    importer.graph.charge(count).map_err(|error| node.fail(error))?;
    Ok(View { kind, ..importer.constant_view(Tensor::new(shape, vec![value; count])?) })
}

/// From input 0 to before input 1 in steps of input 2.
pub fn range(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let mut number = |position| {
        importer
            .constant(node, position)?
            .single()
            .ok_or_else(|| node.fail(format!("input {position} is not one number")))
    };
    let (start, limit, step) = (number(0)?, number(1)?, number(2)?);
    let count = ((limit - start) / step).ceil().max(0.0);
    if !(count <= MAX_RANGE as f32) {
        return Err(node.fail(format!("a range from {start} to {limit} in steps of {step}")));
    }
    let values = (0..count as usize).map(|index| start + index as f32 * step).collect();
    importer.computed_view(Tensor::vector(values))
}
