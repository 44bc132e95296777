//! What is read of a PNG file before its decoder is: the size that it claims, and that a palette is a list of up to 256 colours.

/// Where the header, which comes first, says what a pixel is; 3 is an index into a palette.
const COLOUR_TYPE: usize = 25;
const INDEXED: u8 = 3;

/// Width and height as the header says them; nothing of another kind of file.
pub fn claimed_size(file: &[u8]) -> Option<[u32; 2]> {
    let header = file.strip_prefix(b"\x89PNG\r\n\x1A\n")?.get(4..)?.strip_prefix(b"IHDR")?;
    let side = |at: usize| Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?));
    Some([side(0)?, side(4)?])
}

/// Whether the palette of a PNG file is a palette. A missing one is the decoder's to report.
///
/// Source: the PNG specification (third edition), sections 5.3 (chunks) and 11.2.2 (PLTE).
pub fn is_palette_sound(file: &[u8]) -> bool {
    file.get(COLOUR_TYPE) != Some(&INDEXED) || palette(file).is_none_or(|length| length % 3 == 0 && length <= 256 * 3)
}

/// The length of the first palette, in bytes.
fn palette(file: &[u8]) -> Option<usize> {
    let mut rest = file.get(8..)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        if after.starts_with(b"PLTE") {
            return Some(length);
        }
        // The name, the data and a checksum.
        rest = after.get(length.checked_add(8)?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The signature and the header of a picture of `colour_type`, another chunk, then a palette of `length` bytes.
    fn with_palette(colour_type: u8, length: usize) -> Vec<u8> {
        let chunk = |name: &[u8], data: &[u8]| [&(data.len() as u32).to_be_bytes(), name, data, b"sums"].concat();
        let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, colour_type, 0, 0, 0];
        let chunks = [chunk(b"IHDR", &header), chunk(b"gAMA", b"PLTE"), chunk(b"PLTE", &vec![0; length])];
        [b"\x89PNG\r\n\x1A\n".to_vec(), chunks.concat()].concat()
    }

    #[test]
    fn the_size_is_that_of_the_header() {
        let file = with_palette(2, 0);
        assert_eq!(claimed_size(&file), Some([1, 1]));
        assert_eq!(claimed_size(&file[..20]), None);
        assert_eq!(claimed_size(b"\xff\xd8\xff"), None);
    }

    #[test]
    fn a_palette_is_a_list_of_up_to_256_colours() {
        for (length, sound) in [(0, true), (3, true), (768, true), (64, false), (65, false), (771, false)] {
            assert_eq!(is_palette_sound(&with_palette(3, length)), sound, "{length} bytes");
            assert!(is_palette_sound(&with_palette(2, length)), "only a suggestion of {length} bytes");
        }
        assert!(is_palette_sound(b""));
        assert!(is_palette_sound(&with_palette(3, 64)[..40]));
    }
}
