//! Reads of weights from where they stand in a model's bytes.

/// Where values stand among floats: `count` of them from `start` on, `stride` elements apart.
#[derive(Clone, Copy)]
pub struct Run {
    pub start: usize,
    pub stride: usize,
    pub count: usize,
}

/// Writes the values of `run` among the floats in `source` times `factor` to every `step`th element of `target`.
pub fn gather(source: &[u8], run: Run, factor: f32, target: &mut [f32], step: usize) {
    let Some(last) = run.count.checked_sub(1) else { return };
    assert!(run.start + last * run.stride < source.len() / 4 && last * step < target.len());
    // SAFETY: the first and the last element of both were just asserted to lie inside.
    unsafe {
        let source = source.as_ptr().add(run.start * 4);
        gather_each(source, run.stride * 4, run.count, factor, target.as_mut_ptr(), step);
    }
}

#[inline(never)]
unsafe fn gather_each(
    mut source: *const u8,
    stride: usize,
    count: usize,
    factor: f32,
    mut target: *mut f32,
    step: usize,
) {
    for _ in 0..count {
        *target = source.cast::<f32>().read_unaligned() * factor;
        source = source.wrapping_add(stride);
        target = target.wrapping_add(step);
    }
}
