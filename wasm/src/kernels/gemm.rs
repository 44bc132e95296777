//! Matrix product with a packed right-hand side, after Goto and van de Geijn, "Anatomy of high-performance
//! matrix multiplication" (2008): the filter is stored in panels of a few columns, so that the innermost
//! loop reads both sides in order.

use super::clip;

/// Columns of a panel.
pub const PANEL: usize = 4;
/// Rows of a tile: with `PANEL` columns, 16 sums that stay in registers.
const ROWS: usize = 4;
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
    let mut sums = [0.0; ROWS * PANEL];
    for block in (0..a.count).step_by(BLOCK) {
        let end = (block + BLOCK).min(a.count);
        for column in (0..columns).step_by(PANEL) {
            let panel = &packed[column * depth..(column + PANEL) * depth];
            for row in (block..end).step_by(ROWS) {
                let rows = (end - row).min(ROWS);
                let line = |i: usize| &a.values[(row + i.min(rows - 1)) * a.stride..][..depth];
                tile(line(0), line(1), line(2), line(3), panel, &mut sums);
                let place = Place { row, rows, column, columns: (columns - column).min(PANEL), stride: output_stride };
                store(&sums, epilogue, place, output);
            }
        }
    }
}

/// The product of four rows and a panel. Rows beyond the matrix repeat its last one.
#[inline(never)]
fn tile(a0: &[f32], a1: &[f32], a2: &[f32], a3: &[f32], panel: &[f32], sums: &mut [f32; ROWS * PANEL]) {
    let mut s = [0.0f32; ROWS * PANEL];
    let depth = a0.len();
    for k in 0..depth {
        // SAFETY: the rows are of one length, and the panel holds PANEL values for each of their elements.
        let (b, x) = unsafe {
            let b: &[f32; PANEL] = &*panel.as_ptr().add(k * PANEL).cast();
            (b, [*a0.get_unchecked(k), *a1.get_unchecked(k), *a2.get_unchecked(k), *a3.get_unchecked(k)])
        };
        for row in 0..ROWS {
            for column in 0..PANEL {
                s[row * PANEL + column] += x[row] * b[column];
            }
        }
    }
    *sums = s;
}

/// Where a tile lies in the output.
struct Place {
    row: usize,
    rows: usize,
    column: usize,
    columns: usize,
    stride: usize,
}

#[inline(never)]
fn store(sums: &[f32; ROWS * PANEL], epilogue: &Epilogue, place: Place, output: &mut [f32]) {
    let bias = &epilogue.bias[place.column..place.column + place.columns];
    for row in 0..place.rows {
        let start = (place.row + row) * place.stride + place.column;
        let line = &mut output[start..start + place.columns];
        let sums = &sums[row * PANEL..row * PANEL + place.columns];
        match epilogue.residual {
            None => {
                for ((result, sum), bias) in line.iter_mut().zip(sums).zip(bias) {
                    *result = clip(sum + bias, epilogue.low, epilogue.high);
                }
            }
            Some(residual) => {
                let residual = &residual[start..start + place.columns];
                for (((result, sum), bias), other) in line.iter_mut().zip(sums).zip(bias).zip(residual) {
                    *result = clip(sum + bias + other, epilogue.low, epilogue.high);
                }
            }
        }
    }
}
