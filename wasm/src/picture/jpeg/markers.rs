//! The segments of a JPEG file (ITU-T T.81, annex B.1.1).

use super::damaged;
use crate::error::Result;

pub const RESTART: u8 = 0xD0;
pub const END_OF_IMAGE: u8 = 0xD9;
pub const START_OF_SCAN: u8 = 0xDA;
pub const QUANTISATION_TABLES: u8 = 0xDB;
pub const HUFFMAN_TABLES: u8 = 0xC4;
pub const RESTART_INTERVAL: u8 = 0xDD;
pub const APPLICATION_0: u8 = 0xE0;
pub const APPLICATION_1: u8 = 0xE1;
pub const APPLICATION_14: u8 = 0xEE;

/// A marker and its parameters; what lies in them, such as a thumbnail, is no marker of the file.
pub struct Segment<'a> {
    pub marker: u8,
    pub data: &'a [u8],
}

/// Walks through a file. What lies between segments is passed over, as by other decoders.
pub struct Segments<'a> {
    pub file: &'a [u8],
    /// Where the next marker is looked for.
    pub at: usize,
}

impl<'a> Segments<'a> {
    /// The next segment. The file must not end before it does.
    pub fn next(&mut self) -> Result<Segment<'a>> {
        let ended = || damaged("its end is missing");
        let (marker, after) = find(self.file, self.at).ok_or_else(ended)?;
        if matches!(marker, 0x01 | RESTART..=END_OF_IMAGE) {
            self.at = after;
            return Ok(Segment { marker, data: &[] });
        }
        let rest = &self.file[after..];
        let length = rest.first_chunk().map(|length| usize::from(u16::from_be_bytes(*length))).ok_or_else(ended)?;
        // A length that does not even count itself is of a segment without data.
        let data = rest.get(2..length.max(2)).ok_or_else(ended)?;
        self.at = after + 2 + data.len();
        Ok(Segment { marker, data })
    }
}

/// The next marker at or after `at`, and where it ends.
#[inline(never)]
pub fn find(file: &[u8], at: usize) -> Option<(u8, usize)> {
    let mut at = at;
    loop {
        at += file.get(at..)?.iter().position(|&byte| byte == 0xFF)?;
        at += file[at..].iter().position(|&byte| byte != 0xFF)?;
        if file[at] != 0 {
            return Some((file[at], at + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_found_and_what_lies_in_them_is_not() {
        let file = b"\xFF\xD8\xFF\xE1\x00\x06\xFF\xDA\xFF\xD9junk\xFF\x00\xFF\xFF\xDB\x00\x03q\xFF\xFE\x00\x00\xFF\xD9";
        let mut segments = Segments { file, at: 0 };
        let mut next = || segments.next().map(|segment| (segment.marker, segment.data));
        assert_eq!(next(), Ok((0xD8, &b""[..])));
        assert_eq!(next(), Ok((APPLICATION_1, &b"\xFF\xDA\xFF\xD9"[..])));
        assert_eq!(next(), Ok((QUANTISATION_TABLES, &b"q"[..])));
        assert_eq!(next(), Ok((0xFE, &b""[..])));
        assert_eq!(next(), Ok((END_OF_IMAGE, &b""[..])));
        assert!(next().is_err());
    }

    #[test]
    fn a_segment_that_the_file_cuts_short_is_an_error() {
        for file in [&b"\xFF"[..], b"\xFF\xDB", b"\xFF\xDB\0", b"\xFF\xDB\0\x04q", b"no marker"] {
            assert!(Segments { file, at: 0 }.next().is_err(), "{file:?}");
        }
    }
}
