//! The input of the network.

use super::nodes::Nodes;
use super::view::{View, CHANNELS_LAST};
use super::Importer;
use crate::error::{Error, Result};
use crate::import::picture::{first_convolution, Layout, PictureInput};
use crate::tensor::shape::elements;

/// What a network is given.
pub struct Input<'a> {
    pub name: &'a str,
    /// Its data type in the file, 0 where it has none.
    pub element_type: i32,
    pub shape: InputShape,
}

pub enum InputShape {
    Picture(PictureInput),
    /// Any, as in the file.
    Any(Vec<usize>),
}

impl<'a> Input<'a> {
    /// The picture that `output` depends on; `size` is its height and width where the user gives them.
    pub fn picture(
        nodes: &Nodes<'a>,
        output: &'a str,
        wanted: Option<&str>,
        size: Option<[usize; 2]>,
    ) -> Result<Input<'a>> {
        let (name, sizes) = nodes.input(output, wanted)?;
        let first = first_convolution(name, |value| nodes.readers(value));
        let shape = PictureInput::of(&sizes, size, Layout::ChannelsFirst, first);
        let shape = shape.map_err(|error| Error { message: format!("input `{name}`: {}", error.message), ..error })?;
        Ok(Input { name, element_type: nodes.element_type(name), shape: InputShape::Picture(shape) })
    }

    /// An input of any known shape.
    pub fn any(nodes: &Nodes<'a>, output: &'a str) -> Result<Input<'a>> {
        let (name, sizes) = nodes.input(output, None)?;
        let known: Option<Vec<usize>> = sizes.iter().map(|&size| usize::try_from(size).ok()).collect();
        let shape = known.ok_or_else(|| Error::model(format!("input `{name}`: its shape is not fully known")))?;
        elements(&shape)?;
        Ok(Input { name, element_type: nodes.element_type(name), shape: InputShape::Any(shape) })
    }

    /// How many pictures the network takes at once.
    pub fn batch(&self) -> usize {
        match &self.shape {
            InputShape::Picture(picture) => picture.batch,
            InputShape::Any(_) => 1,
        }
    }

    /// Adds the input to the graph.
    pub fn add(&self, importer: &mut Importer<'a>, repeats: bool) -> Result<()> {
        let graph = &mut importer.graph;
        let view = match &self.shape {
            InputShape::Picture(picture) if picture.layout == Layout::ChannelsFirst && picture.has_batch => {
                View::picture(picture.add(graph, self.name, repeats)?)
            }
            InputShape::Picture(picture) => {
                let value = picture.add_as_laid_out(graph, self.name, repeats)?;
                View::plain(value, graph.shape(value).len())
            }
            InputShape::Any(shape) => {
                let (shape, order) = match shape[..] {
                    [batch, channels, height, width] => (vec![batch, height, width, channels], CHANNELS_LAST.to_vec()),
                    _ => (shape.clone(), (0..shape.len()).collect()),
                };
                graph.input = graph.variable(shape);
                graph.input_name = self.name.to_string();
                graph.channels_first = order == CHANNELS_LAST;
                View { order, ..View::plain(graph.input, 0) }
            }
        };
        importer.values.insert(self.name, view);
        Ok(())
    }
}
