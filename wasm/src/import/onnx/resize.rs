//! `Resize` and `Upsample`: along each axis, every output position is a weighted sum of input positions.

use super::messages::NodeProto;
use super::ops::{computes, Operator};
use super::view::View;
use super::Importer;
use crate::error::Result;
use crate::graph::op::{Op, Taps};
use crate::graph::shape::axis_index;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Resize" | "Upsample" => computes(resize),
        _ => return None,
    })
}

fn resize(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let mut x = importer.input(node, 0)?;
    let sampling = Sampling::of(importer, node)?;
    let axes = node.ints("axes").map_or_else(|| (0..x.rank() as i64).collect(), <[i64]>::to_vec);
    let axes = axes.into_iter().map(|axis| axis_index(axis, x.rank())).collect::<Result<Vec<_>>>();
    let axes = axes.map_err(|error| node.fail(error))?;
    let shape = importer.shape(&x);
    for (axis, scaling) in axes.iter().copied().zip(scalings(importer, node, &shape, &axes)?) {
        if scaling.changes() || sampling.place == Place::HalfPixelForNearest {
            importer.graph.charge(scaling.output.saturating_mul(sampling.taps(scaling)))?;
            let op = Op::Interpolate { axis: x.position(axis), taps: sampling.along(scaling) };
            x = x.with(importer.graph.add(node.label(), op, &[x.id])?);
        }
    }
    Ok(x)
}

/// One axis: its size before and after, and how many of the latter make one of the former.
#[derive(Clone, Copy)]
struct Scaling {
    input: usize,
    output: usize,
    scale: f32,
}

impl Scaling {
    fn changes(self) -> bool {
        self.input != self.output || self.scale != 1.0
    }
}

/// The scaling of each axis: scales are an attribute, or an input; sizes an input.
fn scalings(importer: &mut Importer, node: &NodeProto, shape: &[usize], axes: &[usize]) -> Result<Vec<Scaling>> {
    let first = if node.op_type == "Upsample" || importer.opset == 10 { 1 } else { 2 };
    let scales = match node.attribute("scales") {
        Some(attribute) => attribute.floats.clone(),
        None => importer.optional_constant(node, first)?.map_or(Vec::new(), |tensor| tensor.to_vec()),
    };
    let sizes = if first == 2 { importer.optional_constant(node, 3)? } else { None };
    let sizes = sizes.map_or(Vec::new(), |tensor| tensor.to_vec());
    let given = if scales.is_empty() { &sizes } else { &scales };
    let fits = given.len() == axes.len() && given.iter().all(|&value| value > 0.0 && value <= MAX_SIZE);
    if !fits || axes.iter().any(|&axis| shape[axis] == 0) {
        return Err(node.fail(format!("scales {scales:?} and sizes {sizes:?} do not fit shape {shape:?}")));
    }
    let scaling = |(&axis, &value): (&usize, &f32)| {
        let input = shape[axis];
        match scales.is_empty() {
            true => Scaling { input, output: value as usize, scale: value / input as f32 },
            false => Scaling { input, output: (input as f32 * value) as usize, scale: value },
        }
    };
    let scalings: Vec<Scaling> = axes.iter().zip(given).map(scaling).collect();
    let policy = node.text("keep_aspect_ratio_policy");
    if scales.is_empty() && !["", "stretch"].contains(&policy) {
        return Ok(in_proportion(scalings, policy == "not_larger"));
    }
    match scalings.iter().any(|scaling| scaling.output == 0 || scaling.output as f32 > MAX_SIZE) {
        true => Err(node.fail(format!("scales {scales:?} do not fit shape {shape:?}"))),
        false => Ok(scalings),
    }
}

/// Longer than any side of a picture.
const MAX_SIZE: f32 = 65536.0;

/// All axes by the smallest of their scales, or by the largest.
fn in_proportion(scalings: Vec<Scaling>, smallest: bool) -> Vec<Scaling> {
    let scales = scalings.iter().map(|scaling| scaling.scale);
    let scale = scales.reduce(if smallest { f32::min } else { f32::max }).unwrap_or(1.0);
    let output = |input: usize| ((input as f32 * scale).round() as usize).max(1);
    scalings.into_iter().map(|Scaling { input, .. }| Scaling { input, output: output(input), scale }).collect()
}

/// How a position of the output becomes one of the input.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    HalfPixel,
    HalfPixelSymmetric,
    /// As `HalfPixel`, but 0 where there is one output.
    HalfPixelOfTorch,
    HalfPixelForNearest,
    AlignCorners,
    Asymmetric,
}

/// How a position between whole ones is read.
#[derive(Clone, Copy)]
enum Filter {
    Nearest(fn(f32) -> f32),
    Linear,
    /// The cubic convolution of Keys (1981), with his parameter a.
    Cubic(f32),
}

struct Sampling {
    place: Place,
    filter: Filter,
    /// Whether the filter is widened where a value is made smaller.
    antialias: bool,
    /// Whether what lies outside counts for nothing; else the outermost value goes on there.
    exclude_outside: bool,
}

