//! Quantised values, which are held as the real numbers that they stand for.

use super::constant::{DT_QINT8, DT_QUINT8};
use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::formula::Functions;
use crate::op::{Binary, Clip, Unary};
use crate::tensor::Tensor;

/// `FakeQuantWithMinMaxArgs`: the range is in the attributes.
pub fn fake_quant_args(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    clip(importer, node, x, node.float("min", -6.0), node.float("max", 6.0))
}

pub fn fake_quant_vars(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, low, high) = (importer.input(node, 0)?, importer.number(node, 1)?, importer.number(node, 2)?);
    clip(importer, node, x, low, high)
}

/// A range for each position of the last axis.
pub fn fake_quant_per_channel(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let (x, low, high) =
        (importer.input(node, 0)?, importer.constant(node, 1)?.to_vec(), importer.constant(node, 2)?.to_vec());
    if low.len() != high.len() {
        return Err(node.fail("its ranges differ in length"));
    }
    let ranges: Vec<Clip> = low.iter().zip(&high).map(|(&low, &high)| nudged(node, low, high)).collect();
    let [low, high] = [|range: &Clip| range.low, |range: &Clip| range.high]
        .map(|bound| importer.graph.constant(Tensor::vector(ranges.iter().map(bound).collect())));
    let mut formula = importer.formula(node);
    let x = formula.binary(Binary::Max, x, low)?;
    formula.binary(Binary::Min, x, high)
}

fn clip(importer: &mut Importer, node: &NodeDef, x: ValueId, low: f32, high: f32) -> Result<ValueId> {
    let range = nudged(node, low, high);
    importer.formula(node).unary(Unary::Clip(range), x)
}

/// The range that the integers reach whose zero is exact: it is moved by up to half a step
/// (`Nudge` in tensorflow/core/kernels/fake_quant_ops_functor.h).
fn nudged(node: &NodeDef, low: f32, high: f32) -> Clip {
    let bits = node.int("num_bits", 8).clamp(2, 16) as i32;
    let (first, last) = (if node.flag("narrow_range") { 1.0 } else { 0.0 }, f32::powi(2.0, bits) - 1.0);
    let scale = (high - low) / (last - first);
    let zero = (first - low / scale).clamp(first, last).round();
    match scale.is_normal() {
        true => Clip { low: (first - zero) * scale, high: (last - zero) * scale },
        false => Clip { low, high },
    }
}

/// `QuantizeV2`: the values within its range, and the range.
pub fn quantize(importer: &mut Importer, node: &NodeDef) -> Result<Vec<ValueId>> {
    let [x, low, high] = [importer.input(node, 0)?, importer.input(node, 1)?, importer.input(node, 2)?];
    let range = Clip { low: importer.number(node, 1)?, high: importer.number(node, 2)? };
    let value = importer.formula(node).unary(Unary::Clip(range), x)?;
    importer.quantised.insert(value);
    Ok(vec![value, low, high])
}

/// What `QuantizeV2` made, as it is; a constant of 8 bits within its range.
pub fn dequantize(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    if importer.quantised.contains(&x) {
        return Ok(x);
    }
    let lowest = match node.data_type("T") {
        Some(DT_QUINT8) => 0.0,
        Some(DT_QINT8) => -128.0,
        _ => return Err(node.fail("only constants of 8 bits can be de-quantised")),
    };
    if !["", "MIN_COMBINED", "MIN_FIRST"].contains(&node.text("mode")) {
        return Err(node.fail(format!("mode `{}` is not supported", node.text("mode"))));
    }
    importer.constant(node, 0)?;
    let (low, high) = (importer.number(node, 1)?, importer.number(node, 2)?);
    let scale = (high - low) / 255.0;
    let mut formula = importer.formula(node);
    let scaled = formula.with_number(Binary::Mul, x, scale)?;
    formula.with_number(Binary::Add, scaled, low - lowest * scale)
}
