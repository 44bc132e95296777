//! What the JPEG decoder does not say: what is missing from a truncated file it paints gray, and calls it done.

const START_OF_SCAN: u8 = 0xDA;
const END_OF_IMAGE: u8 = 0xD9;

/// How many scans a JPEG file has up to its end marker; nothing where it has no end. What follows the end, such as the
/// film that some telephones append, does not matter.
pub fn count_scans(file: &[u8]) -> Option<usize> {
    let mut scans = 0;
    let mut rest = file;
    loop {
        let (marker, after) = next_marker(rest)?;
        rest = match marker {
            END_OF_IMAGE => return Some(scans),
            // Markers that stand alone, and a 0xFF of compressed data, which a zero follows.
            0x00 | 0x01 | 0xD0..=0xD8 => after,
            // Segments, which are skipped: one may hold a thumbnail, a whole JPEG file of its own.
            _ => after.get(usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]))..)?,
        };
        if marker == START_OF_SCAN {
            scans += 1;
        }
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
    fn a_truncated_file_has_no_end() {
        let whole = [START, THUMBNAIL, SCAN, THUMBNAIL, SCAN, END].concat();
        for length in 0..whole.len() {
            assert_eq!(count_scans(&whole[..length]), None, "the first {length} bytes");
        }
    }
}
