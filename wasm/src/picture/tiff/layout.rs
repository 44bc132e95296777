//! What the tags of a TIFF file say of its pixels (TIFF 6.0, sections 3 to 8, 15, 16 and 18).

use super::compression::Compression;
use super::{damaged, unsupported};
use crate::error::Result;
use crate::picture::directory::{Directory, Values};
use crate::picture::limits::check_pixels;

const SUBFILE_TYPE: u16 = 254;
const WIDTH: u16 = 256;
const HEIGHT: u16 = 257;
const BITS_PER_SAMPLE: u16 = 258;
const COMPRESSION: u16 = 259;
const PHOTOMETRIC: u16 = 262;
const FILL_ORDER: u16 = 266;
const STRIP_OFFSETS: u16 = 273;
const SAMPLES_PER_PIXEL: u16 = 277;
const ROWS_PER_STRIP: u16 = 278;
const STRIP_BYTE_COUNTS: u16 = 279;
const PLANAR_CONFIGURATION: u16 = 284;
const PREDICTOR: u16 = 317;
const COLOR_MAP: u16 = 320;
const TILE_WIDTH: u16 = 322;
const TILE_HEIGHT: u16 = 323;
const TILE_OFFSETS: u16 = 324;
const TILE_BYTE_COUNTS: u16 = 325;
const SUB_IFDS: u16 = 330;
const EXTRA_SAMPLES: u16 = 338;
const SAMPLE_FORMAT: u16 = 339;
const JPEG_TABLES: u16 = 347;
const DNG_VERSION: u16 = 50_706;

/// More samples than any picture has that is meant to be looked at.
const MOST_SAMPLES: usize = 8;

/// Tiles may reach beyond the picture: by how many times its size, and by how many pixels in any case.
const MOST_PADDING: u64 = 4;
const LEAST_PIXELS_IN_TILES: u64 = 4 << 20;

/// What the samples of a pixel are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colors {
    WhiteIsZero,
    BlackIsZero,
    Rgb,
    Palette,
    Cmyk,
    /// Only in a JPEG.
    YCbCr,
}

/// How a sample after those of the colours says what is transparent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alpha {
    None,
    /// The colours are multiplied by it.
    Associated,
    Unassociated,
}

pub struct Layout<'a> {
    pub width: u32,
    pub height: u32,
    pub colors: Colors,
    pub alpha: Alpha,
    /// Samples of a pixel in the file, of which [`Layout::kept`] are used.
    pub samples: usize,
    pub bits: usize,
    pub is_big_endian: bool,
    pub compression: Compression,
    pub has_predictor: bool,
    /// Whether each sample lies in a plane of its own.
    pub is_planar: bool,
    /// Width and height of a strip or a tile.
    pub chunk: [usize; 2],
    pub offsets: Values<'a>,
    pub byte_counts: Values<'a>,
    /// Red, green and blue of 16 bits, one list after the other.
    pub color_map: Option<Values<'a>>,
    pub jpeg_tables: &'a [u8],
}

