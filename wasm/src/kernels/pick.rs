//! Picks positions along an axis, and weighted sums of positions, out of a tensor seen as [outer, size, inner].

use super::CHUNK;
use crate::op::Taps;

/// Output [outer, positions, inner] from input [outer, size, inner]: row i is input row `positions[i]`.
/// `inner` is not 0.
pub fn pick(positions: &[u32], [size, inner]: [usize; 2], input: &[f32], output: &mut [f32]) {
    let planes = input.chunks((size * inner).max(1)).zip(output.chunks_mut((positions.len() * inner).max(1)));
    for (source, target) in planes {
        if inner == 1 {
            for (positions, target) in positions.chunks(CHUNK).zip(target.chunks_mut(CHUNK)) {
                pick_each(positions, source, target);
            }
        } else {
            for (&position, target) in positions.iter().zip(target.chunks_mut(inner)) {
                target.copy_from_slice(&source[position as usize * inner..][..inner]);
            }
        }
    }
}

#[inline(never)]
fn pick_each(positions: &[u32], source: &[f32], target: &mut [f32]) {
    for (&position, target) in positions.iter().zip(target) {
        *target = source[position as usize];
    }
}

/// Output [outer, taps, inner] from input [outer, size, inner]: row i is the sum of the input rows of tap i, weighted.
/// `inner` is not 0.
pub fn interpolate(taps: &Taps, [size, inner]: [usize; 2], input: &[f32], output: &mut [f32]) {
    let planes = input.chunks((size * inner).max(1)).zip(output.chunks_mut((taps.len() * inner).max(1)));
    for (source, target) in planes {
        for (index, target) in target.chunks_mut(inner).enumerate() {
            let (positions, weights) = taps.of(index);
            target.fill(0.0);
            for (&position, &weight) in positions.iter().zip(weights) {
                let source = &source[position as usize * inner..][..inner];
                for (source, target) in source.chunks(CHUNK).zip(target.chunks_mut(CHUNK)) {
                    add_weighted(source, weight, target);
                }
            }
        }
    }
}

#[inline(never)]
fn add_weighted(source: &[f32], weight: f32, target: &mut [f32]) {
    for (sum, value) in target.iter_mut().zip(source) {
        *sum += value * weight;
    }
}
