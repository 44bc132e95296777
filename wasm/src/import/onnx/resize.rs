//! `Resize` and `Upsample`: along each axis, every output position is a weighted sum of input positions.

use super::messages::NodeProto;
use super::operator::{computes, Operator};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::import::sampling::{Filter, Place, Sampling, Scaling};
use crate::tensor::shape::axis_index;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Resize" | "Upsample" => computes(resize),
        _ => return None,
    })
}

fn resize(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let mut x = importer.input(node, 0)?;
    let sampling = sampling(importer, node)?;
    let axes = node.ints("axes").map_or_else(|| (0..x.rank() as i64).collect(), <[i64]>::to_vec);
    let axes = axes.into_iter().map(|axis| axis_index(axis, x.rank())).collect::<Result<Vec<_>>>();
    let axes = axes.map_err(|error| node.fail(error))?;
    let shape = importer.shape(&x);
    for (axis, scaling) in axes.iter().copied().zip(scalings(importer, node, &shape, &axes)?) {
        x = x.with(sampling.resize(&mut importer.graph, node.label(), x.id, x.position(axis), scaling)?);
    }
    Ok(x)
}

/// The scaling of each axis: scales are an attribute, or an input; sizes an input.
fn scalings(importer: &mut Importer, node: &NodeProto, shape: &[usize], axes: &[usize]) -> Result<Vec<Scaling>> {
    let first = if node.op_type == "Upsample" || importer.opset == 10 { 1 } else { 2 };
    let scales = match node.attribute("scales") {
        Some(attribute) => attribute.floats.clone(),
        None => importer.optional_constant(node, first)?.map_or(Vec::new(), |tensor| tensor.to_vec()),
    };
    let sizes = if first == 2 { importer.optional_constant(node, 3)? } else { None };
    let sizes = sizes.map_or(Vec::new(), |tensor| tensor.to_vec());
    let given = if scales.is_empty() { &sizes } else { &scales };
    let fits = given.len() == axes.len() && given.iter().all(|&value| value > 0.0 && value <= MAX_SIZE);
    if !fits || axes.iter().any(|&axis| shape[axis] == 0) {
        return Err(node.fail(format!("scales {scales:?} and sizes {sizes:?} do not fit shape {shape:?}")));
    }
    let scaling = |(&axis, &value): (&usize, &f32)| {
        let input = shape[axis];
        match scales.is_empty() {
            true => Scaling { input, output: value as usize, scale: value / input as f32 },
            false => Scaling { input, output: (input as f32 * value) as usize, scale: value },
        }
    };
    let scalings: Vec<Scaling> = axes.iter().zip(given).map(scaling).collect();
    let policy = node.text("keep_aspect_ratio_policy");
    if scales.is_empty() && !["", "stretch"].contains(&policy) {
        return Ok(in_proportion(scalings, policy == "not_larger"));
    }
    match scalings.iter().any(|scaling| scaling.output == 0 || scaling.output as f32 > MAX_SIZE) {
        true => Err(node.fail(format!("scales {scales:?} do not fit shape {shape:?}"))),
        false => Ok(scalings),
    }
}

/// Longer than any side of a picture.
const MAX_SIZE: f32 = 65536.0;

/// All axes by the smallest of their scales, or by the largest.
fn in_proportion(scalings: Vec<Scaling>, smallest: bool) -> Vec<Scaling> {
    let scales = scalings.iter().map(|scaling| scaling.scale);
    let scale = scales.reduce(if smallest { f32::min } else { f32::max }).unwrap_or(1.0);
    let output = |input: usize| ((input as f32 * scale).round() as usize).max(1);
    scalings.into_iter().map(|Scaling { input, .. }| Scaling { input, output: output(input), scale }).collect()
}

/// How the attributes say that positions are read.
fn sampling(importer: &Importer, node: &NodeProto) -> Result<Sampling> {
    let old = node.op_type == "Upsample" || importer.opset < 11;
    let filter = match node.text("mode") {
        "" | "nearest" => Filter::Nearest(rounding(node, old)?),
        "linear" | "bilinear" => Filter::Linear,
        "cubic" => Filter::Cubic(node.float("cubic_coeff_a", -0.75)),
        mode => return Err(node.fail(format!("mode `{mode}` is not supported"))),
    };
    let place = match node.text("coordinate_transformation_mode") {
        _ if old => Place::Asymmetric,
        "" | "half_pixel" => Place::HalfPixel,
        "half_pixel_symmetric" => Place::HalfPixelSymmetric,
        "pytorch_half_pixel" => Place::HalfPixelOfTorch,
        "tf_half_pixel_for_nn" => Place::HalfPixelForNearest,
        "align_corners" => Place::AlignCorners,
        "asymmetric" => Place::Asymmetric,
        mode => return Err(node.fail(format!("coordinates of mode `{mode}` are not supported"))),
    };
    let set = |name| node.int(name, 0) != 0;
    Ok(Sampling { place, filter, antialias: set("antialias"), exclude_outside: set("exclude_outside") })
}

/// How `nearest` rounds.
fn rounding(node: &NodeProto, old: bool) -> Result<fn(f32) -> f32> {
    Ok(match node.text("nearest_mode") {
        _ if old => f32::floor,
        "" | "round_prefer_floor" => |at| (at - 0.5).ceil(),
        "round_prefer_ceil" => |at| (at + 0.5).floor(),
        "floor" => f32::floor,
        "ceil" => f32::ceil,
        mode => return Err(node.fail(format!("rounding of mode `{mode}` is not known"))),
    })
}
