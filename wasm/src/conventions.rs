//! How a network wants its picture. Witnesses are asked in a fixed order, and for each thing to be known the first that
//! speaks of it decides: what the user says goes before what the file says, that before what lies beside the file, that
//! before what is known of the family that a network belongs to, and that before a general habit.

mod arithmetic;
mod beside;
mod element;
mod family;
mod known;
mod metadata;
mod quantiser;
#[cfg(test)]
mod tests;
mod ultralytics;
mod weights;

use crate::error::Result;
use crate::graph::{Graph, Normalisation};
use crate::import::Format;
use crate::options::Options;
use crate::picture::{ChannelOrder, Crop, Method};

/// What is done to a picture, each with who says so: `options`, the name of a witness, or `default`.
#[derive(Debug, PartialEq)]
pub struct Conventions {
    /// For each channel of the input, in its order.
    pub normalisation: Normalisation,
    pub normalised_by: String,
    /// Whether the normalisation is a guess, of which the user should know.
    pub assumed: bool,
    pub crop: Crop,
    pub cropped_by: String,
    pub resize: Method,
    pub resized_by: String,
    pub channel_order: ChannelOrder,
    pub ordered_by: String,
}

/// What witnesses are asked about: a graph that was just imported, before its output is rewritten.
struct Case<'a> {
    format: Format,
    graph: &'a Graph,
    options: &'a Options,
    /// Of the input.
    channels: usize,
}

/// What one witness says; `None` of what it says nothing about.
#[derive(Default)]
struct Testimony {
    by: String,
    normalisation: Option<Normalisation>,
    /// Whether the normalisation is only likely.
    assumed: bool,
    crop: Option<Crop>,
    resize: Option<Method>,
    channel_order: Option<ChannelOrder>,
}

type Witness = fn(&Case) -> Result<Testimony>;

/// In the order in which they are believed.
const WITNESSES: [Witness; 14] = [
    beside::options,
    beside::trained,
    element::testify,
    quantiser::testify,
    arithmetic::testify,
    metadata::tensorflow_lite,
    metadata::custom_vision,
    metadata::onnx_image,
    ultralytics::testify,
    beside::files,
    family::sure,
    weights::testify,
    family::likely,
    default,
];

impl Conventions {
    pub fn of(format: Format, graph: &Graph, options: &Options) -> Result<Conventions> {
        let channels = graph.shape(graph.input).last().copied().unwrap_or(1);
        let case = Case { format, graph, options, channels };
        let said = WITNESSES.iter().map(|witness| witness(&case)).collect::<Result<Vec<_>>>()?;
        let (normalisation, speaker) = first(&said, |testimony| testimony.normalisation.clone());
        let (normalised_by, assumed) = speaker.map_or_else(Default::default, |by| (by.by.clone(), by.assumed));
        let (crop, cropped_by) = first(&said, |testimony| testimony.crop);
        let (resize, resized_by) = first(&said, |testimony| testimony.resize);
        let (channel_order, ordered_by) = first(&said, |testimony| testimony.channel_order);
        let name = |by: Option<&Testimony>| by.map_or_else(String::new, |by| by.by.clone());
        Ok(Conventions {
            normalisation: normalisation.unwrap_or_else(|| Normalisation::of_range((-1.0, 1.0), channels)),
            normalised_by,
            assumed,
            crop: crop.unwrap_or(Crop::Squash),
            cropped_by: name(cropped_by),
            resize: resize.unwrap_or_default(),
            resized_by: name(resized_by),
            channel_order: channel_order.unwrap_or_default(),
            ordered_by: name(ordered_by),
        })
    }
}

/// The first thing of a kind that is said, and who says it.
fn first<T>(said: &[Testimony], of: impl Fn(&Testimony) -> Option<T>) -> (Option<T>, Option<&Testimony>) {
    said.iter().find_map(|testimony| of(testimony).map(|thing| (Some(thing), Some(testimony)))).unwrap_or((None, None))
}

/// A habit of many networks, and no more than that.
fn default(case: &Case) -> Result<Testimony> {
    Ok(Testimony {
        by: "default".into(),
        normalisation: Some(Normalisation::of_range((-1.0, 1.0), case.channels)),
        assumed: true,
        crop: Some(Crop::Squash),
        resize: Some(Method::default()),
        channel_order: Some(ChannelOrder::default()),
    })
}
