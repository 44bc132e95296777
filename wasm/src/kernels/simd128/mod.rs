//! The innermost loops for hosts whose WebAssembly has vectors of 128 bits. The rest is that of the scalar kernels.

mod tile;
mod vector;

pub use tile::{tile, PANEL, ROWS};
pub use vector::F32x4 as Vector;
