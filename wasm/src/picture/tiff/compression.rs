//! The compressions of a strip or a tile (TIFF 6.0, sections 9, 13 and 14; TIFF technical note 2 for deflate).

use fdeflate::Decompressor;
use weezl::{decode::Decoder, BitOrder, LzwStatus};

use super::unsupported;
use crate::error::Result;

/// How the samples of each strip or tile are compressed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    None,
    Lzw,
    Jpeg,
    Deflate,
    PackBits,
}

impl Compression {
    /// The compression of the tag's value.
    pub fn of(value: u32) -> Result<Compression> {
        match value {
            1 => Ok(Compression::None),
            2..=4 => Err(unsupported("it is compressed as a fax")),
            5 => Ok(Compression::Lzw),
            6 => Err(unsupported("it has a JPEG of the old sort")),
            7 => Ok(Compression::Jpeg),
            8 | 32_946 => Ok(Compression::Deflate),
            32_773 => Ok(Compression::PackBits),
            other => Err(unsupported(&format!("its compression is number {other}"))),
        }
    }

    /// Fills `out` with what is in `data`; how many bytes of it could be filled. JPEG is not for this function.
    pub fn expand(self, data: &[u8], out: &mut [u8]) -> usize {
        match self {
            Compression::None | Compression::Jpeg => {
                let length = data.len().min(out.len());
                out[..length].copy_from_slice(&data[..length]);
                length
            }
            Compression::Lzw => lzw(data, out),
            Compression::Deflate => inflate(data, out),
            Compression::PackBits => packbits(data, out),
        }
    }
}

fn lzw(mut data: &[u8], out: &mut [u8]) -> usize {
    let mut decoder = Decoder::with_tiff_size_switch(BitOrder::Msb, 8);
    let mut filled = 0;
    while filled < out.len() {
        let result = decoder.decode_bytes(data, &mut out[filled..]);
        data = &data[result.consumed_in..];
        filled += result.consumed_out;
        let is_stuck = result.consumed_in == 0 && result.consumed_out == 0;
        if is_stuck || !matches!(result.status, Ok(LzwStatus::Ok)) {
            break;
        }
    }
    filled
}

fn inflate(mut data: &[u8], out: &mut [u8]) -> usize {
    let mut decompressor = Decompressor::new();
    let mut filled = 0;
    while filled < out.len() && !decompressor.is_done() {
        let Ok((consumed, written)) = decompressor.read(data, out, filled, true) else { break };
        data = &data[consumed..];
        filled += written;
        if consumed == 0 && written == 0 {
            break;
        }
    }
    filled
}

fn packbits(mut data: &[u8], out: &mut [u8]) -> usize {
    let mut filled = 0;
    while let (Some((&count, rest)), true) = (data.split_first(), filled < out.len()) {
        let count = count as i8;
        let Some((used, length)) = packet(count, rest, &mut out[filled..]) else { break };
        data = &rest[used..];
        filled += length;
    }
    filled
}

/// Writes one packet; how many bytes it had after the count, and how many it makes.
#[inline(never)]
fn packet(count: i8, data: &[u8], out: &mut [u8]) -> Option<(usize, usize)> {
    match count {
        -128 => Some((0, 0)),
        0.. => {
            let used = count as usize + 1;
            let length = used.min(out.len());
            out[..length].copy_from_slice(data.get(..used)?.get(..length)?);
            Some((used, length))
        }
        _ => {
            let length = (1 + usize::from(count.unsigned_abs())).min(out.len());
            out[..length].fill(*data.first()?);
            Some((1, length))
        }
    }
}
