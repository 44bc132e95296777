//! What the JPEG decoder does not say: what is missing from a truncated file it paints gray, and calls it done, and files
//! of sorts that it does not know it takes for damaged ones.
//!
//! Source: ITU-T T.81, annex B.

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// How many scans a JPEG file has up to its end marker; nothing where it has no end. What follows the end, such as the
/// film that some telephones append, does not matter.
pub fn count_scans(file: &[u8]) -> Option<usize> {
    let mut scans = 0;
    let mut rest = file;
    loop {
        let segment = Segment::first(rest)?;
        match segment.marker {
            END_OF_IMAGE => return Some(scans),
            START_OF_SCAN => scans += 1,
            _ => {}
        }
        rest = segment.rest;
    }
}

/// How a file is coded, where that is legal and not decoded.
pub fn unsupported_coding(file: &[u8]) -> Option<&'static str> {
    let mut rest = file;
    let mut frame: &[u8] = &[];
    loop {
        let segment = Segment::first(rest)?;
        match segment.marker {
            0xC0..=0xC2 if segment.data.starts_with(&[12]) => return Some("12 bits a sample"),
            0xC0 | 0xC1 => frame = segment.data,
            0xC2 => return None,
            0xC3 => return Some("lossless coding"),
            0xC9..=0xCB => return Some("arithmetic coding"),
            0xC5..=0xC7 | 0xCD..=0xCF => return Some("hierarchical coding"),
            START_OF_SCAN if is_split(frame, segment.data) => {
                return Some("channels of different heights in scans of their own")
            }
            START_OF_SCAN | END_OF_IMAGE => return None,
            _ => {}
        }
        rest = segment.rest;
    }
}

/// Whether a scan has not all channels of a frame that is not progressive, and these differ in height: the decoder puts such
/// blocks in wrong places.
fn is_split(frame: &[u8], scan: &[u8]) -> bool {
    let (Some(channels), Some(shown)) = (frame.get(5), scan.first()) else { return false };
    shown < channels && frame[6..].chunks_exact(3).any(|channel| channel[1] & 15 != 1)
}

/// A marker, and the segment that it begins. Skipping it skips what lies in it, such as a thumbnail, which is a whole JPEG
/// file of its own.
struct Segment<'a> {
    marker: u8,
    data: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Segment<'a> {
    fn first(bytes: &'a [u8]) -> Option<Segment<'a>> {
        let (marker, after) = next_marker(bytes)?;
        // Markers that stand alone, and a 0xFF of compressed data, which a zero follows.
        if matches!(marker, 0x00 | 0x01 | 0xD0..=END_OF_IMAGE) {
            return Some(Segment { marker, data: &[], rest: after });
        }
        let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
        let rest = after.get(length..)?;
        Some(Segment { marker, data: after.get(2..length).unwrap_or_default(), rest })
    }
}

/// The code of the next marker, and what follows it.
#[inline(never)]
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let start = bytes.iter().position(|&byte| byte == 0xFF)?;
    let fill = bytes[start..].iter().position(|&byte| byte != 0xFF)?;
    let (&marker, after) = bytes[start + fill..].split_first()?;
    Some((marker, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &[u8] = b"\xFF\xD8";
    const THUMBNAIL: &[u8] = b"\xFF\xE1\x00\x06\xFF\xDA\xFF\xD9";
    const SCAN: &[u8] = b"\xFF\xFF\xDA\x00\x02data\xFF\x00\xD9data\xFF\xD0data";
    const END: &[u8] = b"\xFF\xD9";

    #[test]
    fn scans_are_counted_up_to_the_end() {
        let count = |parts: &[&[u8]]| count_scans(&parts.concat());
        assert_eq!(count(&[START, END]), Some(0));
        assert_eq!(count(&[START, THUMBNAIL, SCAN, END]), Some(1));
        assert_eq!(count(&[START, SCAN, THUMBNAIL, SCAN, SCAN, END, SCAN]), Some(3));
    }

    #[test]
    fn sorts_that_are_not_decoded_are_told_by_their_frame() {
        let coding = |frame: &[u8]| unsupported_coding(&[START, THUMBNAIL, frame, SCAN, END].concat());
        assert_eq!(coding(b"\xFF\xC0\x00\x03\x08"), None);
        assert_eq!(coding(b"\xFF\xC2\x00\x03\x08"), None);
        assert_eq!(coding(b"\xFF\xC1\x00\x03\x0C"), Some("12 bits a sample"));
        assert_eq!(coding(b"\xFF\xC3\x00\x03\x08"), Some("lossless coding"));
        assert_eq!(coding(b"\xFF\xC4\x00\x02\xFF\xC9\x00\x03\x08"), Some("arithmetic coding"));
        assert_eq!(coding(b"\xFF\xC5\x00\x03\x08"), Some("hierarchical coding"));
        assert_eq!(coding(b""), None);
    }

    #[test]
    fn scans_of_single_channels_are_told_where_the_channels_differ_in_height() {
        let coding = |luma: u8, scan: u8| {
            let frame = [0xFF, 0xC0, 0, 17, 8, 0, 9, 0, 9, 3, 1, luma, 0, 2, 0x11, 0, 3, 0x11, 0];
            let start = [0xFF, 0xDA, 0, 12, scan, 1, 0, 2, 0, 3, 0, 0, 63, 0];
            unsupported_coding(&[START, &frame, &start, END].concat())
        };
        assert_eq!(coding(0x22, 3), None);
        assert_eq!(coding(0x11, 1), None);
        assert_eq!(coding(0x21, 1), None);
        assert_eq!(coding(0x22, 1), Some("channels of different heights in scans of their own"));
    }

    #[test]
    fn a_truncated_file_has_no_end() {
        let whole = [START, THUMBNAIL, SCAN, THUMBNAIL, SCAN, END].concat();
        for length in 0..whole.len() {
            assert_eq!(count_scans(&whole[..length]), None, "the first {length} bytes");
        }
    }
}
