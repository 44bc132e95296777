//! Pictures: from the bytes of a file to gray or RGB pixels, and what is said of a part, a size and an order of them.
//!
//! The steps are [`decode`], [`crate::resize`] and [`Orientation::apply`], in that order: turning a small picture is cheaper than
//! turning a large one, and resizing and turning commute where the target is a square.

mod channels;
mod crop;
mod decode;
mod directory;
mod exif;
mod flatten;
mod gif;
mod ico;
mod jpeg;
mod limits;
mod method;
mod orientation;
mod other_kinds;
mod png;
mod region;
mod request;
mod tiff;
mod webp;

use std::borrow::Cow;

pub use channels::ChannelOrder;
pub use crop::Crop;
pub use decode::decode;
pub(crate) use limits::zeroed;
pub use method::Method;
pub use orientation::Orientation;
pub use region::Region;
pub use request::ResizeRequest;

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
