//! A TIFF decoder: the first picture of a file, in strips or tiles, as the samples of common programs are. What it does not
//! decode, it names.
//!
//! Source: TIFF 6.0; the supplements of Adobe Photoshop (deflate, JPEG).

mod compression;
mod jpeg;
mod layout;
mod samples;

use image::ColorType;

use super::directory::Directory;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    /// A gray picture of 2 x 1 pixels, without compression, with further tags, which replace its own.
    fn tiff(further: &[(u16, u32)]) -> Vec<u8> {
        let mut tags = vec![(256, 2), (257, 1), (258, 8), (262, 1), (273, 8), (279, 2)];
        tags.retain(|(tag, _)| further.iter().all(|(other, _)| other != tag));
        tags.extend(further);
        let entries = tags
            .iter()
            .flat_map(|&(tag, value)| [&tag.to_le_bytes()[..], &[4, 0, 1, 0, 0, 0], &value.to_le_bytes()].concat());
        let count = (tags.len() as u16).to_le_bytes();
        [b"II*\0\x0A\0\0\0\x64\xC8".to_vec(), count.to_vec(), entries.collect()].concat()
    }

    fn refusal(further: &[(u16, u32)]) -> (Kind, String) {
        let error = decode(&tiff(further), 1000).unwrap_err();
        (error.kind, error.message)
    }

    #[test]
    fn a_plain_picture_is_decoded() {
        assert_eq!(decode(&tiff(&[]), 1000).unwrap().pixels[..], [100, 200]);
        assert_eq!(decode(&tiff(&[(262, 0)]), 1000).unwrap().pixels[..], [155, 55]);
    }

    #[test]
    fn what_is_not_decoded_is_named() {
        let kinds = [
            (&[(259, 4)][..], "as a fax"),
            (&[(259, 6)], "of the old sort"),
            (&[(259, 34_712)], "number 34712"),
            (&[(266, 2)], "in reverse order"),
            (&[(339, 3)], "signed or fractions"),
            (&[(258, 12)], "1, 2, 4, 8 or 16 bits"),
            (&[(262, 6), (277, 3)], "outside of a JPEG"),
            (&[(254, 1), (330, 8)], "a raw file of a camera"),
            (&[(50_706, 1)], "a raw file of a camera"),
        ];
        for (tags, words) in kinds {
            let (kind, message) = refusal(tags);
            assert_eq!(kind, Kind::Unsupported, "{message}");
            assert!(message.contains(words) && message.ends_with("; try `magick in.tif out.png` first"), "{message}");
        }
    }

    #[test]
    fn sizes_are_checked_before_memory_is_taken() {
        assert_eq!(refusal(&[(256, 1001)]).0, Kind::TooLarge);
        assert_eq!(refusal(&[(256, u32::MAX), (257, u32::MAX)]).0, Kind::TooLarge);
        assert_eq!(refusal(&[(257, 0)]).0, Kind::Damaged);
        assert_eq!(refusal(&[(278, 0)]).0, Kind::Damaged);
        assert_eq!(refusal(&[(279, 1)]).0, Kind::Damaged);
        for side in [100_000, u32::MAX] {
            let tiles = [(322, side), (323, side), (324, 8), (325, 2)];
            let message = "the TIFF data is truncated or damaged: its tiles are far larger than its picture";
            assert_eq!(refusal(&tiles), (Kind::Damaged, message.into()));
        }
    }
}
