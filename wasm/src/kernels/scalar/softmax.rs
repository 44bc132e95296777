//! Softmax over rows.

/// Each row of `channels` values becomes exp(x - max) / sum of exp(x - max).
pub fn softmax(channels: usize, input: &[f32], output: &mut [f32]) {
    for (input, output) in input.chunks_exact(channels.max(1)).zip(output.chunks_exact_mut(channels.max(1))) {
        row(input, output);
    }
}

#[inline(never)]
fn row(input: &[f32], output: &mut [f32]) {
    let highest = input.iter().fold(f32::NEG_INFINITY, |best, &x| if x > best { x } else { best });
    let mut sum = 0.0;
    for (x, result) in input.iter().zip(output.iter_mut()) {
        *result = (x - highest).exp();
        sum += *result;
    }
    super::elementwise::scale(output, 1.0 / sum);
}
