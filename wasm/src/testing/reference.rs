//! The reference: every op as its definition reads, in double precision, one element at a time.

use crate::graph::Graph;
use crate::op::{Binary, Clip, Conv, LayerNorm, Lrn, Op, Pool, PoolKind, ReduceKind, Unary, Window};

struct Values {
    shape: Vec<usize>,
    values: Vec<f64>,
}

impl Values {
    fn at(&self, index: &[usize]) -> f64 {
        let flat = index.iter().zip(&self.shape).fold(0, |flat, (at, size)| {
            assert!(at < size);
            flat * size + at
        });
        self.values[flat]
    }
}

/// The output of a graph.
pub fn evaluate(graph: &Graph, input: &[f32]) -> Vec<f64> {
    let wide = |values: &[f32]| values.iter().map(|&x| f64::from(x)).collect::<Vec<f64>>();
    let mut known: Vec<Option<Values>> = (0..graph.value_count())
        .map(|id| {
            let tensor = graph.constant_of(id)?;
            Some(Values { shape: tensor.shape().to_vec(), values: wide(&tensor.to_vec()) })
        })
        .collect();
    known[graph.input] = Some(Values { shape: graph.shape(graph.input).to_vec(), values: wide(input) });
    for node in &graph.nodes {
        let inputs: Vec<&Values> =
            node.inputs.iter().map(|&id| known[id].as_ref().expect("made before it is read")).collect();
        let shape = graph.shape(node.output).to_vec();
        let values = indices(&shape).enumerate().map(|(flat, index)| element(&node.op, &inputs, &shape, flat, &index));
        known[node.output] = Some(Values { values: values.collect(), shape });
    }
    known[graph.output].take().expect("the output is made").values
}

/// All indices of a shape in row-major order.
pub fn indices(shape: &[usize]) -> impl Iterator<Item = Vec<usize>> + '_ {
    (0..shape.iter().product::<usize>()).map(|mut flat| {
        let mut index = vec![0; shape.len()];
        for axis in (0..shape.len()).rev() {
            index[axis] = flat % shape[axis];
            flat /= shape[axis];
        }
        index
    })
}

/// One element of an op's output.
fn element(op: &Op, inputs: &[&Values], output: &[usize], flat: usize, index: &[usize]) -> f64 {
    let x = inputs[0];
    match op {
        Op::Conv(conv) => {
            let residual = inputs.get(1).map_or(0.0, |residual| residual.at(index));
            let clipped = clip(conv.clip, convolution(conv, x, index) + residual);
            conv.finish.map_or(clipped, |finish| unary(finish, clipped))
        }
        Op::Pool(pool) => pooling(pool, x, index),
        Op::Unary(op) => unary(*op, x.values[flat]),
        Op::Binary(op) => binary(*op, broadcast(x, index), broadcast(inputs[1], index)),
        Op::Select => {
            let chosen = if broadcast(x, index) != 0.0 { inputs[1] } else { inputs[2] };
            broadcast(chosen, index)
        }
        Op::MatMul { transpose_b, factor } => f64::from(*factor) * product(x, inputs[1], *transpose_b, index),
        Op::Mean { axes } => {
            let averaged = along(axes, x, index);
            averaged.iter().sum::<f64>() / averaged.len() as f64
        }
        Op::Reduce { kind, axes } => {
            let values = along(axes, x, index).into_iter();
            match kind {
                ReduceKind::Max => values.fold(f64::NEG_INFINITY, f64::max),
                ReduceKind::Min => values.fold(f64::INFINITY, f64::min),
                ReduceKind::Sum => values.sum(),
                ReduceKind::Product => values.product(),
            }
        }
        Op::Pad { before, value, .. } => {
            let at: Option<Vec<usize>> = index.iter().zip(before).map(|(at, before)| at.checked_sub(*before)).collect();
            let inside = at.filter(|at| at.iter().zip(&x.shape).all(|(at, size)| at < size));
            inside.map_or(f64::from(*value), |at| x.at(&at))
        }
        Op::Reshape { .. } => x.values[flat],
        Op::Transpose { order } => {
            let mut at = vec![0; index.len()];
            for (axis, &from) in order.iter().enumerate() {
                at[from] = index[axis];
            }
            x.at(&at)
        }
        Op::Slice { start, step, .. } => x.at(&index
            .iter()
            .zip(start.iter().zip(step))
            .map(|(at, (start, step))| start + at * step)
            .collect::<Vec<_>>()),
        Op::Concat { axis } => {
            let mut at = index.to_vec();
            for input in inputs {
                if at[*axis] < input.shape[*axis] {
                    return input.at(&at);
                }
                at[*axis] -= input.shape[*axis];
            }
            panic!("beyond the last input of {output:?}")
        }
        Op::Gather { axis, positions } => x.at(&moved(index, *axis, positions[index[*axis]])),
        Op::Interpolate { axis, taps } => {
            let (positions, weights) = taps.of(index[*axis]);
            let weighted = |(&at, &weight): (&u32, &f32)| x.at(&moved(index, *axis, at)) * f64::from(weight);
            positions.iter().zip(weights).map(weighted).sum()
        }
        Op::Softmax => {
            let row = row(x, index);
            row[index[index.len() - 1]].exp() / row.iter().map(|x| x.exp()).sum::<f64>()
        }
        Op::Lrn(lrn) => normalised(*lrn, &row(x, index), index[index.len() - 1]),
        Op::LayerNorm(norm) => layer_normalised(norm, &row(x, index), index[index.len() - 1]),
    }
}

