//! ONNX's constants.

use bytes::Bytes;
use half::{bf16, f16};

use super::external;
use super::messages::TensorProto;
use super::types::*;
use super::view::Kind;
use crate::error::{Error, Result};
use crate::import::packed;
use crate::tensor::compact::Element;
use crate::tensor::shape::{elements, Shape};
use crate::tensor::Tensor;

/// The tensor of an initializer or an attribute, and what kind of numbers it holds.
pub fn tensor(proto: &TensorProto) -> Result<(Tensor, Kind)> {
    let kind = Kind::of_type(proto.data_type)?;
    external::require_attached(proto)?;
    let sizes: Option<Shape> = proto.dims.iter().map(|&size| usize::try_from(size).ok()).collect();
    let shape = sizes.ok_or_else(|| Error::model(format!("a constant of shape {:?}", proto.dims)))?;
    if proto.data_type == FLOAT && !proto.raw_data.is_empty() {
        return Ok((Tensor::view(shape, proto.raw_data.clone())?, kind));
    }
    if let (FLOAT, true, [part]) = (proto.data_type, proto.raw_data.is_empty(), &proto.float_data[..]) {
        return Ok((Tensor::view(shape, part.clone())?, kind));
    }
    if let (Some(element), false) = (element(proto.data_type), proto.raw_data.is_empty()) {
        return Ok((Tensor::compact(shape, proto.raw_data.clone(), element)?, kind));
    }
    let mut values = if proto.raw_data.is_empty() { listed(proto)? } else { raw(proto.data_type, &proto.raw_data) };
    if [UINT4, INT4].contains(&proto.data_type) {
        values = halves(&values, proto.data_type == INT4, elements(&shape)?);
    }
    Ok((Tensor::new(shape, values)?, kind))
}

/// The types that stay as they are in the file until they are packed.
fn element(data_type: i32) -> Option<Element> {
    match data_type {
        UINT8 => Some(Element::Uint8),
        INT8 => Some(Element::Int8),
        UINT16 => Some(Element::Uint16),
        INT16 => Some(Element::Int16),
        FLOAT16 => Some(Element::Float16),
        BFLOAT16 => Some(Element::Bfloat16),
        _ => None,
    }
}

/// The `count` numbers of 4 bits in these bytes, the lower half of each first.
fn halves(bytes: &[f32], signed: bool, count: usize) -> Vec<f32> {
    let number = |half: u8| f32::from(if signed && half > 7 { half as i8 - 16 } else { half as i8 });
    let pairs = bytes.iter().flat_map(|&byte| [byte as u8 & 15, byte as u8 >> 4]);
    pairs.take(count).map(number).collect()
}

/// The values where they are listed one by one; types of up to 32 bits share a list.
fn listed(proto: &TensorProto) -> Result<Vec<f32>> {
    let small = &proto.int32_data;
    match proto.data_type {
        FLOAT => fixed(&proto.float_data, f32::from_le_bytes),
        DOUBLE => fixed(&proto.double_data, |b| f64::from_le_bytes(b) as f32),
        INT64 => packed::varints(&proto.int64_data, |x| x as i64 as f32),
        UINT32 | UINT64 => packed::varints(&proto.uint64_data, |x| x as f32),
        FLOAT16 => packed::varints(small, |bits| f16::from_bits(bits as u16).to_f32()),
        BFLOAT16 => packed::varints(small, |bits| bf16::from_bits(bits as u16).to_f32()),
        UINT4 | INT4 => packed::varints(small, |x| f32::from(x as u8)),
        _ => packed::varints(small, |x| x as i32 as f32),
    }
}

/// Numbers of a fixed width, listed in parts.
fn fixed<const N: usize>(parts: &[Bytes], read: impl Fn([u8; N]) -> f32 + Copy) -> Result<Vec<f32>> {
    let mut values = packed::room(parts.iter().map(|part| part.len() / N).sum())?;
    parts.iter().for_each(|part| values.extend(numbers(part, read)));
    Ok(values)
}

/// The values where they are raw little-endian bytes of a type that is no `element`.
fn raw(data_type: i32, bytes: &[u8]) -> Vec<f32> {
    match data_type {
        BOOL | UINT4 | INT4 => bytes.iter().map(|&x| f32::from(x)).collect(),
        INT32 => numbers(bytes, |b| i32::from_le_bytes(b) as f32),
        UINT32 => numbers(bytes, |b| u32::from_le_bytes(b) as f32),
        INT64 => numbers(bytes, |b| i64::from_le_bytes(b) as f32),
        UINT64 => numbers(bytes, |b| u64::from_le_bytes(b) as f32),
        DOUBLE => numbers(bytes, |b| f64::from_le_bytes(b) as f32),
        _ => numbers(bytes, f32::from_le_bytes),
    }
}

fn numbers<const N: usize>(bytes: &[u8], read: impl Fn([u8; N]) -> f32) -> Vec<f32> {
    let read = |chunk: &[u8]| {
        let mut number = [0; N];
        number.copy_from_slice(chunk);
        read(number)
    };
    bytes.chunks_exact(N).map(read).collect()
}
