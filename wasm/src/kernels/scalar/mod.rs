//! Kernels in portable scalar code: the guest's own, and what other kernels fall back to. Only their innermost loops compute
//! with vectors, where the target has them.

mod convolution;
mod depthwise;
pub mod elementwise;
mod filter;
mod gather;
mod gemm;
mod im2col;
mod lane;
mod limits;
mod mean;
mod multiply;
mod norm;
mod pool;
mod resample;
#[cfg(not(target_feature = "simd128"))]
pub mod single;
mod softmax;
mod special;
mod sweep;

use super::geometry::Geometry;
use super::product::Product;
use super::Kernels;
use crate::error::{Error, Result};
use crate::op::{Binary, LayerNorm, PoolKind, Unary};
use crate::picture::{Method, Region};

pub enum Scalar {}

impl Kernels for Scalar {
    type Convolution = convolution::Packed;
    type Depthwise = depthwise::Packed;

    fn scratch_len(geometry: &Geometry) -> usize {
        convolution::scratch_len(geometry)
    }

    fn convolve(
        geometry: &Geometry,
        weights: &convolution::Packed,
        input: &[f32],
        residual: Option<&[f32]>,
        scratch: &mut [f32],
        output: &mut [f32],
    ) {
        convolution::convolve(geometry, weights, input, residual, scratch, output)
    }

    fn depthwise(geometry: &Geometry, weights: &depthwise::Packed, input: &[f32], output: &mut [f32]) {
        depthwise::depthwise(geometry, weights, input, output)
    }

    fn pool(kind: PoolKind, geometry: &Geometry, input: &[f32], output: &mut [f32]) {
        pool::pool(kind, geometry, input, output)
    }

    fn binary(op: Binary, a: &[f32], b: &[f32], output: &mut [f32]) {
        elementwise::binary(op, a, b, output)
    }

    fn unary(op: Unary, input: &[f32], output: &mut [f32]) {
        elementwise::unary(op, input, output)
    }

    fn mean_of_rows(input: &[f32], output: &mut [f32]) {
        mean::mean_of_rows(input, output)
    }

    fn product_scratch_len(product: &Product) -> usize {
        multiply::product_scratch_len(product)
    }

    fn multiply(product: &Product, a: &[f32], b: &[f32], scratch: &mut [f32], output: &mut [f32]) {
        multiply::multiply(product, a, b, scratch, output)
    }

    fn softmax(channels: usize, input: &[f32], output: &mut [f32]) {
        softmax::softmax(channels, input, output)
    }

    fn layer_norm(norm: &LayerNorm, input: &[f32], output: &mut [f32]) {
        norm::layer_norm(norm, input, output)
    }

    fn resize(
        pixels: &[u8],
        size: [u32; 2],
        channels: u8,
        region: Region,
        out: [u32; 2],
        method: Method,
    ) -> Result<Vec<u8>> {
        resample::resample(pixels, size, channels, region, out, method)
    }
}

/// A buffer for packed weights, or an error where there is no memory for it.
fn weight_buffer(len: usize) -> Result<Vec<f32>> {
    let mut buffer = Vec::new();
    buffer
        .try_reserve_exact(len)
        .map_err(|_| Error::memory(format!("there is no memory for {} MB of weights", len >> 18)))?;
    buffer.resize(len, 0.0);
    Ok(buffer)
}