/// The values that a reduction over `axes` turns into the one at `index`.
fn along(axes: &[usize], x: &Values, index: &[usize]) -> Vec<f64> {
    let same = |at: &Vec<usize>| (0..at.len()).all(|axis| axes.contains(&axis) || at[axis] == index[axis]);
    indices(&x.shape).filter(same).map(|at| x.at(&at)).collect()
}

fn product(a: &Values, b: &Values, transpose_b: bool, index: &[usize]) -> f64 {
    let [batch @ .., row, column] = index else { panic!("a product has at least two axes") };
    let depth = a.shape[a.shape.len() - 1];
    (0..depth)
        .map(|k| {
            let (first, second) = if transpose_b { (*column, k) } else { (k, *column) };
            broadcast(a, &[batch, &[*row, k]].concat()) * broadcast(b, &[batch, &[first, second]].concat())
        })
        .sum()
}

/// The index with another position along an axis.
fn moved(index: &[usize], axis: usize, position: u32) -> Vec<usize> {
    let mut index = index.to_vec();
    index[axis] = position as usize;
    index
}

fn convolution(conv: &Conv, x: &Values, index: &[usize]) -> f64 {
    let [_, _, channels, outputs] = conv.filter.dimensions;
    let group = index[3] / (outputs / conv.groups);
    let mut sum = f64::from(conv.bias.get(index[3]).copied().unwrap_or(0.0));
    for ([tap_y, tap_x], [y, x_at]) in taps(&conv.window, x, index) {
        for channel in 0..channels {
            let place = [tap_y, tap_x, channel, index[3]];
            let at: usize = place.iter().zip(&conv.filter.strides).map(|(at, stride)| at * stride).sum();
            let weight = f64::from(conv.filter.tensor.at(at)) * f64::from(conv.scale_of(index[3]));
            sum += weight * x.at(&[index[0], y, x_at, group * channels + channel]);
        }
    }
    sum
}

fn pooling(pool: &Pool, x: &Values, index: &[usize]) -> f64 {
    let seen: Vec<f64> =
        taps(&pool.window, x, index).into_iter().map(|(_, [y, x_at])| x.at(&[index[0], y, x_at, index[3]])).collect();
    match pool.kind {
        _ if seen.is_empty() => 0.0,
        PoolKind::Max => seen.into_iter().fold(f64::NEG_INFINITY, f64::max),
        PoolKind::Average => seen.iter().sum::<f64>() / seen.len() as f64,
        PoolKind::AverageWithPadding => seen.iter().sum::<f64>() / (pool.window.size[0] * pool.window.size[1]) as f64,
    }
}

/// The taps of a window that lie inside the picture, and the pixels under them.
fn taps(window: &Window, x: &Values, index: &[usize]) -> Vec<([usize; 2], [usize; 2])> {
    let mut taps = Vec::new();
    for tap_y in 0..window.size[0] {
        for tap_x in 0..window.size[1] {
            let y = index[1] * window.stride[0] + tap_y * window.dilation[0];
            let x_at = index[2] * window.stride[1] + tap_x * window.dilation[1];
            let (Some(y), Some(x_at)) = (y.checked_sub(window.pad_start[0]), x_at.checked_sub(window.pad_start[1]))
            else {
                continue;
            };
            if y < x.shape[1] && x_at < x.shape[2] {
                taps.push(([tap_y, tap_x], [y, x_at]));
            }
        }
    }
    taps
}

fn row(x: &Values, index: &[usize]) -> Vec<f64> {
    let mut at = index.to_vec();
    let last = at.len() - 1;
    (0..x.shape[last])
        .map(|channel| {
            at[last] = channel;
            x.at(&at)
        })
        .collect()
}

