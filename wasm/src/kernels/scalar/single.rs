//! The innermost loops with single floats: the tile of a matrix product has 16 sums, which stay in registers.

use super::limits::Limits;

pub type Vector = f32;

/// Columns of a panel.
pub const PANEL: usize = 4;
/// Rows of a tile.
pub const ROWS: usize = 4;

/// Four rows times a panel, with the bias, written with ReLU or without and limited to `high`.
///
/// The method that this becomes holds as few accesses to memory as it can: HotSpot inlines each of them through
/// several calls, up to a limit for the whole method, and what is left over is called.
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
    mut output: *mut f32,
    stride: usize,
) {
    let bias = [*bias, *bias.add(1), *bias.add(2), *bias.add(3)];
    let mut sums = [bias; ROWS];
    let (mut a0, mut a1, mut a2, mut a3) = (a0, a1, a2, a3);
    // Two at a time: half as many steps of the pointers, and on Java 25 half as much time again.
    // The end is compared, and not counted: HotSpot on Java 17 splits a counted loop to check the ranges of its accesses
    // up front, and in half of all runs the code was then slower by two thirds.
    let end = panel.wrapping_add(depth / 2 * 2 * PANEL);
    while panel != end {
        for step in 0..2 {
            add_products(&mut sums, [*a0.add(step), *a1.add(step), *a2.add(step), *a3.add(step)], panel);
            panel = panel.add(PANEL);
        }
        (a0, a1, a2, a3) = (a0.add(2), a1.add(2), a2.add(2), a3.add(2));
    }
    if depth % 2 == 1 {
        add_products(&mut sums, [*a0, *a1, *a2, *a3], panel);
    }
    let limits = Limits { rectify: RECTIFY, low: f32::NEG_INFINITY, high };
    for line in sums {
        for (column, sum) in line.into_iter().enumerate() {
            *output.add(column) = limits.apply(sum);
        }
        output = output.wrapping_add(stride);
    }
}

/// Adds the products of a column of four and a row of the panel.
#[inline(always)]
unsafe fn add_products(sums: &mut [[f32; PANEL]; ROWS], a: [f32; ROWS], panel: *const f32) {
    let b = [*panel, *panel.add(1), *panel.add(2), *panel.add(3)];
    for row in 0..ROWS {
        for column in 0..PANEL {
            sums[row][column] += a[row] * b[column];
        }
    }
}
