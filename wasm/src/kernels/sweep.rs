//! The depthwise 3x3 convolution, channel by channel: a sweep along a row keeps the nine weights and the sums of
//! the outputs that it is working on in registers, so that it reads three values for each output and no more.
//! Neighbouring channels lie in the same cache lines, which the next sweeps find in the first-level cache.

use super::clip;
use super::geometry::Geometry;

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
    let zeros = [0.0f32; 1];
    for channel in 0..channels {
        let lines = rows.map(|row| match row {
            Some(values) => Line { start: values[channel..].as_ptr(), step: channels },
            None => Line { start: zeros.as_ptr(), step: 0 },
        });
        let sweep = Sweep {
            lines,
            width: geometry.input[1] as usize,
            padded: geometry.pad[1] == 1,
            weights: std::array::from_fn(|tap| weights[tap * channels + channel]),
            bias: bias[channel],
            limits: (geometry.low, geometry.high),
        };
        let target = Target { values: &mut output[channel..], step: channels, count: geometry.output[1] as usize };
        // SAFETY: the lines are `width` pixels long, and `stride` checked that no output needs a column beyond.
        unsafe { if stride == 1 { by_one(&sweep, target) } else { by_two(&sweep, target) } }
    }
}

/// One channel of one input row, or a single zero that is read again and again.
#[derive(Clone, Copy)]
struct Line {
    start: *const f32,
    step: usize,
}

struct Sweep {
    lines: [Line; 3],
    width: usize,
    /// Whether the first output's leftmost column lies in the padding.
    padded: bool,
    weights: [f32; 9],
    bias: f32,
    limits: (f32, f32),
}

/// One channel of one output row.
struct Target<'a> {
    values: &'a mut [f32],
    step: usize,
    count: usize,
}

/// Stride 1: a column is the right one of one output, the middle of the next and the left of the one after.
#[inline(never)]
unsafe fn by_one(sweep: &Sweep, target: Target) {
    let [a, b, c] = sweep.lines;
    let [w0, w1, w2, w3, w4, w5, w6, w7, w8] = sweep.weights;
    let (bias, (low, high)) = (sweep.bias, sweep.limits);
    let (mut pa, mut pb, mut pc) = (a.start, b.start, c.start);
    let (mut columns, mut first) = (sweep.width, bias);
    if !sweep.padded {
        first += *pa * w0 + *pb * w3 + *pc * w6;
        (pa, pb, pc) = (pa.add(a.step), pb.add(b.step), pc.add(c.step));
        columns -= 1;
    }
    let mut second = bias + (*pa * w0 + *pb * w3 + *pc * w6);
    first += *pa * w1 + *pb * w4 + *pc * w7;
    let whole = target.count.min(columns - 1);
    let mut to = target.values.as_mut_ptr();
    for _ in 0..whole {
        (pa, pb, pc) = (pa.add(a.step), pb.add(b.step), pc.add(c.step));
        let (x, y, z) = (*pa, *pb, *pc);
        *to = clip(first + (x * w2 + y * w5 + z * w8), low, high);
        first = second + (x * w1 + y * w4 + z * w7);
        second = bias + (x * w0 + y * w3 + z * w6);
        to = to.wrapping_add(target.step);
    }
    if whole < target.count {
        *to = clip(first, low, high);
    }
}

/// Stride 2: every other column is the middle one of one output, the rest are shared by two.
#[inline(never)]
unsafe fn by_two(sweep: &Sweep, target: Target) {
    let [a, b, c] = sweep.lines;
    let [w0, w1, w2, w3, w4, w5, w6, w7, w8] = sweep.weights;
    let (bias, (low, high)) = (sweep.bias, sweep.limits);
    let (mut pa, mut pb, mut pc) = (a.start, b.start, c.start);
    let (mut columns, mut sum) = (sweep.width, bias);
    if !sweep.padded {
        sum += *pa * w0 + *pb * w3 + *pc * w6;
        (pa, pb, pc) = (pa.add(a.step), pb.add(b.step), pc.add(c.step));
        columns -= 1;
    }
    let whole = target.count.min(columns / 2);
    let mut to = target.values.as_mut_ptr();
    for output in 0..whole {
        sum += *pa * w1 + *pb * w4 + *pc * w7;
        (pa, pb, pc) = (pa.add(a.step), pb.add(b.step), pc.add(c.step));
        let (x, y, z) = (*pa, *pb, *pc);
        *to = clip(sum + (x * w2 + y * w5 + z * w8), low, high);
        sum = bias + (x * w0 + y * w3 + z * w6);
        to = to.wrapping_add(target.step);
        if output + 1 < target.count {
            (pa, pb, pc) = (pa.add(a.step), pb.add(b.step), pc.add(c.step));
        }
    }
    if whole < target.count {
        sum += *pa * w1 + *pb * w4 + *pc * w7;
        *to = clip(sum, low, high);
    }
}
