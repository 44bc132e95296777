//! The directory of a TIFF file, which is also that of an EXIF block (TIFF 6.0, section 2).

/// The first directory.
#[derive(Clone, Copy)]
pub struct Directory<'a> {
    file: &'a [u8],
    is_big_endian: bool,
    /// Where its entries begin.
    at: usize,
    entries: usize,
}

/// The whole numbers of a tag: bytes, shorts or longs.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    bytes: &'a [u8],
    /// Bytes of a number.
    size: usize,
    is_big_endian: bool,
}

impl<'a> Directory<'a> {
    /// Nothing where the file does not begin with a byte order mark or ends before its directory.
    pub fn first(file: &'a [u8]) -> Option<Directory<'a>> {
        let is_big_endian = match file.first_chunk::<2>()? {
            b"II" => false,
            b"MM" => true,
            _ => return None,
        };
        let offset = number(file.get(4..8)?, is_big_endian) as usize;
        let entries = number(file.get(offset..)?.get(..2)?, is_big_endian) as usize;
        Some(Directory { file, is_big_endian, at: offset + 2, entries })
    }

    pub fn is_big_endian(&self) -> bool {
        self.is_big_endian
    }

    /// The numbers of a tag; nothing where it is missing, holds something else or lies outside of the file.
    pub fn values(&self, tag: u16) -> Option<Values<'a>> {
        let entry = (0..self.entries).find_map(|index| {
            let entry = self.file.get(self.at + index * 12..)?.get(..12)?;
            (self.number(&entry[..2]) == u32::from(tag)).then_some(entry)
        })?;
        let size = match self.number(&entry[2..4]) {
            1 | 7 => 1,
            3 => 2,
            4 => 4,
            _ => return None,
        };
        let length = (self.number(&entry[4..8]) as usize).checked_mul(size)?;
        let bytes = match length {
            0..=4 => &entry[8..8 + length],
            _ => self.file.get(self.number(&entry[8..12]) as usize..)?.get(..length)?,
        };
        Some(Values { bytes, size, is_big_endian: self.is_big_endian })
    }

    /// The first number of a tag.
    pub fn value(&self, tag: u16) -> Option<u32> {
        self.values(tag)?.get(0)
    }

    fn number(&self, bytes: &[u8]) -> u32 {
        number(bytes, self.is_big_endian)
    }
}

impl<'a> Values<'a> {
    pub fn get(&self, index: usize) -> Option<u32> {
        let at = index.checked_mul(self.size)?;
        Some(number(self.bytes.get(at..)?.get(..self.size)?, self.is_big_endian))
    }

    pub fn len(&self) -> usize {
        self.bytes.len() / self.size
    }

    pub fn iter(self) -> impl Iterator<Item = u32> + 'a {
        self.bytes.chunks_exact(self.size).map(move |bytes| number(bytes, self.is_big_endian))
    }

    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }
}

/// A number of up to 4 bytes.
fn number(bytes: &[u8], is_big_endian: bool) -> u32 {
    let append = |number: u32, &byte: &u8| number << 8 | u32::from(byte);
    if is_big_endian {
        bytes.iter().fold(0, append)
    } else {
        bytes.iter().rev().fold(0, append)
    }
}
