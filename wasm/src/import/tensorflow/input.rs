//! The input of the network: a placeholder, a node that the user names, or what a graph that decodes pictures itself
//! makes of them.

use super::messages::NodeDef;
use super::nodes::Nodes;
use super::{constant, Importer};
use crate::error::{Error, Remedy, Result};
use crate::graph::Normalisation;
use crate::import::picture::{first_convolution, Layout, PictureInput};
use crate::options::Options;

/// What a network is given.
pub struct Input {
    /// The node that the picture takes the place of.
    pub node: usize,
    pub picture: PictureInput,
    /// A node that resizes pictures, which come in the right size here.
    pub resizes: Option<usize>,
}

impl Input {
    /// The picture that the node `output` depends on.
    pub fn of(nodes: &Nodes, output: usize, options: &Options) -> Result<Input> {
        if let Some(wanted) = &options.input {
            let node = nodes.named(wanted, "input")?;
            nodes.require_no_other(output, node)?;
            return Input::at(nodes, node, options);
        }
        match nodes.placeholders(output)?[..] {
            [node] => Input::at(nodes, node, options),
            [] => Input::decoded(nodes, output, options),
            [first, ref others @ ..] => Err(nodes.too_many(first, others)),
        }
    }

    fn at(nodes: &Nodes, node: usize, options: &Options) -> Result<Input> {
        let first = first_convolution(node, |&node| nodes.readers(node));
        let definition = nodes.get(node);
        let picture = PictureInput::of(&definition.sizes(), options.input_size, Layout::ChannelsLast, first);
        let named = |error: Error| Error {
            message: definition.fail(format!("as the input, {}", error.message)).message,
            ..error
        };
        let picture = picture.map_err(named)?;
        Ok(Input { node, picture, resizes: None })
    }

    /// The picture that a graph decodes and resizes before its first convolution: it comes with the size that the graph
    /// resizes pictures to, in place of the decoded one.
    fn decoded(nodes: &Nodes, output: usize, options: &Options) -> Result<Input> {
        let unknown =
            || Error::model("the graph has no Placeholder that its output depends on").with_remedy(Remedy::Input);
        let resizes = nodes.resize_before_convolution(output)?.ok_or_else(unknown)?;
        let size = match options.input_size {
            Some(size) => size,
            None => nodes.size_of_resize(resizes).ok_or_else(unknown)?,
        };
        let (node, has_batch) = nodes.picture_before(resizes).ok_or_else(unknown)?;
        let [height, width] = size;
        let channels = first_convolution(resizes, |&node| nodes.readers(node)).map_or(3, |first| first.channels);
        if channels != 1 && channels != 3 {
            return Err(unknown());
        }
        let picture = PictureInput { height, width, channels, layout: Layout::ChannelsLast, batch: 1, has_batch };
        Ok(Input { node, picture, resizes: Some(resizes) })
    }

    /// Adds the input to the graph.
    pub fn add<'a>(&self, importer: &mut Importer<'a>, node: &'a NodeDef, repeats: bool) -> Result<()> {
        let value = self.picture.add_as_laid_out(&mut importer.graph, &node.name, repeats)?;
        importer.graph.claims.of_element_type = of_element_type(node, self.picture.channels);
        importer.values.insert(&node.name, vec![value]);
        Ok(())
    }
}

/// How pixels become the values of an input of bytes, or of what decodes a picture: bytes unless it says otherwise.
fn of_element_type(node: &NodeDef, channels: usize) -> Option<Normalisation> {
    let kind = node.attr.get("dtype").map(|attr| attr.r#type);
    let range = match (kind, node.op.starts_with("Decode")) {
        (Some(constant::DT_UINT8), _) | (None, true) => (0.0, 255.0),
        (Some(constant::DT_INT8), _) => (-128.0, 127.0),
        (Some(constant::DT_FLOAT), true) => (0.0, 1.0),
        _ => return None,
    };
    Some(Normalisation::of_range(range, channels))
}
