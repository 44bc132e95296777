//! How much memory a model's messages take when they are decoded, found out before they are.

use std::mem::size_of;

use bytes::Bytes;

use super::messages::{AttributeProto, Dimension, Entry, NodeProto, OperatorSetId, TensorProto, ValueInfo};
use crate::error::{Error, Result};
use crate::import::protobuf::fields;

/// Bytes of decoded messages, weights aside: three times as many as the largest network that is run here needs. Lists grow by
/// doubling, so up to three times as much is taken for a moment.
const MAX_DECODED: usize = 64 << 20;

/// What becomes of a field.
enum Part {
    /// A message of this size, and its own fields.
    Message(usize, &'static [(u32, Part)]),
    /// A text or a piece of weights, which stays where it is or is copied once.
    Text(usize),
    /// Numbers of this size, one for each byte at most.
    Numbers(usize),
}

const TEXT: Part = Part::Text(size_of::<String>());
const BYTES: Part = Part::Text(size_of::<Bytes>());
const INTEGERS: Part = Part::Numbers(size_of::<i64>());
const ENTRY: Part = Part::Message(size_of::<Entry>(), &[(1, TEXT), (2, TEXT)]);
/// The lists of numbers stay bytes of the file; only dims are decoded.
const TENSOR: Part = Part::Message(
    size_of::<TensorProto>(),
    &[(1, INTEGERS), (4, BYTES), (5, BYTES), (6, BYTES), (7, BYTES), (8, TEXT), (10, BYTES), (11, BYTES), (13, ENTRY)],
);
const ATTRIBUTE: Part = Part::Message(
    size_of::<AttributeProto>(),
    &[(1, TEXT), (5, TENSOR), (7, Part::Numbers(size_of::<f32>())), (8, INTEGERS), (9, BYTES)],
);
const NODE: Part =
    Part::Message(size_of::<NodeProto>(), &[(1, TEXT), (2, TEXT), (3, TEXT), (4, TEXT), (5, ATTRIBUTE), (7, TEXT)]);
const SHAPE: Part = Part::Message(0, &[(1, Part::Message(size_of::<Dimension>(), &[]))]);
const TYPE: Part = Part::Message(0, &[(1, Part::Message(0, &[(2, SHAPE)]))]);
const VALUE: Part = Part::Message(size_of::<ValueInfo>(), &[(1, TEXT), (2, TYPE)]);
const GRAPH: Part = Part::Message(0, &[(1, NODE), (5, TENSOR), (11, VALUE), (12, VALUE), (13, VALUE)]);
const MODEL: &[(u32, Part)] =
    &[(2, TEXT), (7, GRAPH), (8, Part::Message(size_of::<OperatorSetId>(), &[(1, TEXT)])), (14, ENTRY)];

/// Fails for a model whose messages would take too much memory.
pub fn check(model: &Bytes) -> Result<()> {
    match rest(model.clone(), MODEL, MAX_DECODED) {
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
