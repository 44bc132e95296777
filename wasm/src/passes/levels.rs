//! Leaves out roundings to levels at which the values are already: moving values, and choosing the greatest of them, makes
//! no others. Any other operation between two roundings keeps both.

use crate::graph::{Graph, Node, ValueId};
use crate::op::{Levels, Op, Pool, PoolKind, Unary};

pub fn round_once(graph: &mut Graph) {
    let mut levels: Vec<Option<Levels>> = vec![None; graph.value_count()];
    let mut stand_in: Vec<ValueId> = (0..graph.value_count()).collect();
    for node in &mut graph.nodes {
        node.inputs.iter_mut().for_each(|input| *input = stand_in[*input]);
        levels[node.output] = levels_of(node, &levels);
        let input = node.inputs[0];
        if matches!(node.op, Op::Unary(Unary::Quantise(_))) && levels[input] == levels[node.output] {
            stand_in[node.output] = input;
        }
    }
    graph.output = stand_in[graph.output];
}

/// The levels at which all values that a node makes are.
fn levels_of(node: &Node, known: &[Option<Levels>]) -> Option<Levels> {
    let first = known[node.inputs[0]];
    match &node.op {
        Op::Unary(Unary::Quantise(levels)) => Some(*levels),
        Op::Reshape { .. } | Op::Transpose { .. } | Op::Slice { .. } | Op::Gather { .. } => first,
        Op::Pool(Pool { kind: PoolKind::Max, .. }) => first.filter(|levels| is_level(*levels, 0.0)),
        Op::Pad { value, .. } => first.filter(|levels| is_level(*levels, *value)),
        Op::Concat { .. } => first.filter(|_| node.inputs.iter().all(|&input| known[input] == first)),
        _ => None,
    }
}

fn is_level(levels: Levels, value: f32) -> bool {
    levels.nearest(value) == value
}
