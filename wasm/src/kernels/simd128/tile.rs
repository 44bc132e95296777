//! The innermost part of a matrix product, for hosts with vectors: 32 sums in eight vectors, which leaves half of the
//! sixteen registers of an x86 processor to their operands. Each sum adds the same products in the same order as the
//! portable tile's.

use super::vector::F32x4;
use crate::kernels::lanes::Lanes;

const LANES: usize = F32x4::COUNT;

/// Columns of a panel.
pub const PANEL: usize = 8;
/// Rows of a tile.
pub const ROWS: usize = 4;

/// Four rows times a panel, with the bias, written with ReLU or without and limited to `high`.
///
/// # Safety
/// The rows have `depth` elements, the panel `PANEL` times as many; the bias has `PANEL`, and the output as many in each
/// of `ROWS` rows, which are `stride` elements apart.
#[inline(never)]
#[allow(clippy::too_many_arguments)]
pub unsafe fn tile<const RECTIFY: bool>(
    a0: *const f32,
    a1: *const f32,
    a2: *const f32,
    a3: *const f32,
    depth: usize,
    mut panel: *const f32,
    bias: *const f32,
    high: f32,
    output: *mut f32,
    stride: usize,
) {
    let bias = [F32x4::load(bias), F32x4::load(bias.add(LANES))];
    let mut sums = [bias; ROWS];
    for step in 0..depth {
        let b = [F32x4::load(panel), F32x4::load(panel.add(LANES))];
        for (sums, row) in sums.iter_mut().zip([a0, a1, a2, a3]) {
            let a = F32x4::load_splat(row.add(step));
            *sums = [sums[0] + a * b[0], sums[1] + a * b[1]];
        }
        panel = panel.add(PANEL);
    }
    let high = F32x4::splat(high);
    for (row, [left, right]) in sums.into_iter().enumerate() {
        let output = output.add(row * stride);
        left.limit::<RECTIFY>(high).store(output);
        right.limit::<RECTIFY>(high).store(output.add(LANES));
    }
}
