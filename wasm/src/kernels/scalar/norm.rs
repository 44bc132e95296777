//! Normalisation of rows (Ba et al., "Layer Normalization", 2016; Zhang and Sennrich, "Root Mean Square Layer
//! Normalization", 2019).

use crate::op::LayerNorm;

/// A `LayerNorm` of rows of as many values as `scale` has.
pub fn layer_norm(norm: &LayerNorm, input: &[f32], output: &mut [f32]) {
    let len = norm.scale.len().max(1);
    for (input, output) in input.chunks_exact(len).zip(output.chunks_exact_mut(len)) {
        let mean = if norm.root_mean_square { 0.0 } else { sum(input) / len as f32 };
        let variance = squares(input, mean) / len as f32;
        apply(input, mean, 1.0 / (variance + norm.epsilon).sqrt(), &norm.scale, &norm.bias, output);
    }
}

#[inline(never)]
fn sum(values: &[f32]) -> f32 {
    let mut sums = [0.0; 4];
    for chunk in values.chunks(4) {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += value;
        }
    }
    sums.iter().sum()
}

/// The sum of the squares of the distances from `mean`.
#[inline(never)]
fn squares(values: &[f32], mean: f32) -> f32 {
    let mut sums = [0.0; 4];
    for chunk in values.chunks(4) {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += (value - mean) * (value - mean);
        }
    }
    sums.iter().sum()
}

#[inline(never)]
fn apply(input: &[f32], mean: f32, factor: f32, scale: &[f32], bias: &[f32], output: &mut [f32]) {
    for (((x, scale), bias), result) in input.iter().zip(scale).zip(bias).zip(output) {
        *result = (x - mean) * factor * scale + bias;
    }
}
