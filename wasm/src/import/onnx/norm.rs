//! Normalisations: of the values of one position, of channels, of groups of channels.

use super::arithmetic::{apply, binary};
use super::messages::NodeProto;
use super::operator::{computes, Operator};
use super::reduce::mean_over;
use super::reshape::reshape_to;
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::op::{Binary, LayerNorm, Op, ReduceKind, Unary};
use crate::tensor::shape::axis_index;
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "LayerNormalization" => computes(|importer, node| layer_norm(importer, node, false)),
        "RMSNormalization" => computes(|importer, node| layer_norm(importer, node, true)),
        "BatchNormalization" => computes(batch_normalization),
        "InstanceNormalization" => computes(instance_norm),
        "GroupNormalization" => computes(group_norm),
        "MeanVarianceNormalization" => computes(mean_variance_norm),
        "LpNormalization" => computes(lp_norm),
        _ => return None,
    })
}

/// Over `axis` and all behind it, with a constant scale and bias.
fn layer_norm(importer: &mut Importer, node: &NodeProto, root_mean_square: bool) -> Result<View> {
    let x = importer.input(node, 0)?;
    let axis = axis_index(node.int("axis", -1), x.rank()).map_err(|error| node.fail(error))?;
    normalised(importer, node, &x, axis, [1, 2], root_mean_square)
}

/// As `layer_norm`, with the scale and the bias of these inputs.
pub fn normalised(
    importer: &mut Importer,
    node: &NodeProto,
    x: &View,
    axis: usize,
    [scale, bias]: [usize; 2],
    root_mean_square: bool,
) -> Result<View> {
    let shape = importer.shape(x);
    let size: usize = shape[axis..].iter().product();
    let scale = parameter(importer, node, scale, size)?;
    let bias = parameter(importer, node, bias, size)?;
    let op = Op::LayerNorm(LayerNorm { epsilon: node.float("epsilon", 1e-5), scale, bias, root_mean_square });
    if axis == x.rank() - 1 {
        let x = importer.with_axis_last(node, x, axis)?;
        return Ok(x.with(importer.graph.add(node.label(), op, &[x.id])?));
    }
    let x = importer.plain(node, x)?;
    let rows = Op::Reshape { shape: vec![shape[..axis].iter().product(), size] };
    let rows = importer.graph.add(node.label(), rows, &[x.id])?;
    let normal = importer.graph.add(node.label(), op, &[rows])?;
    Ok(x.with(importer.graph.add(node.label(), Op::Reshape { shape }, &[normal])?))
}

/// One number for each of `size` values; none where the input is absent.
fn parameter(importer: &mut Importer, node: &NodeProto, position: usize, size: usize) -> Result<Vec<f32>> {
    let Some(tensor) = importer.optional_constant(node, position)? else { return Ok(Vec::new()) };
    match tensor.single() {
        Some(value) => Ok(vec![value; size]),
        None if tensor.len() == size => Ok(tensor.to_vec()),
        None => Err(node.fail(format!("input {position} has {} values for rows of {size}", tensor.len()))),
    }
}

/// (x - mean) / sqrt(variance + epsilon), both of all values along `axes`.
pub fn standardised(importer: &mut Importer, node: &NodeProto, x: &View, axes: &[usize], epsilon: f32) -> Result<View> {
    let mean = mean_over(importer, node, x, axes)?;
    let centred = binary(importer, node, Binary::Sub, x, &mean)?;
    let squares = binary(importer, node, Binary::Mul, &centred, &centred)?;
    let variance = mean_over(importer, node, &squares, axes)?;
    let epsilon = importer.constant_view(Tensor::scalar(epsilon));
    let variance = binary(importer, node, Binary::Add, &variance, &epsilon)?;
    let factor = apply(importer, node, &variance, Unary::Rsqrt)?;
    binary(importer, node, Binary::Mul, &centred, &factor)
}

/// scale * (x - mean) / sqrt(variance + epsilon) + offset, for each channel. In training mode the mean and the variance
/// are those of x: so weights are standardised in networks that are no less exported for inference.
fn batch_normalization(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let training = node.int("training_mode", 0) != 0;
    if training && importer.graph.constant_of(x.id).is_none() {
        return Err(node.fail("the model was exported in training mode, export it for inference"));
    }
    let x = if x.rank() == 4 { importer.picture(node, &x)? } else { x };
    let epsilon = node.float("epsilon", 1e-5);
    let x = if training {
        let axes: Vec<usize> = (0..x.rank()).filter(|&axis| axis != 1).collect();
        standardised(importer, node, &x, &axes, epsilon)?
    } else {
        x
    };
    let mut read = |position| importer.constant(node, position).map(|tensor| tensor.to_vec());
    let (scale, offset) = (read(1)?, read(2)?);
    let (mean, variance) = if training { (Vec::new(), Vec::new()) } else { (read(3)?, read(4)?) };
    let fits = |values: &[f32]| training || values.len() == scale.len();
    if x.rank() < 2 || offset.len() != scale.len() || !fits(&mean) || !fits(&variance) {
        return Err(node.fail("its parameters do not fit its input"));
    }
    let (factor, shift) = if training { (scale, offset) } else { affine(&scale, &offset, &mean, &variance, epsilon) };
    per_channel(importer, node, &x, factor, shift)
}

