//! Ultralytics' classifiers (YOLOv8-cls and later), told by the metadata that its exporter always writes. Its own
//! `classify_transforms` shrinks the shorter side to the input's, takes the middle and divides by 255.

use super::metadata::property;
use super::{known, Case, Testimony};
use crate::error::Result;
use crate::graph::Normalisation;
use crate::picture::ChannelOrder;
use crate::picture::{Crop, Method};

pub fn testify(case: &Case) -> Result<Testimony> {
    let is_classifier = property(case, "task") == Some("classify");
    if !is_classifier || property(case, "imgsz").is_none() || property(case, "names").is_none() {
        return Ok(Testimony::default());
    }
    Ok(Testimony {
        by: "Ultralytics metadata".into(),
        normalisation: Some(Normalisation::of_range(known::UNIT, case.channels)),
        assumed: false,
        crop: Some(Crop::Center(1.0)),
        resize: Some(Method::Bilinear),
        channel_order: Some(ChannelOrder::Rgb),
    })
}
