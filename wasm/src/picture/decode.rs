//! Decoding: the bytes of a file of any known kind to a [`Picture`].

use std::io::Cursor;

use image::codecs::{
    bmp::BmpDecoder, gif::GifDecoder, ico::IcoDecoder, png::PngDecoder, pnm::PnmDecoder, qoi::QoiDecoder,
    tga::TgaDecoder, webp::WebPDecoder,
};
use image::{ImageDecoder, ImageError, ImageFormat, ImageResult, Limits};

use super::flatten::{flatten, ignore_unused_alpha};
use super::ico::{self, Largest};
use super::limits::{check_memory, check_pixels, zeroed};
use super::other_kinds::{self, OtherKind};
use super::{exif, gif, jpeg, png, tiff, webp, Orientation, Picture};
use crate::error::{Error, Result};

/// What a decoder may take for other things than pixels, such as a colour profile.
const METADATA_BYTES: u64 = 64 << 20;

/// What any picture may take: the first frame of a small GIF may reach beyond the picture.
const LEAST_BYTES: u64 = 1 << 20;

/// Decodes a picture, whose kind is found from its bytes; of an animation, the first frame. What is transparent
/// shows white. The orientation is reported, not applied.
///
/// The size that the file claims is checked before memory is taken for it: more than `max_pixels` is an [`Error`] of
/// kind `TooLarge`, truncated or contradictory data one of kind `Damaged`.
pub fn decode(bytes: &[u8], max_pixels: u64) -> Result<Picture<'static>> {
    let kind = Kind::of(bytes)?;
    match kind.format {
        ImageFormat::Jpeg => jpeg::decode(bytes, max_pixels),
        ImageFormat::Tiff => tiff::decode(bytes, max_pixels),
        ImageFormat::Ico => match ico::largest(bytes)? {
            Largest::Png(png) => PNG.decode(png, max_pixels),
            Largest::Icon(icon) => kind.decode(&icon, max_pixels),
        },
        ImageFormat::Gif => kind.decode(&gif::with_palette(bytes), max_pixels),
        _ => kind.decode(bytes, max_pixels),
    }
}

/// A kind of picture file.
#[derive(Clone, Copy)]
struct Kind {
    format: ImageFormat,
    name: &'static str,
}

const PNG: Kind = Kind { format: ImageFormat::Png, name: "PNG" };

/// All that are decoded.
const KINDS: [Kind; 10] = [
    Kind { format: ImageFormat::Jpeg, name: "JPEG" },
    PNG,
    Kind { format: ImageFormat::Gif, name: "GIF" },
    Kind { format: ImageFormat::WebP, name: "WebP" },
    Kind { format: ImageFormat::Bmp, name: "BMP" },
    Kind { format: ImageFormat::Tiff, name: "TIFF" },
    Kind { format: ImageFormat::Ico, name: "ICO" },
    Kind { format: ImageFormat::Pnm, name: "PNM" },
    Kind { format: ImageFormat::Qoi, name: "QOI" },
    Kind { format: ImageFormat::Tga, name: "TGA" },
];

impl Kind {
    fn of(bytes: &[u8]) -> Result<Kind> {
        if bytes.is_empty() {
            return Err(Error::not_a_picture("the file is empty"));
        }
        let format = image::guess_format(bytes).ok().or_else(|| is_targa(bytes).then_some(ImageFormat::Tga));
        let kind = format.and_then(|format| KINDS.into_iter().find(|kind| kind.format == format));
        kind.filter(|kind| kind.format != ImageFormat::Pnm || is_portable_map(bytes)).ok_or_else(|| other_kind(bytes))
    }

    /// Decodes a file with the `image` crate.
    fn decode(self, bytes: &[u8], max_pixels: u64) -> Result<Picture<'static>> {
        if let Some([width, height]) = png::claimed_size(bytes) {
            check_pixels(width, height, max_pixels)?; // the decoder itself would only speak of memory
        }
        let mut decoder = self.open(bytes).map_err(|error| self.explain(error))?;
        let (width, height) = decoder.dimensions();
        check_pixels(width, height, max_pixels)?;
        self.limit_memory(bytes, decoder.as_mut())?;

