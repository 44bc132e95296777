//! The ranges in which networks are known to take their pixels.

use crate::graph::Normalisation;

/// ImageNet's mean and standard deviation per channel (red, green, blue), in units of 0 to 255, as torchvision has them.
pub const IMAGENET_MEAN: [f32; 3] = [0.485 * 255.0, 0.456 * 255.0, 0.406 * 255.0];
pub const IMAGENET_STD: [f32; 3] = [0.229 * 255.0, 0.224 * 255.0, 0.225 * 255.0];

/// What the pixels 0 and 255 become.
pub type Range = (f32, f32);

pub const RAW: Range = (0.0, 255.0);
pub const UNIT: Range = (0.0, 1.0);
pub const SIGNED: Range = (-1.0, 1.0);

/// How far two ranges lie apart, as a part of the second's width.
pub fn distance(range: Range, known: Range) -> f32 {
    ((range.0 - known.0).abs() + (range.1 - known.1).abs()) / (known.1 - known.0)
}

/// The convention whose range lies nearest to one that was measured or rounded; `None` where none is near.
pub fn nearest(range: Range, channels: usize) -> Option<Normalisation> {
    let plain = [RAW, UNIT, SIGNED, (-128.0, 127.0), (-0.5, 0.5)];
    let mut known: Vec<(Range, Normalisation)> =
        plain.iter().map(|&range| (range, Normalisation::of_range(range, channels))).collect();
    if channels == 3 {
        known.push(((-2.118, 2.64), Normalisation::of_mean(&IMAGENET_MEAN, &IMAGENET_STD)));
    }
    let near = known.into_iter().map(|(known, normalisation)| (distance(range, known), normalisation));
    let best = near.min_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(distance, _)| *distance <= NEAR).map(|(_, normalisation)| normalisation)
}

/// The largest distance at which a range counts as a known one.
const NEAR: f32 = 0.3;
