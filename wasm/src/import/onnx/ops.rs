//! The table of ONNX operators. Each module beside this one has the rows of its part: `operator` there.

use super::messages::NodeProto;
use super::view::{Kind, View};
use super::{
    arithmetic, attention, contributed, convolution, cumulative, evaluate, functions, logic, lp, matrix, norm, pad,
    pick, qlinear, quantised, reduce, reshape, resize, shapes, slice, space, Importer,
};
use crate::error::{Error, Result};

/// A row of the table: how to import an operator, and what kind of numbers it makes.
pub struct Operator {
    import: Import,
    result: ResultKind,
}

type One = fn(&mut Importer, &NodeProto) -> Result<View>;
type Several = fn(&mut Importer, &NodeProto) -> Result<Vec<View>>;

enum Import {
    One(One),
    Several(Several),
}

/// The kind of an operator's results.
enum ResultKind {
    /// That of its first input. Quantised numbers are refused: their result would be of another scale.
    Computed,
    /// That of its first input, quantised or not.
    Moved,
    /// What the importing function says.
    Decided,
}

/// An operator that computes with its inputs' numbers.
pub fn computes(import: One) -> Operator {
    Operator { import: Import::One(import), result: ResultKind::Computed }
}

/// An operator that only moves or selects numbers.
pub fn moves(import: One) -> Operator {
    Operator { import: Import::One(import), result: ResultKind::Moved }
}

/// As `moves`, for several outputs.
pub fn moves_to_several(import: Several) -> Operator {
    Operator { import: Import::Several(import), result: ResultKind::Moved }
}

/// An operator whose result is of a kind of its own.
pub fn decides(import: One) -> Operator {
    Operator { import: Import::One(import), result: ResultKind::Decided }
}

/// As `decides`, for several outputs.
pub fn decides_several(import: Several) -> Operator {
    Operator { import: Import::Several(import), result: ResultKind::Decided }
}

/// Adds what a node computes to the graph. Returns its outputs; those that only training reads are left out.
pub fn import(importer: &mut Importer, node: &NodeProto) -> Result<Vec<View>> {
    let operator = find(node).ok_or_else(|| unsupported(node))?;
    let first = node.input.iter().filter_map(|name| importer.values.get(name.as_str())).map(|view| view.kind).next();
    if matches!(operator.result, ResultKind::Computed) && reads_quantised(importer, node) {
        return Err(node.fail("arithmetic on quantised values is not supported, de-quantised ones are"));
    }
    let outputs = match operator.import {
        Import::One(import) => vec![import(importer, node)?],
        Import::Several(import) => import(importer, node)?,
    };
    if matches!(operator.result, ResultKind::Decided) {
        return Ok(outputs);
    }
    let kind = first.unwrap_or(Kind::Real);
    Ok(outputs.into_iter().map(|output| View { kind, ..output }).collect())
}

fn reads_quantised(importer: &Importer, node: &NodeProto) -> bool {
    let inputs = node.input.iter().filter_map(|name| importer.values.get(name.as_str()));
    inputs.into_iter().any(|view| matches!(view.kind, Kind::Quantised { .. }))
}

fn find(node: &NodeProto) -> Option<Operator> {
    let name = node.op_type.as_str();
    match node.domain.as_str() {
        "" | "ai.onnx" => {
            let parts = [
                arithmetic::operator,
                functions::operator,
                logic::operator,
                convolution::operator,
                matrix::operator,
                attention::operator,
                norm::operator,
                reduce::operator,
                reshape::operator,
                slice::operator,
                pad::operator,
                pick::operator,
                resize::operator,
                cumulative::operator,
                evaluate::operator,
                space::operator,
                lp::operator,
                shapes::operator,
                quantised::operator,
                qlinear::operator,
            ];
            parts.iter().find_map(|operator| operator(name))
        }
        "com.microsoft" => contributed::operator(name),
        _ => None,
    }
}

fn unsupported(node: &NodeProto) -> Error {
    let op = &node.op_type;
    match node.domain.as_str() {
        "" | "ai.onnx" if ["If", "Loop", "Scan"].contains(&op.as_str()) => node.fail(format!(
            "operator `{op}` is not supported: export the model with fixed sizes, or simplify it with onnxsim"
        )),
        "" | "ai.onnx" => node.fail(format!(
            "operator `{op}` is not supported: try a newer exporter or opset, or read the scores before this node with \
             --output-node"
        )),
        domain if domain.starts_with("com.microsoft") => node.fail(format!(
            "operator `{op}` of ONNX Runtime's domain `{domain}` is not supported: save the model without its \
             optimisations"
        )),
        domain => node.fail(format!(
            "operator `{op}` of the domain `{domain}` is not supported: export the model with standard operators"
        )),
    }
}
