//! Turns logits into probabilities where a graph does not do so itself.

use crate::error::Result;
use crate::graph::op::{Op, Unary};
use crate::graph::Graph;

/// What the scores of a network are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scores {
    /// Logits, which a softmax turned into probabilities.
    SoftmaxAdded,
    /// Probabilities that add up to 1, as the network makes them.
    Probabilities,
    /// One probability p, shown as two classes: 1 - p and p.
    Binary,
    /// A probability for each class, whatever those of the others are.
    Independent,
}

impl Scores {
    pub fn name(self) -> &'static str {
        match self {
            Scores::SoftmaxAdded => "softmax-added",
            Scores::Probabilities => "probabilities",
            Scores::Binary => "binary",
            Scores::Independent => "independent",
        }
    }
}

/// Appends a softmax where the output is not the result of a softmax or a sigmoid (reshaped or not).
pub fn end_in_probabilities(graph: &mut Graph) -> Result<Scores> {
    if is_probability(graph) {
        return Ok(Scores::Probabilities);
    }
    let output = graph.output;
    let classes: usize = graph.shape(output).iter().product();
    let logits = graph.add("logits", Op::Reshape { shape: vec![1, classes] }, &[output])?;
    graph.output = graph.add("probabilities", Op::Softmax, &[logits])?;
    Ok(Scores::SoftmaxAdded)
}

fn is_probability(graph: &Graph) -> bool {
    let producers = graph.producers();
    let mut value = graph.output;
    while let Some(node) = producers[value].map(|index| &graph.nodes[index]) {
        match node.op {
            Op::Softmax | Op::Unary(Unary::Sigmoid) => return true,
            Op::Reshape { .. } | Op::Transpose { .. } => value = node.inputs[0],
            _ => return false,
        }
    }
    false
}
