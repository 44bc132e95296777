//! The kernels of a host that has better ones than WebAssembly can express: imports from the module
//! `kernels`, version 1. The host reads and writes the guest's memory in place and keeps the packed weights.

#![cfg_attr(not(feature = "host-kernels"), allow(dead_code))] // Compiled in every build, so that it stays correct.

mod border;

use super::geometry::Geometry;
use super::product::Product;
use super::scalar::Scalar;
use super::{Kernels, Weights};
use crate::error::{Error, Result};
use crate::op::{Binary, Conv, LayerNorm, PoolKind, Unary};
use crate::picture::{zeroed, Method, Region, ResizeRequest};
use border::{address, address_mut, NormRequest, PackRequest, NO_FINISH};

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

/// Weights that the host keeps, of a depthwise convolution or of another.
pub struct Packed<const DEPTHWISE: bool> {
    id: i32,
    bytes: usize,
}

impl<const DEPTHWISE: bool> Weights for Packed<DEPTHWISE> {
    fn pack(conv: &Conv) -> Result<Packed<DEPTHWISE>> {
        let (weights, bias) = (conv.filter.tensor.float_bytes(), conv.bias_or_zero());
        let (finish, parameters) = conv.finish.and_then(border::unary).unwrap_or((NO_FINISH, [0.0; 3]));
        let request = PackRequest {
            weights: address(&weights),
            dimensions: conv.filter.dimensions.map(|size| size as u32),
            strides: conv.filter.strides.map(|stride| stride as u32),
            groups: conv.groups as u32,
            scale: if conv.scale.is_empty() { 0 } else { address(&conv.scale) },
            bias: address(&bias),
            depthwise: DEPTHWISE.into(),
            finish,
            parameters,
        };
        // SAFETY: the request and all it points to live until the host returns.
        let id = unsafe { host_pack(&request) };
        if id < 0 {
            return Err(Error::memory("the host has no memory for the weights"));
        }
        Ok(Packed { id, bytes: (conv.filter.tensor.len() + bias.len()) * 4 })
    }

    fn bytes(&self) -> usize {
        self.bytes
    }
}

/// The kernels of the host, and those of [`Scalar`] for what is too rare to be worth one.
pub enum Host {}

impl Kernels for Host {
    type Convolution = Packed<false>;
    type Depthwise = Packed<true>;

    fn finishes(op: Unary) -> bool {
        border::unary(op).is_some()
    }

    /// The host has scratch memory of its own.
    fn scratch_len(_geometry: &Geometry) -> usize {
        0
    }

    fn convolve(
        geometry: &Geometry,
        weights: &Packed<false>,
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
        unsafe { host_convolve(geometry, weights.id, input.as_ptr(), residual, output.as_mut_ptr()) }
    }

    fn depthwise(geometry: &Geometry, weights: &Packed<true>, input: &[f32], output: &mut [f32]) {
        assert_lengths(geometry, input, output);
        // SAFETY: as above.
        unsafe { host_depthwise(geometry, weights.id, input.as_ptr(), output.as_mut_ptr()) }
    }

    fn pool(kind: PoolKind, geometry: &Geometry, input: &[f32], output: &mut [f32]) {
        assert_lengths(geometry, input, output);
        // SAFETY: as above.
        unsafe { host_pool(border::pool(kind), geometry, input.as_ptr(), output.as_mut_ptr()) }
    }

    fn binary(op: Binary, a: &[f32], b: &[f32], output: &mut [f32]) {
        assert!(a.len() >= output.len() && !b.is_empty());
        let Some(op) = border::binary(op) else { return Scalar::binary(op, a, b, output) };
        // SAFETY: `b` repeats, and the other two are at least as long as the count says.
        unsafe { host_binary(op, a.as_ptr(), b.as_ptr(), b.len(), output.as_mut_ptr(), output.len()) }
    }

    fn unary(op: Unary, input: &[f32], output: &mut [f32]) {
        assert!(input.len() >= output.len());
        let known = match op {
            Unary::Neg => return Host::binary(Binary::Mul, input, &[-1.0], output),
            Unary::Pow { exponent: 2.0 } => return Host::binary(Binary::Mul, input, input, output),
            op => border::unary(op),
        };
        let Some((number, [alpha, beta, gamma])) = known else { return Scalar::unary(op, input, output) };
        // SAFETY: both are at least as long as the count says.
        unsafe { host_unary(number, alpha, beta, gamma, input.as_ptr(), output.as_mut_ptr(), output.len()) }
    }

    fn mean_of_rows(input: &[f32], output: &mut [f32]) {
        if !output.is_empty() {
            // SAFETY: whole rows of the input, one of the output.
            unsafe { host_mean(input.as_ptr(), input.len() / output.len(), output.len(), output.as_mut_ptr()) }
        }
    }

    /// The host has scratch memory of its own.
    fn product_scratch_len(_product: &Product) -> usize {
        0
    }

    fn multiply(product: &Product, a: &[f32], b: &[f32], _scratch: &mut [f32], output: &mut [f32]) {
        let [a_len, b_len, output_len] = product.reach();
        assert!(a.len() >= a_len && b.len() >= b_len && output.len() >= output_len);
        // SAFETY: the assertion ties the lengths to the sizes and strides that the host works by.
        unsafe { host_multiply(product, a.as_ptr(), b.as_ptr(), output.as_mut_ptr()) }
    }

    fn softmax(channels: usize, input: &[f32], output: &mut [f32]) {
        let rows = output.len() / channels.max(1);
        assert!(input.len() >= rows * channels);
        // SAFETY: both have at least so many rows.
        unsafe { host_softmax(input.as_ptr(), rows, channels, output.as_mut_ptr()) }
    }

    fn layer_norm(norm: &LayerNorm, input: &[f32], output: &mut [f32]) {
        let channels = norm.scale.len();
        let rows = output.len() / channels.max(1);
        assert!(norm.bias.len() == channels && input.len() >= rows * channels);
        let request = NormRequest {
            input: address(input),
            rows: rows as u32,
            channels: channels as u32,
            scale: address(&norm.scale),
            bias: address(&norm.bias),
            output: address_mut(output),
            epsilon: norm.epsilon,
            root_mean_square: norm.root_mean_square.into(),
        };
        // SAFETY: both have at least so many rows, and there is a scale and a bias for each channel.
        unsafe { host_normalise(&request) }
    }

    fn resize(
        pixels: &[u8],
        [width, height]: [u32; 2],
        channels: u8,
        region: Region,
        out: [u32; 2],
        method: Method,
    ) -> Result<Vec<u8>> {
        assert_eq!(pixels.len() as u64, u64::from(width) * u64::from(height) * u64::from(channels));
        let mut output = zeroed(&[out[0] as usize, out[1] as usize, 3])?;
        let target = address_mut(&mut output);
        let request = ResizeRequest::new([width, height], channels.into(), region, out, target, method);
        let request = ResizeRequest { pixels: address(pixels), ..request };
        // SAFETY: the lengths of both were tied to the sizes that the host works by.
        unsafe { host_resize(&request) };
        Ok(output)
    }
}

fn assert_lengths(geometry: &Geometry, input: &[f32], output: &[f32]) {
    assert!(input.len() >= geometry.input_len() && output.len() >= geometry.output_len());
}
