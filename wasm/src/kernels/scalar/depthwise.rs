//! Depthwise convolution: each channel with one kernel of its own. The channels of a pixel lie together, so
//! the innermost loops run over channels.

use super::gather::{gather, Run};
use super::limits::{limit, Limits};
use super::sweep::{self, sweep_row};
use super::weight_buffer;
use crate::error::Result;
use crate::kernels::geometry::Geometry;
use crate::kernels::Weights;
use crate::op::Conv;

/// The filter as [height, width, channels], and the bias of each channel.
pub struct Packed {
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Weights for Packed {
    fn pack(conv: &Conv) -> Result<Packed> {
        let [height, width, _, channels] = conv.filter.dimensions;
        let mut weights = weight_buffer(height * width * channels)?;
        let source = conv.filter.tensor.float_bytes();
        for (tap, line) in weights.chunks_exact_mut(channels.max(1)).enumerate() {
            pack_tap(conv, &source, tap / width, tap % width, line);
        }
        Ok(Packed { weights, bias: conv.bias_or_zero() })
    }

    fn bytes(&self) -> usize {
        (self.weights.len() + self.bias.len()) * 4
    }
}

fn pack_tap(conv: &Conv, source: &[u8], y: usize, x: usize, line: &mut [f32]) {
    let [stride_y, stride_x, _, stride] = conv.filter.strides;
    let run = Run { start: y * stride_y + x * stride_x, stride, count: line.len() };
    gather(source, run, 1.0, line, 1);
    for (weight, scale) in line.iter_mut().zip(&conv.scale) {
        *weight *= scale;
    }
}

/// One picture [height, width, channels] through a depthwise convolution.
pub fn depthwise(geometry: &Geometry, packed: &Packed, input: &[f32], output: &mut [f32]) {
    let channels = geometry.output_channels as usize;
    let line = geometry.output[1] as usize * channels;
    let sweep = sweep::stride(geometry);
    for (row, line) in output.chunks_exact_mut(line.max(1)).enumerate() {
        if let Some(stride) = sweep {
            sweep_row(geometry, stride, &packed.weights, &packed.bias, three_rows(geometry, input, row), line);
            continue;
        }
        for (column, target) in line.chunks_exact_mut(channels).enumerate() {
            target.copy_from_slice(&packed.bias);
            pixel(geometry, packed, input, row, column, target);
            limit(target, Limits::new(geometry.low, geometry.high));
        }
    }
}

/// The input rows under a kernel of three, `None` where they lie in the padding.
fn three_rows<'a>(geometry: &Geometry, input: &'a [f32], row: usize) -> [Option<&'a [f32]>; 3] {
    let line = (geometry.input[1] * geometry.input_channels) as usize;
    std::array::from_fn(|tap| {
        let y = (row * geometry.stride[0] as usize + tap).checked_sub(geometry.pad[0] as usize)?;
        input.get(y * line..(y + 1) * line)
    })
}

#[inline(never)]
fn pixel(geometry: &Geometry, packed: &Packed, input: &[f32], row: usize, column: usize, target: &mut [f32]) {
    let channels = target.len();
    let (first_y, end_y, y) = geometry.taps_inside(0, row);
    let (first_x, end_x, x) = geometry.taps_inside(1, column);
    let [step_y, step_x] = geometry.dilation.map(|n| n as usize);
    for tap_y in first_y..end_y {
        let line = (y + (tap_y - first_y) * step_y) * geometry.input[1] as usize;
        let input = &input[(line + x) * channels..];
        let weights = &packed.weights[(tap_y * geometry.kernel[1] as usize + first_x) * channels..];
        taps(input, step_x * channels, weights, end_x - first_x, target);
    }
}

/// Adds the products of a row of `count` taps, three at a time as long as there are three.
fn taps(input: &[f32], step: usize, weights: &[f32], count: usize, target: &mut [f32]) {
    let channels = target.len();
    let mut tap = 0;
    while tap + 3 <= count {
        three_taps(&input[tap * step..], step, &weights[tap * channels..], target);
        tap += 3;
    }
    for tap in tap..count {
        one_tap(&input[tap * step..], &weights[tap * channels..], target);
    }
}

#[inline(never)]
fn three_taps(input: &[f32], step: usize, weights: &[f32], target: &mut [f32]) {
    let channels = target.len();
    let (x0, x1, x2) = (&input[..channels], &input[step..step + channels], &input[2 * step..2 * step + channels]);
    let (w0, w1, w2) = (&weights[..channels], &weights[channels..2 * channels], &weights[2 * channels..3 * channels]);
    for i in 0..channels {
        target[i] += x0[i] * w0[i] + x1[i] * w1[i] + x2[i] * w2[i];
    }
}

#[inline(never)]
fn one_tap(input: &[f32], weights: &[f32], target: &mut [f32]) {
    for ((sum, x), weight) in target.iter_mut().zip(input).zip(weights) {
        *sum += x * weight;
    }
}
