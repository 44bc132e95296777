//! The input of the network.

use std::collections::HashSet;

use super::messages::{GraphProto, ValueInfo};
use super::view::CHANNELS_LAST;
use super::InputShape;
use crate::error::{Error, Result};
use crate::graph::shape::elements;
use crate::import::picture_input;

/// The name and the sizes (-1 where open) of the first input that has no value in the file.
pub fn of(file: &GraphProto) -> Result<(&str, Vec<i64>)> {
    let input = first(file)?;
    let shape = input.r#type.as_ref().and_then(|t| t.tensor_type.as_ref()).and_then(|t| t.shape.as_ref());
    let shape = shape.ok_or_else(|| Error::model(format!("input `{}` has no shape", input.name)))?;
    Ok((&input.name, shape.dim.iter().map(|dimension| dimension.dim_value.unwrap_or(-1)).collect()))
}

/// The data type of that input, 0 where it has none.
pub fn element_type(file: &GraphProto) -> Result<i32> {
    let tensor = first(file)?.r#type.as_ref().and_then(|t| t.tensor_type.as_ref());
    Ok(tensor.map_or(0, |tensor| tensor.elem_type))
}

fn first(file: &GraphProto) -> Result<&ValueInfo> {
    let constants: HashSet<&str> = file.initializer.iter().map(|tensor| tensor.name.as_str()).collect();
    let mut open = file.input.iter().filter(|input| !constants.contains(input.name.as_str()));
    open.next().ok_or_else(|| Error::model("the ONNX graph has no input"))
}

/// A picture, channels first as ONNX has it, or channels last as models made from TensorFlow's may have it.
pub fn picture(sizes: &[i64], wanted: Option<[usize; 2]>) -> Result<InputShape> {
    let is_channels = |size: i64| size == 1 || size == 3;
    match *sizes {
        [batch, channels, height, width] if is_channels(channels) || !is_channels(width) => {
            Ok((picture_input(&[batch, height, width, channels], wanted)?, CHANNELS_LAST.to_vec()))
        }
        _ => Ok((picture_input(sizes, wanted)?, (0..4).collect())),
    }
}

/// An input of any known shape.
pub fn any(sizes: &[i64]) -> Result<InputShape> {
    let known: Option<Vec<usize>> = sizes.iter().map(|&size| usize::try_from(size).ok()).collect();
    let shape = known.ok_or_else(|| Error::model(format!("its shape {sizes:?} is not fully known")))?;
    elements(&shape)?;
    match shape[..] {
        [batch, channels, height, width] => Ok((vec![batch, height, width, channels], CHANNELS_LAST.to_vec())),
        _ => Ok((shape.clone(), (0..shape.len()).collect())),
    }
}
