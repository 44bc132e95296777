//! Computes ops whose inputs are all constants, with the kernels that would run them.

use super::op::{Binary, Op};
use super::shape::elements;
use super::tensor::Tensor;
use crate::error::Result;
use crate::kernels::copy::StridedCopy;
use crate::kernels::elementwise;

/// Whether `fold` computes ops of this kind.
pub fn folds(op: &Op) -> bool {
    use Op::*;
    matches!(op, Reshape { .. } | Transpose { .. } | Slice { .. } | Unary(_) | Binary(_) | Concat { .. })
}

/// The constant that `op` gives on constants, or `None` where the op is of a kind that is left to run.
pub fn fold(op: &Op, inputs: &[&Tensor], shape: &[usize]) -> Option<Result<Tensor>> {
    let input = inputs[0];
    let copied = |copy: StridedCopy| filled(shape, |values| copy.run(&input.to_vec(), values));
    Some(match op {
        Op::Reshape { shape } => input.reshaped(shape.clone()),
        Op::Transpose { order } => copied(StridedCopy::transpose(input.shape(), order)),
        Op::Slice { start, size, step } => copied(StridedCopy::slice(input.shape(), start, size, step)),
        Op::Unary(unary) => filled(shape, |values| elementwise::unary(*unary, &input.to_vec(), values)),
        Op::Binary(binary) => fold_binary(*binary, input, inputs[1], shape),
        Op::Concat { axis } => concat(inputs, *axis, shape),
        _ => return None,
    })
}

fn fold_binary(op: Binary, a: &Tensor, b: &Tensor, shape: &[usize]) -> Result<Tensor> {
    let expanded = |tensor: &Tensor| {
        filled(shape, |values| StridedCopy::broadcast(tensor.shape(), shape).run(&tensor.to_vec(), values))
    };
    let (a, b) = (expanded(a)?.to_vec(), expanded(b)?.to_vec());
    filled(shape, |values| elementwise::binary(op, &a, &b, values))
}

fn concat(inputs: &[&Tensor], axis: usize, shape: &[usize]) -> Result<Tensor> {
    filled(shape, |values| {
        let mut start = vec![0; shape.len()];
        for input in inputs {
            StridedCopy::place(input.shape(), shape, &start).run(&input.to_vec(), values);
            start[axis] += input.shape()[axis];
        }
    })
}

fn filled(shape: &[usize], fill: impl FnOnce(&mut [f32])) -> Result<Tensor> {
    let mut values = vec![0.0; elements(shape)?];
    fill(&mut values);
    Tensor::new(shape.to_vec(), values)
}
