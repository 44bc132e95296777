//! Resizing along one axis: every output position is a weighted sum of input positions. The formats differ in where
//! a position of the output lies in the input, and in the weights.

use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::op::{Op, Taps};

/// One axis: its size before and after, and how many of the latter make one of the former.
#[derive(Clone, Copy)]
pub struct Scaling {
    pub input: usize,
    pub output: usize,
    pub scale: f32,
}

impl Scaling {
    fn changes(self) -> bool {
        self.input != self.output || self.scale != 1.0
    }
}

/// How a position of the output becomes one of the input.
#[derive(Clone, Copy, PartialEq)]
pub enum Place {
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
pub enum Filter {
    Nearest(fn(f32) -> f32),
    Linear,
    /// The cubic convolution of Keys (1981), with his parameter a.
    Cubic(f32),
}

pub struct Sampling {
    pub place: Place,
    pub filter: Filter,
    /// Whether the filter is widened where a value is made smaller.
    pub antialias: bool,
    /// Whether what lies outside counts for nothing; else the outermost value goes on there.
    pub exclude_outside: bool,
}

impl Sampling {
    /// The value with another size along an axis.
    pub fn resize(&self, graph: &mut Graph, name: &str, x: ValueId, axis: usize, scaling: Scaling) -> Result<ValueId> {
        if !scaling.changes() && self.place != Place::HalfPixelForNearest {
            return Ok(x);
        }
        graph.charge(scaling.output.saturating_mul(self.taps(scaling)))?;
        graph.add(name, Op::Interpolate { axis, taps: self.along(scaling) }, &[x])
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
