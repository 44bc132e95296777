//! The one thing that matters of EXIF: how a picture lies in its file.

use super::Orientation;

const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;
const LONG: u16 = 4;

/// The orientation in an EXIF block, from its byte order mark on. One that cannot be read is not worth the picture.
///
/// Source: TIFF 6.0, section 2; EXIF 2.32, section 4.6. Some programs write the value, which should be short, as a long one.
pub fn orientation(exif: &[u8]) -> Orientation {
    find(exif).map_or(Orientation::AS_STORED, Orientation::from_exif)
}

fn find(exif: &[u8]) -> Option<u32> {
    let is_big_endian = match exif.first_chunk::<2>()? {
        b"II" => false,
        b"MM" => true,
        _ => return None,
    };
    let short = |at: usize| -> Option<u16> {
        let bytes = *exif.get(at..)?.first_chunk()?;
        Some(if is_big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let long = |at: usize| -> Option<u32> {
        let bytes = *exif.get(at..)?.first_chunk()?;
        Some(if is_big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    };
    let directory = long(4)? as usize;
    for index in 0..usize::from(short(directory)?) {
        let entry = directory.checked_add(2 + index * 12)?;
        if short(entry)? == ORIENTATION {
            return match short(entry + 2)? {
                SHORT => short(entry + 8).map(u32::from),
                LONG => long(entry + 8),
                _ => None,
            };
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_orientation_is_found_in_either_byte_order_short_or_long() {
        let little = |kind: u8, value: [u8; 4]| {
            let directory =
                [b"II*\0\x08\0\0\0\x02\0\x0F\x01\x02\0\0\0\0\0\0\0\0\0", &[0x12, 1, kind, 0, 1, 0, 0, 0][..]];
            orientation(&[&directory.concat()[..], &value].concat())
        };
        assert_eq!(little(3, [6, 0, 0, 0]), Orientation::from_exif(6));
        assert_eq!(little(4, [6, 0, 0, 0]), Orientation::from_exif(6));
        assert_eq!(little(4, [6, 0, 1, 0]), Orientation::AS_STORED);
        assert_eq!(little(2, [6, 0, 0, 0]), Orientation::AS_STORED);
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0";
        assert_eq!(orientation(big), Orientation::from_exif(8));
        for length in 0..big.len() - 2 {
            assert_eq!(orientation(&big[..length]), Orientation::AS_STORED, "{length} bytes");
        }
        assert_eq!(orientation(b"II*\0\xFF\xFF\xFF\xFF"), Orientation::AS_STORED);
    }
}
