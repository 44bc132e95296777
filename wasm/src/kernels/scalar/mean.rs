//! The mean over leading dimensions, as global average pooling needs it.

use super::elementwise::{accumulate, scale};

/// `output[c]` is the mean of `input[r, c]` over all rows r.
pub fn mean_of_rows(input: &[f32], output: &mut [f32]) {
    if output.is_empty() {
        return;
    }
    output.fill(0.0);
    for row in input.chunks_exact(output.len()) {
        accumulate(row, output);
    }
    let rows = input.len() / output.len();
    scale(output, 1.0 / rows.max(1) as f32);
}
