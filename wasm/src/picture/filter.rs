//! The triangle filter along one axis, as a table: which sources an output is made of, and with what weights.

use std::ops::Range;

use super::limits::zeroed;
use crate::error::Result;

/// Weights are integers in units of 2^-22: 32 bits less the 8 of a pixel and 2 for sign and overshoot.
pub const FRACTION_BITS: u32 = 32 - 8 - 2;

/// For every output position of one axis, its sources (neighbours) and their weights.
pub struct Filter {
    /// The sources of each output.
    taps: Vec<Range<u32>>,
    /// The weights of all outputs, `stride` apart.
    weights: Vec<i32>,
    stride: usize,
    /// Every output is its source: there is nothing to filter.
    pub is_identity: bool,
}

impl Filter {
    /// The filter that maps `start..end` of `size` sources onto `out_size` outputs; `0 <= start < end <= size`.
    pub fn new(size: u32, start: f64, end: f64, out_size: u32) -> Result<Filter> {
        let scale = (end - start) / f64::from(out_size);
        let support = scale.max(1.0);
        let stride = support.ceil() as usize * 2 + 1;
        let mut taps = zeroed(&[out_size as usize])?;
        let mut weights = zeroed(&[out_size as usize, stride])?;
        let mut exact = zeroed(&[stride])?;
        for (out, (sources, weights)) in taps.iter_mut().zip(weights.chunks_exact_mut(stride)).enumerate() {
            let center = start + (out as f64 + 0.5) * scale;
            let first = (center - support + 0.5) as u32;
            let end = ((center + support + 0.5) as u32).min(size);
            *sources = first..end.max(first);
            triangle(sources, center, support, &mut exact);
            for (weight, value) in weights.iter_mut().zip(&exact) {
                *weight = (value * f64::from(1 << FRACTION_BITS) + 0.5) as i32;
            }
        }
        let is_identity = size == out_size && start == 0.0 && end == f64::from(size);
        Ok(Filter { taps, weights, stride, is_identity })
    }

    /// How many outputs there are.
    pub fn len(&self) -> usize {
        self.taps.len()
    }

    /// The first source and the weights of each output, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &[i32])> {
        let weights = self.weights.chunks_exact(self.stride);
        self.taps.iter().zip(weights).map(|(sources, weights)| (sources.start as usize, &weights[..sources.len()]))
    }

    /// The sources that any output needs.
    pub fn sources(&self) -> Range<usize> {
        let first = self.taps.first().map_or(0, |sources| sources.start);
        let end = self.taps.last().map_or(0, |sources| sources.end);
        first as usize..end as usize
    }
}

/// The weights of `sources` under a triangle of half-width `support` around `center`, adding up to 1; the rest of `weights` is
/// left as it is.
fn triangle(sources: &Range<u32>, center: f64, support: f64, weights: &mut [f64]) {
    let steepness = 1.0 / support;
    let mut sum = 0.0;
    for (source, weight) in sources.clone().zip(weights.iter_mut()) {
        let distance = ((f64::from(source) - center + 0.5) * steepness).abs();
        *weight = (1.0 - distance).max(0.0);
        sum += *weight;
    }
    if sum != 0.0 {
        weights.iter_mut().take(sources.len()).for_each(|weight| *weight /= sum);
    }
}