        // An orientation that cannot be read is not worth the picture.
        let exif = decoder.exif_metadata().ok().flatten();
        let layout = decoder.color_type();
        let mut decoded = zeroed(&[width as usize, height as usize, usize::from(layout.bytes_per_pixel())])?;
        decoder.read_image(&mut decoded).map_err(|error| self.explain(error))?;
        if self.format == ImageFormat::Bmp {
            ignore_unused_alpha(&mut decoded, layout);
        }
        let (channels, pixels) = flatten(decoded, layout)?;
        Ok(Picture {
            width,
            height,
            channels,
            pixels: pixels.into(),
            orientation: exif.map_or(Orientation::AS_STORED, |exif| exif::orientation(&exif)),
        })
    }

    /// Reads the headers.
    fn open(self, bytes: &[u8]) -> ImageResult<Box<dyn ImageDecoder + '_>> {
        let file = Cursor::new(bytes);
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(METADATA_BYTES);
        Ok(match self.format {
            ImageFormat::Png => Box::new(PngDecoder::with_limits(file, limits)?),
            ImageFormat::Gif => Box::new(GifDecoder::new(file)?),
            ImageFormat::WebP => Box::new(WebPDecoder::new(file)?),
            ImageFormat::Ico => Box::new(IcoDecoder::new(file)?),
            ImageFormat::Pnm => Box::new(PnmDecoder::new(file)?),
            ImageFormat::Qoi => Box::new(QoiDecoder::new(file)?),
            ImageFormat::Tga => Box::new(TgaDecoder::new(file)?),
            _ => Box::new(BmpDecoder::new(file)?),
        })
    }

    /// Refuses a picture for which there is not enough memory: a decoder that runs out of it would abort.
    fn limit_memory(self, bytes: &[u8], decoder: &mut dyn ImageDecoder) -> Result<()> {
        let (width, height) = decoder.dimensions();
        let per_pixel = u64::from(decoder.color_type().bytes_per_pixel()) + self.working_bytes(bytes)?;
        let needed = u64::from(width) * u64::from(height) * per_pixel;
        check_memory(needed)?;
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(needed.max(LEAST_BYTES));
        decoder.set_limits(limits).map_err(|error| self.explain(error))
    }

    /// How many bytes the decoder, and then [`flatten`], take for each pixel beside the decoded ones, at most.
    fn working_bytes(self, bytes: &[u8]) -> Result<u64> {
        match self.format {
            ImageFormat::WebP if !webp::is_sound(bytes) => Err(self.damaged("its parts do not fit together")),
            ImageFormat::WebP => Ok(9),
            ImageFormat::Png if !png::is_palette_sound(bytes) => Err(self.damaged("its palette is of an odd length")),
            _ => Ok(4),
        }
    }

    /// A decoder's error as a sentence.
    fn explain(self, error: ImageError) -> Error {
        match error {
            ImageError::Limits(_) => self.damaged("it asks for more memory than such a picture needs"),
            ImageError::Unsupported(error) => self.unsupported(&one_line(&error.to_string())),
            error => {
                let cause = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
                self.damaged(if cause.contains("CRC error") { "a checksum is wrong" } else { &cause })
            }
        }
    }

    fn unsupported(self, what: &str) -> Error {
        Error::unsupported(format!("the {} data is of a sort that is not supported: {what}", self.name))
    }

    fn damaged(self, cause: &str) -> Error {
        Error::damaged(format!("the {} data is truncated or damaged: {}", self.name, one_line(cause)))
    }
}

/// Why the bytes of another kind of file are refused.
fn other_kind(bytes: &[u8]) -> Error {
    match other_kinds::of(bytes) {
        Some(OtherKind { name, conversion: Some(command) }) => Error::unsupported(format!(
            "{name}, which is not supported; convert it first, for example with `{command}`"
        )),
        Some(OtherKind { name, .. }) => Error::unsupported(format!("{name}, which is not supported; {} are", kinds())),
        None => Error::not_a_picture(format!("not a picture of a known kind ({})", kinds())),
    }
}

/// "JPEG, PNG, ...".
fn kinds() -> String {
    KINDS.map(|kind| kind.name).join(", ")
}

/// Whether a file ends as a TGA of the second version does; the first version is told by nothing.
fn is_targa(bytes: &[u8]) -> bool {
    bytes.ends_with(b"TRUEVISION-XFILE.\0")
}

/// Whether a file begins as those of Netpbm do, whose first two letters a text may begin with too.
fn is_portable_map(bytes: &[u8]) -> bool {
    bytes.get(2).is_some_and(u8::is_ascii_whitespace)
}

/// Another library's message in one line, without quotation marks around it.
fn one_line(message: &str) -> String {
    let words: Vec<_> = message.trim_matches('"').trim_end_matches("\\n").split_whitespace().collect();
    words.join(" ")
}
