//! Decoding: the bytes of a file of any known kind to a [`Picture`].

use std::io::Cursor;

use image::codecs::{bmp::BmpDecoder, gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{ImageDecoder, ImageError, ImageFormat, ImageResult, Limits};

use super::flatten::flatten;
use super::limits::{check_memory, check_pixels, out_of_memory, zeroed};
use super::{Orientation, Picture};
use crate::error::{Error, Result};

/// The kinds of picture that are understood, in a sentence.
const KINDS: &str = "JPEG, PNG, GIF, WebP, BMP";

/// Decodes a picture, whose kind is found from its bytes; of an animation, the first frame. What is transparent
/// shows white. The orientation is reported, not applied.
///
/// The size that the file claims is checked before memory is taken for it: more than `max_pixels`, and damaged
/// or truncated data, is an [`Error`] of kind `Picture`.
pub fn decode(bytes: &[u8], max_pixels: u64) -> Result<Picture> {
    let kind = Kind::of(bytes)?;
    let decoder = kind.open(bytes, max_pixels).map_err(|error| kind.explain(error))?;
    kind.read(decoder, max_pixels)
}

/// A kind of picture file.
#[derive(Clone, Copy)]
struct Kind {
    format: ImageFormat,
    name: &'static str,
}

impl Kind {
    fn of(bytes: &[u8]) -> Result<Kind> {
        if bytes.is_empty() {
            return Err(Error::picture("the file is empty"));
        }
        let unknown = || Error::picture(format!("not a picture of a known kind ({KINDS})"));
        let format = image::guess_format(bytes).map_err(|_| unknown())?;
        let name = match format {
            ImageFormat::Jpeg => "JPEG",
            ImageFormat::Png => "PNG",
            ImageFormat::Gif => "GIF",
            ImageFormat::WebP => "WebP",
            ImageFormat::Bmp => "BMP",
            _ => return Err(unknown()),
        };
        Ok(Kind { format, name })
    }

    /// Reads the headers.
    fn open(self, bytes: &[u8], _max_pixels: u64) -> ImageResult<Box<dyn ImageDecoder + '_>> {
        let file = Cursor::new(bytes);
        Ok(match self.format {
            ImageFormat::Jpeg => Box::new(JpegDecoder::new(file)?),
            ImageFormat::Png => Box::new(PngDecoder::with_limits(file, Limits::default())?),
            ImageFormat::Gif => Box::new(GifDecoder::new(file)?),
            ImageFormat::WebP => Box::new(WebPDecoder::new(file)?),
            _ => Box::new(BmpDecoder::new(file)?),
        })
    }

    fn read(self, mut decoder: Box<dyn ImageDecoder + '_>, max_pixels: u64) -> Result<Picture> {
        let (width, height) = decoder.dimensions();
        check_pixels(width, height, max_pixels)?;
        check_memory(decoder.total_bytes().saturating_mul(3))?;
        let layout = decoder.color_type();
        let orientation = decoder.orientation().map_or(1, |orientation| orientation.to_exif());
        let mut decoded = zeroed(&[width as usize, height as usize, usize::from(layout.bytes_per_pixel())])?;
        decoder.read_image(&mut decoded).map_err(|error| self.explain(error))?;
        let (channels, pixels) = flatten(decoded, layout)?;
        Ok(Picture { width, height, channels, pixels, orientation: Orientation::from_exif(orientation.into()) })
    }

    /// A decoder's error as a sentence.
    fn explain(self, error: ImageError) -> Error {
        let name = self.name;
        match error {
            ImageError::Limits(_) => out_of_memory(),
            ImageError::Unsupported(error) => Error::picture(format!("the {name} picture is of a sort that is not supported: {}", one_line(&error))),
            error => Error::picture(format!("the {name} data is truncated or damaged: {}", one_line(&error))),
        }
    }
}

/// A message of another crate, in one line.
fn one_line(error: &dyn std::error::Error) -> String {
    let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    cause.split_whitespace().collect::<Vec<_>>().join(" ")
}
