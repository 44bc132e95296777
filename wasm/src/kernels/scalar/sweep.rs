//! The depthwise 3x3 convolution, channel by channel: a sweep along a row keeps the nine weights and the sums of
//! the outputs that it is working on in registers, so that it reads three values for each output and no more.
//! Neighbouring channels lie in the same cache lines, which the next sweeps find in the first-level cache.
//!
//! The loops are methods of their own with everything in their arguments, because HotSpot inlines only so many
//! accesses to memory into one method, and calls the rest.

use std::ops::Range;

use super::limits::{limit, Limits};
use crate::kernels::geometry::Geometry;
use crate::kernels::inner::Vector;
use crate::kernels::lanes::Lanes;

/// The stride that the sweeps know this geometry by, or `None` where it is none of theirs.
pub fn stride(geometry: &Geometry) -> Option<usize> {
    let [_, stride] = geometry.stride.map(|n| n as usize);
    let [_, pad] = geometry.pad.map(|n| n as usize);
    let (width, outputs) = (geometry.input[1] as usize, geometry.output[1] as usize);
    let last_column = (outputs.max(1) - 1) * stride + 2;
    let fits = width >= 3 && pad <= 1 && last_column <= width + pad && (stride == 1 || stride == 2);
    (geometry.kernel == [3, 3] && geometry.dilation == [1, 1] && fits).then_some(stride)
}

/// One row of outputs. `rows` are the three input rows, `None` where they lie in the padding.
pub fn sweep_row(
    geometry: &Geometry,
    stride: usize,
    weights: &[f32],
    bias: &[f32],
    rows: [Option<&[f32]>; 3],
    output: &mut [f32],
) {
    let channels = bias.len();
    let (width, count) = (geometry.input[1] as usize, geometry.output[1] as usize);
    let limits = Limits::new(geometry.low, geometry.high);
    assert!(weights.len() >= 9 * channels && output.len() >= count * channels);
    assert!(rows.iter().flatten().all(|row| row.len() >= width * channels));
    let whole = channels / Vector::COUNT * Vector::COUNT;
    let row = Row { geometry, stride, weights, bias, rows };
    row.sweep::<Vector>(0..whole, limits, output);
    row.sweep::<f32>(whole..channels, limits, output);
    if !limits.is_simple() {
        limit(output, limits);
    }
}

/// What the sweeps along a row have in common.
struct Row<'a> {
    geometry: &'a Geometry,
    stride: usize,
    weights: &'a [f32],
    bias: &'a [f32],
    rows: [Option<&'a [f32]>; 3],
}

impl Row<'_> {
    /// Computes these channels, as many at a time as `T` holds.
    fn sweep<T: Lanes>(&self, range: Range<usize>, limits: Limits, output: &mut [f32]) {
        let (channels, geometry) = (self.bias.len(), self.geometry);
        let (width, count) = (geometry.input[1] as usize, geometry.output[1] as usize);
        let sweep = match (self.stride, limits.rectify) {
            (1, true) => by_one::<T, true>,
            (1, false) => by_one::<T, false>,
            (_, true) => by_two::<T, true>,
            (_, false) => by_two::<T, false>,
        };
        let zeros = [0.0f32; Vector::COUNT];
        for channel in range.step_by(T::COUNT) {
            // A row in the padding is a few zeros that are read again and again.
            let line = |row: Option<&[f32]>| match row {
                Some(values) => Line { at: values[channel..].as_ptr(), step: channels },
                None => Line { at: zeros.as_ptr(), step: 0 },
            };
            let [a, b, c] = self.rows.map(line);
            let output = &mut output[channel..];
            // SAFETY: the assertions of `sweep_row`, and `stride`, which checked that no output needs a column beyond.
            unsafe {
                let target = Target { at: output.as_mut_ptr(), step: channels, count };
                let weights = Weights::<T>::read(&self.weights[channel..], channels, &self.bias[channel..]);
                sweep(Lines { a, b, c }, width, geometry.pad[1] == 1, &weights, T::splat(limits.high), target);
            }
        }
    }
}

/// One channel of an input row.
#[derive(Clone, Copy)]
struct Line {
    at: *const f32,
    step: usize,
}

/// One channel of the three input rows.
#[derive(Clone, Copy)]
struct Lines {
    a: Line,
    b: Line,
    c: Line,
}

/// One channel of an output row.
#[derive(Clone, Copy)]
struct Target {
    at: *mut f32,
    step: usize,
    count: usize,
}

/// The three weights of a column of the kernel.
type Column<T> = [T; 3];

struct Weights<T> {
    left: Column<T>,
    middle: Column<T>,
    right: Column<T>,
    bias: T,
}

