//! The pictures of an icon: which one is the largest.

use crate::error::{Error, Result};

/// Bytes of the header, and of each picture's entry after it.
const HEADER: usize = 6;
const ENTRY: usize = 16;

/// The largest picture of an icon; of those of a size the one with the most colours.
pub enum Largest<'a> {
    /// A whole PNG file.
    Png(&'a [u8]),
    /// An icon of its own, with no other picture.
    Icon(Vec<u8>),
}

/// Source: Microsoft's documentation of icon files; PNG pictures came with Windows Vista.
pub fn largest(file: &[u8]) -> Result<Largest<'_>> {
    let count = file.get(4..HEADER).map_or(0, |count| usize::from(u16::from_le_bytes([count[0], count[1]])));
    let entries = file.get(HEADER..).unwrap_or_default().chunks_exact(ENTRY).take(count);
    let side = |byte: u8| if byte == 0 { 256 } else { u32::from(byte) };
    let entry = entries.max_by_key(|entry| (side(entry[0]) * side(entry[1]), u16::from_le_bytes([entry[6], entry[7]])));
    let entry = entry.ok_or_else(|| damaged("it has no picture"))?;
    let [length, offset] =
        [8, 12].map(|at| u32::from_le_bytes([entry[at], entry[at + 1], entry[at + 2], entry[at + 3]]));
    let rest = file.get(offset as usize..).ok_or_else(|| damaged("its picture is missing"))?;
    let picture = rest.get(..length as usize).ok_or_else(|| damaged("a part of its picture is missing"))?;
    if picture.starts_with(b"\x89PNG") {
        return Ok(Largest::Png(picture));
    }
    let place = ((HEADER + ENTRY) as u32).to_le_bytes();
    Ok(Largest::Icon([b"\0\0\x01\0\x01\0", &entry[..12], &place, picture].concat()))
}

fn damaged(cause: &str) -> Error {
    Error::damaged(format!("the ICO data is truncated or damaged: {cause}"))
}
