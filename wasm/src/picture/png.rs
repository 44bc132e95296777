//! What the PNG decoder takes on trust: that a palette is a list of up to 256 colours.

/// Where the header, which comes first, says what a pixel is; 3 is an index into a palette.
const COLOUR_TYPE: usize = 25;
const INDEXED: u8 = 3;

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
