//! Matrix product with a packed right-hand side, after Goto and van de Geijn, "Anatomy of high-performance
//! matrix multiplication" (2008): the filter is stored in panels of a few columns, so that the innermost
//! loop reads both sides in order.

use super::elementwise::accumulate;
use super::limits::{limit, Limits};
pub use crate::kernels::inner::PANEL;
use crate::kernels::inner::{tile, ROWS};

/// Rows that are taken through all panels before the next ones, so that they stay in the second-level cache.
const BLOCK: usize = 64;

/// What happens to a sum before it is written: `clip(sum + bias[column] + residual[row, column])`.
pub struct Epilogue<'a> {
    pub bias: &'a [f32],
    /// As the output: the same strides, `columns` to a row.
    pub residual: Option<&'a [f32]>,
    pub low: f32,
    pub high: f32,
}

/// A matrix inside a slice: `stride` elements from one row to the next.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    pub values: &'a [f32],
    pub stride: usize,
    pub count: usize,
}

/// Floats of a packed matrix of `depth` rows and `columns` columns.
pub fn packed_len(depth: usize, columns: usize) -> usize {
    columns.div_ceil(PANEL) * PANEL * depth
}

/// `output = epilogue(a x packed)`: `a` is [rows, depth], `packed` holds [depth, columns] in panels, `output` has
/// `output_stride` elements from row to row.
pub fn gemm(a: Rows, depth: usize, packed: &[f32], epilogue: &Epilogue, output: &mut [f32], output_stride: usize) {
    let columns = epilogue.bias.len();
    let limits = Limits::new(epilogue.low, epilogue.high);
    // A tile adds the bias and applies ReLU; anything else needs a second pass over its rows.
    let in_tile = epilogue.residual.is_none() && limits.is_simple();
    let tile_limits = if in_tile { limits } else { Limits::NONE };
    for block in (0..a.count).step_by(BLOCK) {
        let end = (block + BLOCK).min(a.count);
        for column in (0..columns).step_by(PANEL) {
            let panel = &packed[column * depth..(column + PANEL) * depth];
            let bias = &epilogue.bias[column..(column + PANEL).min(columns)];
            for row in (block..end).step_by(ROWS) {
                let rows = (end - row).min(ROWS);
                let lines = std::array::from_fn(|i| &a.values[(row + i.min(rows - 1)) * a.stride..][..depth]);
                let target = &mut output[row * output_stride + column..];
                if rows == ROWS && bias.len() == PANEL {
                    whole_tile(lines, panel, bias, tile_limits, target, output_stride);
                } else {
                    part_of_tile(lines, panel, bias, tile_limits, target, output_stride, rows);
                }
            }
        }
        if !in_tile {
            finish(epilogue.residual, limits, columns, block * output_stride, end - block, output, output_stride);
        }
    }
}

fn whole_tile(rows: [&[f32]; ROWS], panel: &[f32], bias: &[f32], limits: Limits, output: &mut [f32], stride: usize) {
    let depth = rows[0].len();
    let rows = rows.map(<[f32]>::as_ptr);
    assert!(panel.len() >= depth * PANEL && bias.len() >= PANEL && output.len() >= (ROWS - 1) * stride + PANEL);
    // SAFETY: the rows are of one length, the rest was just asserted.
    unsafe {
        let (panel, bias, output) = (panel.as_ptr(), bias.as_ptr(), output.as_mut_ptr());
        match limits.rectify {
            true => tile::<true>(rows[0], rows[1], rows[2], rows[3], depth, panel, bias, limits.high, output, stride),
            false => tile::<false>(rows[0], rows[1], rows[2], rows[3], depth, panel, bias, limits.high, output, stride),
        }
    }
}

/// At the lower and right edge of the matrix a tile is computed whole and then written as far as it reaches.
fn part_of_tile(
    lines: [&[f32]; ROWS],
    panel: &[f32],
    bias: &[f32],
    limits: Limits,
    output: &mut [f32],
    stride: usize,
    rows: usize,
) {
    let (mut whole, mut padded) = ([0.0; ROWS * PANEL], [0.0; PANEL]);
    padded[..bias.len()].copy_from_slice(bias);
    whole_tile(lines, panel, &padded, limits, &mut whole, PANEL);
    for row in 0..rows {
        output[row * stride..][..bias.len()].copy_from_slice(&whole[row * PANEL..][..bias.len()]);
    }
}

/// Adds the residual to `count` rows that begin at `start`, and limits them.
fn finish(
    residual: Option<&[f32]>,
    limits: Limits,
    columns: usize,
    start: usize,
    count: usize,
    output: &mut [f32],
    stride: usize,
) {
    for start in (start..).step_by(stride.max(1)).take(count) {
        let line = &mut output[start..start + columns];
        if let Some(residual) = residual {
            accumulate(&residual[start..start + columns], line);
        }
        limit(line, limits);
    }
}
