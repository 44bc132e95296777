//! Resizing a picture, or a part of it, to the size that a model wants.

mod thumbnail;

use crate::error::{Error, Result};
use crate::kernels::{Backend, Kernels};
use crate::picture::{Method, Region};
pub use thumbnail::Thumbnail;

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
    check(pixels, size, channels, out)?;
    let whole = Region::whole(size);
    let region = region.unwrap_or(whole);
    check_region(&region, &whole)?;
    Backend::resize(pixels, size, channels, region, out, method)
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
