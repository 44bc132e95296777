//! How much memory a model's messages take when they are decoded, found out before they are.

use std::mem::size_of;

use bytes::Bytes;

use super::messages::{AttributeProto, Dimension, Entry, NodeProto, OperatorSetId, TensorProto, ValueInfo};
use crate::error::Result;
use crate::import::protobuf::{self, Part, BYTES, TEXT};

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
    protobuf::check_size(model, MODEL)
}
