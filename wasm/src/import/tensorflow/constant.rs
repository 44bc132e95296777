//! TensorFlow's constants.

use half::{bf16, f16};

use super::messages::{NodeDef, TensorProto, TensorShape};
use super::Importer;
use crate::error::{Error, Result};
use crate::graph::ValueId;
use crate::tensor::shape::{elements, Shape};
use crate::tensor::Tensor;

// tensorflow/core/framework/types.proto
pub const DT_FLOAT: i32 = 1;
const DT_DOUBLE: i32 = 2;
const DT_INT32: i32 = 3;
pub const DT_UINT8: i32 = 4;
const DT_INT16: i32 = 5;
pub const DT_INT8: i32 = 6;
const DT_INT64: i32 = 9;
pub const DT_BOOL: i32 = 10;
pub const DT_QINT8: i32 = 11;
pub const DT_QUINT8: i32 = 12;
const DT_BFLOAT16: i32 = 14;
const DT_HALF: i32 = 19;

pub fn is_float(data_type: i32) -> bool {
    [DT_FLOAT, DT_DOUBLE, DT_BFLOAT16, DT_HALF].contains(&data_type)
}

/// Adds the constant of a `Const` node to the graph.
pub fn import(importer: &mut Importer, node: &NodeDef) -> Result<ValueId> {
    let proto =
        node.attr.get("value").and_then(|attr| attr.tensor.as_ref()).ok_or_else(|| node.fail("has no value"))?;
    importer.graph.charge(repeated(proto)).map_err(|error| Error { message: node.fail(&error).message, ..error })?;
    let tensor = tensor(proto).map_err(|error| node.fail(error))?;
    Ok(importer.graph.constant(tensor))
}

/// The tensor of a `Const` node. A list of values shorter than the shape repeats its last one.
pub fn tensor(proto: &TensorProto) -> Result<Tensor> {
    let shape = proto.tensor_shape.as_ref().map_or(Ok(Shape::new()), shape)?;
    let content = &proto.tensor_content;
    if proto.dtype == DT_FLOAT && !content.is_empty() {
        return Tensor::view(shape, content.clone());
    }
    let width = match proto.dtype {
        DT_UINT8 | DT_INT8 | DT_BOOL | DT_QINT8 | DT_QUINT8 => 1,
        DT_HALF | DT_BFLOAT16 | DT_INT16 => 2,
        DT_DOUBLE | DT_INT64 => 8,
        _ => 4,
    };
    let len = elements(&shape)?;
    if !content.is_empty() && content.len() != len * width {
        return Err(Error::model(format!("a constant of shape {shape:?} has {} bytes", content.len())));
    }
    let values: Vec<f32> = match proto.dtype {
        DT_FLOAT => proto.float_val.clone(),
        DT_DOUBLE => listed(content, &proto.double_val, f64::from_le_bytes).map(|x| x as f32).collect(),
        DT_INT32 => listed(content, &proto.int_val, i32::from_le_bytes).map(|x| x as f32).collect(),
        DT_UINT8 | DT_QUINT8 => small(proto, |[b]| b.into()).collect(),
        DT_INT8 | DT_QINT8 => small(proto, |b| i8::from_le_bytes(b).into()).collect(),
        DT_INT16 => small(proto, |b| i16::from_le_bytes(b).into()).collect(),
        DT_BOOL => listed(content, &proto.bool_val, |[b]: [u8; 1]| b != 0).map(|x| f32::from(u8::from(x))).collect(),
        DT_INT64 => listed(content, &proto.int64_val, i64::from_le_bytes).map(|x| x as f32).collect(),
        DT_HALF => bits(proto).map(|bits| f16::from_bits(bits).to_f32()).collect(),
        DT_BFLOAT16 => bits(proto).map(|bits| bf16::from_bits(bits).to_f32()).collect(),
        other => return Err(Error::model(format!("constants of data type {other} are not supported"))),
    };
    if values.len() > len {
        return Err(Error::model(format!("a constant of shape {shape:?} has {} values", values.len())));
    }
    let last = values.last().copied().unwrap_or(0.0);
    Tensor::new(shape, values.into_iter().chain(std::iter::repeat(last)).take(len).collect())
}

/// The values that a constant has by repeating its last one.
fn repeated(proto: &TensorProto) -> usize {
    let listed = [
        proto.float_val.len(),
        proto.double_val.len(),
        proto.int_val.len(),
        proto.int64_val.len(),
        proto.half_val.len(),
        proto.bool_val.len(),
    ];
    let len =
        proto.tensor_shape.as_ref().map_or(1, |proto| shape(proto).and_then(|shape| elements(&shape)).unwrap_or(0));
    if proto.tensor_content.is_empty() {
        len.saturating_sub(listed.iter().sum())
    } else {
        0
    }
}

/// The dimensions of a shape that is fully known.
fn shape(proto: &TensorShape) -> Result<Shape> {
    let sizes = proto.dim.iter().map(|dimension| usize::try_from(dimension.size).ok());
    sizes.collect::<Option<Shape>>().ok_or_else(|| Error::model("a constant of unknown shape"))
}

fn bits(proto: &TensorProto) -> impl Iterator<Item = u16> + '_ {
    let listed: Vec<u16> = proto.half_val.iter().map(|&bits| bits as u16).collect();
    let packed = proto.tensor_content.chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
    packed.chain(listed)
}

/// Integers of less than 32 bits, which are listed as such of 32.
fn small<'a, const N: usize>(proto: &'a TensorProto, from: fn([u8; N]) -> f32) -> impl Iterator<Item = f32> + 'a {
    let listed = proto.int_val.iter().map(|&value| value as f32);
    self::listed(&proto.tensor_content, &[], from).chain(listed)
}

/// The values of either representation: raw little-endian bytes or a list.
fn listed<'a, T: Copy, const N: usize>(
    content: &'a [u8],
    list: &'a [T],
    from: fn([u8; N]) -> T,
) -> impl Iterator<Item = T> + 'a {
    let raw = content.chunks_exact(N).map(move |chunk| {
        let mut bytes = [0; N];
        bytes.copy_from_slice(chunk);
        from(bytes)
    });
    raw.chain(list.iter().copied())
}
