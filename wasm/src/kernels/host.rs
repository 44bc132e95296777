//! The kernels of a host that has better ones than WebAssembly can express: imports from the module
//! `kernels`, version 1. The host reads and writes the guest's memory in place and keeps the packed weights.
//!
//! Every function here has the meaning of its namesake in [`super::backend`]'s portable form.

use super::geometry::Geometry;
use super::product::Product;
use crate::error::{Error, Result};
use crate::op::{Binary, Conv, LayerNorm, PoolKind, Unary};
use crate::picture::{Method, Region};

#[link(wasm_import_module = "kernels")]
extern "C" {
    #[link_name = "pack"]
    fn host_pack(request: *const PackRequest) -> i32;
    #[link_name = "convolve"]
    fn host_convolve(geometry: *const Geometry, id: i32, input: *const f32, residual: *const f32, output: *mut f32);
    #[link_name = "depthwise"]
    fn host_depthwise(geometry: *const Geometry, id: i32, input: *const f32, output: *mut f32);
    #[link_name = "pool"]
    fn host_pool(kind: u32, geometry: *const Geometry, input: *const f32, output: *mut f32);
    #[link_name = "binary"]
    fn host_binary(op: u32, a: *const f32, b: *const f32, b_len: usize, output: *mut f32, len: usize);
    #[link_name = "unary"]
    fn host_unary(op: u32, alpha: f32, beta: f32, gamma: f32, input: *const f32, output: *mut f32, len: usize);
    #[link_name = "mean"]
    fn host_mean(input: *const f32, rows: usize, channels: usize, output: *mut f32);
    #[link_name = "multiply"]
    fn host_multiply(product: *const Product, a: *const f32, b: *const f32, output: *mut f32);
    #[link_name = "softmax"]
    fn host_softmax(input: *const f32, rows: usize, channels: usize, output: *mut f32);
    #[link_name = "normalise"]
    fn host_normalise(request: *const NormRequest);
    #[link_name = "resize"]
    fn host_resize(request: *const ResizeRequest);
}

/// Where the host finds weight [y][x][input][output] of a convolution, and what goes with it.
#[repr(C)]
struct PackRequest {
    /// Not necessarily aligned: weights are packed from where they stand in the model's file.
    weights: *const u8,
    dimensions: [usize; 4],
    /// In elements.
    strides: [usize; 4],
    groups: usize,
    /// One factor to each output, or null.
    scale: *const f32,
    bias: *const f32,
    depthwise: u32,
}

/// Rows to normalise: x - mean, unless `root_mean_square`, over the root of its mean square, times scale, plus bias.
#[repr(C)]
struct NormRequest {
    input: *const f32,
    rows: usize,
    channels: usize,
    scale: *const f32,
    bias: *const f32,
    output: *mut f32,
    epsilon: f32,
    root_mean_square: u32,
}

/// All of the picture that lies in `region`, as RGB of another size.
#[repr(C)]
struct ResizeRequest {
    pixels: *const u8,
    width: u32,
    height: u32,
    channels: u32,
    out_width: u32,
    out_height: u32,
    output: *mut u8,
    method: u32,
    region: [f64; 4],
}

/// Weights that the host keeps, of a depthwise convolution or of another.
pub struct Packed<const DEPTHWISE: bool> {
    id: i32,
    bytes: usize,
}

pub type PackedConvolution = Packed<false>;
pub type PackedDepthwise = Packed<true>;

