//! The picture that a model takes: its shape, and the numbers it wants its pixels in.

use super::constant::{FLOAT16, FLOAT32, INT16, INT8};
use super::flatbuffer::Table;
use super::metadata;
use super::quantisation::{self, Quantisation};
use super::Importer;
use crate::error::{Error, Result};
use crate::graph::Normalisation;

/// Adds the first input of a model to its graph.
pub fn add(importer: &mut Importer, model: &Table, subgraph: &Table, size: Option<[usize; 2]>) -> Result<()> {
    let first = subgraph.ints(1)?.next().and_then(|index| usize::try_from(index).ok());
    let index = first.ok_or_else(|| Error::model("the model has no input"))?;
    let tensor = importer.tensors.get(index)?;
    // The signature says -1 where the size is open; older files have none.
    let mut sizes: Vec<i64> = tensor.ints(7)?.take(5).collect();
    if sizes.is_empty() {
        sizes = tensor.ints(0)?.take(5).collect();
    }
    let shape = crate::import::picture_input(&sizes, size)?;
    importer.graph.input_name = importer.name(index)?;
    importer.graph.claims.of_element_type = of_element_type(&tensor, shape[3])?;
    importer.graph.claims.quantised_range = quantisation::range(&tensor)?;
    importer.graph.claims.normalisation = metadata::normalisation(model, shape[3])?;
    importer.graph.input = importer.graph.variable(shape);
    importer.values[index] = Some(importer.graph.input);
    Ok(())
}

/// How pixels become the values of an input of integers: the pixel (or for int8, the pixel less 128) is the quantised
/// value, whatever metadata says of the real one, as TensorFlow Lite's Task Library has it.
fn of_element_type(tensor: &Table, channels: usize) -> Result<Option<Normalisation>> {
    let kind = tensor.byte(1)?;
    // 16 bits are more than a pixel has, so they stand for real numbers that a quantiser behind them may tell of.
    if [FLOAT32, FLOAT16, INT16].contains(&kind) {
        return Ok(None);
    }
    let shift = if kind == INT8 { -128.0 } else { 0.0 };
    let (scale, zero) = match Quantisation::of(tensor)? {
        Some(Quantisation { scale, zero, .. }) => (scale[0], zero[0]),
        None => (1.0, 0.0),
    };
    Ok(Some(Normalisation { scale: vec![scale; channels], offset: vec![(shift - zero) * scale; channels] }))
}
