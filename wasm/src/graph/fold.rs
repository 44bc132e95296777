//! Computes ops whose inputs are all constants, with the kernels that would run them.

use crate::error::Result;
use crate::kernels::copy::StridedCopy;
use crate::kernels::pick;
use crate::kernels::reduce;
use crate::kernels::scalar::elementwise;
use crate::kernels::select::select;
use crate::op::{Op, ReduceKind};
use crate::tensor::shape::{elements, plane};
use crate::tensor::Tensor;

/// Whether `fold` computes ops of this kind.
pub fn folds(op: &Op) -> bool {
    use Op::*;
    matches!(
        op,
        Reshape { .. }
            | Transpose { .. }
            | Slice { .. }
            | Unary(_)
            | Binary(_)
            | Concat { .. }
            | Select
            | Mean { .. }
            | Reduce { .. }
            | Gather { .. }
            | Interpolate { .. }
    )
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
        Op::Binary(binary) => filled(shape, |values| {
            elementwise::binary(*binary, &spread(input, shape), &spread(inputs[1], shape), values)
        }),
        Op::Select => {
            let [condition, a, b] = [0, 1, 2].map(|at| spread(inputs[at], shape));
            filled(shape, |values| select(&condition, &a, &b, values))
        }
        Op::Reduce { kind, axes } => reduced(*kind, axes, input, shape, 1.0),
        Op::Mean { axes } => {
            let count: usize = axes.iter().map(|&axis| input.shape()[axis]).product();
            reduced(ReduceKind::Sum, axes, input, shape, 1.0 / count as f32)
        }
        Op::Concat { axis } => concat(inputs, *axis, shape),
        Op::Gather { axis, positions } => {
            filled(shape, |values| pick::pick(positions, plane(input.shape(), *axis), &input.to_vec(), values))
        }
        Op::Interpolate { axis, taps } => {
            filled(shape, |values| pick::interpolate(taps, plane(input.shape(), *axis), &input.to_vec(), values))
        }
        _ => return None,
    })
}

/// The result of a reduction times a factor.
fn reduced(kind: ReduceKind, axes: &[usize], input: &Tensor, shape: &[usize], factor: f32) -> Result<Tensor> {
    let order = reduce::axes_first(axes, input.shape().len());
    let rows = axes.iter().map(|&axis| input.shape()[axis]).product();
    let moved = transposed(input, &order);
    filled(shape, |values| {
        reduce::reduce_rows(kind, rows, &moved, values);
        elementwise::scale(values, factor);
    })
}

/// The values of a constant repeated to a shape, whose size has been counted.
fn spread(tensor: &Tensor, shape: &[usize]) -> Vec<f32> {
    let mut values = vec![0.0; shape.iter().product()];
    StridedCopy::broadcast(tensor.shape(), shape).run(&tensor.to_vec(), &mut values);
    values
}

fn transposed(tensor: &Tensor, order: &[usize]) -> Vec<f32> {
    let mut values = vec![0.0; tensor.len()];
    StridedCopy::transpose(tensor.shape(), order).run(&tensor.to_vec(), &mut values);
    values
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
