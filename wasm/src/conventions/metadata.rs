//! What a file's metadata says of its pictures.

use super::{known, Case, Testimony};
use crate::error::Result;
use crate::graph::Normalisation;
use crate::picture::ChannelOrder;
use crate::picture::Crop;

/// TensorFlow Lite's metadata: `NormalizationOptions`.
pub fn tensorflow_lite(case: &Case) -> Result<Testimony> {
    Ok(Testimony {
        by: "TensorFlow Lite metadata".into(),
        normalisation: case.graph.claims.normalisation.clone(),
        ..Testimony::default()
    })
}

/// The pixel format and range that ONNX defines for pictures (docs/MetadataProps.md of ONNX), as Windows ML, CNTK and
/// Custom Vision write them. Linear light is not supported: such a file's range counts as a guess.
pub fn onnx_image(case: &Case) -> Result<Testimony> {
    Ok(Testimony {
        by: "ONNX image metadata".into(),
        normalisation: nominal_range(case).map(|range| Normalisation::of_range(range, case.channels)),
        assumed: property(case, "Image.ColorSpaceGamma") == Some("Linear"),
        channel_order: match property(case, "Image.BitmapPixelFormat") {
            Some("Bgr8" | "Bgra8") => Some(ChannelOrder::Bgr),
            Some("Rgb8" | "Rgba8") => Some(ChannelOrder::Rgb),
            _ => None,
        },
        ..Testimony::default()
    })
}

/// Custom Vision's own properties: a mean and a standard deviation, and a crop. Other ways to resize squash.
pub fn custom_vision(case: &Case) -> Result<Testimony> {
    let read = |name: &str| property(case, &format!("CustomVision.Preprocess.{name}"));
    let list = |name: &str| numbers(read(name)?).filter(|numbers| numbers.len() == case.channels);
    let side = |name: &str| read(name)?.parse::<f64>().ok().filter(|side| *side > 0.0);
    let normalisation = list("NormalizeMean").zip(list("NormalizeStd")).filter(|(mean, std)| {
        let says_something = mean.iter().any(|mean| *mean != 0.0) || std.iter().any(|std| *std != 1.0);
        says_something && std.iter().all(|std| std.is_normal())
    });
    let crop = side("CropHeight").zip(side("TargetHeight")).map(|(crop, target)| crop / target);
    let crop = crop.filter(|fraction| (0.01..=1.0).contains(fraction) && read("CropMethod") == Some("OneCropCenter"));
    Ok(Testimony {
        by: "Custom Vision metadata".into(),
        normalisation: normalisation.map(|(mean, std)| {
            of_nominal(&Normalisation::of_mean(&mean, &std), nominal_range(case).unwrap_or(known::RAW))
        }),
        crop: crop.map(Crop::Center),
        ..Testimony::default()
    })
}

/// A normalisation of values in `range` as one of pixels.
fn of_nominal(normalisation: &Normalisation, range: known::Range) -> Normalisation {
    let step = (range.1 - range.0) / 255.0;
    let pairs = normalisation.scale.iter().zip(&normalisation.offset);
    let (scale, offset) = pairs.map(|(scale, offset)| (scale * step, scale * range.0 + offset)).unzip();
    Normalisation { scale, offset }
}

fn nominal_range(case: &Case) -> Option<known::Range> {
    match property(case, "Image.NominalPixelRange")? {
        "NominalRange_0_255" => Some(known::RAW),
        "Normalized_0_1" => Some(known::UNIT),
        "Normalized_1_1" => Some(known::SIGNED),
        "NominalRange_16_235" => Some((16.0, 235.0)),
        _ => None,
    }
}

pub fn property<'a>(case: &'a Case, key: &str) -> Option<&'a str> {
    case.graph.claims.properties.get(key).map(String::as_str)
}

/// Numbers in brackets, with commas between them.
fn numbers(text: &str) -> Option<Vec<f32>> {
    let list = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    list.split(',').map(|number| number.trim().parse().ok().filter(|number: &f32| number.is_finite())).collect()
}
