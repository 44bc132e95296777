//! The filter of a resize along one axis, as a table: which sources an output is made of, and with what weights.

use std::ops::Range;

use crate::error::Result;
use crate::picture::{zeroed, Method};

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
    /// The filter that maps `range` of `size` sources onto `out_size` outputs; `0 <= start < end <= size`.
    pub fn new(size: u32, range: Range<f64>, out_size: u32, method: Method) -> Result<Filter> {
        let scale = (range.end - range.start) / f64::from(out_size);
        let kernel = Kernel::of(method, scale);
        let stride = kernel.support.ceil() as usize * 2 + 1;
        let mut taps = zeroed(&[out_size as usize])?;
        let mut weights = zeroed(&[out_size as usize, stride])?;
        let mut exact = zeroed(&[stride])?;
        let mut walked = range.start + 0.5 * scale; // Pillow adds up where its nearest pixels are
        for (out, (sources, weights)) in taps.iter_mut().zip(weights.chunks_exact_mut(stride)).enumerate() {
            let center = if method == Method::Nearest { walked } else { range.start + (out as f64 + 0.5) * scale };
            walked += scale;
            *sources = kernel.sources(center, size);
            kernel.weigh(sources, center, &mut exact);
            for (weight, value) in weights.iter_mut().zip(&exact) {
                *weight = (value * f64::from(1 << FRACTION_BITS) + 0.5f64.copysign(*value)) as i32;
            }
        }
        let is_identity = size == out_size && range == (0.0..f64::from(size));
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

/// How sources are weighed by their distance from the centre of an output.
struct Kernel {
    method: Method,
    /// Sources farther away have no weight.
    support: f64,
    /// Source pixels that are one unit of distance.
    unit: f64,
}

impl Kernel {
    /// `scale` is the number of sources to an output. Without antialiasing it does not widen the kernel.
    fn of(method: Method, scale: f64) -> Kernel {
        let unit = match method {
            Method::Nearest | Method::BilinearAliased | Method::BicubicAliased => 1.0,
            Method::Bilinear | Method::Bicubic | Method::Lanczos => scale.max(1.0),
        };
        let radius = match method {
            Method::Nearest | Method::Bilinear | Method::BilinearAliased => 1.0,
            Method::Bicubic | Method::BicubicAliased => 2.0,
            Method::Lanczos => 3.0,
        };
        Kernel { method, support: radius * unit, unit }
    }

    fn sources(&self, center: f64, size: u32) -> Range<u32> {
        if self.method == Method::Nearest {
            let nearest = (center as u32).min(size - 1);
            return nearest..nearest + 1;
        }
        let first = (center - self.support + 0.5) as u32;
        let end = ((center + self.support + 0.5) as u32).min(size);
        first..end.max(first)
    }

    /// The weights of `sources` around `center`, adding up to 1; the rest of `weights` is left as it is.
    fn weigh(&self, sources: &Range<u32>, center: f64, weights: &mut [f64]) {
        let steepness = 1.0 / self.unit;
        let mut sum = 0.0;
        for (source, weight) in sources.clone().zip(weights.iter_mut()) {
            *weight = self.at((f64::from(source) - center + 0.5) * steepness);
            sum += *weight;
        }
        if sum != 0.0 {
            weights.iter_mut().take(sources.len()).for_each(|weight| *weight /= sum);
        }
    }

    fn at(&self, distance: f64) -> f64 {
        let x = distance.abs();
        match self.method {
            Method::Nearest => 1.0,
            Method::Bilinear | Method::BilinearAliased => (1.0 - x).max(0.0),
            Method::Bicubic | Method::BicubicAliased => cubic(x),
            Method::Lanczos if x < 3.0 => sinc(x) * sinc(x / 3.0),
            Method::Lanczos => 0.0,
        }
    }
}

/// Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -0.5.
fn cubic(x: f64) -> f64 {
    const A: f64 = -0.5;
    if x < 1.0 {
        ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        (((x - 5.0) * x + 8.0) * x - 4.0) * A
    } else {
        0.0
    }
}

fn sinc(x: f64) -> f64 {
    let x = x * std::f64::consts::PI;
    if x == 0.0 {
        1.0
    } else {
        x.sin() / x
    }
}
