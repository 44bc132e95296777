//! Lays the pixels under each position of a kernel out as a row of a matrix, so that a convolution becomes a
//! matrix product (Chellapilla et al., "High Performance Convolutional Neural Networks for Document
//! Processing", 2006).

use crate::kernels::geometry::Geometry;

/// Writes output rows `first_row..` of group `group` to `matrix`: for each output pixel the kernel's
/// [height, width, channels of the group] values, zero where they lie in the padding.
pub fn im2col(geometry: &Geometry, group: usize, input: &[f32], first_row: usize, rows: usize, matrix: &mut [f32]) {
    let depth = geometry.depth();
    let line = geometry.output[1] as usize * depth;
    for (row, line) in (first_row..first_row + rows).zip(matrix.chunks_exact_mut(line.max(1))) {
        for (column, target) in line.chunks_exact_mut(depth).enumerate() {
            pixel(geometry, group, input, row, column, target);
        }
    }
}

#[inline(never)]
fn pixel(geometry: &Geometry, group: usize, input: &[f32], row: usize, column: usize, target: &mut [f32]) {
    let channels = geometry.input_channels as usize;
    let own = channels / geometry.groups as usize;
    let (first_y, end_y, y) = geometry.taps_inside(0, row);
    let (first_x, end_x, x) = geometry.taps_inside(1, column);
    let [height, width] = geometry.kernel.map(|n| n as usize);
    let [step_y, step_x] = geometry.dilation.map(|n| n as usize);
    if (end_y - first_y, end_x - first_x) != (height, width) {
        target.fill(0.0);
    }
    for tap_y in first_y..end_y {
        let line = (y + (tap_y - first_y) * step_y) * geometry.input[1] as usize;
        let start = (line + x) * channels + group * own;
        let to = (tap_y * width + first_x) * own;
        taps(input, start, step_x * channels, target, to, own, end_x - first_x);
    }
}

/// Copies `count` pixels of `own` channels; `step` elements lie between their starts.
fn taps(input: &[f32], start: usize, step: usize, target: &mut [f32], to: usize, own: usize, count: usize) {
    if step == own {
        let len = own * count;
        target[to..to + len].copy_from_slice(&input[start..start + len]);
        return;
    }
    for tap in 0..count {
        let from = start + tap * step;
        target[to + tap * own..to + (tap + 1) * own].copy_from_slice(&input[from..from + own]);
    }
}
