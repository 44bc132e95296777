//! Resizing a picture, or a part of it, to the size that a model wants.

#[cfg(not(feature = "host-kernels"))]
use super::resample::resample;
use super::Method;
use crate::error::{Error, Result};

/// A part of a picture, in pixels from its top left corner; edges may lie within pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// Resizes gray or RGB pixels to RGB pixels of the size `out`.
///
/// `pixels` holds `height` x `width` x `channels` bytes; `channels` is 1 or 3; `region` is the part to show, by default all of
/// it. Sizes are (width, height). An argument that contradicts another is an [`Error`] of kind `Argument`.
pub fn resize(
    pixels: &[u8],
    size: [u32; 2],
    channels: u8,
    region: Option<Region>,
    out: [u32; 2],
    method: Method,
) -> Result<Vec<u8>> {
    let [width, height] = size;
    check(pixels, size, channels, out)?;
    let whole = Region { left: 0.0, top: 0.0, right: f64::from(width), bottom: f64::from(height) };
    let region = region.unwrap_or(whole);
    check_region(&region, &whole)?;

    resample(pixels, size, channels, region, out, method)
}

/// The host's passes over a picture that was checked.
#[cfg(feature = "host-kernels")]
fn resample(
    pixels: &[u8],
    size: [u32; 2],
    channels: u8,
    region: Region,
    out: [u32; 2],
    method: Method,
) -> Result<Vec<u8>> {
    let mut resized = super::limits::zeroed(&[out[0] as usize, out[1] as usize, 3])?;
    crate::kernels::host::resize(pixels, size, channels, region, out, method, &mut resized);
    Ok(resized)
}

fn check(pixels: &[u8], [width, height]: [u32; 2], channels: u8, out: [u32; 2]) -> Result<()> {
    if channels != 1 && channels != 3 {
        return Err(Error::argument(format!("a picture has 1 or 3 channels, not {channels}")));
    }
    if width == 0 || height == 0 || out.contains(&0) {
        return Err(Error::argument("a picture of no pixels cannot be resized"));
    }
    let expected = u128::from(width) * u128::from(height) * u128::from(channels);
    if pixels.len() as u128 != expected {
        let found = pixels.len();
        return Err(Error::argument(format!(
            "a picture of {width}x{height} with {channels} channels takes {expected} bytes, not {found}"
        )));
    }
    Ok(())
}

fn check_region(region: &Region, whole: &Region) -> Result<()> {
    let across = 0.0 <= region.left && region.left < region.right && region.right <= whole.right;
    let down = 0.0 <= region.top && region.top < region.bottom && region.bottom <= whole.bottom;
    if across && down {
        return Ok(());
    }
    Err(Error::argument("the region to show lies outside the picture"))
}
