//! Operators that treat every element alike, and what converters join with others: activations.

use super::operator::Operator;
use super::types::{is_float, BOOL, INT32, INT64};
use super::{quantisation, Importer};
use crate::error::Result;
use crate::graph::ValueId;
use crate::import::formula::Functions;
use crate::op::{Binary, Clip, Op, Unary};

/// Applies the activation that an operator carries in `field` of its attributes (`ActivationFunctionType`).
pub fn activate(importer: &mut Importer, operator: &Operator, field: usize, value: ValueId) -> Result<ValueId> {
    let activation = match operator.options.byte(field)? {
        0 => return Ok(value),
        1 => Unary::Clip(Clip::RELU),
        2 => Unary::Clip(Clip { low: -1.0, high: 1.0 }),
        3 => Unary::Clip(Clip::RELU6),
        4 => Unary::Tanh,
        other => return Err(operator.fail(format!("fused activation {other} is not supported"))),
    };
    importer.graph.add(&operator.name, Op::Unary(activation), &[value])
}

pub fn activated_binary(importer: &mut Importer, operator: &Operator, op: Binary) -> Result<ValueId> {
    let value = importer.binary(operator, op)?;
    activate(importer, operator, 0, value)
}

/// The quotient of whole numbers is rounded towards zero.
pub fn div(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let [_, made] = operator.element_types(importer, 0)?;
    if is_whole(made) {
        return importer.of_two(operator, |formula, a, b| formula.truncated_div(a, b));
    }
    activated_binary(importer, operator, Binary::Div)
}

/// Sizes and positions; integers of fewer bits stand for real numbers.
fn is_whole(element_type: i8) -> bool {
    [INT32, INT64].contains(&element_type)
}

pub fn sum(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let parts = importer.inputs(operator)?;
    if parts.is_empty() {
        return Err(operator.fail("input 0 is missing"));
    }
    importer.formula(operator).sum(&parts)
}

pub fn gelu(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    importer.unary(operator, if operator.options.flag(0)? { Unary::GeluTanh } else { Unary::Gelu })
}

/// Nothing more than what the result of every operator goes through; but what follows the input tells which pixels the
/// model expects.
pub fn quantize(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let x = importer.input(operator, 0)?;
    if let (true, Some(output)) = (x == importer.graph.input, operator.outputs()?.next()) {
        importer.graph.claims.quantised_range = quantisation::range(&importer.tensors.get(output)?)?;
    }
    Ok(x)
}

/// softmax(beta x)
pub fn softmax(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let beta = operator.options.float(0)?;
    importer.of_one(operator, |formula, x| {
        let x = if beta == 1.0 { x } else { formula.with_number(Binary::Mul, x, beta)? };
        formula.softmax(x)
    })
}

/// The sum of squares is at least that of reference_ops::L2Normalization, 1e-6 squared.
pub fn l2_normalization(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let value = importer.of_one(operator, |formula, x| formula.l2_normalised(x, 1e-12))?;
    activate(importer, operator, 0, value)
}

/// Whole numbers lose what comes after the point, and booleans are 0 and 1.
pub fn cast(importer: &mut Importer, operator: &Operator) -> Result<ValueId> {
    let [from, to] = operator.element_types(importer, 0)?;
    importer.of_one(operator, |formula, x| match to {
        _ if from == BOOL => Ok(x),
        BOOL => formula.is_not_zero(x),
        _ if is_float(from) && !is_float(to) => formula.truncated(x),
        _ => Ok(x),
    })
}