impl Sampling {
    fn of(importer: &Importer, node: &NodeProto) -> Result<Sampling> {
        let old = node.op_type == "Upsample" || importer.opset < 11;
        let filter = match node.text("mode") {
            "" | "nearest" => Filter::Nearest(rounding(node, old)?),
            "linear" | "bilinear" => Filter::Linear,
            "cubic" => Filter::Cubic(node.float("cubic_coeff_a", -0.75)),
            mode => return Err(node.fail(format!("mode `{mode}` is not supported"))),
        };
        let place = match node.text("coordinate_transformation_mode") {
            _ if old => Place::Asymmetric,
            "" | "half_pixel" => Place::HalfPixel,
            "half_pixel_symmetric" => Place::HalfPixelSymmetric,
            "pytorch_half_pixel" => Place::HalfPixelOfTorch,
            "tf_half_pixel_for_nn" => Place::HalfPixelForNearest,
            "align_corners" => Place::AlignCorners,
            "asymmetric" => Place::Asymmetric,
            mode => return Err(node.fail(format!("coordinates of mode `{mode}` are not supported"))),
        };
        let set = |name| node.int(name, 0) != 0;
        Ok(Sampling { place, filter, antialias: set("antialias"), exclude_outside: set("exclude_outside") })
    }

    /// The width of the filter in positions, which is more where it is widened.
    fn taps(&self, scaling: Scaling) -> usize {
        match self.filter {
            Filter::Nearest(_) => 1,
            Filter::Linear => (2 - 2 * self.first_tap(1.0, scaling)) as usize,
            Filter::Cubic(_) => (2 - 2 * self.first_tap(2.0, scaling)) as usize,
        }
    }

    /// How far before a position its first tap lies, as a number that is not positive.
    fn first_tap(&self, support: f32, scaling: Scaling) -> i64 {
        (-support / self.width(scaling)).floor() as i64 + 1
    }

    /// What distances are multiplied by.
    fn width(&self, scaling: Scaling) -> f32 {
        if self.antialias {
            scaling.scale.min(1.0)
        } else {
            1.0
        }
    }

    fn along(&self, scaling: Scaling) -> Taps {
        Taps::new(self.taps(scaling), (0..scaling.output).flat_map(|at| self.taps_of(scaling, at)))
    }

    /// The taps of one output position.
    fn taps_of(&self, scaling: Scaling, at: usize) -> Vec<(u32, f32)> {
        let place = self.place(scaling, at);
        let inside = |at: i64| at.clamp(0, scaling.input as i64 - 1);
        let first = match self.filter {
            Filter::Nearest(round) => return vec![(inside(round(place) as i64) as u32, 1.0)],
            Filter::Linear => self.first_tap(1.0, scaling),
            Filter::Cubic(_) => self.first_tap(2.0, scaling),
        };
        let (whole, fraction) = (place.floor() as i64, place - place.floor());
        let weight = |offset: i64| {
            let outside = inside(whole + offset) != whole + offset;
            let distance = ((offset as f32 - fraction) * self.width(scaling)).abs();
            if self.exclude_outside && outside {
                0.0
            } else {
                self.weight(distance)
            }
        };
        let offsets = first..first + self.taps(scaling) as i64;
        let weights: Vec<f32> = offsets.clone().map(weight).collect();
        let sum: f32 = weights.iter().sum();
        offsets.zip(weights).map(|(offset, weight)| (inside(whole + offset) as u32, weight / sum)).collect()
    }

    fn place(&self, Scaling { input, output, scale }: Scaling, at: usize) -> f32 {
        let (at, input_size, output_size) = (at as f32, input as f32, output as f32);
        let half_pixel = (at + 0.5) / scale - 0.5;
        match self.place {
            Place::HalfPixel => half_pixel,
            Place::HalfPixelOfTorch => {
                if output > 1 {
                    half_pixel
                } else {
                    0.0
                }
            }
            Place::HalfPixelSymmetric => input_size / 2.0 * (1.0 - output_size / (scale * input_size)) + half_pixel,
            Place::HalfPixelForNearest => (at + 0.5) / scale,
            Place::AlignCorners => {
                if output > 1 {
                    at * (input_size - 1.0) / (output_size - 1.0)
                } else {
                    0.0
                }
            }
            Place::Asymmetric => at / scale,
        }
    }

    fn weight(&self, distance: f32) -> f32 {
        match self.filter {
            Filter::Cubic(a) if distance <= 1.0 => ((a + 2.0) * distance - (a + 3.0)) * distance * distance + 1.0,
            Filter::Cubic(a) if distance < 2.0 => a * (((distance - 5.0) * distance + 8.0) * distance - 4.0),
            Filter::Cubic(_) => 0.0,
            _ => (1.0 - distance).max(0.0),
        }
    }
}

/// How `nearest` rounds.
fn rounding(node: &NodeProto, old: bool) -> Result<fn(f32) -> f32> {
    Ok(match node.text("nearest_mode") {
        _ if old => f32::floor,
        "" | "round_prefer_floor" => |at| (at - 0.5).ceil(),
        "round_prefer_ceil" => |at| (at + 0.5).floor(),
        "floor" => f32::floor,
        "ceil" => f32::ceil,
        mode => return Err(node.fail(format!("rounding of mode `{mode}` is not known"))),
    })
}
