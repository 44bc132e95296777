//! A look at the fields of a protocol buffer before it is decoded: decoded messages take more memory than they take bytes
//! in the file, so a small file could ask for any amount of it.

use bytes::{Buf, Bytes};
use prost::encoding::{decode_key, decode_varint, skip_field, DecodeContext, WireType};

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
