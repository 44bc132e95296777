//! How a network wants its picture: what the user says goes before what the file says, that before what is known of
//! the family that a network belongs to, and that before a general habit.

use crate::error::{Error, Result};
use crate::graph::{Graph, Normalisation};
use crate::import::Format;
use crate::options::Options;
use crate::picture::Crop;

/// The order of the channels of a network's input.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum ChannelOrder {
    #[default]
    Rgb,
    Bgr,
}

impl ChannelOrder {
    pub fn parse(text: &str) -> Option<ChannelOrder> {
        match text {
            "rgb" => Some(ChannelOrder::Rgb),
            "bgr" => Some(ChannelOrder::Bgr),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            ChannelOrder::Rgb => "rgb",
            ChannelOrder::Bgr => "bgr",
        }
    }
}

/// What is done to a picture, and who says so.
#[derive(Debug, PartialEq)]
pub struct Conventions {
    /// For each channel of the input, in its order.
    pub normalisation: Normalisation,
    /// `options`, `file`, the name of a family, or `default`.
    pub normalised_by: &'static str,
    pub crop: Crop,
    pub cropped_by: &'static str,
    pub channel_order: ChannelOrder,
}

impl Conventions {
    /// What goes for a graph that was just imported, before its output is rewritten.
    pub fn of(format: Format, graph: &Graph, options: &Options) -> Result<Conventions> {
        let channels = graph.shape(graph.input)[3];
        let family = Family::of(format, graph);
        let (normalisation, normalised_by) = match (wanted(options, channels)?, &graph.normalisation, &family) {
            (Some(wanted), _, _) => (wanted, "options"),
            (_, Some(of_file), _) => (of_file.clone(), "file"),
            (_, _, Some(family)) => (family.normalisation(channels), family.name),
            _ => (Normalisation::of_range((-1.0, 1.0), channels), "default"),
        };
        let (crop, cropped_by) = match (options.crop, &family) {
            (Some(crop), _) => (crop, "options"),
            (None, Some(Family { name, crop: Some(crop), .. })) => (*crop, *name),
            _ => (Crop::Squash, "default"),
        };
        Ok(Conventions { normalisation, normalised_by, crop, cropped_by, channel_order: options.channel_order })
    }
}

/// The normalisation that the user asks for, if any.
fn wanted(options: &Options, channels: usize) -> Result<Option<Normalisation>> {
    if options.mean.is_none() && options.std.is_none() {
        return Ok(options.input_range.map(|range| Normalisation::of_range(range, channels)));
    }
    let mean = per_channel("mean", options.mean.as_deref().unwrap_or(&[0.0]), channels)?;
    let std = per_channel("std", options.std.as_deref().unwrap_or(&[1.0]), channels)?;
    Ok(Some(Normalisation::of_mean(&mean, &std)))
}

fn per_channel(key: &str, values: &[f32], channels: usize) -> Result<Vec<f32>> {
    match values {
        [value] => Ok(vec![*value; channels]),
        values if values.len() == channels => Ok(values.to_vec()),
        values => {
            Err(Error::argument(format!("{} values of `{key}` for a model of {channels} channels", values.len())))
        }
    }
}

/// Networks that were all trained in the same way, where that can be told from the file.
struct Family {
    name: &'static str,
    mean: [f32; 3],
    std: [f32; 3],
    crop: Option<Crop>,
}

/// preprocessing/inception_preprocessing.py of TF-slim: -1..1.
const SLIM_INCEPTION: Family =
    Family { name: "TF-slim, Inception preprocessing", mean: [127.5; 3], std: [127.5; 3], crop: None };

/// preprocessing/vgg_preprocessing.py of TF-slim: the mean of ImageNet is taken away.
const SLIM_VGG: Family =
    Family { name: "TF-slim, VGG preprocessing", mean: [123.68, 116.779, 103.939], std: [1.0; 3], crop: None };

/// torchvision's models for ImageNet, as its documentation has it.
const TORCHVISION: Family = Family {
    name: "PyTorch, ImageNet",
    mean: [0.485 * 255.0, 0.456 * 255.0, 0.406 * 255.0],
    std: [0.229 * 255.0, 0.224 * 255.0, 0.225 * 255.0],
    crop: Some(Crop::Center(0.875)),
};

