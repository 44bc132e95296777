//! Networks that were all trained in the same way, where that can be told from the file.

use super::{known, Case, Testimony};
use crate::error::Result;
use crate::graph::{Graph, Normalisation};
use crate::import::Format;
use crate::picture::{Crop, Method};

struct Family {
    name: &'static str,
    mean: [f32; 3],
    std: [f32; 3],
    crop: Option<Crop>,
    /// Whether there are others that look the same and want something else.
    assumed: bool,
}

/// preprocessing/inception_preprocessing.py of TF-slim: -1..1.
const SLIM_INCEPTION: Family =
    Family { name: "TF-slim, Inception preprocessing", mean: [127.5; 3], std: [127.5; 3], crop: None, assumed: false };

/// preprocessing/vgg_preprocessing.py of TF-slim: the mean of ImageNet is taken away.
const SLIM_VGG: Family = Family {
    name: "TF-slim, VGG preprocessing",
    mean: [123.68, 116.779, 103.939],
    std: [1.0; 3],
    crop: None,
    assumed: false,
};

/// torchvision's models for ImageNet, as its documentation has it. It is the most frequent preprocessing of PyTorch's
/// networks of 1,000 classes, but not the only one: timm's EfficientNet-Lite, ViT and others want 0.5 or 0..1.
const TORCHVISION: Family = Family {
    name: "PyTorch, ImageNet",
    mean: known::IMAGENET_MEAN,
    std: known::IMAGENET_STD,
    crop: Some(Crop::Center(0.875)),
    assumed: true,
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

/// Families whose members all want the same.
pub fn sure(case: &Case) -> Result<Testimony> {
    testify(recognise(case).filter(|family| !family.assumed))
}

/// Families whose members mostly do.
pub fn likely(case: &Case) -> Result<Testimony> {
    testify(recognise(case).filter(|family| family.assumed))
}

fn testify(family: Option<Family>) -> Result<Testimony> {
    let Some(family) = family else { return Ok(Testimony::default()) };
    Ok(Testimony {
        by: format!("recognised as {}", family.name),
        normalisation: Some(Normalisation::of_mean(&family.mean, &family.std)),
        assumed: family.assumed,
        crop: family.crop,
        resize: family.crop.map(|_| Method::Bilinear),
        channel_order: None,
    })
}

fn recognise(case: &Case) -> Option<Family> {
    let graph = case.graph;
    let within = |scopes: &[&str]| scopes.iter().any(|scope| graph.output_name.starts_with(scope));
    match case.format {
        _ if case.channels != 3 => None,
        Format::TensorFlow if within(&INCEPTION_SCOPES) => Some(SLIM_INCEPTION),
        Format::TensorFlow if within(&VGG_SCOPES) => Some(SLIM_VGG),
        Format::Onnx if is_of_pytorch(graph) && graph.shape(graph.output).last() == Some(&1000) => Some(TORCHVISION),
        _ => None,
    }
}

/// Programs that rewrite ONNX files put their own names into them: ONNX Runtime's quantiser does. PyTorch's models keep their
/// channels first, where those that came from TensorFlow mostly do not.
fn is_of_pytorch(graph: &Graph) -> bool {
    let producer = graph.claims.producer.as_str();
    producer == "pytorch" || (producer == "onnx.quantize" && graph.channels_first)
}
