//! How a picture lies in its file, as cameras record it in EXIF.

/// The value of EXIF's orientation tag (0x0112), 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orientation(u8);

impl Orientation {
    /// Rows run down, columns run right: nothing to do.
    pub const AS_STORED: Orientation = Orientation(1);

    /// The orientation of an EXIF tag. A value that EXIF does not define means [`Orientation::AS_STORED`].
    pub fn from_exif(value: u32) -> Orientation {
        match value {
            1..=8 => Orientation(value as u8),
            _ => Orientation::AS_STORED,
        }
    }

    /// Whether the width as displayed is the height as stored.
    pub fn swaps_sides(self) -> bool {
        self.0 >= 5
    }

    /// Turns stored pixels (`height` x `width` x RGB) into displayed ones; the sides change places where
    /// [`Orientation::swaps_sides`] says so.
    ///
    /// `rgb` must hold `width * height * 3` bytes.
    pub fn apply(self, rgb: &[u8], width: usize, height: usize) -> Vec<u8> {
        if self == Orientation::AS_STORED || width == 0 || height == 0 {
            return rgb.to_vec();
        }
        let walk = self.walk(width, height);
        let displayed_width = if self.swaps_sides() { height } else { width };
        let mut displayed = vec![0; rgb.len()];
        for (y, row) in displayed.chunks_exact_mut(displayed_width * 3).enumerate() {
            copy_pixels(rgb, walk.first + y as isize * walk.down, walk.right, row);
        }
        displayed
    }

    /// Where the displayed picture's pixels lie among the stored ones.
    fn walk(self, width: usize, height: usize) -> Walk {
        let (row, last_column, last_row) = (width as isize, width as isize - 1, (height as isize - 1) * width as isize);
        let (first, right, down) = match self.0 {
            2 => (last_column, -1, row),
            3 => (last_row + last_column, -1, -row),
            4 => (last_row, 1, -row),
            5 => (0, row, 1),
            6 => (last_row, -row, 1),
            7 => (last_row + last_column, -row, -1),
            8 => (last_column, row, -1),
            _ => (0, 1, row),
        };
        Walk { first, right, down }
    }
}

/// A walk over stored pixels, in pixels: where the displayed top left one lies, and the steps to the displayed
/// right and down.
struct Walk {
    first: isize,
    right: isize,
    down: isize,
}

/// Copies one displayed row: the stored pixels from `first` on, `step` apart.
#[inline(never)]
fn copy_pixels(stored: &[u8], first: isize, step: isize, row: &mut [u8]) {
    let mut at = first * 3;
    for pixel in row.chunks_exact_mut(3) {
        let from = at as usize;
        pixel.copy_from_slice(&stored[from..from + 3]);
        at += step * 3;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the camera saw, as a viewer shows it: 2 wide, 3 high.
    const DISPLAYED: [&[u8]; 3] = [b"AB", b"CD", b"EF"];

    /// How each orientation stores it (the TIFF 6.0 specification, tag Orientation: where row 0 and column 0 lie).
    const STORED: [(u32, &[&[u8]]); 8] = [
        (1, &[b"AB", b"CD", b"EF"]),
        (2, &[b"BA", b"DC", b"FE"]),
        (3, &[b"FE", b"DC", b"BA"]),
        (4, &[b"EF", b"CD", b"AB"]),
        (5, &[b"ACE", b"BDF"]),
        (6, &[b"BDF", b"ACE"]),
        (7, &[b"FDB", b"ECA"]),
        (8, &[b"ECA", b"FDB"]),
    ];

    /// A letter as a pixel whose channels differ.
    fn pixels(rows: &[&[u8]]) -> Vec<u8> {
        rows.concat().iter().flat_map(|&letter| [letter, letter + 100, letter - 60]).collect()
    }

    #[test]
    fn every_orientation_is_displayed_upright() {
        for (exif, stored) in STORED {
            let orientation = Orientation::from_exif(exif);
            assert_eq!(orientation.swaps_sides(), stored.len() == 2, "orientation {exif}");
            let shown = orientation.apply(&pixels(stored), stored[0].len(), stored.len());
            assert_eq!(shown, pixels(&DISPLAYED), "orientation {exif}");
        }
    }

    #[test]
    fn an_unknown_value_changes_nothing() {
        for value in [0, 9, 255, 256 + 6, u32::MAX] {
            assert_eq!(Orientation::from_exif(value), Orientation::AS_STORED);
        }
    }
}
