//! Lists of numbers that a protocol buffer holds packed, read without a copy of them as another list.

use bytes::{Buf, Bytes};
use prost::encoding::decode_varint;

use crate::error::{Error, Result};

/// The floats that the numbers of variable length in these parts stand for.
pub fn varints(parts: &[Bytes], float: impl Fn(u64) -> f32) -> Result<Vec<f32>> {
    // The last byte of each number is below 128.
    let mut values = room(parts.iter().map(|part| part.iter().filter(|&&byte| byte < 0x80).count()).sum())?;
    for part in parts {
        let mut rest = &part[..];
        while rest.has_remaining() {
            let number = decode_varint(&mut rest);
            values.push(float(number.map_err(|error| Error::model(format!("damaged ({error})")))?));
        }
    }
    Ok(values)
}

/// An empty list with room for so many floats.
pub fn room(floats: usize) -> Result<Vec<f32>> {
    let mut values = Vec::new();
    match values.try_reserve_exact(floats) {
        Ok(()) => Ok(values),
        Err(_) => Err(Error::memory("its constants do not fit into the memory")),
    }
}
