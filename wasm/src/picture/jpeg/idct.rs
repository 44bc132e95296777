//! The inverse transform of a block, in whole numbers: to the bit that of libjpeg's accurate variant, which is the default of
//! most programs, so that a model sees what it was trained with.
//!
//! Source: C. Loeffler, A. Ligtenberg and G. Moschytz, "Practical fast 1-D DCT algorithms with 11 multiplications" (ICASSP
//! 1989), the variant with 12 multiplications; 13 fractional bits for constants, and 2 for the results of the first pass.

use super::frame::BLOCK;
use super::tables::Quantisation;

/// A block of coefficients as stored, row by row.
pub type Block = [i16; BLOCK * BLOCK];

const CONSTANT_BITS: u32 = 13;
const FIRST_PASS_BITS: u32 = 2;
/// What is shifted out after each pass: the second also divides by 8, for both passes.
const FIRST_SHIFT: u32 = CONSTANT_BITS - FIRST_PASS_BITS;
const SECOND_SHIFT: u32 = CONSTANT_BITS + FIRST_PASS_BITS + 3;

/// A constant with 13 fractional bits.
const fn fixed(value: f64) -> i32 {
    (value * (1 << CONSTANT_BITS) as f64 + 0.5) as i32
}

/// Writes the samples of a block into rows that lie `stride` bytes apart.
pub fn inverse(block: &Block, quantisation: &Quantisation, samples: &mut [u8], stride: usize) {
    let mut columns = [0; BLOCK * BLOCK];
    for x in 0..BLOCK {
        inverse_column(block, quantisation, x, &mut columns);
    }
    for (row, target) in columns.chunks_exact(BLOCK).zip(samples.chunks_mut(stride)) {
        inverse_row(row, target);
    }
}

/// Writes the samples of a block that has no coefficient but the first.
#[inline(never)]
pub fn inverse_flat(block: &Block, quantisation: &Quantisation, samples: &mut [u8], stride: usize) {
    let first = i32::from(block[0]).wrapping_mul(i32::from(quantisation[0]));
    let level = to_sample(first.wrapping_add(4) >> 3);
    for row in samples.chunks_mut(stride).take(BLOCK) {
        row[..BLOCK].fill(level);
    }
}

#[inline(never)]
fn inverse_column(block: &Block, quantisation: &Quantisation, x: usize, columns: &mut [i32; BLOCK * BLOCK]) {
    let x = x % BLOCK;
    let stored = |y: usize| block[y * BLOCK + x];
    if stored(1) | stored(2) | stored(3) | stored(4) | stored(5) | stored(6) | stored(7) == 0 {
        let level = i32::from(stored(0)).wrapping_mul(i32::from(quantisation[x])) << FIRST_PASS_BITS;
        for y in 0..BLOCK {
            columns[y * BLOCK + x] = level;
        }
        return;
    }
    let value = |y: usize| i32::from(stored(y)).wrapping_mul(i32::from(quantisation[y * BLOCK + x]));
    let values = [value(0), value(1), value(2), value(3), value(4), value(5), value(6), value(7)];
    let levels = transform(values);
    for y in 0..BLOCK {
        columns[y * BLOCK + x] = rounded(levels[y], FIRST_SHIFT);
    }
}

#[inline(never)]
fn inverse_row(row: &[i32], samples: &mut [u8]) {
    let (Some(row), Some(samples)) = (row.first_chunk::<BLOCK>(), samples.first_chunk_mut::<BLOCK>()) else { return };
    let levels = transform(*row);
    for x in 0..BLOCK {
        samples[x] = to_sample(rounded(levels[x], SECOND_SHIFT));
    }
}

/// One dimension of the transform: 8 values, times 2 to the power of [`CONSTANT_BITS`].
#[inline(always)]
fn transform([v0, v1, v2, v3, v4, v5, v6, v7]: [i32; BLOCK]) -> [i32; BLOCK] {
    let add = i32::wrapping_add;
    let less = i32::wrapping_sub;
    let times = |value: i32, constant: f64| value.wrapping_mul(fixed(constant));

    let turned = times(add(v2, v6), 0.541196100);
    let even2 = less(turned, times(v6, 1.847759065));
    let even3 = add(turned, times(v2, 0.765366865));
    let even0 = add(v0, v4) << CONSTANT_BITS;
    let even1 = less(v0, v4) << CONSTANT_BITS;
    let even = [add(even0, even3), add(even1, even2), less(even1, even2), less(even0, even3)];

    let all = times(add(add(v7, v3), add(v5, v1)), 1.175875602);
    let z1 = times(add(v7, v1), 0.899976223);
    let z2 = times(add(v5, v3), 2.562915447);
    let z3 = less(all, times(add(v7, v3), 1.961570560));
    let z4 = less(all, times(add(v5, v1), 0.390180644));
    let odd = [
        add(less(times(v1, 1.501321110), z1), z4),
        add(less(times(v3, 3.072711026), z2), z3),
        add(less(times(v5, 2.053119869), z2), z4),
        add(less(times(v7, 0.298631336), z1), z3),
    ];

    let mut result = [0; BLOCK];
    for i in 0..BLOCK / 2 {
        result[i] = add(even[i], odd[i]);
        result[BLOCK - 1 - i] = less(even[i], odd[i]);
    }
    result
}

#[inline(always)]
fn rounded(value: i32, shift: u32) -> i32 {
    value.wrapping_add(1 << (shift - 1)) >> shift
}

/// Levels are stored around 0.
#[inline(always)]
fn to_sample(level: i32) -> u8 {
    (level + 128).clamp(0, 255) as u8
}
