//! Ops that treat every element alike.

use super::constant::{is_float, DT_BOOL};
use super::messages::NodeDef;
use super::Importer;
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::formula::Functions;
use crate::op::{Binary, Op};
use crate::tensor::Tensor;

/// The sum of any number of tensors of one shape.
pub fn sum(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let parts = importer.inputs(node)?;
    if parts.is_empty() {
        return Err(node.fail("input 0 is missing"));
    }
    importer.formula(node).sum(&parts)
}

/// Whole numbers lose what comes after the point, and booleans are 0 and 1.
pub fn cast(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let x = importer.input(node, 0)?;
    let (from, to) = (node.data_type("SrcT"), node.data_type("DstT"));
    let mut formula = importer.formula(node);
    match (from, to) {
        (Some(DT_BOOL), _) => Ok(x),
        (_, Some(DT_BOOL)) => formula.is_not_zero(x),
        (Some(from), Some(to)) if is_float(from) && !is_float(to) => formula.truncated(x),
        _ => Ok(x),
    }
}

/// The quotient of whole numbers is rounded towards zero.
pub fn truncated_div(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    match node.data_type("T") {
        Some(kind) if !is_float(kind) => importer.of_two(node, |formula, a, b| formula.truncated_div(a, b)),
        _ => importer.binary(node, Binary::Div),
    }
}

/// A quotient that is 0 where the divisor is.
pub fn div_no_nan(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    importer.of_two(node, |formula, a, b| {
        let quotient = formula.binary(Binary::Div, a, b)?;
        let divides = formula.is_not_zero(b)?;
        let zero = formula.graph.constant(Tensor::scalar(0.0));
        formula.graph.add(formula.name, Op::Select, &[divides, quotient, zero])
    })
}
