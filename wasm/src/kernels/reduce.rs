//! Sums, products and extremes along axes.

use super::{Backend, Kernels};
use crate::op::{Binary, ReduceKind};

/// The order of axes in which those that are reduced come first.
pub fn axes_first(axes: &[usize], rank: usize) -> Vec<usize> {
    axes.iter().copied().chain((0..rank).filter(|axis| !axes.contains(axis))).collect()
}

/// `output[c]` is the result of `input[r, c]` over all `rows` r, of which there is at least one.
pub fn reduce_rows(kind: ReduceKind, rows: usize, input: &[f32], output: &mut [f32]) {
    let combine = match kind {
        ReduceKind::Max => Binary::Max,
        ReduceKind::Min => Binary::Min,
        ReduceKind::Sum => Binary::Add,
        ReduceKind::Product => Binary::Mul,
    };
    if let [result] = output {
        *result = reduce_line(combine, &input[..rows]);
        return;
    }
    let mut partial = input[..output.len()].to_vec();
    for row in input.chunks_exact(output.len().max(1)).take(rows).skip(1) {
        Backend::binary(combine, row, &partial, output);
        partial.copy_from_slice(output);
    }
    output.copy_from_slice(&partial);
}

#[inline(never)]
fn reduce_line(combine: Binary, values: &[f32]) -> f32 {
    let values = values.iter().copied();
    let extreme = |keep: fn(f32, f32) -> bool| move |x: f32, y: f32| if keep(y, x) { y } else { x };
    let result = match combine {
        Binary::Max => values.reduce(extreme(|y, x| y > x)),
        Binary::Min => values.reduce(extreme(|y, x| y < x)),
        Binary::Mul => values.reduce(|x, y| x * y),
        _ => values.reduce(|x, y| x + y),
    };
    result.unwrap_or(0.0)
}
