//! Rows of samples as RGB, with the rounding of libjpeg: 16 fractional bits.

use super::frame::Component;

/// What the components of a frame are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Colors {
    Gray,
    Rgb,
    /// Luma and chroma, as JFIF defines them.
    Ycc,
    /// Cyan, magenta, yellow and black as Adobe's programs write them: 255 is no ink.
    Cmyk,
    /// Luma and chroma of the inks' complement, and black.
    Ycck,
}

impl Colors {
    /// What 1, 3 or 4 components are, by libjpeg's rules; `adobe` is the transform that Adobe's marker tells.
    pub fn of(components: &[Component], is_jfif: bool, adobe: Option<u8>) -> Colors {
        let is_named = |names: &[u8]| components.iter().map(|component| component.id).eq(names.iter().copied());
        match (components.len(), adobe) {
            (1, _) => Colors::Gray,
            (3, _) if is_jfif => Colors::Ycc,
            (3, Some(0)) => Colors::Rgb,
            (3, None) if is_named(b"RGB") => Colors::Rgb,
            (3, _) => Colors::Ycc,
            (_, Some(0) | None) => Colors::Cmyk,
            _ => Colors::Ycck,
        }
    }

    /// Writes a row of pixels; `rows` has a row of samples for each component.
    pub fn convert(self, rows: &[&[u8]], pixels: &mut [u8]) {
        match (self, rows) {
            (Colors::Ycc, [y, cb, cr]) => ycc_to_rgb(y, cb, cr, pixels),
            (Colors::Rgb, [r, g, b]) => interleave(r, g, b, pixels),
            (Colors::Cmyk, [c, m, y, k]) => {
                interleave(c, m, y, pixels);
                print(pixels, k);
            }
            (Colors::Ycck, [y, cb, cr, k]) => {
                ycc_to_rgb(y, cb, cr, pixels);
                pixels.iter_mut().for_each(|level| *level = 255 - *level);
                print(pixels, k);
            }
            (_, rows) => pixels.copy_from_slice(&rows[0][..pixels.len()]),
        }
    }
}

/// A constant with 16 fractional bits.
const fn fixed(value: f64) -> i32 {
    (value * 65536.0 + 0.5) as i32
}

const HALF: i32 = 1 << 15;

#[inline(never)]
fn ycc_to_rgb(y: &[u8], cb: &[u8], cr: &[u8], pixels: &mut [u8]) {
    for (((&y, &cb), &cr), pixel) in y.iter().zip(cb).zip(cr).zip(pixels.chunks_exact_mut(3)) {
        let (y, cb, cr) = (i32::from(y), i32::from(cb) - 128, i32::from(cr) - 128);
        pixel[0] = to_byte(y + ((fixed(1.402) * cr + HALF) >> 16));
        pixel[1] = to_byte(y + ((HALF - fixed(0.34414) * cb - fixed(0.71414) * cr) >> 16));
        pixel[2] = to_byte(y + ((fixed(1.772) * cb + HALF) >> 16));
    }
}

fn to_byte(level: i32) -> u8 {
    level.clamp(0, 255) as u8
}

#[inline(never)]
fn interleave(one: &[u8], two: &[u8], three: &[u8], pixels: &mut [u8]) {
    for (((&one, &two), &three), pixel) in one.iter().zip(two).zip(three).zip(pixels.chunks_exact_mut(3)) {
        pixel.copy_from_slice(&[one, two, three]);
    }
}

/// Puts black ink on `pixels`, which are what the other inks leave of the light: without a profile, as Pillow does it.
#[inline(never)]
fn print(pixels: &mut [u8], black: &[u8]) {
    for (pixel, &light) in pixels.chunks_exact_mut(3).zip(black) {
        for level in pixel {
            let ink = u32::from(255 - *level) * u32::from(light) + 128;
            let ink = (((ink >> 8) + ink) >> 8) as u8;
            *level = light.saturating_sub(ink);
        }
    }
}
