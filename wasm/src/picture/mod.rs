//! Pictures: from the bytes of a file to RGB pixels of the size that a model wants.
//!
//! The steps are [`decode`], [`resize`] and [`Orientation::apply`], in that order: turning a small picture is cheaper than
//! turning a large one, and resizing and turning commute where the target is a square.

mod crop;
mod decode;
mod exif;
#[cfg(not(feature = "host-kernels"))]
mod filter;
mod flatten;
mod ico;
mod jpeg;
mod limits;
mod method;
mod orientation;
mod other_kinds;
mod png;
#[cfg(not(feature = "host-kernels"))]
mod resample;
mod resize;
mod thumbnail;
mod tiff;
mod webp;

use std::borrow::Cow;

pub use crop::Crop;
pub use decode::decode;
pub use method::Method;
pub use orientation::Orientation;
pub use resize::{resize, Region};
pub use thumbnail::Thumbnail;

/// A decoded picture, as stored in the file: its orientation is not applied yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture<'a> {
    pub width: u32,
    pub height: u32,
    /// 1 (gray) or 3 (red, green, blue).
    pub channels: u8,
    /// `height` x `width` x `channels`, interleaved, 8 bits each.
    pub pixels: Cow<'a, [u8]>,
    pub orientation: Orientation,
}
