//! Resizing by a filter along each axis.
//!
//! The arithmetic is that of Pillow's `Image.resize(size, resample, box)` for 8-bit channels, to the bit:
//! weights with 22 fractional bits, a horizontal pass rounded to 8 bits, then a vertical one. Models were evaluated
//! with pictures resized in this way. From version 13 on, Pillow takes the vertical pass first where the height shrinks by
//! more than twice as many pixels as the width, which rounds some channels to the next level.
//!
//! Source: "General filtered image rescaling" (Dale Schumacher, Graphics Gems III, 1992), which Pillow follows too.

use super::filter::{Filter, FRACTION_BITS};
use crate::error::Result;
use crate::picture::{zeroed, Method, Region};

/// `region` of gray or RGB pixels as RGB of the size `out`. The sizes are (width, height) and were checked.
pub fn resample(
    pixels: &[u8],
    [width, height]: [u32; 2],
    channels: u8,
    region: Region,
    out: [u32; 2],
    method: Method,
) -> Result<Vec<u8>> {
    let columns = Filter::new(width, region.left..region.right, out[0], method)?;
    let rows = Filter::new(height, region.top..region.bottom, out[1], method)?;
    match channels {
        1 => repeat_gray(&resize_channels::<1>(pixels, width as usize, &columns, &rows)?),
        _ => resize_channels::<3>(pixels, width as usize, &columns, &rows),
    }
}

/// Both passes; a pass that would change nothing is left out.
fn resize_channels<const CHANNELS: usize>(
    pixels: &[u8],
    width: usize,
    columns: &Filter,
    rows: &Filter,
) -> Result<Vec<u8>> {
    let needed = rows.sources();
    let stored = pixels.chunks_exact(width * CHANNELS).skip(needed.start);
    let stride = columns.len() * CHANNELS;
    let mut narrow = zeroed(&[needed.len(), stride])?;
    for (source, target) in stored.zip(narrow.chunks_exact_mut(stride)) {
        if columns.is_identity {
            target.copy_from_slice(source);
        } else {
            filter_row::<CHANNELS>(source, columns, target);
        }
    }
    if rows.is_identity {
        return Ok(narrow);
    }
    let mut resized = zeroed(&[rows.len(), stride])?;
    for ((first, weights), target) in rows.iter().zip(resized.chunks_exact_mut(stride)) {
        blend_rows(&narrow[(first - needed.start) * stride..], stride, weights, target);
    }
    Ok(resized)
}

/// The horizontal pass over one row.
#[inline(never)]
fn filter_row<const CHANNELS: usize>(source: &[u8], columns: &Filter, target: &mut [u8]) {
    for ((first, weights), pixel) in columns.iter().zip(target.chunks_exact_mut(CHANNELS)) {
        blend_pixels::<CHANNELS>(&source[first * CHANNELS..], weights, pixel);
    }
}

/// One pixel: the weighted sum of neighbours in a row.
///
/// A function of its own, called once a pixel, because a JVM compiles a short method that is called often sooner than a
/// loop that runs long.
#[inline(never)]
fn blend_pixels<const CHANNELS: usize>(source: &[u8], weights: &[i32], target: &mut [u8]) {
    let mut sums = [HALF; CHANNELS];
    for (pixel, &weight) in source.chunks_exact(CHANNELS).zip(weights) {
        for channel in 0..CHANNELS {
            sums[channel] += i32::from(pixel[channel]) * weight;
        }
    }
    for channel in 0..CHANNELS {
        target[channel] = to_byte(sums[channel]);
    }
}

/// The vertical pass for one row: the weighted sum of rows below each other.
#[inline(never)]
fn blend_rows(rows: &[u8], stride: usize, weights: &[i32], target: &mut [u8]) {
    for (x, byte) in target.iter_mut().enumerate() {
        *byte = blend_column(&rows[x..], stride, weights);
    }
}

#[inline(never)]
fn blend_column(column: &[u8], stride: usize, weights: &[i32]) -> u8 {
    let mut sum = HALF;
    for (&byte, &weight) in column.iter().step_by(stride).zip(weights) {
        sum += i32::from(byte) * weight;
    }
    to_byte(sum)
}

/// Half of one level, so that the shift in [`to_byte`] rounds.
const HALF: i32 = 1 << (FRACTION_BITS - 1);

fn to_byte(sum: i32) -> u8 {
    (sum >> FRACTION_BITS).clamp(0, 255) as u8
}

/// Gray as RGB with three equal channels.
fn repeat_gray(gray: &[u8]) -> Result<Vec<u8>> {
    let mut rgb = zeroed(&[gray.len(), 3])?;
    for (pixel, &level) in rgb.chunks_exact_mut(3).zip(gray) {
        pixel.fill(level);
    }
    Ok(rgb)
}
