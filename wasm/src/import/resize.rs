//! The ops of TensorFlow and TensorFlow Lite that resize pictures to a constant height and width. Errors name the node.

use super::sampling::{Filter, Place, Sampling, Scaling};
use super::shaping::fail;
use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::tensor::shape::picture;

/// How an op reads between pixels.
#[derive(Clone, Copy)]
pub enum Kind {
    Nearest,
    Bilinear,
    Bicubic,
}

/// Where the pixels of a result lie in what they are made from.
#[derive(Clone, Copy)]
pub struct Alignment {
    /// The outermost pixels of both lie on each other.
    pub corners: bool,
    /// Pixels are areas, and their middles count.
    pub half_pixel_centers: bool,
}

/// The longest side.
const MAX_SIDE: i64 = 1 << 13;

/// Resizes a picture [batch, height, width, channels] to `size`, its height and width.
pub fn resize(
    graph: &mut Graph,
    name: &str,
    x: ValueId,
    size: &[i64],
    kind: Kind,
    alignment: Alignment,
) -> Result<ValueId> {
    let [_, height, width, _] = picture(graph.shape(x)).map_err(|error| fail(name, error))?;
    let &[rows @ 1..=MAX_SIDE, columns @ 1..=MAX_SIDE] = size else {
        return Err(fail(name, format!("a picture cannot be resized to {size:?}")));
    };
    let sampling = sampling(kind, alignment);
    let mut value = x;
    for (axis, input, output) in [(1, height, rows as usize), (2, width, columns as usize)] {
        let scaling = Scaling { input, output, scale: output as f32 / input as f32 };
        value = sampling.resize(graph, name, value, axis, scaling)?;
    }
    Ok(value)
}

/// The cubic of half pixels is that of Keys, with a of -0.5, and leaves out what lies outside; the older one has -0.75.
fn sampling(kind: Kind, alignment: Alignment) -> Sampling {
    let place = match (alignment.corners, alignment.half_pixel_centers, kind) {
        (true, _, _) => Place::AlignCorners,
        (_, true, Kind::Nearest) => Place::HalfPixelForNearest,
        (_, true, _) => Place::HalfPixel,
        _ => Place::Asymmetric,
    };
    let filter = match kind {
        Kind::Nearest if alignment.corners => Filter::Nearest(f32::round),
        Kind::Nearest => Filter::Nearest(f32::floor),
        Kind::Bilinear => Filter::Linear,
        Kind::Bicubic if alignment.half_pixel_centers => Filter::Cubic(-0.5),
        Kind::Bicubic => Filter::Cubic(-0.75),
    };
    let exclude_outside = matches!(kind, Kind::Bicubic) && alignment.half_pixel_centers;
    Sampling { place, filter, antialias: false, exclude_outside }
}
