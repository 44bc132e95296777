//! Parts of a model that it calls: subgraphs of their own.

use std::collections::BTreeSet;

use super::flatbuffer::{Table, Tables};
use super::operator::Operator;
use super::{Importer, MAX_TENSORS};
use crate::error::{Error, Result};
use crate::graph::ValueId;

/// Operators and tensors of all subgraphs that are called, as often as they are.
const MAX_EXPANDED: usize = 1 << 18;

/// Subgraphs that call each other.
const MAX_DEPTH: usize = 8;

/// Adds the operators of a subgraph whose inputs are those of the operator that calls it. Returns its outputs.
pub fn call(importer: &mut Importer, operator: &Operator, index: usize) -> Result<Vec<ValueId>> {
    if importer.called.len() == MAX_DEPTH || importer.called.contains(&index) {
        return Err(operator.fail("subgraphs call each other too deep"));
    }
    let subgraph = importer.subgraphs.get(index)?;
    let inputs = importer.inputs(operator)?;
    let tensors = subgraph.tables(0)?;
    importer.expanded = importer.expanded.saturating_add(tensors.len()).saturating_add(subgraph.tables(3)?.len());
    if importer.expanded > MAX_EXPANDED {
        return Err(operator.fail("the subgraphs that the model calls are too many or too large"));
    }
    let caller = (
        std::mem::replace(&mut importer.tensors, tensors),
        std::mem::replace(&mut importer.values, vec![None; tensors.len()]),
    );
    importer.called.push(index);
    let outputs = run(importer, &subgraph, &inputs);
    importer.called.pop();
    (importer.tensors, importer.values) = caller;
    outputs.map_err(|error| Error { message: operator.fail(&error.message).message, ..error })
}

fn run(importer: &mut Importer, subgraph: &Table, inputs: &[ValueId]) -> Result<Vec<ValueId>> {
    for (tensor, &value) in subgraph.ints(1)?.zip(inputs) {
        let slot = usize::try_from(tensor).ok().and_then(|tensor| importer.values.get_mut(tensor));
        *slot.ok_or_else(|| Error::model("a subgraph has an input that is not there"))? = Some(value);
    }
    let outputs: Vec<i64> = subgraph.ints(2)?.take(MAX_TENSORS).collect();
    for table in needed(subgraph.tables(3)?, outputs.iter().copied().collect())? {
        importer.add(table, usize::MAX)?;
    }
    let value = |tensor: i64| importer.value(usize::try_from(tensor).unwrap_or(usize::MAX));
    outputs.into_iter().map(value).collect()
}

/// The operators that tensors depend on, in the order of the file, in which each runs after those that it reads from.
fn needed(operators: Tables, mut wanted: BTreeSet<i64>) -> Result<Vec<Table>> {
    let mut needed = Vec::new();
    for operator in operators.iter().rev() {
        let operator = operator?;
        if operator.ints(2)?.take(MAX_TENSORS).any(|made| wanted.contains(&made)) {
            wanted.extend(operator.ints(1)?.take(MAX_TENSORS));
            needed.push(operator);
        }
    }
    needed.reverse();
    Ok(needed)
}
