//! Recognises normalisations of rows where a format spells them out, and gives them the scale and bias that follow.

use super::matcher::{either_order, Matcher};
use crate::graph::{Graph, Node, ValueId};
use crate::op::{Binary, LayerNorm, Op, Unary};

pub fn recognise(graph: &mut Graph) {
    let producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let matcher = Matcher::new(graph, &producers);
        let found = normalised(&matcher, &graph.nodes[index]).or_else(|| factored(&matcher, &graph.nodes[index]));
        if let Some((norm, input)) = found {
            graph.nodes[index].op = Op::LayerNorm(norm);
            graph.nodes[index].inputs = vec![input];
        }
    }
    super::dead::remove(graph);
    absorb_parameters(graph);
}

/// d / sqrt(mean of d^2 + epsilon), where d is x less its mean, or x itself: also as a product with 1 / sqrt.
fn normalised(matcher: &Matcher, node: &Node) -> Option<(LayerNorm, ValueId)> {
    let of = |value: ValueId, variance: ValueId, epsilon: f32| {
        let (x, root_mean_square) = matcher.variance(variance)?;
        let is_its_own = if root_mean_square { value == x } else { matcher.centred(value) == Some(x) };
        is_its_own.then(|| (LayerNorm { epsilon, scale: vec![], bias: vec![], root_mean_square }, x))
    };
    match node.op {
        Op::Binary(Binary::Div) => {
            let (variance, epsilon) = matcher.plus_number(matcher.unary(node.inputs[1], Unary::Sqrt)?)?;
            of(node.inputs[0], variance, epsilon)
        }
        Op::Binary(Binary::Mul) => [0, 1].into_iter().find_map(|at| {
            let (variance, epsilon) = matcher.inverse_root(node.inputs[1 - at])?;
            of(node.inputs[at], variance, epsilon)
        }),
        _ => None,
    }
}

/// x f + (bias - mean f), where f is 1 / sqrt(variance + epsilon), or that times a scale: as TensorFlow writes it.
fn factored(matcher: &Matcher, node: &Node) -> Option<(LayerNorm, ValueId)> {
    if !matches!(node.op, Op::Binary(Binary::Add)) {
        return None;
    }
    let channels = *matcher.graph.shape(node.output).last()?;
    [0, 1].into_iter().find_map(|at| {
        let scaled = matcher.binary(node.inputs[at], Binary::Mul)?;
        let shift = matcher.binary(node.inputs[1 - at], Binary::Sub)?;
        let shifted = matcher.binary(shift.inputs[1], Binary::Mul)?;
        let factor = *scaled.inputs.iter().find(|&&value| shifted.inputs.contains(&value))?;
        let other = |node: &Node| node.inputs.iter().copied().find(|&value| value != factor);
        let (x, mean) = (other(scaled)?, other(shifted)?);
        let (variance, epsilon, scale) = match matcher.inverse_root(factor) {
            Some((variance, epsilon)) => (variance, epsilon, vec![]),
            None => {
                let product = matcher.binary(factor, Binary::Mul)?;
                let (variance, epsilon) = matcher.inverse_root(product.inputs[0])?;
                (variance, epsilon, matcher.per_channel(product.inputs[1], channels)?)
            }
        };
        let bias = matcher.per_channel(shift.inputs[0], channels)?;
        let fits = matcher.variance(variance) == Some((x, false)) && matcher.mean(mean) == Some(x);
        fits.then_some((LayerNorm { epsilon, scale, bias, root_mean_square: false }, x))
    })
}

impl Matcher<'_> {
    /// The x whose mean over the last axis `value` is.
    fn mean(&self, value: ValueId) -> Option<ValueId> {
        let node = self.producer(value)?;
        let x = node.inputs[0];
        matches!(&node.op, Op::Mean { axes } if axes[..] == [self.graph.shape(x).len().checked_sub(1)?]).then_some(x)
    }

    /// The x that `value` is, less its mean over the last axis.
    fn centred(&self, value: ValueId) -> Option<ValueId> {
        let node = self.producer(value)?;
        let &[x, mean] = &node.inputs[..] else { return None };
        match node.op {
            Op::Binary(Binary::Sub) => (self.mean(mean)? == x).then_some(x),
            Op::Binary(Binary::Add) => {
                let is_negative_mean = |x, mean| self.unary(mean, Unary::Neg).and_then(|m| self.mean(m)) == Some(x);
                either_order(&node.inputs, is_negative_mean)
            }
            _ => None,
        }
    }

    /// The x whose variance over the last axis `value` is, or whose mean of squares it is (then true).
    fn variance(&self, value: ValueId) -> Option<(ValueId, bool)> {
        let squares = self.mean(value)?;
        if let Some(x) = self.square(squares) {
            return Some(self.centred(x).map_or((x, true), |centred| (centred, false)));
        }
        let &[a, b] = &self.binary(squares, Binary::Mul)?.inputs[..] else { return None };
        let x = self.centred(a)?;
        (self.centred(b)? == x).then_some((x, false))
    }

    /// The variance and the epsilon of 1 / sqrt(variance + epsilon).
    fn inverse_root(&self, value: ValueId) -> Option<(ValueId, f32)> {
        let inverse = self.unary(value, Unary::Pow { exponent: -1.0 });
        let root = inverse.and_then(|root| self.unary(root, Unary::Sqrt));
        self.plus_number(root.or_else(|| self.unary(value, Unary::Rsqrt))?)
    }

    /// The values of a constant, where it has one for each channel.
    fn per_channel(&self, value: ValueId, channels: usize) -> Option<Vec<f32>> {
        let constant = self.graph.constant_of(value)?;
        let is_vector = constant.len() == channels && constant.shape().last() == Some(&channels);
        is_vector.then(|| constant.to_vec())
    }
}

/// Lets a normalisation multiply and add the constants for each channel that follow it.
fn absorb_parameters(graph: &mut Graph) {
    let uses = graph.use_counts();
    let mut producers = graph.producers();
    for index in 0..graph.nodes.len() {
        let node = &graph.nodes[index];
        let Op::Binary(binary @ (Binary::Mul | Binary::Add)) = node.op else { continue };
        let (input, output) = (node.inputs[0], node.output);
        let channels = graph.shape(output).last().copied().unwrap_or(1);
        let Some(values) = Matcher::new(graph, &producers).per_channel(node.inputs[1], channels) else { continue };
        let Some(producer) = producers[input].filter(|_| uses[input] == 1) else { continue };
        let Op::LayerNorm(mut norm) = graph.nodes[producer].op.clone() else { continue };
        match binary {
            Binary::Mul => scale(&mut norm, &values),
            _ => shift(&mut norm, values),
        }
        graph.nodes[index].inputs = graph.nodes[producer].inputs.clone();
        graph.nodes[index].op = Op::LayerNorm(norm);
        producers[output] = Some(index);
    }
    super::dead::remove(graph);
}

fn scale(norm: &mut LayerNorm, by: &[f32]) {
    let multiply = |values: &mut Vec<f32>| values.iter_mut().zip(by).for_each(|(value, by)| *value *= by);
    multiply(&mut norm.bias);
    if norm.scale.is_empty() {
        norm.scale = by.to_vec();
    } else {
        multiply(&mut norm.scale);
    }
}

fn shift(norm: &mut LayerNorm, by: Vec<f32>) {
    if norm.bias.is_empty() {
        norm.bias = by;
    } else {
        norm.bias.iter_mut().zip(by).for_each(|(value, by)| *value += by);
    }
}
