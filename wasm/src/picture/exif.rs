//! The one thing that matters of EXIF: how a picture lies in its file.

use super::directory::Directory;
use super::Orientation;

const ORIENTATION: u16 = 0x0112;

/// The orientation in an EXIF block, from its byte order mark on. One that cannot be read is not worth the picture.
///
/// Source: EXIF 2.32, section 4.6. Some programs write the value, which should be short, as a long one.
pub fn orientation(exif: &[u8]) -> Orientation {
    let value = Directory::first(exif).and_then(|directory| directory.value(ORIENTATION));
    value.map_or(Orientation::AS_STORED, Orientation::from_exif)
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
