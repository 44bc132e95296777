//! A TIFF decoder: the first picture of a file, in strips or tiles, as the samples of common programs are. What it does not
//! decode, it names.
//!
//! Source: TIFF 6.0; the supplements of Adobe Photoshop (deflate, JPEG).

mod compression;
mod directory;
mod jpeg;
mod layout;
mod samples;

pub use directory::Directory;

use image::ColorType;

use super::flatten::{cmyk_to_rgb, flatten, on_white_multiplied};
use super::limits::{check_memory, zeroed};
use super::{exif, Picture};
use crate::error::{Error, Result};
use layout::{Alpha, Colors, Layout};

/// Bytes that are taken for each pixel after its samples, at most: as RGB, twice.
const WORKING_BYTES: u64 = 7;

/// Decodes the first picture of a TIFF file of at most `max_pixels`.
pub fn decode(file: &[u8], max_pixels: u64) -> Result<Picture<'static>> {
    let directory = Directory::first(file).ok_or_else(|| damaged("it ends before its tags"))?;
    let layout = Layout::of(&directory, max_pixels)?;
    check_memory(u64::from(layout.width) * u64::from(layout.height) * (layout.kept() as u64 + WORKING_BYTES))?;
    let mut samples = samples::read(file, &layout)?;
    samples::spread(&mut samples, &layout);
    let (channels, pixels) = show(samples, &layout)?;
    Ok(Picture {
        width: layout.width,
        height: layout.height,
        channels,
        pixels: pixels.into(),
        orientation: exif::orientation(file),
    })
}

/// Samples as gray or RGB, on white.
fn show(mut samples: Vec<u8>, layout: &Layout) -> Result<(u8, Vec<u8>)> {
    match layout.colors {
        Colors::Palette => return Ok((3, look_up(&samples, layout)?)),
        Colors::Cmyk => return Ok((3, cmyk_to_rgb(&samples, layout.kept())?)),
        Colors::WhiteIsZero => samples.iter_mut().step_by(layout.kept()).for_each(|level| *level = 255 - *level),
        _ => {}
    }
    match (layout.color_samples(), layout.alpha) {
        (1, Alpha::None) => flatten(samples, ColorType::L8),
        (1, Alpha::Unassociated) => flatten(samples, ColorType::La8),
        (1, Alpha::Associated) => Ok((1, on_white_multiplied::<2>(&samples)?)),
        (_, Alpha::None) => flatten(samples, ColorType::Rgb8),
        (_, Alpha::Unassociated) => flatten(samples, ColorType::Rgba8),
        (_, Alpha::Associated) => Ok((3, on_white_multiplied::<4>(&samples)?)),
    }
}

/// The colours of indices into the palette.
fn look_up(indices: &[u8], layout: &Layout) -> Result<Vec<u8>> {
    let map = layout.color_map.ok_or_else(|| damaged("it has no palette"))?;
    let colors = map.len() / 3;
    let mut palette = [[0; 3]; 256];
    for (index, color) in palette.iter_mut().enumerate().take(colors) {
        *color = [0, 1, 2].map(|channel| (map.get(channel * colors + index).unwrap_or(0) >> 8) as u8);
    }
    if layout.bits > 8 || indices.iter().any(|&index| usize::from(index) >= colors) {
        return Err(damaged("its palette is too short"));
    }
    let mut pixels = zeroed(&[indices.len(), 3])?;
    for (pixel, &index) in pixels.chunks_exact_mut(3).zip(indices) {
        pixel.copy_from_slice(&palette[usize::from(index)]);
    }
    Ok(pixels)
}

fn damaged(cause: &str) -> Error {
    Error::damaged(format!("the TIFF data is truncated or damaged: {cause}"))
}

fn unsupported(what: &str) -> Error {
    Error::unsupported(format!(
        "the TIFF data is of a sort that is not supported: {what}; try `magick in.tif out.png` first"
    ))
}