impl<'a> Layout<'a> {
    pub fn of(directory: &Directory<'a>, max_pixels: u64) -> Result<Layout<'a>> {
        let value = |tag, default| directory.value(tag).unwrap_or(default);
        let needed = |tag, what| directory.values(tag).ok_or_else(|| damaged(what));
        refuse_raw(directory)?;
        let (width, height) = (value(WIDTH, 0), value(HEIGHT, 0));
        check_pixels(width, height, max_pixels)?;

        let samples = value(SAMPLES_PER_PIXEL, 1) as usize;
        let (colors, alpha) = colors(directory, samples)?;
        let is_tiled = directory.value(TILE_WIDTH).is_some();
        let (offsets, byte_counts) = match is_tiled {
            true => (TILE_OFFSETS, TILE_BYTE_COUNTS),
            false => (STRIP_OFFSETS, STRIP_BYTE_COUNTS),
        };
        let layout = Layout {
            width,
            height,
            colors,
            alpha,
            samples,
            bits: bits(directory)?,
            is_big_endian: directory.is_big_endian(),
            compression: Compression::of(value(COMPRESSION, 1))?,
            has_predictor: value(PREDICTOR, 1) == 2,
            is_planar: value(PLANAR_CONFIGURATION, 1) == 2 && samples > 1,
            chunk: match is_tiled {
                true => [value(TILE_WIDTH, 0) as usize, value(TILE_HEIGHT, 0) as usize],
                false => [width as usize, value(ROWS_PER_STRIP, height).min(height) as usize],
            },
            offsets: needed(offsets, "it does not say where its data is")?,
            byte_counts: needed(byte_counts, "it does not say how long its data is")?,
            color_map: directory.values(COLOR_MAP),
            jpeg_tables: directory.values(JPEG_TABLES).map_or(&[], |tables| tables.bytes()),
        };
        layout.check(value(PREDICTOR, 1), value(FILL_ORDER, 1))?;
        Ok(layout)
    }

    fn check(&self, predictor: u32, fill_order: u32) -> Result<()> {
        if predictor > 2 || self.has_predictor && self.bits < 8 {
            return Err(unsupported("its predictor is for other numbers"));
        }
        if fill_order != 1 {
            return Err(unsupported("its bits are in reverse order"));
        }
        let is_jpeg = self.compression == Compression::Jpeg;
        if self.colors == Colors::YCbCr && !is_jpeg {
            return Err(unsupported("it has luma and chroma outside of a JPEG"));
        }
        if is_jpeg && (self.is_planar || self.bits != 8 || self.samples != self.color_samples() || self.samples > 3) {
            return Err(unsupported("it has a JPEG with other samples than gray or three colours"));
        }
        let [width, height] = self.chunk.map(|side| side as u64);
        let [across, down] =
            self.chunks().ok_or_else(|| damaged("its strips are of no size"))?.map(|count| count as u64);
        let pixels = u64::from(self.width) * u64::from(self.height);
        let decoded = width.checked_mul(height).and_then(|area| area.checked_mul(across)?.checked_mul(down));
        if decoded.is_none_or(|decoded| decoded > (pixels * MOST_PADDING).max(LEAST_PIXELS_IN_TILES)) {
            return Err(damaged("its tiles are far larger than its picture"));
        }
        Ok(())
    }

    /// How many strips or tiles there are across and down; nothing where they are of no size.
    pub fn chunks(&self) -> Option<[usize; 2]> {
        let [width, height] = self.chunk;
        (width > 0 && height > 0)
            .then(|| [(self.width as usize).div_ceil(width), (self.height as usize).div_ceil(height)])
    }

    pub fn color_samples(&self) -> usize {
        color_samples(self.colors)
    }

    /// How many samples of each pixel are kept: its colours and what is transparent.
    pub fn kept(&self) -> usize {
        self.color_samples() + usize::from(self.alpha != Alpha::None)
    }
}

/// A camera's raw file looks like a TIFF, but the picture in front is a small preview.
fn refuse_raw(directory: &Directory) -> Result<()> {
    let is_preview =
        directory.value(SUBFILE_TYPE).is_some_and(|kind| kind & 1 == 1) && directory.values(SUB_IFDS).is_some();
    if is_preview || directory.values(DNG_VERSION).is_some() {
        return Err(unsupported(
            "it is a raw file of a camera, or has its picture elsewhere; its preview is not classified",
        ));
    }
    Ok(())
}

/// The bits of each sample, which are as many for all.
fn bits(directory: &Directory) -> Result<usize> {
    let formats = directory.values(SAMPLE_FORMAT);
    if formats.is_some_and(|formats| formats.iter().any(|format| format != 1 && format != 4)) {
        return Err(unsupported("its samples are signed or fractions"));
    }
    let bits = directory.value(BITS_PER_SAMPLE).unwrap_or(1);
    let are_same = directory.values(BITS_PER_SAMPLE).is_none_or(|all| all.iter().all(|other| other == bits));
    match bits {
        1 | 2 | 4 | 8 | 16 if are_same => Ok(bits as usize),
        _ => Err(unsupported("its samples are of other sizes than 1, 2, 4, 8 or 16 bits")),
    }
}

fn colors(directory: &Directory, samples: usize) -> Result<(Colors, Alpha)> {
    let colors = match directory.value(PHOTOMETRIC).ok_or_else(|| damaged("it does not say what its colours are"))? {
        0 => Colors::WhiteIsZero,
        1 => Colors::BlackIsZero,
        2 => Colors::Rgb,
        3 => Colors::Palette,
        5 => Colors::Cmyk,
        6 => Colors::YCbCr,
        _ => return Err(unsupported("its colours are not gray, RGB, CMYK or of a palette")),
    };
    let used = color_samples(colors);
    if samples < used {
        return Err(damaged("it has fewer samples than colours"));
    }
    if samples > MOST_SAMPLES {
        return Err(unsupported("it has more samples than a picture"));
    }
    let alpha = match directory.value(EXTRA_SAMPLES) {
        _ if samples == used || colors == Colors::Palette => Alpha::None,
        Some(1) => Alpha::Associated,
        Some(2) => Alpha::Unassociated,
        // Some programs do not say what the fourth sample is.
        None if colors == Colors::Rgb => Alpha::Unassociated,
        _ => Alpha::None,
    };
    Ok((colors, alpha))
}

fn color_samples(colors: Colors) -> usize {
    match colors {
        Colors::WhiteIsZero | Colors::BlackIsZero | Colors::Palette => 1,
        Colors::Rgb | Colors::YCbCr => 3,
        Colors::Cmyk => 4,
    }
}
