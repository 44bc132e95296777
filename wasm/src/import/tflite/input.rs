//! The picture that a model takes: its shape, and the numbers it wants its pixels in.

use super::flatbuffer::Table;
use super::metadata;
use super::nodes::Nodes;
use super::quantisation::{self, Quantisation};
use super::types::{FLOAT16, FLOAT32, INT16, INT8};
use super::Importer;
use crate::error::{Error, Result};
use crate::graph::{Normalisation, LABELS, PREPROCESSING};
use crate::import::names;
use crate::import::picture::{first_convolution, Layout, PictureInput};
use crate::options::Options;

/// The tensor that the picture becomes.
pub struct Input {
    pub tensor: usize,
    pub picture: PictureInput,
}

impl Input {
    pub fn of(nodes: &Nodes, output: usize, options: &Options) -> Result<Input> {
        let tensor = nodes.input(output, options.input.as_deref())?;
        let first = first_convolution(tensor, |&tensor| nodes.readers(tensor));
        let picture = PictureInput::of(&nodes.sizes(tensor)?, options.input_size, Layout::ChannelsLast, first);
        let picture = picture.map_err(|error| Error { message: format!("the input: {}", error.message), ..error })?;
        Ok(Input { tensor, picture })
    }

    /// Adds the input to a graph.
    pub fn add(&self, importer: &mut Importer, model: &Table, repeats: bool) -> Result<()> {
        let (tensor, name) = (importer.tensors.get(self.tensor)?, importer.name(self.tensor)?);
        let channels = self.picture.channels;
        importer.graph.claims.of_element_type = of_element_type(&tensor, channels)?;
        importer.graph.claims.quantised_range = quantisation::range(&tensor)?;
        for key in [LABELS, PREPROCESSING] {
            if let Some(value) = metadata::metadata(model, key)? {
                importer.graph.claims.keep(key, value);
            }
        }
        importer.graph.claims.labels = names::of_training(&importer.graph.claims);
        importer.graph.claims.normalisation = metadata::normalisation(model, channels)?;
        let value = self.picture.add_as_laid_out(&mut importer.graph, &name, repeats)?;
        importer.values[self.tensor] = Some(value);
        Ok(())
    }
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
