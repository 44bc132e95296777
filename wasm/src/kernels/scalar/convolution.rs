//! Convolutions of any geometry: a matrix product, of the input itself for 1x1 kernels and of strips of
//! `im2col` for the rest.

use super::gather::{gather, Run};
use super::gemm::{gemm, packed_len, Epilogue, Rows, PANEL};
use super::im2col::im2col;
use super::weight_buffer;
use crate::error::Result;
use crate::kernels::geometry::Geometry;
use crate::kernels::Weights;
use crate::op::Conv;

/// Floats of the strip of rows that is laid out at a time.
const STRIP: usize = 1 << 17;

/// The filter of a convolution in the layout of its kernel, with the bias of each output channel.
pub struct Packed {
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Weights for Packed {
    /// Packs each group's filter as a matrix of [height x width x channels, outputs] for `gemm`.
    fn pack(conv: &Conv) -> Result<Packed> {
        let [height, width, channels, outputs] = conv.filter.dimensions;
        let (depth, columns) = (height * width * channels, outputs / conv.groups);
        let size = packed_len(depth, columns);
        let mut weights = weight_buffer(size * conv.groups)?;
        let source = conv.filter.tensor.float_bytes();
        for group in 0..conv.groups {
            for column in 0..columns {
                let panel = group * size + column / PANEL * PANEL * depth + column % PANEL;
                pack_column(conv, &source, group * columns + column, &mut weights[panel..]);
            }
        }
        Ok(Packed { weights, bias: conv.bias_or_zero() })
    }

    fn bytes(&self) -> usize {
        (self.weights.len() + self.bias.len()) * 4
    }
}

/// Writes the filter of one output channel to every `PANEL`th element of `target`.
fn pack_column(conv: &Conv, source: &[u8], output: usize, target: &mut [f32]) {
    let [height, width, channels, _] = conv.filter.dimensions;
    let [stride_y, stride_x, stride, stride_output] = conv.filter.strides;
    for y in 0..height {
        for x in 0..width {
            let start = y * stride_y + x * stride_x + output * stride_output;
            let target = &mut target[(y * width + x) * channels * PANEL..];
            gather(source, Run { start, stride, count: channels }, conv.scale_of(output), target, PANEL);
        }
    }
}

/// Output rows whose `im2col` is made at a time.
fn strip_rows(geometry: &Geometry) -> usize {
    let line = (geometry.output[1] as usize).saturating_mul(geometry.depth()).max(1);
    (STRIP / line).clamp(1, (geometry.output[0] as usize).max(1))
}

/// Floats of scratch memory that `convolve` needs.
pub fn scratch_len(geometry: &Geometry) -> usize {
    if geometry.is_pointwise() && geometry.groups == 1 {
        0
    } else {
        // What saturates is more than an arena holds.
        (strip_rows(geometry) * geometry.output[1] as usize).saturating_mul(geometry.depth())
    }
}

/// One picture [height, width, channels] through a convolution. `residual`, of the output's shape, is added
/// before the clip.
pub fn convolve(
    geometry: &Geometry,
    packed: &Packed,
    input: &[f32],
    residual: Option<&[f32]>,
    scratch: &mut [f32],
    output: &mut [f32],
) {
    let (depth, stride) = (geometry.depth(), geometry.output_channels as usize);
    if geometry.is_pointwise() && geometry.groups == 1 {
        let a = Rows { values: input, stride: depth, count: geometry.output_pixels() };
        let epilogue = Epilogue { bias: &packed.bias, residual, low: geometry.low, high: geometry.high };
        return gemm(a, depth, &packed.weights, &epilogue, output, stride);
    }
    let columns = stride / geometry.groups as usize;
    let size = packed_len(depth, columns);
    let (width, strip) = (geometry.output[1] as usize, strip_rows(geometry));
    for row in (0..geometry.output[0] as usize).step_by(strip) {
        let rows = strip.min(geometry.output[0] as usize - row);
        for group in 0..geometry.groups as usize {
            im2col(geometry, group, input, row, rows, scratch);
            let a = Rows { values: scratch, stride: depth, count: rows * width };
            let start = row * width * stride + group * columns;
            let epilogue = Epilogue {
                bias: &packed.bias[group * columns..(group + 1) * columns],
                residual: residual.map(|values| &values[start..]),
                low: geometry.low,
                high: geometry.high,
            };
            gemm(a, depth, &packed.weights[group * size..(group + 1) * size], &epilogue, &mut output[start..], stride);
        }
    }
}
