//! Comparisons and logic. What holds is 1, what does not is 0.

use super::arithmetic::binary;
use super::messages::NodeProto;
use super::operator::{decides, Operator};
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::op::Binary;
use crate::tensor::Tensor;

pub const BOOL: Kind = Kind::Integer { low: 0.0, high: 1.0 };

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Greater" => decides(|importer, node| compare(importer, node, Binary::Greater)),
        "GreaterOrEqual" => decides(|importer, node| compare(importer, node, Binary::GreaterOrEqual)),
        "Less" => decides(|importer, node| compare_swapped(importer, node, Binary::Greater)),
        "LessOrEqual" => decides(|importer, node| compare_swapped(importer, node, Binary::GreaterOrEqual)),
        "Equal" => decides(|importer, node| compare(importer, node, Binary::Equal)),
        "And" => decides(|importer, node| compare(importer, node, Binary::Min)),
        "Or" => decides(|importer, node| compare(importer, node, Binary::Max)),
        "Xor" => decides(xor),
        "Not" => decides(not),
        "IsNaN" => decides(is_nan),
        "IsInf" => decides(is_infinite),
        _ => return None,
    })
}

/// `a op b`.
fn compare(importer: &mut Importer, node: &NodeProto, op: Binary) -> Result<View> {
    let (a, b) = (importer.input(node, 0)?, importer.input(node, 1)?);
    truth(importer, node, op, &a, &b)
}

/// `b op a`.
fn compare_swapped(importer: &mut Importer, node: &NodeProto, op: Binary) -> Result<View> {
    let (a, b) = (importer.input(node, 0)?, importer.input(node, 1)?);
    truth(importer, node, op, &b, &a)
}

fn not(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    negation(importer, node, &x)
}

/// Whether exactly one of the two holds.
fn xor(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let same = compare(importer, node, Binary::Equal)?;
    negation(importer, node, &same)
}

/// A value that is not a number differs from itself.
fn is_nan(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let same = truth(importer, node, Binary::Equal, &x, &x)?;
    negation(importer, node, &same)
}

/// Whether a value is infinite, of the signs that the node is to detect.
fn is_infinite(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let mut is = |sign: &str, value: f32| {
        // Nothing equals what is not a number.
        let value = if node.int(sign, 1) != 0 { value } else { f32::NAN };
        let value = importer.constant_view(Tensor::scalar(value));
        truth(importer, node, Binary::Equal, &x, &value)
    };
    let (above, below) = (is("detect_positive", f32::INFINITY)?, is("detect_negative", f32::NEG_INFINITY)?);
    truth(importer, node, Binary::Max, &above, &below)
}

/// Whether a value is 0, which stands for false.
pub fn negation(importer: &mut Importer, node: &NodeProto, x: &View) -> Result<View> {
    let zero = importer.constant_view(Tensor::scalar(0.0));
    truth(importer, node, Binary::Equal, x, &zero)
}

fn truth(importer: &mut Importer, node: &NodeProto, op: Binary, a: &View, b: &View) -> Result<View> {
    Ok(View { kind: BOOL, ..binary(importer, node, op, a, b)? })
}