impl<const DEPTHWISE: bool> Packed<DEPTHWISE> {
    pub fn new(conv: &Conv) -> Result<Packed<DEPTHWISE>> {
        let (weights, bias) = (conv.filter.tensor.float_bytes(), conv.bias_or_zero());
        let request = PackRequest {
            weights: weights.as_ptr(),
            dimensions: conv.filter.dimensions,
            strides: conv.filter.strides,
            groups: conv.groups,
            scale: if conv.scale.is_empty() { std::ptr::null() } else { conv.scale.as_ptr() },
            bias: bias.as_ptr(),
            depthwise: DEPTHWISE.into(),
        };
        // SAFETY: the request and all it points to live until the host returns.
        let id = unsafe { host_pack(&request) };
        if id < 0 {
            return Err(Error::memory("the host has no memory for the weights"));
        }
        Ok(Packed { id, bytes: (conv.filter.tensor.len() + bias.len()) * 4 })
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

/// The host has scratch memory of its own.
pub fn scratch_len(_geometry: &Geometry) -> usize {
    0
}

pub fn convolve(
    geometry: &Geometry,
    packed: &PackedConvolution,
    input: &[f32],
    residual: Option<&[f32]>,
    _scratch: &mut [f32],
    output: &mut [f32],
) {
    assert_lengths(geometry, input, output);
    let residual = residual.map_or(std::ptr::null(), |values| {
        assert!(values.len() >= output.len());
        values.as_ptr()
    });
    // SAFETY: the assertions tie the lengths to the geometry that the host works by.
    unsafe { host_convolve(geometry, packed.id, input.as_ptr(), residual, output.as_mut_ptr()) }
}

pub fn depthwise(geometry: &Geometry, packed: &PackedDepthwise, input: &[f32], output: &mut [f32]) {
    assert_lengths(geometry, input, output);
    // SAFETY: as above.
    unsafe { host_depthwise(geometry, packed.id, input.as_ptr(), output.as_mut_ptr()) }
}

pub fn pool(kind: PoolKind, geometry: &Geometry, input: &[f32], output: &mut [f32]) {
    assert_lengths(geometry, input, output);
    let kind = match kind {
        PoolKind::Max => 0,
        PoolKind::Average => 1,
        PoolKind::AverageWithPadding => 2,
    };
    // SAFETY: as above.
    unsafe { host_pool(kind, geometry, input.as_ptr(), output.as_mut_ptr()) }
}

pub fn binary(op: Binary, a: &[f32], b: &[f32], output: &mut [f32]) {
    assert!(a.len() >= output.len() && !b.is_empty());
    let op = match op {
        Binary::Add => 0,
        Binary::Sub => 1,
        Binary::Mul => 2,
        Binary::Div => 3,
        Binary::Max => 4,
        Binary::Min => 5,
        // Too rare to be worth a kernel of the host.
        Binary::Pow | Binary::Mod | Binary::Greater | Binary::GreaterOrEqual | Binary::Equal => {
            return super::elementwise::binary(op, a, b, output)
        }
    };
    // SAFETY: `b` repeats, and the other two are at least as long as the count says.
    unsafe { host_binary(op, a.as_ptr(), b.as_ptr(), b.len(), output.as_mut_ptr(), output.len()) }
}

pub fn unary(op: Unary, input: &[f32], output: &mut [f32]) {
    assert!(input.len() >= output.len());
    let (op, [alpha, beta, gamma]) = match op {
        Unary::Clip(limits) => (0, [limits.low, limits.high, 0.0]),
        Unary::Sigmoid => (1, [0.0; 3]),
        Unary::HardSigmoid { alpha, beta } => (2, [alpha, beta, 0.0]),
        Unary::Swish => (3, [0.0; 3]),
        Unary::HardSwish => (4, [0.0; 3]),
        Unary::LeakyRelu { slope } => (5, [slope, 0.0, 0.0]),
        Unary::Rsqrt => (6, [0.0; 3]),
        Unary::Sqrt => (7, [0.0; 3]),
        Unary::Exp => (8, [0.0; 3]),
        Unary::Tanh => (9, [0.0; 3]),
        Unary::Gelu => (10, [0.0; 3]),
        Unary::GeluTanh => (11, [0.0; 3]),
        Unary::Erf => (12, [0.0; 3]),
        Unary::Quantise(levels) => (13, [levels.scale, levels.low, levels.high]),
        Unary::Neg => return binary(Binary::Mul, input, &[-1.0], output),
        Unary::Pow { exponent: 2.0 } => return binary(Binary::Mul, input, input, output),
        // Too rare to be worth a kernel of the host.
        _ => return super::elementwise::unary(op, input, output),
    };
    // SAFETY: both are at least as long as the count says.
    unsafe { host_unary(op, alpha, beta, gamma, input.as_ptr(), output.as_mut_ptr(), output.len()) }
}

pub fn mean_of_rows(input: &[f32], output: &mut [f32]) {
    if !output.is_empty() {
        // SAFETY: whole rows of the input, one of the output.
        unsafe { host_mean(input.as_ptr(), input.len() / output.len(), output.len(), output.as_mut_ptr()) }
    }
}

/// The host has scratch memory of its own.
pub fn product_scratch_len(_product: &Product) -> usize {
    0
}

pub fn multiply(product: &Product, a: &[f32], b: &[f32], _scratch: &mut [f32], output: &mut [f32]) {
    let [a_len, b_len, output_len] = product.reach();
    assert!(a.len() >= a_len && b.len() >= b_len && output.len() >= output_len);
    // SAFETY: the assertion ties the lengths to the sizes and strides that the host works by.
    unsafe { host_multiply(product, a.as_ptr(), b.as_ptr(), output.as_mut_ptr()) }
}

pub fn softmax(channels: usize, input: &[f32], output: &mut [f32]) {
    let rows = output.len() / channels.max(1);
    assert!(input.len() >= rows * channels);
    // SAFETY: both have at least so many rows.
    unsafe { host_softmax(input.as_ptr(), rows, channels, output.as_mut_ptr()) }
}

pub fn layer_norm(norm: &LayerNorm, input: &[f32], output: &mut [f32]) {
    let channels = norm.scale.len();
    let rows = output.len() / channels.max(1);
    assert!(norm.bias.len() == channels && input.len() >= rows * channels);
    let request = NormRequest {
        input: input.as_ptr(),
        rows,
        channels,
        scale: norm.scale.as_ptr(),
        bias: norm.bias.as_ptr(),
        output: output.as_mut_ptr(),
        epsilon: norm.epsilon,
        root_mean_square: norm.root_mean_square.into(),
    };
    // SAFETY: both have at least so many rows, and there is a scale and a bias for each channel.
    unsafe { host_normalise(&request) }
}

/// `region` of a picture of `height` x `width` x `channels` bytes as RGB pixels that fill `output`.
pub fn resize(
    pixels: &[u8],
    [width, height]: [u32; 2],
    channels: u8,
    region: Region,
    out: [u32; 2],
    method: Method,
    output: &mut [u8],
) {
    let [out_width, out_height] = out;
    assert_eq!(pixels.len() as u64, u64::from(width) * u64::from(height) * u64::from(channels));
    assert_eq!(output.len() as u64, u64::from(out_width) * u64::from(out_height) * 3);
    let request = ResizeRequest {
        pixels: pixels.as_ptr(),
        width,
        height,
        channels: channels.into(),
        out_width,
        out_height,
        output: output.as_mut_ptr(),
        method: method.code(),
        region: [region.left, region.top, region.right, region.bottom],
    };
    // SAFETY: the assertions tie the lengths to the sizes that the host works by.
    unsafe { host_resize(&request) };
}

fn assert_lengths(geometry: &Geometry, input: &[f32], output: &[f32]) {
    assert!(input.len() >= geometry.input_len() && output.len() >= geometry.output_len());
}
