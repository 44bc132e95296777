//! The choice between two values.

/// `output[i]` is `a[i]` where `condition[i]` is not zero, else `b[i]`. All are equally long.
pub fn select(condition: &[f32], a: &[f32], b: &[f32], output: &mut [f32]) {
    let inputs = condition.chunks(super::CHUNK).zip(a.chunks(super::CHUNK)).zip(b.chunks(super::CHUNK));
    for (((condition, a), b), output) in inputs.zip(output.chunks_mut(super::CHUNK)) {
        select_chunk(condition, a, b, output);
    }
}

#[inline(never)]
fn select_chunk(condition: &[f32], a: &[f32], b: &[f32], output: &mut [f32]) {
    for (((chosen, a), b), result) in condition.iter().zip(a).zip(b).zip(output) {
        *result = if *chosen != 0.0 { *a } else { *b };
    }
}
