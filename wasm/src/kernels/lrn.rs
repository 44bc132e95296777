//! Local response normalisation across channels (Krizhevsky et al. 2012, section 3.3).

use crate::op::Lrn;

/// Each pixel of `channels` values: x / (bias + alpha * sum of squares of its neighbours) ^ beta.
pub fn lrn(parameters: Lrn, channels: usize, input: &[f32], output: &mut [f32]) {
    for (input, output) in input.chunks_exact(channels.max(1)).zip(output.chunks_exact_mut(channels.max(1))) {
        pixel(parameters, input, output);
    }
}

#[inline(never)]
fn pixel(parameters: Lrn, input: &[f32], output: &mut [f32]) {
    for (channel, result) in output.iter_mut().enumerate() {
        let first = channel.saturating_sub(parameters.radius);
        let end = channel.saturating_add(parameters.radius).saturating_add(1).min(input.len());
        let squares: f32 = input[first..end].iter().map(|x| x * x).sum();
        *result = input[channel] * (parameters.bias + parameters.alpha * squares).powf(-parameters.beta);
    }
}
