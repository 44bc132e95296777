//! Comparisons and logic. What holds is 1, what does not is 0.

use super::arithmetic::binary;
use super::messages::NodeProto;
use super::ops::{decides, Operator};
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::graph::op::Binary;
use crate::graph::tensor::Tensor;

const BOOL: Kind = Kind::Integer { low: 0.0, high: 1.0 };

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

fn negation(importer: &mut Importer, node: &NodeProto, x: &View) -> Result<View> {
    let zero = importer.constant_view(Tensor::scalar(0.0));
    truth(importer, node, Binary::Equal, x, &zero)
}

fn truth(importer: &mut Importer, node: &NodeProto, op: Binary, a: &View, b: &View) -> Result<View> {
    Ok(View { kind: BOOL, ..binary(importer, node, op, a, b)? })
}
