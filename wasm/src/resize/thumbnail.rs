//! A small copy of a picture, for people to look at.

use super::resize;
use crate::error::Result;
use crate::picture::{Method, Orientation, Picture};

/// A picture as displayed: its orientation is applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    pub width: u32,
    pub height: u32,
    /// `height` x `width` x red, green and blue.
    pub rgb: Vec<u8>,
}

impl Thumbnail {
    /// All of `picture`, its longer side at most `side` pixels long, which is at least 1. It is never enlarged.
    pub fn of(picture: &Picture, side: u32) -> Result<Thumbnail> {
        let size = [picture.width, picture.height];
        let small = Thumbnail::stored_size(size, side);
        let rgb = resize(&picture.pixels, size, picture.channels, None, small, Method::default())?;
        Ok(Thumbnail::upright(&rgb, small, picture.orientation))
    }

    /// The (width, height) before turning of the thumbnail of a picture whose stored size this is.
    pub fn stored_size(size: [u32; 2], side: u32) -> [u32; 2] {
        let longest = size[0].max(size[1]);
        size.map(|stored| if side < longest { scale(stored, side, longest) } else { stored })
    }

    /// Turns a resized picture.
    pub fn upright(rgb: &[u8], [width, height]: [u32; 2], orientation: Orientation) -> Thumbnail {
        let rgb = orientation.apply(rgb, width as usize, height as usize);
        match orientation.swaps_sides() {
            true => Thumbnail { width: height, height: width, rgb },
            false => Thumbnail { width, height, rgb },
        }
    }
}

/// `stored * side / longest`, rounded, but a pixel at least.
fn scale(stored: u32, side: u32, longest: u32) -> u32 {
    let (product, longest) = (u64::from(stored) * u64::from(side), u64::from(longest));
    ((product * 2 + longest) / (longest * 2)).max(1) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thumbnail(width: u32, height: u32, channels: u8, exif: u32, side: u32) -> Thumbnail {
        let pixels = (0..width * height * u32::from(channels)).map(|value| value as u8).collect::<Vec<_>>();
        let orientation = Orientation::from_exif(exif);
        Thumbnail::of(&Picture { width, height, channels, pixels: pixels.into(), orientation }, side).unwrap()
    }

    #[test]
    fn the_shape_is_kept_and_nothing_is_enlarged() {
        let sizes = |width, height, side| {
            let small = thumbnail(width, height, 3, 1, side);
            assert_eq!(small.rgb.len(), (small.width * small.height * 3) as usize);
            (small.width, small.height)
        };
        assert_eq!(sizes(400, 300, 100), (100, 75));
        assert_eq!(sizes(300, 400, 100), (75, 100));
        assert_eq!(sizes(33, 32, 32), (32, 31));
        assert_eq!(sizes(2000, 1, 100), (100, 1));
        assert_eq!(sizes(20, 30, 100), (20, 30));
    }

    #[test]
    fn it_is_upright_and_in_colour() {
        let turned = thumbnail(2, 1, 3, 6, 100);
        assert_eq!(turned, Thumbnail { width: 1, height: 2, rgb: vec![0, 1, 2, 3, 4, 5] });
        let gray = thumbnail(2, 1, 1, 2, 100);
        assert_eq!(gray, Thumbnail { width: 2, height: 1, rgb: vec![1, 1, 1, 0, 0, 0] });
    }
}