/// The factor and the summand of each channel.
fn affine(scale: &[f32], offset: &[f32], mean: &[f32], variance: &[f32], epsilon: f32) -> (Vec<f32>, Vec<f32>) {
    let factor: Vec<f32> = scale.iter().zip(variance).map(|(scale, v)| scale / (v + epsilon).sqrt()).collect();
    let shift = offset.iter().zip(mean.iter().zip(&factor)).map(|(offset, (mean, f))| offset - mean * f).collect();
    (factor, shift)
}

/// x times a factor plus a summand, both for each position along axis 1.
fn per_channel(importer: &mut Importer, node: &NodeProto, x: &View, factor: Vec<f32>, shift: Vec<f32>) -> Result<View> {
    let (factor, shift) = (importer.along_axis(x, 1, factor)?, importer.along_axis(x, 1, shift)?);
    let scaled = importer.graph.add(node.label(), Op::Binary(Binary::Mul), &[x.id, factor.id])?;
    Ok(x.with(importer.graph.add(node.label(), Op::Binary(Binary::Add), &[scaled, shift.id])?))
}

/// Over each channel alone, with a scale and a bias for each.
fn instance_norm(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let axes: Vec<usize> = (2..x.rank()).collect();
    let normal = standardised(importer, node, &x, &axes, node.float("epsilon", 1e-5))?;
    with_channel_parameters(importer, node, &normal)
}

/// Over groups of channels (Wu and He 2018). Scale and bias are for each channel, before opset 21 for each group.
fn group_norm(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let shape = importer.shape(&x);
    let groups = usize::try_from(node.int("num_groups", 0)).unwrap_or(0);
    if shape.len() < 2 || groups == 0 || shape[1] % groups != 0 {
        return Err(node.fail(format!("{groups} groups of shape {shape:?}")));
    }
    let grouped = [&[shape[0], groups, shape[1] / groups], &shape[2..]].concat();
    let grouped = reshape_to(importer, node, &x, &grouped)?;
    let axes: Vec<usize> = (2..grouped.rank()).collect();
    let normal = standardised(importer, node, &grouped, &axes, node.float("epsilon", 1e-5))?;
    let of_groups = importer.opset < 21;
    if of_groups {
        let normal = with_channel_parameters(importer, node, &normal)?;
        return reshape_to(importer, node, &normal, &shape);
    }
    let normal = reshape_to(importer, node, &normal, &shape)?;
    with_channel_parameters(importer, node, &normal)
}

/// x times input 1 plus input 2, constants for each position along axis 1.
fn with_channel_parameters(importer: &mut Importer, node: &NodeProto, x: &View) -> Result<View> {
    let channels = importer.shape(x).get(1).copied().unwrap_or(0);
    let (scale, bias) = (parameter(importer, node, 1, channels)?, parameter(importer, node, 2, channels)?);
    if scale.is_empty() || bias.is_empty() {
        return Err(node.fail("its scale or its bias is missing"));
    }
    per_channel(importer, node, x, scale, bias)
}

fn mean_variance_norm(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let axes = node.ints("axes").unwrap_or(&[0, 2, 3]).iter().map(|&axis| axis_index(axis, x.rank()));
    let axes = axes.collect::<Result<Vec<_>>>().map_err(|error| node.fail(error))?;
    // As the standard defines it, with 1e-9 added to the deviation.
    standardised(importer, node, &x, &axes, 1e-18)
}

/// x divided by the sum of its sizes, or the root of that of its squares, along an axis; 0 where that is 0.
fn lp_norm(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let axis = axis_index(node.int("axis", -1), x.rank()).map_err(|error| node.fail(error))?;
    let sum = Op::Reduce { kind: ReduceKind::Sum, axes: vec![x.position(axis)] };
    let sizes = match node.int("p", 2) {
        1 => apply(importer, node, &x, Unary::Abs)?,
        2 => binary(importer, node, Binary::Mul, &x, &x)?,
        p => return Err(node.fail(format!("a norm of p = {p} is not supported, 1 and 2 are"))),
    };
    let mut norm = x.with(importer.graph.add(node.label(), sum, &[sizes.id])?);
    if node.int("p", 2) == 2 {
        norm = apply(importer, node, &norm, Unary::Sqrt)?;
    }
    let least = importer.constant_view(Tensor::scalar(f32::MIN_POSITIVE));
    let norm = binary(importer, node, Binary::Max, &norm, &least)?;
    binary(importer, node, Binary::Div, &x, &norm)
}
