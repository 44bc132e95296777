//! What the GIF decoder refuses and other programs show: pictures without a palette, whose values are levels of gray then.

use std::borrow::Cow;

/// Where the flags of the logical screen are, and where the palette for all frames follows.
const FLAGS: usize = 10;
const PALETTE: usize = 13;

/// There is such a palette, and it has 256 colors.
const HAS_PALETTE: u8 = 0x80;
const LARGEST_PALETTE: u8 = 7;

/// The file with a palette for all frames: a gray one where it has none. A frame's own palette overrides it.
///
/// Source: CompuServe's GIF89a, sections 18 and 19. Pillow shows such files this way.
pub fn with_palette(file: &[u8]) -> Cow<'_, [u8]> {
    match file.split_at_checked(PALETTE) {
        Some((head, rest)) if head[FLAGS] & HAS_PALETTE == 0 => {
            let gray: Vec<u8> = (0..=255).flat_map(|level| [level; 3]).collect();
            let mut whole = [head, &gray, rest].concat();
            whole[FLAGS] |= HAS_PALETTE | LARGEST_PALETTE;
            whole.into()
        }
        _ => file.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::decode;

    /// Two pixels of the values 1 and 0, in codes of 3 bits: clear, 1, 0, end.
    const WITHOUT_PALETTE: &[u8] = b"GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x0C\x0A\0;";

    #[test]
    fn a_picture_without_a_palette_is_gray() {
        let pixels = decode(WITHOUT_PALETTE, 100).map(|picture| picture.pixels.into_owned());
        assert_eq!(pixels, Ok(vec![1, 1, 1, 0, 0, 0]));
    }

    #[test]
    fn a_file_that_has_a_palette_or_no_header_stays_as_it_is() {
        let mut with_palette_of_two = WITHOUT_PALETTE.to_vec();
        with_palette_of_two[FLAGS] = HAS_PALETTE;
        with_palette_of_two.splice(PALETTE..PALETTE, [9, 9, 9, 200, 0, 7]);
        assert_eq!(with_palette(&with_palette_of_two), &with_palette_of_two[..]);
        let pixels = decode(&with_palette_of_two, 100).map(|picture| picture.pixels.into_owned());
        assert_eq!(pixels, Ok(vec![200, 0, 7, 9, 9, 9]));
        assert_eq!(with_palette(b"GIF89a"), &b"GIF89a"[..]);
    }
}