fn normalised(lrn: Lrn, row: &[f64], channel: usize) -> f64 {
    let near = |other: usize| other.abs_diff(channel) <= lrn.radius;
    let squares: f64 = (0..row.len()).filter(|&other| near(other)).map(|other| row[other] * row[other]).sum();
    row[channel] / (f64::from(lrn.bias) + f64::from(lrn.alpha) * squares).powf(f64::from(lrn.beta))
}

fn layer_normalised(norm: &LayerNorm, row: &[f64], at: usize) -> f64 {
    let mean_of = |values: &dyn Fn(f64) -> f64| row.iter().map(|&x| values(x)).sum::<f64>() / row.len() as f64;
    let mean = if norm.root_mean_square { 0.0 } else { mean_of(&|x| x) };
    let variance = mean_of(&|x| (x - mean) * (x - mean));
    let parameter = |values: &[f32], default: f32| f64::from(values.get(at).copied().unwrap_or(default));
    let normal = (row[at] - mean) / (variance + f64::from(norm.epsilon)).sqrt();
    normal * parameter(&norm.scale, 1.0) + parameter(&norm.bias, 0.0)
}

fn broadcast(x: &Values, index: &[usize]) -> f64 {
    let shape = &x.shape[x.shape.len().saturating_sub(index.len())..];
    let own = &index[index.len() - shape.len()..];
    let flat = own.iter().zip(shape).fold(0, |flat, (&at, &size)| flat * size + if size == 1 { 0 } else { at });
    x.values[flat]
}

fn binary(op: Binary, x: f64, y: f64) -> f64 {
    match op {
        Binary::Add => x + y,
        Binary::Sub => x - y,
        Binary::Mul => x * y,
        Binary::Div => x / y,
        Binary::Max => x.max(y),
        Binary::Min => x.min(y),
        Binary::Pow => x.powf(y),
        Binary::Mod => x - y * (x / y).floor(),
        Binary::Greater => f64::from(x > y),
        Binary::GreaterOrEqual => f64::from(x >= y),
        Binary::Equal => f64::from(x == y),
    }
}

fn unary(op: Unary, x: f64) -> f64 {
    match op {
        Unary::Clip(limits) => clip(limits, x),
        Unary::Sigmoid => 1.0 / (1.0 + (-x).exp()),
        Unary::HardSigmoid { alpha, beta } => (f64::from(alpha) * x + f64::from(beta)).clamp(0.0, 1.0),
        Unary::Swish => x / (1.0 + (-x).exp()),
        Unary::HardSwish => x * (x + 3.0).clamp(0.0, 6.0) / 6.0,
        Unary::LeakyRelu { slope } => {
            if x < 0.0 {
                x * f64::from(slope)
            } else {
                x
            }
        }
        Unary::Rsqrt => 1.0 / x.sqrt(),
        Unary::Sqrt => x.sqrt(),
        Unary::Exp => x.exp(),
        Unary::Tanh => x.tanh(),
        Unary::Elu { alpha } => {
            if x > 0.0 {
                x
            } else {
                f64::from(alpha) * (x.exp() - 1.0)
            }
        }
        Unary::Softplus => x.exp().ln_1p(),
        Unary::Gelu => x / 2.0 * (1.0 + erf(x / 2f64.sqrt())),
        Unary::GeluTanh => x / 2.0 * (1.0 + ((2.0 / std::f64::consts::PI).sqrt() * (x + 0.044715 * x.powi(3))).tanh()),
        Unary::Erf => erf(x),
        Unary::Log => x.ln(),
        Unary::Sin => x.sin(),
        Unary::Cos => x.cos(),
        Unary::Pow { exponent } => x.powf(f64::from(exponent)),
        Unary::Neg => -x,
        Unary::Abs => x.abs(),
        Unary::Sign if x == 0.0 => 0.0,
        Unary::Sign => x.signum(),
        Unary::Floor => x.floor(),
        Unary::Ceil => x.ceil(),
        Unary::Round => x.round_ties_even(),
        Unary::Quantise(levels) => {
            let scale = f64::from(levels.scale);
            (x / scale).round_ties_even().clamp(levels.low.into(), levels.high.into()) * scale
        }
    }
}

/// The error function by its series without subtractions (Abramowitz and Stegun, 7.1.6); beyond 6 it is 1.
fn erf(x: f64) -> f64 {
    if x.abs() > 6.0 {
        return x.signum();
    }
    let (mut term, mut sum) = (x, x);
    for n in 1..200 {
        term *= 2.0 * x * x / f64::from(2 * n + 1);
        sum += term;
    }
    2.0 / std::f64::consts::PI.sqrt() * (-x * x).exp() * sum
}

fn clip(limits: Clip, x: f64) -> f64 {
    x.max(f64::from(limits.low)).min(f64::from(limits.high))
}
