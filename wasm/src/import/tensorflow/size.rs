//! How much memory a graph's messages take when they are decoded, found out before they are.

use std::mem::size_of;

use bytes::Bytes;

use super::messages::{AttrValue, Dimension, FunctionDef, Named, NodeDef};
use crate::error::Result;
use crate::import::protobuf::{self, Part, BYTES, TEXT};

const NAMED: Part = Part::Message(size_of::<Named>(), &[(1, TEXT)]);
const SHAPE: Part = Part::Message(0, &[(2, Part::Message(size_of::<Dimension>(), &[]))]);
const LIST: Part = Part::Message(0, &[(2, BYTES), (3, Part::Numbers(size_of::<i64>()))]);
/// The numbers of a tensor are weights, which take no more than a few times their bytes in the file.
const TENSOR: Part = Part::Message(0, &[(2, SHAPE)]);
const VALUE: Part = Part::Message(0, &[(1, LIST), (7, SHAPE), (8, TENSOR), (10, NAMED)]);
const ATTRIBUTE: Part = Part::Message(size_of::<AttrValue>(), &[(1, TEXT), (2, VALUE)]);
const NODE: Part = Part::Message(size_of::<NodeDef>(), &[(1, TEXT), (2, TEXT), (3, TEXT), (5, ATTRIBUTE)]);
const SIGNATURE: Part = Part::Message(0, &[(1, TEXT), (2, NAMED), (3, NAMED)]);
const RESULT: Part = Part::Message(0, &[(1, TEXT), (2, TEXT)]);
const FUNCTION: Part = Part::Message(size_of::<FunctionDef>(), &[(1, SIGNATURE), (3, NODE), (4, RESULT)]);
const GRAPH: &[(u32, Part)] = &[(1, NODE), (2, Part::Message(0, &[(1, FUNCTION)]))];

/// Fails for a graph whose messages would take too much memory.
pub fn check(graph: &Bytes) -> Result<()> {
    protobuf::check_size(graph, GRAPH)
}