impl<T: Lanes> Weights<T> {
    #[inline(never)]
    unsafe fn read(weights: &[f32], channels: usize, bias: &[f32]) -> Weights<T> {
        let weight = |tap: usize| T::load(weights.as_ptr().add(tap * channels));
        Weights {
            left: [weight(0), weight(3), weight(6)],
            middle: [weight(1), weight(4), weight(7)],
            right: [weight(2), weight(5), weight(8)],
            bias: T::load(bias.as_ptr()),
        }
    }
}

impl Lines {
    /// What the column at hand adds to an output.
    #[inline(always)]
    unsafe fn product<T: Lanes>(&self, [u, v, w]: Column<T>) -> T {
        T::load(self.a.at) * u + T::load(self.b.at) * v + T::load(self.c.at) * w
    }

    #[inline(always)]
    unsafe fn load<T: Lanes>(&self) -> (T, T, T) {
        (T::load(self.a.at), T::load(self.b.at), T::load(self.c.at))
    }

    #[inline(always)]
    fn next_column(&mut self) {
        self.a.at = self.a.at.wrapping_add(self.a.step);
        self.b.at = self.b.at.wrapping_add(self.b.step);
        self.c.at = self.c.at.wrapping_add(self.c.step);
    }
}

/// Stride 1: a column is the right one of one output, the middle of the next and the left of the one after.
#[inline(never)]
unsafe fn by_one<T: Lanes, const RECTIFY: bool>(
    mut lines: Lines,
    mut width: usize,
    padded: bool,
    weights: &Weights<T>,
    high: T,
    target: Target,
) {
    let mut first = weights.bias;
    if !padded {
        first = first + lines.product(weights.left);
        lines.next_column();
        width -= 1;
    }
    let second = weights.bias + lines.product(weights.left);
    first = first + lines.product(weights.middle);
    lines.next_column();
    let &Weights { left, middle, right, bias } = weights;
    columns_by_one::<T, RECTIFY>(lines, left, middle, right, bias, first, second, high, target, width - 1);
}

#[inline(never)]
#[allow(clippy::too_many_arguments)]
unsafe fn columns_by_one<T: Lanes, const RECTIFY: bool>(
    mut lines: Lines,
    left: Column<T>,
    middle: Column<T>,
    right: Column<T>,
    bias: T,
    mut first: T,
    mut second: T,
    high: T,
    mut target: Target,
    columns: usize,
) {
    let whole = target.count.min(columns);
    for _ in 0..whole {
        let (x, y, z) = lines.load::<T>();
        (first + (x * right[0] + y * right[1] + z * right[2])).limit::<RECTIFY>(high).store(target.at);
        first = second + (x * middle[0] + y * middle[1] + z * middle[2]);
        second = bias + (x * left[0] + y * left[1] + z * left[2]);
        target.at = target.at.wrapping_add(target.step);
        lines.next_column();
    }
    if whole < target.count {
        first.limit::<RECTIFY>(high).store(target.at);
    }
}

/// Stride 2: every other column is the middle one of one output, the rest are shared by two.
#[inline(never)]
unsafe fn by_two<T: Lanes, const RECTIFY: bool>(
    mut lines: Lines,
    mut width: usize,
    padded: bool,
    weights: &Weights<T>,
    high: T,
    target: Target,
) {
    let mut first = weights.bias;
    if !padded {
        first = first + lines.product(weights.left);
        lines.next_column();
        width -= 1;
    }
    let &Weights { left, middle, right, bias } = weights;
    columns_by_two::<T, RECTIFY>(lines, left, middle, right, bias, first, high, target, width);
}

#[inline(never)]
#[allow(clippy::too_many_arguments)]
unsafe fn columns_by_two<T: Lanes, const RECTIFY: bool>(
    mut lines: Lines,
    left: Column<T>,
    middle: Column<T>,
    right: Column<T>,
    bias: T,
    mut sum: T,
    high: T,
    mut target: Target,
    columns: usize,
) {
    let whole = target.count.min(columns / 2);
    for _ in 0..whole {
        sum = sum + lines.product(middle);
        lines.next_column();
        let (x, y, z) = lines.load::<T>();
        (sum + (x * right[0] + y * right[1] + z * right[2])).limit::<RECTIFY>(high).store(target.at);
        sum = bias + (x * left[0] + y * left[1] + z * left[2]);
        target.at = target.at.wrapping_add(target.step);
        lines.next_column();
    }
    if whole < target.count {
        (sum + lines.product(middle)).limit::<RECTIFY>(high).store(target.at);
    }
}
