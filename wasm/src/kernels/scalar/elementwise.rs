//! Ops that treat every element alike.

use super::limits::Limits;
use super::special::{self, sigmoid};
use crate::kernels::CHUNK;
use crate::op::{Binary, Levels, Unary};

/// `output[i] = op(a[i], b[i mod b.len()])`: `b` is of the same size, or repeats, as a vector of channels does.
/// `a` and `output` are equally long, a multiple of `b`.
pub fn binary(op: Binary, a: &[f32], b: &[f32], output: &mut [f32]) {
    match op {
        Binary::Add => binary_with(|x, y| x + y, a, b, output),
        Binary::Sub => binary_with(|x, y| x - y, a, b, output),
        Binary::Mul => binary_with(|x, y| x * y, a, b, output),
        Binary::Div => binary_with(|x, y| x / y, a, b, output),
        Binary::Max => binary_with(|x, y| if x < y { y } else { x }, a, b, output),
        Binary::Min => binary_with(|x, y| if x > y { y } else { x }, a, b, output),
        Binary::Pow => binary_with(f32::powf, a, b, output),
        Binary::Mod => binary_with(special::modulo, a, b, output),
        Binary::Greater => binary_with(|x, y| f32::from(x > y), a, b, output),
        Binary::GreaterOrEqual => binary_with(|x, y| f32::from(x >= y), a, b, output),
        Binary::Equal => binary_with(|x, y| f32::from(x == y), a, b, output),
    }
}

/// `output[i] = op(input[i])`.
pub fn unary(op: Unary, input: &[f32], output: &mut [f32]) {
    let (unit, relu6) = (Limits::new(0.0, 1.0), Limits::new(0.0, 6.0));
    match op {
        Unary::Clip(clip) => {
            let limits = Limits::new(clip.low, clip.high);
            unary_with(|x| limits.apply(x), input, output);
        }
        Unary::Sigmoid => unary_with(sigmoid, input, output),
        Unary::HardSigmoid { alpha, beta } => unary_with(|x| unit.apply(alpha * x + beta), input, output),
        Unary::Swish => unary_with(|x| x * sigmoid(x), input, output),
        Unary::HardSwish => unary_with(|x| x * relu6.apply(x + 3.0) * (1.0 / 6.0), input, output),
        Unary::LeakyRelu { slope } => unary_with(|x| if x < 0.0 { x * slope } else { x }, input, output),
        Unary::Elu { alpha } => unary_with(|x| if x > 0.0 { x } else { alpha * x.exp_m1() }, input, output),
        Unary::Softplus => unary_with(special::softplus, input, output),
        Unary::Gelu => unary_with(special::gelu, input, output),
        Unary::GeluTanh => unary_with(special::gelu_tanh, input, output),
        Unary::Erf => unary_with(special::erf, input, output),
        Unary::Tanh => unary_with(f32::tanh, input, output),
        Unary::Rsqrt => unary_with(|x| 1.0 / x.sqrt(), input, output),
        Unary::Sqrt => unary_with(f32::sqrt, input, output),
        Unary::Exp => unary_with(f32::exp, input, output),
        Unary::Log => unary_with(f32::ln, input, output),
        Unary::Sin => unary_with(f32::sin, input, output),
        Unary::Cos => unary_with(f32::cos, input, output),
        Unary::Pow { exponent } => unary_with(|x| special::power(x, exponent), input, output),
        Unary::Neg => unary_with(|x| -x, input, output),
        Unary::Abs => unary_with(f32::abs, input, output),
        Unary::Sign => unary_with(special::sign, input, output),
        Unary::Floor => unary_with(f32::floor, input, output),
        Unary::Ceil => unary_with(f32::ceil, input, output),
        Unary::Round => unary_with(f32::round_ties_even, input, output),
        Unary::Quantise(Levels { scale, low, high }) => {
            let limits = Limits::new(low, high);
            unary_with(|x| limits.apply(x / scale).round_ties_even() * scale, input, output);
        }
    }
}

fn binary_with<F: Fn(f32, f32) -> f32 + Copy>(f: F, a: &[f32], b: &[f32], output: &mut [f32]) {
    if b.is_empty() {
        return;
    }
    for (a, output) in a.chunks(b.len()).zip(output.chunks_mut(b.len())) {
        for ((a, b), output) in a.chunks(CHUNK).zip(b.chunks(CHUNK)).zip(output.chunks_mut(CHUNK)) {
            binary_chunk(f, a, b, output);
        }
    }
}

#[inline(never)]
fn binary_chunk<F: Fn(f32, f32) -> f32>(f: F, a: &[f32], b: &[f32], output: &mut [f32]) {
    for ((x, y), result) in a.iter().zip(b).zip(output) {
        *result = f(*x, *y);
    }
}

fn unary_with<F: Fn(f32) -> f32 + Copy>(f: F, input: &[f32], output: &mut [f32]) {
    for (input, output) in input.chunks(CHUNK).zip(output.chunks_mut(CHUNK)) {
        unary_chunk(f, input, output);
    }
}

#[inline(never)]
fn unary_chunk<F: Fn(f32) -> f32>(f: F, input: &[f32], output: &mut [f32]) {
    for (x, result) in input.iter().zip(output) {
        *result = f(*x);
    }
}

/// Adds `source` to `target`.
#[inline(never)]
pub fn accumulate(source: &[f32], target: &mut [f32]) {
    for (sum, value) in target.iter_mut().zip(source) {
        *sum += value;
    }
}

/// Multiplies all values by `factor`.
#[inline(never)]
pub fn scale(values: &mut [f32], factor: f32) {
    for value in values {
        *value *= factor;
    }
}
