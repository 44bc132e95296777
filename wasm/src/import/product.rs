//! Products of matrices, of which either may be constant. Errors name the node.

use super::dense::dense;
use super::shaping::fail;
use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::op::Op;
use crate::tensor::Tensor;

/// The product of [..., m, k] and [..., k, n], either with its last two axes swapped first; leading axes are broadcast
/// together. Constant weights without leading axes make a dense layer.
pub fn matmul(graph: &mut Graph, name: &str, operands: [ValueId; 2], transposed: [bool; 2]) -> Result<ValueId> {
    let [mut a, b] = operands;
    if operands.iter().any(|&operand| graph.shape(operand).len() < 2) {
        let shapes = operands.map(|operand| graph.shape(operand).to_vec());
        return Err(fail(name, format!("a product of shapes {shapes:?}")));
    }
    if transposed[0] {
        a = swapped(graph, name, a)?;
    }
    let weights = graph.constant_of(b).filter(|_| graph.constant_of(a).is_none());
    match weights.and_then(|weights| as_matrix(weights, graph.shape(a).len())) {
        Some(weights) => dense(graph, name, a, &weights, transposed[1]),
        None => graph.add(name, Op::MatMul { transpose_b: transposed[1], factor: 1.0 }, &[a, b]),
    }
}

/// Weights as a matrix, where their leading axes are of size 1 and no more than the other operand has.
fn as_matrix(weights: &Tensor, rank: usize) -> Option<Tensor> {
    let (leading, matrix) = weights.shape().split_at(weights.shape().len() - 2);
    let plain = leading.iter().all(|&size| size == 1) && weights.shape().len() <= rank;
    weights.reshaped(matrix.to_vec()).ok().filter(|_| plain)
}

fn swapped(graph: &mut Graph, name: &str, x: ValueId) -> Result<ValueId> {
    let mut order: Vec<usize> = (0..graph.shape(x).len()).collect();
    let last = order.len() - 1;
    order.swap(last - 1, last);
    graph.add(name, Op::Transpose { order }, &[x])
}
