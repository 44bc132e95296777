//! The arithmetic. Shaped for the JVM: a Wasm function becomes one Java method, and HotSpot compiles a
//! method well when it is small, is called thousands of times and enters its loops with nothing on the
//! operand stack. So each hot loop is a small `#[inline(never)]` function, called per tile, pixel or chunk.

#[cfg(not(feature = "host-kernels"))]
mod convolution;
pub mod copy;
#[cfg(not(feature = "host-kernels"))]
mod depthwise;
pub mod elementwise;
#[cfg(not(feature = "host-kernels"))]
mod gather;
#[cfg(not(feature = "host-kernels"))]
mod gemm;
pub mod geometry;
#[cfg(feature = "host-kernels")]
pub mod host;
#[cfg(not(feature = "host-kernels"))]
mod im2col;
mod limits;
pub mod lrn;
#[cfg(not(feature = "host-kernels"))]
mod mean;
#[cfg(not(feature = "host-kernels"))]
mod multiply;
#[cfg(not(feature = "host-kernels"))]
mod norm;
pub mod pick;
#[cfg(not(feature = "host-kernels"))]
mod pool;
pub mod product;
pub mod reduce;
pub mod select;
#[cfg(not(feature = "host-kernels"))]
mod softmax;
mod special;
#[cfg(not(feature = "host-kernels"))]
mod sweep;
#[cfg(test)]
mod tests;

/// The kernels that a network spends its time in: the guest's own or the host's.
pub mod backend {
    #[cfg(feature = "host-kernels")]
    pub use super::host::{
        binary, convolve, depthwise, layer_norm, mean_of_rows, multiply, pool, product_scratch_len, scratch_len,
        softmax, unary, PackedConvolution, PackedDepthwise,
    };
    #[cfg(not(feature = "host-kernels"))]
    pub use super::{
        convolution::{convolve, scratch_len, Packed as PackedConvolution},
        depthwise::{depthwise, Packed as PackedDepthwise},
        elementwise::{binary, unary},
        mean::mean_of_rows,
        multiply::{multiply, product_scratch_len},
        norm::layer_norm,
        pool::pool,
        softmax::softmax,
    };
}

/// Floats handled by one call of an elementwise loop: long enough to pay for the call, short enough that
/// the loop's function is called often and so is compiled early.
const CHUNK: usize = 1024;

/// A buffer for packed weights, or an error where there is no memory for it.
#[cfg(not(feature = "host-kernels"))]
fn weight_buffer(len: usize) -> crate::error::Result<Vec<f32>> {
    let mut buffer = Vec::new();
    buffer
        .try_reserve_exact(len)
        .map_err(|_| crate::error::Error::memory(format!("there is no memory for {} MB of weights", len >> 18)))?;
    buffer.resize(len, 0.0);
    Ok(buffer)
}
