//! Maximum and average over a window, channel by channel.

use super::elementwise::{accumulate, scale};
use crate::kernels::geometry::Geometry;
use crate::op::PoolKind;

/// One picture [height, width, channels] through a pooling. A window that lies wholly in the padding gives 0.
pub fn pool(kind: PoolKind, geometry: &Geometry, input: &[f32], output: &mut [f32]) {
    let channels = geometry.output_channels as usize;
    let line = geometry.output[1] as usize * channels;
    for (row, line) in output.chunks_exact_mut(line.max(1)).enumerate() {
        for (column, target) in line.chunks_exact_mut(channels).enumerate() {
            pixel(kind, geometry, input, row, column, target);
        }
    }
}

#[inline(never)]
fn pixel(kind: PoolKind, geometry: &Geometry, input: &[f32], row: usize, column: usize, target: &mut [f32]) {
    let channels = target.len();
    let (first_y, end_y, y) = geometry.taps_inside(0, row);
    let (first_x, end_x, x) = geometry.taps_inside(1, column);
    let inside = (end_y - first_y) * (end_x - first_x);
    target.fill(if kind == PoolKind::Max && inside > 0 { f32::NEG_INFINITY } else { 0.0 });
    for tap_y in 0..end_y - first_y {
        let line = (y + tap_y * geometry.dilation[0] as usize) * geometry.input[1] as usize;
        for tap_x in 0..end_x - first_x {
            let start = (line + x + tap_x * geometry.dilation[1] as usize) * channels;
            let source = &input[start..start + channels];
            if kind == PoolKind::Max {
                maximum(source, target)
            } else {
                accumulate(source, target)
            }
        }
    }
    match kind {
        PoolKind::Max => {}
        PoolKind::Average => scale(target, 1.0 / inside.max(1) as f32),
        PoolKind::AverageWithPadding => scale(target, 1.0 / geometry.taps() as f32),
    }
}

#[inline(never)]
fn maximum(source: &[f32], target: &mut [f32]) {
    for (best, &value) in target.iter_mut().zip(source) {
        // The comparison is written so that a NaN stays visible in the result.
        *best = if *best >= value { *best } else { value };
    }
}