/// The scopes in which TF-slim puts the nodes of a network, for each preprocessing.
const INCEPTION_SCOPES: [&str; 8] = [
    "MobilenetV1/",
    "MobilenetV2/",
    "MobilenetV3/",
    "InceptionV1/",
    "InceptionV2/",
    "InceptionV3/",
    "InceptionV4/",
    "InceptionResnetV2/",
];
const VGG_SCOPES: [&str; 6] = ["vgg_a/", "vgg_16/", "vgg_19/", "resnet_v1_50/", "resnet_v1_101/", "resnet_v1_152/"];

impl Family {
    fn of(format: Format, graph: &Graph) -> Option<Family> {
        let within = |scopes: &[&str]| scopes.iter().any(|scope| graph.output_name.starts_with(scope));
        let is_color = graph.shape(graph.input)[3] == 3;
        match format {
            _ if !is_color => None,
            Format::TensorFlow if within(&INCEPTION_SCOPES) => Some(SLIM_INCEPTION),
            Format::TensorFlow if within(&VGG_SCOPES) => Some(SLIM_VGG),
            Format::Onnx if graph.producer == "pytorch" && graph.shape(graph.output).last() == Some(&1000) => {
                Some(TORCHVISION)
            }
            _ => None,
        }
    }

    fn normalisation(&self, channels: usize) -> Normalisation {
        Normalisation::of_mean(&self.mean[..channels], &self.std[..channels])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(output_name: &str, producer: &str, channels: usize, classes: usize) -> Graph {
        let mut graph = Graph::default();
        graph.output_name = output_name.into();
        graph.producer = producer.into();
        graph.input = graph.variable(vec![1, 224, 224, channels]);
        graph.output = graph.variable(vec![1, classes]);
        graph
    }

    fn conventions(format: Format, graph: &Graph, options: &str) -> Conventions {
        Conventions::of(format, graph, &Options::parse(options.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn families_are_recognised_by_what_only_they_have() {
        let by = |format, graph: Graph| conventions(format, &graph, "").normalised_by;
        assert_eq!(
            by(Format::TensorFlow, graph("MobilenetV2/Predictions/Reshape_1", "", 3, 1001)),
            SLIM_INCEPTION.name
        );
        assert_eq!(by(Format::TensorFlow, graph("resnet_v1_50/predictions/Reshape_1", "", 3, 1000)), SLIM_VGG.name);
        assert_eq!(by(Format::Onnx, graph("output", "pytorch", 3, 1000)), TORCHVISION.name);
        assert_eq!(by(Format::Onnx, graph("output", "pytorch", 3, 10)), "default");
        assert_eq!(by(Format::Onnx, graph("output", "pytorch", 1, 1000)), "default");
        assert_eq!(by(Format::Onnx, graph("output", "tf2onnx", 3, 1000)), "default");
        assert_eq!(by(Format::TensorFlow, graph("probabilities", "", 3, 200)), "default");
    }

    #[test]
    fn what_is_asked_for_goes_before_the_file_and_the_file_before_the_family() {
        let mut graph = graph("output", "pytorch", 3, 1000);
        graph.normalisation = Some(Normalisation::of_range((0.0, 1.0), 3));
        let of_file = conventions(Format::Onnx, &graph, "");
        assert_eq!((of_file.normalised_by, of_file.cropped_by), ("file", TORCHVISION.name));
        assert_eq!(of_file.normalisation.scale, [1.0 / 255.0; 3]);
        let asked = conventions(Format::Onnx, &graph, "mean=1,2,3\nstd=2\ncrop=squash\nchannels=bgr");
        assert_eq!(
            (asked.normalised_by, asked.crop, asked.channel_order),
            ("options", Crop::Squash, ChannelOrder::Bgr)
        );
        assert_eq!(asked.normalisation, Normalisation { scale: vec![0.5; 3], offset: vec![-0.5, -1.0, -1.5] });
    }

    #[test]
    fn three_means_do_not_fit_a_gray_model() {
        let options = Options::parse(b"mean=1,2,3").unwrap();
        let error = Conventions::of(Format::Onnx, &graph("output", "", 1, 10), &options).unwrap_err();
        assert_eq!(error.message, "3 values of `mean` for a model of 1 channels");
    }
}
