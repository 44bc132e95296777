//! Quantised tensors: integers q that stand for the real numbers (q - zero) * scale (Jacob et al., "Quantization
//! and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018).

use super::flatbuffer::Table;
use super::types::{INT16, INT8, UINT8};
use crate::error::{Error, Result};
use crate::op::Levels;
use crate::tensor::shape::elements;
use crate::tensor::Tensor;

pub struct Quantisation {
    /// One for the tensor, or one for each index along `axis`.
    pub scale: Vec<f32>,
    /// As many as there are scales.
    pub zero: Vec<f32>,
    axis: usize,
}

/// More channels than any layer has.
const MAX_CHANNELS: usize = 1 << 16;

impl Quantisation {
    /// How a tensor is quantised, `None` where it is not.
    pub fn of(tensor: &Table) -> Result<Option<Quantisation>> {
        let Some(table) = tensor.table(4)? else { return Ok(None) };
        if table.byte(4)? != 0 {
            return Err(Error::model("a tensor is quantised in a way that is not supported"));
        }
        let scale: Vec<f32> = table.floats(2)?.take(MAX_CHANNELS).collect();
        let zeros = table.list::<8>(3)?.iter().map(|&bytes| i64::from_le_bytes(bytes) as f32);
        let mut zero: Vec<f32> = zeros.take(MAX_CHANNELS).collect();
        if zero.len() <= 1 {
            zero = vec![zero.first().copied().unwrap_or(0.0); scale.len()];
        }
        if zero.len() != scale.len() || scale.iter().any(|scale| !scale.is_finite()) {
            return Err(Error::model("the scales and zero points of a quantised tensor do not fit together"));
        }
        Ok((!scale.is_empty()).then_some(Quantisation { scale, zero, axis: table.index(6)? }))
    }

    /// Numbers of a file with these scales, where they can take them.
    pub fn scaled(&self, numbers: &Tensor) -> Option<Tensor> {
        numbers.scaled(&self.scale, &self.zero, self.axis)
    }

    /// Turns quantised values of a tensor of this shape into the real numbers that they stand for.
    pub fn dequantise(&self, shape: &[usize], values: &mut [f32]) -> Result<()> {
        if let (&[scale], &[zero]) = (&self.scale[..], &self.zero[..]) {
            values.chunks_mut(1024).for_each(|run| dequantise_run(run, scale, zero));
            return Ok(());
        }
        // Old converters give a bias the axis of its filter.
        let axis = if shape.len() == 1 { 0 } else { self.axis };
        if shape.get(axis) != Some(&self.scale.len()) {
            return Err(Error::model(format!(
                "{} scales along axis {axis} of a tensor of shape {shape:?}",
                self.scale.len()
            )));
        }
        let run = elements(&shape[axis + 1..])?;
        let channels = self.scale.iter().zip(&self.zero).cycle();
        for (run, (&scale, &zero)) in values.chunks_mut(run.max(1)).zip(channels) {
            dequantise_run(run, scale, zero);
        }
        Ok(())
    }
}

#[inline(never)]
fn dequantise_run(values: &mut [f32], scale: f32, zero: f32) {
    for value in values {
        *value = (*value - zero) * scale;
    }
}

/// The numbers that a quantised activation can hold; `None` for other tensors.
pub fn levels(tensor: &Table) -> Result<Option<Levels>> {
    let ends = match tensor.byte(1)? {
        UINT8 => [0.0, 255.0],
        INT8 => [-128.0, 127.0],
        INT16 => [-32768.0, 32767.0],
        _ => return Ok(None),
    };
    Ok(match Quantisation::of(tensor)? {
        Some(Quantisation { scale, zero, .. }) if scale.len() == 1 => Levels::of(scale[0], zero[0], ends),
        _ => None,
    })
}

/// The lowest and highest of these numbers.
pub fn range(tensor: &Table) -> Result<Option<(f32, f32)>> {
    Ok(levels(tensor)?.map(|levels| (levels.range().low, levels.range().high)))
}
