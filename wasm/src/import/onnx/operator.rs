//! What a row of the table of operators says.

use super::messages::NodeProto;
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;

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

impl Operator {
    /// Adds what a node of this operator computes to the graph, and returns its outputs.
    pub fn import(&self, importer: &mut Importer, node: &NodeProto) -> Result<Vec<View>> {
        let inputs = node.input.iter().filter_map(|name| importer.values.get(name.as_str())).map(|view| view.kind);
        let kinds: Vec<Kind> = inputs.collect();
        let is_quantised = |kind: &Kind| matches!(kind, Kind::Quantised { .. });
        if matches!(self.result, ResultKind::Computed) && kinds.iter().any(is_quantised) {
            return Err(node.fail("arithmetic on quantised values is not supported, de-quantised ones are"));
        }
        let outputs = match self.import {
            Import::One(import) => vec![import(importer, node)?],
            Import::Several(import) => import(importer, node)?,
        };
        if matches!(self.result, ResultKind::Decided) {
            return Ok(outputs);
        }
        let kind = kinds.first().copied().unwrap_or(Kind::Real);
        Ok(outputs.into_iter().map(|output| View { kind, ..output }).collect())
    }
}
