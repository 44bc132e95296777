//! TensorFlow Lite's constants.

use half::{bf16, f16};

use super::flatbuffer::Table;
use super::quantisation::Quantisation;
use super::types::*;
use super::Importer;
use crate::error::{Error, Result};
use crate::tensor::compact::Element;
use crate::tensor::shape::{elements, Shape, MAX_RANK};
use crate::tensor::Tensor;

/// Values that one call of a loop reads.
const CHUNK: usize = 1024;

/// The values of a tensor that the file holds, as floats; quantised ones stand for real numbers.
pub fn read(importer: &mut Importer, index: usize) -> Result<Tensor> {
    let tensor = importer.tensors.get(index)?;
    let bytes = importer.buffers.get(tensor.index(2)?)?.bytes(0)?;
    let shape = shape(&tensor)?;
    if bytes.is_empty() && elements(&shape)? > 0 {
        return Err(Error::model(format!("nothing gives tensor `{}` its values", importer.name(index)?)));
    }
    if tensor.table(6)?.is_some() {
        return Err(Error::model("sparse tensors are not supported"));
    }
    if tensor.byte(1)? == FLOAT32 {
        return Tensor::view(shape, importer.bytes.slice_ref(bytes));
    }
    // Tensors may share their bytes, so these are not bounded by the size of the file.
    importer.graph.charge(bytes.len() * if tensor.byte(1)? == INT4 { 2 } else { 1 })?;
    if let Some(tensor) = compact(importer, &tensor, &shape, bytes)? {
        return Ok(tensor);
    }
    let mut values = widen(tensor.byte(1)?, bytes)?;
    if tensor.byte(1)? == INT4 && values.len() == elements(&shape)? + 1 {
        // An odd number of values leaves half of the last byte.
        values.pop();
    }
    if values.len() != elements(&shape)? {
        return Err(Error::model(format!("a tensor of shape {shape:?} has {} values", values.len())));
    }
    if let Some(quantisation) = Quantisation::of(&tensor)? {
        quantisation.dequantise(&shape, &mut values)?;
    }
    Tensor::new(shape, values)
}

/// Numbers of few bytes, which stay as they are until they are packed. `None` where they must be read at once.
fn compact(importer: &Importer, tensor: &Table, shape: &[usize], bytes: &[u8]) -> Result<Option<Tensor>> {
    let element = match tensor.byte(1)? {
        INT8 => Element::Int8,
        UINT8 => Element::Uint8,
        INT16 => Element::Int16,
        FLOAT16 => Element::Float16,
        BFLOAT16 => Element::Bfloat16,
        _ => return Ok(None),
    };
    let numbers = Tensor::compact(shape.to_vec(), importer.bytes.slice_ref(bytes), element)?;
    Ok(match Quantisation::of(tensor)? {
        Some(quantisation) => quantisation.scaled(&numbers),
        None => Some(numbers),
    })
}

/// The dimensions of a constant.
fn shape(tensor: &Table) -> Result<Shape> {
    let sizes = tensor.ints(0)?.take(MAX_RANK + 1).map(|size| usize::try_from(size).ok());
    sizes.collect::<Option<Shape>>().ok_or_else(|| Error::model("a constant of unknown shape"))
}

fn widen(element_type: i8, bytes: &[u8]) -> Result<Vec<f32>> {
    Ok(match element_type {
        FLOAT16 => each(bytes, |b| f16::from_le_bytes(b).to_f32()),
        BFLOAT16 => each(bytes, |b| bf16::from_le_bytes(b).to_f32()),
        INT64 => each(bytes, |b| i64::from_le_bytes(b) as f32),
        INT32 => each(bytes, |b| i32::from_le_bytes(b) as f32),
        INT16 => each(bytes, |b| i16::from_le_bytes(b).into()),
        INT8 => each(bytes, |b| i8::from_le_bytes(b).into()),
        INT4 => nibbles(bytes),
        UINT8 | BOOL => each(bytes, |[b]| b.into()),
        other => return Err(Error::model(format!("constants of data type {other} are not supported"))),
    })
}

/// Two numbers of 4 bits to a byte, the lower half first.
fn nibbles(bytes: &[u8]) -> Vec<f32> {
    let mut values = vec![0.0; bytes.len() * 2];
    for (source, values) in bytes.chunks(CHUNK).zip(values.chunks_mut(2 * CHUNK)) {
        nibbles_of_chunk(source, values);
    }
    values
}

#[inline(never)]
fn nibbles_of_chunk(source: &[u8], values: &mut [f32]) {
    for (&byte, pair) in source.iter().zip(values.chunks_exact_mut(2)) {
        let byte = byte as i8;
        pair[0] = f32::from(byte << 4 >> 4);
        pair[1] = f32::from(byte >> 4);
    }
}

fn each<const N: usize>(bytes: &[u8], read: impl Fn([u8; N]) -> f32 + Copy) -> Vec<f32> {
    let source = bytes.as_chunks().0;
    let mut values = vec![0.0; source.len()];
    for (source, values) in source.chunks(CHUNK).zip(values.chunks_mut(CHUNK)) {
        each_of_chunk(source, values, read);
    }
    values
}

#[inline(never)]
fn each_of_chunk<const N: usize>(source: &[[u8; N]], values: &mut [f32], read: impl Fn([u8; N]) -> f32) {
    for (bytes, value) in source.iter().zip(values) {
        *value = read(*bytes);
    }
}
