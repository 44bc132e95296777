//! TensorFlow Lite's constants.

use half::f16;

use super::flatbuffer::Table;
use super::quantisation::Quantisation;
use super::Importer;
use crate::error::{Error, Result};
use crate::graph::shape::{elements, Shape, MAX_RANK};
use crate::graph::tensor::Tensor;

// TensorType
pub const FLOAT32: i8 = 0;
pub const FLOAT16: i8 = 1;
pub const INT32: i8 = 2;
pub const UINT8: i8 = 3;
pub const INT64: i8 = 4;
pub const BOOL: i8 = 6;
pub const INT16: i8 = 7;
pub const INT8: i8 = 9;

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
    importer.graph.charge(bytes.len())?;
    let mut values = widen(tensor.byte(1)?, bytes)?;
    if values.len() != elements(&shape)? {
        return Err(Error::model(format!("a tensor of shape {shape:?} has {} values", values.len())));
    }
    if let Some(quantisation) = Quantisation::of(&tensor)? {
        quantisation.dequantise(&shape, &mut values)?;
    }
    Tensor::new(shape, values)
}

/// The dimensions of a constant.
fn shape(tensor: &Table) -> Result<Shape> {
    let sizes = tensor.ints(0)?.take(MAX_RANK + 1).map(|size| usize::try_from(size).ok());
    sizes.collect::<Option<Shape>>().ok_or_else(|| Error::model("a constant of unknown shape"))
}

fn widen(element_type: i8, bytes: &[u8]) -> Result<Vec<f32>> {
    Ok(match element_type {
        FLOAT16 => each(bytes, |b| f16::from_le_bytes(b).to_f32()),
        INT64 => each(bytes, |b| i64::from_le_bytes(b) as f32),
        INT32 => each(bytes, |b| i32::from_le_bytes(b) as f32),
        INT16 => each(bytes, |b| i16::from_le_bytes(b).into()),
        INT8 => each(bytes, |b| i8::from_le_bytes(b).into()),
        UINT8 | BOOL => each(bytes, |[b]| b.into()),
        other => return Err(Error::model(format!("constants of data type {other} are not supported"))),
    })
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
