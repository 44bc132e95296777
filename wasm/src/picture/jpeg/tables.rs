//! The tables of a JPEG file (ITU-T T.81, annexes B.2.4.1 and B.2.4.2).

use super::damaged;
use super::huffman::Huffman;
use super::standard::{self, Listing};
use crate::error::Result;

/// Where the coefficients, in the order in which they are stored, lie in a block. A damaged run may end up to 16 places
/// behind the last one.
pub const ZIGZAG: [u8; 64 + 16] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
];

/// What each coefficient of a block is multiplied by.
pub type Quantisation = [u16; 64];

/// The tables that hold for the next scan: four of each kind.
pub struct Tables {
    quantisation: [Option<Box<Quantisation>>; 4],
    dc: [Option<Box<Huffman>>; 4],
    ac: [Option<Box<Huffman>>; 4],
}

impl Default for Tables {
    /// No quantisation, and the Huffman tables of films.
    fn default() -> Tables {
        let table = |(counts, symbols): &Listing| Huffman::new(counts, symbols).map(Box::new);
        Tables {
            quantisation: Default::default(),
            dc: [table(&standard::DC_LUMA), table(&standard::DC_CHROMA), None, None],
            ac: [table(&standard::AC_LUMA), table(&standard::AC_CHROMA), None, None],
        }
    }
}

impl Tables {
    pub fn quantisation(&self, index: usize) -> Result<&Quantisation> {
        found(&self.quantisation, index)
    }

    pub fn dc(&self, index: usize) -> Result<&Huffman> {
        let table = found(&self.dc, index)?;
        table.is_for_dc().then_some(table).ok_or_else(|| damaged("a Huffman table is wrong"))
    }

    pub fn ac(&self, index: usize) -> Result<&Huffman> {
        found(&self.ac, index)
    }

    pub fn read_quantisation(&mut self, mut data: &[u8]) -> Result<()> {
        while let Some((&head, rest)) = data.split_first() {
            let is_wide = head >> 4 != 0;
            let (values, rest) =
                rest.split_at_checked(if is_wide { 128 } else { 64 }).ok_or_else(wrong_quantisation)?;
            let table = self.quantisation.get_mut(usize::from(head & 15)).ok_or_else(wrong_quantisation)?;
            let table = table.get_or_insert_with(|| Box::new([0; 64]));
            for (index, &place) in ZIGZAG[..64].iter().enumerate() {
                table[usize::from(place)] = if is_wide {
                    u16::from_be_bytes([values[index * 2], values[index * 2 + 1]])
                } else {
                    u16::from(values[index])
                };
            }
            data = rest;
        }
        Ok(())
    }

    pub fn read_huffman(&mut self, mut data: &[u8]) -> Result<()> {
        let wrong = || damaged("a Huffman table is wrong");
        while let Some((&head, rest)) = data.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>().ok_or_else(wrong)?;
            let length = counts.iter().map(|&count| usize::from(count)).sum();
            let (symbols, rest) = rest.split_at_checked(length).ok_or_else(wrong)?;
            let tables = if head & 16 == 0 { &mut self.dc } else { &mut self.ac };
            let table = tables.get_mut(usize::from(head & !16)).ok_or_else(wrong)?;
            *table = Some(Box::new(Huffman::new(counts, symbols).ok_or_else(wrong)?));
            data = rest;
        }
        Ok(())
    }
}

fn wrong_quantisation() -> crate::error::Error {
    damaged("a quantisation table is wrong")
}

fn found<T>(tables: &[Option<Box<T>>; 4], index: usize) -> Result<&T> {
    let table = tables.get(index).and_then(Option::as_deref);
    table.ok_or_else(|| damaged("a table is missing"))
}
