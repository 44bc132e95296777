//! Every layout of pixels that a decoder gives, as 8-bit gray or RGB. What is transparent shows white.

use image::ColorType;

use super::limits::zeroed;
use crate::error::{Error, Result};

/// How many pixels a call of a hot loop handles: many short calls, which a JVM compiles early.
const RUN: usize = 1024;

/// Pixels as the `image` crate decoded them, as 1 or 3 channels and the pixels.
///
/// Of a 16-bit channel the high byte is kept.
pub fn flatten(decoded: Vec<u8>, layout: ColorType) -> Result<(u8, Vec<u8>)> {
    match layout {
        ColorType::L8 => Ok((1, decoded)),
        ColorType::Rgb8 => Ok((3, decoded)),
        ColorType::La8 => Ok((1, on_white::<2>(&decoded)?)),
        ColorType::Rgba8 => Ok((3, on_white::<4>(&decoded)?)),
        ColorType::L16 => flatten(high_bytes(&decoded)?, ColorType::L8),
        ColorType::La16 => flatten(high_bytes(&decoded)?, ColorType::La8),
        ColorType::Rgb16 => flatten(high_bytes(&decoded)?, ColorType::Rgb8),
        ColorType::Rgba16 => flatten(high_bytes(&decoded)?, ColorType::Rgba8),
        other => Err(Error::unsupported(format!("pixels of kind {other:?} are not supported"))),
    }
}

/// Makes pixels with alpha opaque where none of them would show: some programs leave that byte of a BMP unset.
pub fn ignore_unused_alpha(decoded: &mut [u8], layout: ColorType) {
    if layout == ColorType::Rgba8 && decoded.chunks(RUN * 4).all(is_transparent) {
        decoded.iter_mut().skip(3).step_by(4).for_each(|alpha| *alpha = 255);
    }
}

#[inline(never)]
fn is_transparent(run: &[u8]) -> bool {
    run.iter().skip(3).step_by(4).all(|&alpha| alpha == 0)
}

/// `CHANNELS` with alpha as the last one, laid over white.
fn on_white<const CHANNELS: usize>(decoded: &[u8]) -> Result<Vec<u8>> {
    let mut opaque = zeroed(&[decoded.len() / CHANNELS, CHANNELS - 1])?;
    for (source, target) in decoded.chunks(RUN * CHANNELS).zip(opaque.chunks_mut(RUN * (CHANNELS - 1))) {
        blend_run::<CHANNELS>(source, target);
    }
    Ok(opaque)
}

#[inline(never)]
fn blend_run<const CHANNELS: usize>(source: &[u8], target: &mut [u8]) {
    for (from, to) in source.chunks_exact(CHANNELS).zip(target.chunks_exact_mut(CHANNELS - 1)) {
        let alpha = u32::from(from[CHANNELS - 1]);
        for (level, &color) in to.iter_mut().zip(from) {
            *level = divide_by_255(u32::from(color) * alpha + 255 * (255 - alpha));
        }
    }
}

/// `sum / 255`, rounded, for a sum of at most 255 * 255.
fn divide_by_255(sum: u32) -> u8 {
    let biased = sum + 128;
    (((biased >> 8) + biased) >> 8) as u8
}

/// As [`on_white`], for colours that are multiplied by their alpha already.
pub fn on_white_multiplied<const CHANNELS: usize>(decoded: &[u8]) -> Result<Vec<u8>> {
    let mut opaque = zeroed(&[decoded.len() / CHANNELS, CHANNELS - 1])?;
    for (from, to) in decoded.chunks_exact(CHANNELS).zip(opaque.chunks_exact_mut(CHANNELS - 1)) {
        to.iter_mut().zip(from).for_each(|(level, &color)| *level = color.saturating_add(255 - from[CHANNELS - 1]));
    }
    Ok(opaque)
}

/// Cyan, magenta, yellow and black, the first 4 of `stride` samples, as RGB without a profile, as Pillow does.
pub fn cmyk_to_rgb(samples: &[u8], stride: usize) -> Result<Vec<u8>> {
    let mut rgb = zeroed(&[samples.len() / stride, 3])?;
    for (from, to) in samples.chunks_exact(stride).zip(rgb.chunks_exact_mut(3)) {
        let light = 255 - u32::from(from[3]);
        for (level, &ink) in to.iter_mut().zip(from) {
            *level = (light as u8).saturating_sub(divide_by_255(u32::from(ink) * light));
        }
    }
    Ok(rgb)
}

/// The high bytes of 16-bit channels in native byte order.
fn high_bytes(decoded: &[u8]) -> Result<Vec<u8>> {
    let mut high = zeroed(&[decoded.len() / 2])?;
    for (source, target) in decoded.chunks(RUN * 2).zip(high.chunks_mut(RUN)) {
        high_bytes_run(source, target);
    }
    Ok(high)
}

#[inline(never)]
fn high_bytes_run(source: &[u8], target: &mut [u8]) {
    for (pair, high) in source.chunks_exact(2).zip(target) {
        *high = (u16::from_ne_bytes([pair[0], pair[1]]) >> 8) as u8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_by_255_rounds() {
        for sum in 0..=255 * 255 {
            assert_eq!(u32::from(divide_by_255(sum)), (sum * 2 + 255) / 510, "{sum} / 255");
        }
    }

    #[test]
    fn what_is_transparent_shows_white() {
        let rgba = [10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 255, 128];
        let blended = vec![10, 20, 30, 255, 255, 255, 127, 177, 255];
        assert_eq!(flatten(rgba.to_vec(), ColorType::Rgba8), Ok((3, blended)));
        assert_eq!(flatten(vec![7, 255, 7, 0], ColorType::La8), Ok((1, vec![7, 255])));
    }

    #[test]
    fn alpha_that_hides_all_is_ignored() {
        let mut unset = vec![1, 2, 3, 0, 4, 5, 6, 0];
        ignore_unused_alpha(&mut unset, ColorType::Rgba8);
        assert_eq!(unset, [1, 2, 3, 255, 4, 5, 6, 255]);

        let mut used = vec![1, 2, 3, 0, 4, 5, 6, 1];
        ignore_unused_alpha(&mut used, ColorType::Rgba8);
        assert_eq!(used, [1, 2, 3, 0, 4, 5, 6, 1]);
    }
}
