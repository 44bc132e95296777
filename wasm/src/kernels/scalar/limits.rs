//! Clipping without a branch where it would be mispredicted.

/// A closed interval that values are limited to; a NaN stays one.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Whether the lower bound is 0. About half of a layer's values are below it, in no pattern, and a JVM compiles the
    /// comparison of floats to a branch: so ReLU is computed instead, as (x + |x|) / 2, which is exact.
    pub rectify: bool,
    pub low: f32,
    pub high: f32,
}

impl Limits {
    pub const NONE: Limits = Limits { rectify: false, low: f32::NEG_INFINITY, high: f32::INFINITY };

    pub fn new(low: f32, high: f32) -> Limits {
        let rectify = low == 0.0;
        Limits { rectify, low: if rectify { f32::NEG_INFINITY } else { low }, high }
    }

    /// Whether there is no lower bound other than 0.
    pub fn is_simple(self) -> bool {
        self.low == f32::NEG_INFINITY
    }

    pub fn is_none(self) -> bool {
        !self.rectify && self.is_simple() && self.high == f32::INFINITY
    }

    #[inline(always)]
    pub fn apply(self, x: f32) -> f32 {
        let half = x * 0.5;
        let x = if self.rectify { half + half.abs() } else { x };
        let x = if x < self.low { self.low } else { x };
        if x > self.high {
            self.high
        } else {
            x
        }
    }
}

/// Limits all values.
pub fn limit(values: &mut [f32], limits: Limits) {
    if !limits.is_none() {
        limit_each(values, limits);
    }
}

#[inline(never)]
fn limit_each(values: &mut [f32], limits: Limits) {
    for value in values {
        *value = limits.apply(*value);
    }
}
