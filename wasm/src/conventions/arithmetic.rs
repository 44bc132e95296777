//! Arithmetic with constants between the input and the first layer: scaling layers that were exported with the network.
//! Composed, it is one affine map per channel; that pixels which lie in the right range come out of it as numbers that a
//! network can work with tells which range that is. The graph is only read.

pub mod affine;

use super::{known, Case, Testimony};
use crate::error::Result;
use crate::graph::Normalisation;
use crate::picture::ChannelOrder;
use affine::{Channel, Walk};
use known::Range;

pub fn testify(case: &Case) -> Result<Testimony> {
    let channels = Walk::of(case.graph).first_layer().map(|(_, channels)| channels);
    let channels = channels.filter(|channels| changes(channels)).unwrap_or_default();
    let range = range_of(&channels);
    Ok(Testimony {
        by: "the arithmetic before the first layer".into(),
        normalisation: range.map(|range| Normalisation::of_range(range, case.channels)),
        channel_order: range.and_then(|range| order_of(&channels, range, case.channels)),
        ..Testimony::default()
    })
}

/// Whether the map does anything to the numbers; an exchange of channels says nothing about their range.
fn changes(channels: &[Channel]) -> bool {
    channels.iter().any(|channel| (channel.scale, channel.offset) != (1.0, 0.0))
}

/// Ranges of pixels, and ranges in which the numbers behind the arithmetic are expected.
const CANDIDATES: [Range; 3] = [known::RAW, known::UNIT, known::SIGNED];
const EXPECTED: [Range; 6] = [known::UNIT, known::SIGNED, (-2.1, 2.5), (-0.5, 0.5), known::RAW, (-118.0, 137.0)];

/// The candidate that the map brings nearest to a range that is expected, among those that it brings to a sensible one.
fn range_of(channels: &[Channel]) -> Option<Range> {
    let mapped = CANDIDATES.iter().map(|&candidate| (candidate, mean_range(channels, candidate)));
    let near = |range| EXPECTED.iter().map(|&known| known::distance(range, known)).fold(f32::INFINITY, f32::min);
    let sensible = mapped.filter(|(_, range)| is_sensible(*range)).map(|(candidate, range)| (candidate, near(range)));
    sensible.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(candidate, _)| candidate)
}

/// Where the map takes a range, averaged over the channels.
fn mean_range(channels: &[Channel], (low, high): Range) -> Range {
    let count = channels.len().max(1) as f32;
    let ends = channels.iter().map(|channel| {
        let (a, b) = (channel.scale * low + channel.offset, channel.scale * high + channel.offset);
        (a.min(b), a.max(b))
    });
    let sum = ends.fold((0.0, 0.0), |sum: Range, end| (sum.0 + end.0, sum.1 + end.1));
    (sum.0 / count, sum.1 / count)
}

/// Zero lies within the range or near it, and the numbers are neither all alike nor enormous.
fn is_sensible((low, high): Range) -> bool {
    let (center, half) = ((low + high) / 2.0, (high - low) / 2.0);
    (0.2..=300.0).contains(&half) && center.abs() <= 1.25 * half
}

/// ImageNet's means tell red from blue: the pixel that becomes zero is brighter in red than in blue.
fn order_of(channels: &[Channel], range: Range, count: usize) -> Option<ChannelOrder> {
    let width = range.1 - range.0;
    let mut zero = vec![f32::NAN; count];
    for channel in channels {
        *zero.get_mut(channel.source)? = (-channel.offset / channel.scale - range.0) / width * 255.0;
    }
    let is = |means: [f32; 3]| zero.len() == 3 && zero.iter().zip(means).all(|(a, b)| (a - b).abs() < 2.0);
    let [red, green, blue] = known::IMAGENET_MEAN;
    match () {
        () if is([red, green, blue]) => Some(ChannelOrder::Rgb),
        () if is([blue, green, red]) => Some(ChannelOrder::Bgr),
        () => None,
    }
}
