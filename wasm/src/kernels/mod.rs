//! The arithmetic. Shaped for the JVM: a Wasm function becomes one Java method, and HotSpot compiles a
//! method well when it is small, is called thousands of times and enters its loops with nothing on the
//! operand stack. So each hot loop is a small `#[inline(never)]` function, called per tile, pixel or chunk.

pub mod copy;
pub mod convolution;
pub mod depthwise;
pub mod elementwise;
pub mod gemm;
pub mod geometry;
pub mod im2col;
pub mod lrn;
pub mod mean;
pub mod pool;
pub mod softmax;

/// Floats handled by one call of an elementwise loop: long enough to pay for the call, short enough that
/// the loop's function is called often and so is compiled early.
const CHUNK: usize = 1024;

/// `x` limited to `low..=high`; a NaN stays one. Written with comparisons, which become Wasm's `select`
/// where `f32::max` would become a library call.
#[inline(always)]
fn clip(x: f32, low: f32, high: f32) -> f32 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}
