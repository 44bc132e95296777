//! Makes a network end in scores between 0 and 1, where it does not do so itself. What its output is, is judged by what
//! its values can be: an interval is walked through the graph. See [`bounds`].

mod bounds;
mod shapes;
#[cfg(test)]
mod tests;

use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::op::{Binary, Op, Unary};
use crate::tensor::Tensor;
use bounds::{Bounds, Origin};

/// What the scores of a network are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scores {
    /// Logits, which a softmax turned into probabilities.
    SoftmaxAdded,
    /// What nothing is known of before a picture arrives: a softmax is left to whoever has the values.
    SoftmaxIfNeeded,
    /// Probabilities that add up to 1, as the network makes them.
    Probabilities,
    /// One probability p, shown as two classes: 1 - p and p.
    Binary,
    /// A probability for each class, whatever those of the others are.
    Independent,
    /// No scores: the values that the network computes from a picture before its last layer.
    Features,
}

impl Scores {
    pub fn name(self) -> &'static str {
        match self {
            Scores::SoftmaxAdded => "softmax-added",
            Scores::SoftmaxIfNeeded => "softmax-if-needed",
            Scores::Probabilities => "probabilities",
            Scores::Binary => "binary",
            Scores::Independent => "independent",
            Scores::Features => "features",
        }
    }
}

/// How far beyond 0 and 1 rounding may take what are probabilities: quantisers have ends such as 255/256 or 1.002.
const TOLERANCE: f32 = 0.01;

/// Rewrites the output to one row of scores. Fails where it is nothing that classes can have.
pub fn end_in_scores(graph: &mut Graph) -> Result<Scores> {
    shapes::check(graph)?;
    let bounds = bounds::of_all(graph);
    let classes: usize = graph.shape(graph.output).iter().product();
    let (value, bounds) = without_log(graph, bounds[graph.output], &bounds)?;
    let row = as_row(graph, "scores", value)?;
    let probability = bounds.as_probability(TOLERANCE);
    let (scores, output) = match (probability, classes) {
        (Some(factor), 1) => (Scores::Binary, scaled(graph, row, factor)?),
        (None, 1) => (Scores::Binary, graph.add("probability", Op::Unary(Unary::Sigmoid), &[row])?),
        (Some(factor), _) => (kind_of(&bounds, classes), scaled(graph, row, factor)?),
        (None, _) if ends_in_layer(graph, value) => {
            (Scores::SoftmaxAdded, graph.add("probabilities", Op::Softmax, &[row])?)
        }
        (None, _) => (Scores::SoftmaxIfNeeded, row),
    };
    graph.output = if classes == 1 { both_classes(graph, output)? } else { output };
    Ok(scores)
}

/// Rewrites the output to one row of features, whose values stay as they are.
pub fn end_in_features(graph: &mut Graph) -> Result<Scores> {
    graph.output = as_row(graph, "features", graph.output)?;
    Ok(Scores::Features)
}

fn as_row(graph: &mut Graph, name: &str, value: ValueId) -> Result<ValueId> {
    match graph.shape(value) {
        [1, _] => Ok(value),
        shape => {
            let shape = vec![1, shape.iter().product()];
            graph.add(name, Op::Reshape { shape }, &[value])
        }
    }
}

/// Probabilities of which a network gives the logarithm, with their bounds.
fn without_log(graph: &mut Graph, output: Bounds, all: &[Bounds]) -> Result<(ValueId, Bounds)> {
    let value = graph.output;
    let log = last(graph, value).map(|index| &graph.nodes[index]);
    match log.filter(|node| matches!(node.op, Op::Unary(Unary::Log))).map(|node| all[node.inputs[0]]) {
        Some(bounds) if bounds.as_probability(TOLERANCE).is_some() => {
            Ok((graph.add("probabilities", Op::Unary(Unary::Exp), &[value])?, bounds))
        }
        _ => Ok((value, output)),
    }
}

/// Scores of 0 to 100, and sums of several probabilities, become scores of 0 to 1.
fn scaled(graph: &mut Graph, row: ValueId, factor: f32) -> Result<ValueId> {
    if factor == 1.0 {
        return Ok(row);
    }
    let factor = graph.constant(Tensor::scalar(factor));
    graph.add("probabilities", Op::Binary(Binary::Mul), &[row, factor])
}

fn kind_of(bounds: &Bounds, classes: usize) -> Scores {
    match bounds.origin {
        // Classes may have been left out of a row, but rows of several heads are no one distribution.
        Origin::Softmax { row, .. } if row >= classes => Scores::Probabilities,
        _ => Scores::Independent,
    }
}

/// 1 - p and p.
fn both_classes(graph: &mut Graph, p: ValueId) -> Result<ValueId> {
    let one = graph.constant(Tensor::new(vec![1, 1], vec![1.0])?);
    let other = graph.add("probability", Op::Binary(Binary::Sub), &[one, p])?;
    graph.add("probabilities", Op::Concat { axis: 1 }, &[other, p])
}

/// Whether a layer with weights makes the output, whose values then are logits whatever they happen to be.
fn ends_in_layer(graph: &Graph, value: ValueId) -> bool {
    let producers = graph.producers();
    let mut value = value;
    while let Some(node) = producers[value].map(|index| &graph.nodes[index]) {
        let constant = |position: usize| graph.constant_of(node.inputs[position]).is_some();
        value = match node.op {
            Op::Conv(_) | Op::LayerNorm(_) => return true,
            // A bias and a factor belong to the layer.
            Op::Binary(Binary::Add | Binary::Sub | Binary::Mul | Binary::Div) if constant(1) => node.inputs[0],
            Op::Binary(Binary::Add | Binary::Mul) if constant(0) => node.inputs[1],
            Op::Mean { .. } | Op::Pool(_) | Op::Unary(Unary::Clip(_) | Unary::Quantise(_)) => node.inputs[0],
            ref op if moves(op) => node.inputs[0],
            _ => return false,
        };
    }
    true
}

/// The node that makes a value, behind those that only move it.
fn last(graph: &Graph, value: ValueId) -> Option<usize> {
    let producers = graph.producers();
    let mut index = producers[value]?;
    while moves(&graph.nodes[index].op) {
        index = producers[graph.nodes[index].inputs[0]]?;
    }
    Some(index)
}

fn moves(op: &Op) -> bool {
    matches!(op, Op::Reshape { .. } | Op::Transpose { .. } | Op::Slice { .. } | Op::Gather { .. })
}
