//! The arithmetic. Shaped for the JVM: a Wasm function becomes one Java method, and HotSpot compiles a
//! method well when it is small, is called thousands of times and enters its loops with nothing on the
//! operand stack. So each hot loop is a small `#[inline(never)]` function, called per tile, pixel or chunk.
//!
//! What a network spends its time in is behind the trait [`Kernels`]. The rest is written once, beside it.

pub mod copy;
pub mod geometry;
mod host;
mod lanes;
pub mod lrn;
pub mod pick;
pub mod product;
pub mod reduce;
pub mod scalar;
pub mod select;
#[cfg(target_feature = "simd128")]
mod simd128;
#[cfg(test)]
mod tests;

use crate::error::Result;
use crate::op::{Binary, Conv, LayerNorm, PoolKind, Unary};
use crate::picture::{Method, Region};
use geometry::Geometry;
use product::Product;

// The kernels of this build are chosen here and nowhere else.
#[cfg(feature = "host-kernels")]
pub use host::Host as Backend;
#[cfg(not(feature = "host-kernels"))]
pub use scalar::Scalar as Backend;
// What their innermost loops compute with, too.
#[cfg(not(target_feature = "simd128"))]
use scalar::single as inner;
#[cfg(target_feature = "simd128")]
use simd128 as inner;

/// The weights of a convolution in the layout that its kernel reads.
pub trait Weights: Sized {
    /// Packs the filter and the bias. Fails where there is no memory for them.
    fn pack(conv: &Conv) -> Result<Self>;

    /// The memory that they take, wherever it is.
    fn bytes(&self) -> usize;
}

/// The kernels that a network spends its time in. An implementation is never an object: calls are bound when the guest is
/// compiled, through [`Backend`].
///
/// Slices are at least as long as sizes say. Pictures are [height, width, channels], rows lie one after another.
pub trait Kernels {
    type Convolution: Weights;
    type Depthwise: Weights;

    /// Whether convolutions, of both sorts, apply this function to their results.
    fn finishes(_op: Unary) -> bool {
        false
    }

    /// Floats of scratch memory that `convolve` needs.
    fn scratch_len(geometry: &Geometry) -> usize;

    /// One picture through a convolution. `residual`, of the output's shape, is added before the clip.
    fn convolve(
        geometry: &Geometry,
        weights: &Self::Convolution,
        input: &[f32],
        residual: Option<&[f32]>,
        scratch: &mut [f32],
        output: &mut [f32],
    );

    /// One picture through a convolution of each channel with one filter of its own.
    fn depthwise(geometry: &Geometry, weights: &Self::Depthwise, input: &[f32], output: &mut [f32]);

    /// One picture through a pooling. A window that lies wholly in the padding gives 0.
    fn pool(kind: PoolKind, geometry: &Geometry, input: &[f32], output: &mut [f32]);

    /// `output[i] = op(a[i], b[i mod b.len()])`: `b` is as long as `a`, or repeats, as a vector of channels does.
    fn binary(op: Binary, a: &[f32], b: &[f32], output: &mut [f32]);

    /// `output[i] = op(input[i])`
    fn unary(op: Unary, input: &[f32], output: &mut [f32]);

    /// `output[c]` is the mean of `input[r, c]` over all rows r.
    fn mean_of_rows(input: &[f32], output: &mut [f32]);

    /// Floats of scratch memory that `multiply` needs.
    fn product_scratch_len(product: &Product) -> usize;

    /// A batch of products of two matrices.
    fn multiply(product: &Product, a: &[f32], b: &[f32], scratch: &mut [f32], output: &mut [f32]);

    /// Each row of `channels` values becomes exp(x - max) / sum of exp(x - max).
    fn softmax(channels: usize, input: &[f32], output: &mut [f32]);

    /// Normalises each row of as many values as the norm has scales and biases.
    fn layer_norm(norm: &LayerNorm, input: &[f32], output: &mut [f32]);

    /// The part `region` of gray or RGB pixels as RGB of the size `out`. Sizes are (width, height), and were checked.
    fn resize(
        pixels: &[u8],
        size: [u32; 2],
        channels: u8,
        region: Region,
        out: [u32; 2],
        method: Method,
    ) -> Result<Vec<u8>>;
}

/// Floats handled by one call of an elementwise loop: long enough to pay for the call, short enough that
/// the loop's function is called often and so is compiled early.
const CHUNK: usize = 1024;
