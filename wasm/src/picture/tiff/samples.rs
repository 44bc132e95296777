//! The samples of all strips or tiles, put together: 8 bits each.

use super::compression::Compression;
use super::layout::{Colors, Layout};
use super::{damaged, jpeg};
use crate::error::Result;
use crate::picture::limits::{out_of_memory, zeroed};

/// `height` x `width` x [`Layout::kept`] samples: of 16 bits the upper 8, of fewer than 8 as they are.
pub fn read(file: &[u8], layout: &Layout) -> Result<Vec<u8>> {
    let [across, down] = layout.chunks().unwrap_or_default();
    let (width, height, kept) = (layout.width as usize, layout.height as usize, layout.kept());
    let mut samples = zeroed(&[width, height, kept])?;
    let planes = if layout.is_planar { kept } else { 1 };
    let mut chunk = Chunk::new(layout)?;
    for index in 0..planes * down * across {
        let [x, y] = [index % across * layout.chunk[0], index / across % down * layout.chunk[1]];
        let plane = index / (across * down);
        let rows = layout.chunk[1].min(height - y);
        let columns = layout.chunk[0].min(width - x);
        chunk.read(data(file, layout, index)?, layout, rows)?;
        for row in 0..rows {
            let at = ((y + row) * width + x) * kept + plane;
            let end = ((y + row) * width + x + columns) * kept;
            chunk.put(row, layout, &mut samples[at..end]);
        }
    }
    Ok(samples)
}

/// The bytes of a strip or a tile.
fn data<'a>(file: &'a [u8], layout: &Layout, index: usize) -> Result<&'a [u8]> {
    let missing = || damaged("a part of its data is missing");
    let offset = layout.offsets.get(index).ok_or_else(missing)? as usize;
    let length = layout.byte_counts.get(index).ok_or_else(missing)? as usize;
    let rest = file.get(offset..).ok_or_else(missing)?;
    match layout.compression {
        // Some programs count more than there is, and say of what is not compressed nothing right at all.
        Compression::Jpeg => rest.get(..length).ok_or_else(missing),
        _ => Ok(&rest[..length.min(rest.len())]),
    }
}

/// A strip or a tile: rows of samples, packed.
struct Chunk {
    bytes: Vec<u8>,
    row_bytes: usize,
    /// Samples of a pixel here.
    samples: usize,
}

impl Chunk {
    fn new(layout: &Layout) -> Result<Chunk> {
        let samples = if layout.is_planar { 1 } else { layout.samples };
        let row_bytes = (layout.chunk[0] as u64 * (samples * layout.bits) as u64).div_ceil(8);
        let row_bytes = usize::try_from(row_bytes).map_err(|_| out_of_memory())?;
        Ok(Chunk { bytes: zeroed(&[row_bytes, layout.chunk[1]])?, row_bytes, samples })
    }

    /// Decodes the first `rows` rows, which is all of a tile.
    fn read(&mut self, data: &[u8], layout: &Layout, rows: usize) -> Result<()> {
        if layout.compression == Compression::Jpeg {
            return jpeg::decode(data, layout, rows, &mut self.bytes);
        }
        let rows = &mut self.bytes[..self.row_bytes * rows];
        if layout.compression.expand(data, rows) < rows.len() {
            return Err(damaged("a part of its data is missing or wrong"));
        }
        if layout.has_predictor {
            for row in rows.chunks_exact_mut(self.row_bytes) {
                match layout.bits {
                    16 => undo_predictor_16(row, self.samples, layout.is_big_endian),
                    _ => undo_predictor(row, self.samples),
                }
            }
        }
        Ok(())
    }

    /// Writes the kept samples of a row; those of a plane between the others'.
    fn put(&self, row: usize, layout: &Layout, target: &mut [u8]) {
        let row = &self.bytes[row * self.row_bytes..][..self.row_bytes];
        let (step, count) = (layout.kept(), if layout.is_planar { 1 } else { layout.kept() });
        match layout.bits {
            16 if layout.is_big_endian => copy(row, self.samples * 2, 2, target, step, count),
            16 => copy(&row[1..], self.samples * 2, 2, target, step, count),
            8 => copy(row, self.samples, 1, target, step, count),
            bits => unpack(row, bits, self.samples, target, step, count),
        }
    }
}

/// Each sample is stored as the difference from that of the pixel to its left (TIFF 6.0, section 14).
#[inline(never)]
fn undo_predictor(row: &mut [u8], samples: usize) {
    for at in samples..row.len() {
        row[at] = row[at].wrapping_add(row[at - samples]);
    }
}

#[inline(never)]
fn undo_predictor_16(row: &mut [u8], samples: usize, is_big_endian: bool) {
    let (low, high) = if is_big_endian { (1, 0) } else { (0, 1) };
    let get = |row: &[u8], at: usize| u16::from_le_bytes([row[at + low], row[at + high]]);
    for at in (samples * 2..row.len() - 1).step_by(2) {
        let [low_byte, high_byte] = get(row, at).wrapping_add(get(row, at - samples * 2)).to_le_bytes();
        row[at + low] = low_byte;
        row[at + high] = high_byte;
    }
}

/// Of every `stride` bytes the first `count` ones that lie `sample` bytes apart, to every `step` bytes of the target.
#[inline(never)]
fn copy(row: &[u8], stride: usize, sample: usize, target: &mut [u8], step: usize, count: usize) {
    for (from, to) in row.chunks(stride).zip(target.chunks_mut(step)) {
        for index in 0..count {
            to[index] = from[index * sample];
        }
    }
}

/// As [`copy`], for samples of 1, 2 or 4 bits.
#[inline(never)]
fn unpack(row: &[u8], bits: usize, samples: usize, target: &mut [u8], step: usize, count: usize) {
    for (pixel, to) in target.chunks_mut(step).enumerate() {
        for index in 0..count {
            let at = (pixel * samples + index) * bits;
            to[index] = row[at / 8] >> (8 - bits - at % 8) & ((1 << bits) - 1);
        }
    }
}

/// The level that a sample of up to 8 bits is: 0 to 255. Indices into a palette stay what they are.
pub fn spread(samples: &mut [u8], layout: &Layout) {
    if layout.bits < 8 && layout.colors != Colors::Palette {
        let factor = 255 / ((1 << layout.bits) - 1) as u8;
        samples.iter_mut().for_each(|sample| *sample *= factor);
    }
}
