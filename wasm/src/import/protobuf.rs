//! A look at the fields of a protocol buffer before it is decoded: decoded messages take more memory than they take bytes
//! in the file, so a small file could ask for any amount of it.

use std::mem::size_of;

use bytes::{Buf, Bytes};
use prost::encoding::{decode_key, decode_varint, skip_field, DecodeContext, WireType};

use crate::error::{Error, Result};

/// Bytes of decoded messages, weights aside: three times as many as the largest network that is run here needs. Lists grow by
/// doubling, so up to three times as much is taken for a moment.
const MAX_DECODED: usize = 64 << 20;

/// A field as it stands in a message.
pub struct Field {
    pub tag: u32,
    /// Of a text, a message or a packed list; `None` for a number.
    pub content: Option<Bytes>,
}

/// The fields of a message up to the first that makes no sense, which is left to the decoder.
pub fn fields(mut message: Bytes) -> impl Iterator<Item = Field> {
    std::iter::from_fn(move || {
        let (tag, wire_type) = message.has_remaining().then(|| decode_key(&mut message).ok())??;
        if wire_type != WireType::LengthDelimited {
            skip_field(wire_type, tag, &mut message, DecodeContext::default()).ok()?;
            return Some(Field { tag, content: None });
        }
        let len = usize::try_from(decode_varint(&mut message).ok()?).ok()?;
        let content = (len <= message.remaining()).then(|| message.split_to(len))?;
        Some(Field { tag, content: Some(content) })
    })
}

/// What becomes of a field.
pub enum Part {
    /// A message of this size, and its own fields.
    Message(usize, &'static [(u32, Part)]),
    /// A text or a piece of weights, which stays where it is or is copied once.
    Text(usize),
    /// Numbers of this size, one for each byte at most.
    Numbers(usize),
}

pub const TEXT: Part = Part::Text(size_of::<String>());
pub const BYTES: Part = Part::Text(size_of::<Bytes>());

/// Fails for a model of these parts whose messages would take too much memory.
pub fn check_size(model: &Bytes, parts: &[(u32, Part)]) -> Result<()> {
    match rest(model.clone(), parts, MAX_DECODED) {
        Some(_) => Ok(()),
        None => Err(Error::model(format!(
            "the model has more nodes, constants and names than fit into {} MB",
            MAX_DECODED >> 20
        ))),
    }
}

/// What is left of a number of bytes when a message of these parts was decoded; `None` where they are too few.
fn rest(message: Bytes, parts: &[(u32, Part)], bytes: usize) -> Option<usize> {
    fields(message).try_fold(bytes, |left, field| {
        let Some((_, part)) = parts.iter().find(|(tag, _)| *tag == field.tag) else { return Some(left) };
        match (part, field.content) {
            (Part::Message(size, parts), Some(content)) => rest(content, parts, left.checked_sub(*size)?),
            (Part::Text(size), _) => left.checked_sub(*size),
            (Part::Numbers(size), content) => left.checked_sub(size.checked_mul(content.map_or(1, |list| list.len()))?),
            (Part::Message(..), None) => Some(left),
        }
    })
}
