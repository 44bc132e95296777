//! Constant tensors: the weights and small tables of a model.

pub mod compact;
pub mod shape;

use std::ops::Deref;
use std::rc::Rc;

use bytes::Bytes;

use crate::error::{Error, Result};
use compact::{Compact, Element};
use shape::{elements, Shape};

/// A constant in row-major order. Shape arithmetic of the formats is kept as f32 too: it is exact up to
/// 2^24, more than any dimension accepted here.
#[derive(Clone, Debug)]
pub struct Tensor {
    shape: Shape,
    data: Data,
}

#[derive(Clone, Debug)]
enum Data {
    Owned(Rc<Vec<f32>>),
    /// Little-endian floats where they stand in the model's bytes, so that large weights are copied only
    /// once, when they are packed.
    View(Bytes),
    /// Numbers of a smaller type, which are made floats of as they are packed.
    Compact(Rc<Compact>),
}

impl Tensor {
    /// Fails where the shape and the number of values disagree.
    pub fn new(shape: Shape, values: Vec<f32>) -> Result<Tensor> {
        check_length(&shape, values.len())?;
        Ok(Tensor { shape, data: Data::Owned(Rc::new(values)) })
    }

    /// A tensor over little-endian floats that lie in `bytes`.
    pub fn view(shape: Shape, bytes: Bytes) -> Result<Tensor> {
        if bytes.len() % 4 != 0 {
            return Err(Error::model(format!("a float tensor of {} bytes is damaged", bytes.len())));
        }
        check_length(&shape, bytes.len() / 4)?;
        Ok(Tensor { shape, data: Data::View(bytes) })
    }

    /// A tensor over numbers of a smaller type that lie in `bytes`.
    pub fn compact(shape: Shape, bytes: Bytes, element: Element) -> Result<Tensor> {
        if bytes.len() % element.width() != 0 {
            return Err(Error::model(format!("a tensor of {} bytes is damaged", bytes.len())));
        }
        let data = Compact::new(bytes, element);
        check_length(&shape, data.count())?;
        Ok(Tensor { shape, data: Data::Compact(Rc::new(data)) })
    }

    /// What the integers of a file stand for: (integer - zero) * scale, with one scale and zero point for all, or one
    /// for each position along `axis`. `None` where this tensor holds no such integers, or the scales do not fit.
    pub fn scaled(&self, scale: &[f32], zero: &[f32], axis: usize) -> Option<Tensor> {
        let Data::Compact(compact) = &self.data else { return None };
        let run = match scale.len() {
            1 => usize::MAX,
            channels if self.shape.get(axis) == Some(&channels) => self.shape[axis + 1..].iter().product(),
            _ => return None,
        };
        let data = Data::Compact(Rc::new(compact.scaled(scale.to_vec(), zero, run)?));
        Some(Tensor { shape: self.shape.clone(), data })
    }

    pub fn scalar(value: f32) -> Tensor {
        Tensor { shape: Vec::new(), data: Data::Owned(Rc::new(vec![value])) }
    }

    pub fn vector(values: Vec<f32>) -> Tensor {
        Tensor { shape: vec![values.len()], data: Data::Owned(Rc::new(values)) }
    }

    /// The same values under another shape of the same size.
    pub fn reshaped(&self, shape: Shape) -> Result<Tensor> {
        check_length(&shape, self.len())?;
        Ok(Tensor { shape, data: self.data.clone() })
    }

    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub fn len(&self) -> usize {
        match &self.data {
            Data::Owned(values) => values.len(),
            Data::View(bytes) => bytes.len() / 4,
            Data::Compact(compact) => compact.count(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at a flat index, which must be below `len()`.
    pub fn at(&self, index: usize) -> f32 {
        match &self.data {
            Data::Owned(values) => values[index],
            Data::View(bytes) => {
                let at = index * 4;
                f32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
            }
            Data::Compact(compact) => compact.at(index),
        }
    }

    pub fn to_vec(&self) -> Vec<f32> {
        match &self.data {
            Data::Owned(values) => values.to_vec(),
            Data::View(bytes) => bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect(),
            Data::Compact(compact) => compact.to_vec(),
        }
    }

    /// The values as bytes of floats in memory order, to be read without alignment.
    pub fn float_bytes(&self) -> FloatBytes<'_> {
        match &self.data {
            Data::Owned(values) => FloatBytes::Borrowed(bytes_of(values)),
            Data::View(bytes) => FloatBytes::Borrowed(bytes),
            Data::Compact(compact) => FloatBytes::Widened(compact.to_vec()),
        }
    }

    /// Where the values lie; that of no other tensor with other values.
    pub fn address(&self) -> usize {
        match &self.data {
            Data::Owned(values) => values.as_ptr() as usize,
            Data::View(bytes) => bytes.as_ptr() as usize,
            Data::Compact(compact) => compact.address(),
        }
    }

    /// The only value of a tensor with one element.
    pub fn single(&self) -> Option<f32> {
        (self.len() == 1).then(|| self.at(0))
    }

    /// The values as whole numbers, for shapes, axes and paddings. Saturates at the range of i64.
    pub fn to_integers(&self) -> Vec<i64> {
        (0..self.len()).map(|i| self.at(i) as i64).collect()
    }
}

/// The bytes of floats: where they stand, or of a copy made of another type.
pub enum FloatBytes<'a> {
    Borrowed(&'a [u8]),
    Widened(Vec<f32>),
}

impl Deref for FloatBytes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            FloatBytes::Borrowed(bytes) => bytes,
            FloatBytes::Widened(values) => bytes_of(values),
        }
    }
}

fn bytes_of(values: &[f32]) -> &[u8] {
    // SAFETY: any f32 is four readable bytes, and the slices live equally long.
    unsafe { std::slice::from_raw_parts(values.as_ptr().cast::<u8>(), values.len() * 4) }
}

fn check_length(shape: &[usize], len: usize) -> Result<()> {
    if elements(shape)? == len {
        Ok(())
    } else {
        Err(Error::model(format!("a tensor of shape {shape:?} has {len} values")))
    }
}
