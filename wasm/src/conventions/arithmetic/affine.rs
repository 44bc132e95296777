//! The values of a graph that are affine maps of the picture, channel by channel.

use crate::graph::{Graph, Node, ValueId};
use crate::op::{Binary, Op, Unary};

/// One channel of a value: `scale` times the channel `source` of the picture, plus `offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Channel {
    pub source: usize,
    pub scale: f32,
    pub offset: f32,
}

/// A value of which each channel is an affine map of one of the picture's.
#[derive(Clone)]
struct Affine {
    channels: Vec<Channel>,
    /// Which axis of the value holds the channels.
    axis: usize,
}

/// What is known of each value so far.
pub struct Walk<'a> {
    graph: &'a Graph,
    values: Vec<Option<Affine>>,
}

/// How far from the input the first layer is looked for, in nodes.
const MAX_NODES: usize = 256;

impl<'a> Walk<'a> {
    pub fn of(graph: &'a Graph) -> Walk<'a> {
        let mut values = vec![None; graph.value_count()];
        let axis = graph.shape(graph.input).len().saturating_sub(1);
        let count = graph.shape(graph.input).last().copied().unwrap_or(0);
        let channels = (0..count).map(|source| Channel { source, scale: 1.0, offset: 0.0 }).collect();
        values[graph.input] = Some(Affine { channels, axis });
        Walk { graph, values }
    }

    /// The first node that is more than arithmetic, and what it gets.
    pub fn first_layer(mut self) -> Option<(&'a Node, Vec<Channel>)> {
        let graph = self.graph;
        for node in graph.nodes.iter().take(MAX_NODES) {
            let Some(read) = node.inputs.iter().find_map(|&input| self.values[input].clone()) else { continue };
            match self.apply(node) {
                Some(affine) => self.values[node.output] = Some(affine),
                None => return Some((node, read.channels)),
            }
        }
        None
    }

    fn apply(&self, node: &Node) -> Option<Affine> {
        let graph = self.graph;
        match &node.op {
            Op::Binary(binary) => self.binary(*binary, node),
            Op::Transpose { order } => {
                let value = self.value(node, 0)?;
                Some(Affine { axis: order.iter().position(|&from| from == value.axis)?, ..value.clone() })
            }
            Op::Reshape { shape } => reshaped(self.value(node, 0)?, graph.shape(node.inputs[0]), shape),
            Op::Slice { start, size, step } => {
                let (value, shape) = (self.value(node, 0)?, graph.shape(node.inputs[0]));
                let whole = |axis: usize| size[axis] == shape[axis] || axis == value.axis;
                let picked =
                    (0..size[value.axis]).map(|i| value.channels.get(start[value.axis] + i * step[value.axis]));
                let channels = picked.map(|channel| channel.copied()).collect::<Option<Vec<_>>>()?;
                (0..shape.len()).all(whole).then_some(Affine { channels, axis: value.axis })
            }
            Op::Gather { axis, positions } => {
                let value = self.value(node, 0).filter(|value| value.axis == *axis)?;
                let picked = positions.iter().map(|&at| value.channels.get(at as usize).copied());
                Some(Affine { channels: picked.collect::<Option<_>>()?, axis: *axis })
            }
            Op::Unary(Unary::Quantise(_)) => self.value(node, 0).cloned(),
            // Resizing, whose weights add up to 1.
            Op::Interpolate { axis, .. } => self.value(node, 0).filter(|value| value.axis != *axis).cloned(),
            // What surrounds a picture says nothing about its pixels.
            Op::Pad { before, after, .. } => {
                self.value(node, 0).filter(|value| before[value.axis] + after[value.axis] == 0).cloned()
            }
            Op::Concat { axis } => {
                let parts = (0..node.inputs.len()).map(|at| self.value(node, at)).collect::<Option<Vec<_>>>()?;
                let along = parts.iter().all(|part| part.axis == *axis);
                let channels = parts.iter().flat_map(|part| part.channels.iter().copied()).collect();
                along.then_some(Affine { channels, axis: *axis })
            }
            _ => None,
        }
    }

    fn value(&self, node: &Node, position: usize) -> Option<&Affine> {
        self.values[*node.inputs.get(position)?].as_ref()
    }

    /// A map and a constant of one number, or of one for each channel; a mean picture counts as its own means.
    fn binary(&self, binary: Binary, node: &Node) -> Option<Affine> {
        let first = self.value(node, 0);
        let (value, operand) = match first {
            Some(value) => (value, node.inputs[1]),
            None => (self.value(node, 1)?, node.inputs[0]),
        };
        let numbers = self.per_channel(operand, value, self.graph.shape(node.output))?;
        let channels = value.channels.iter().zip(numbers).map(|(channel, number)| {
            let Channel { scale, offset, .. } = *channel;
            let (scale, offset) = match (binary, first.is_some()) {
                (Binary::Add, _) => (scale, offset + number),
                (Binary::Mul, _) => (scale * number, offset * number),
                (Binary::Sub, true) => (scale, offset - number),
                (Binary::Sub, false) => (-scale, number - offset),
                (Binary::Div, true) => (scale / number, offset / number),
                _ => return None,
            };
            (scale.is_finite() && offset.is_finite()).then_some(Channel { scale, offset, ..*channel })
        });
        Some(Affine { channels: channels.collect::<Option<Vec<_>>>()?, axis: value.axis })
    }

    fn per_channel(&self, operand: ValueId, value: &Affine, shape: &[usize]) -> Option<Vec<f32>> {
        let (tensor, count) = (self.graph.constant_of(operand)?, value.channels.len());
        if shape.get(value.axis) != Some(&count) || tensor.is_empty() {
            return None;
        }
        if let Some(number) = tensor.single() {
            return Some(vec![number; count]);
        }
        // The constant's axes are the last ones of the result's.
        let axis = value.axis.checked_sub(shape.len().checked_sub(tensor.shape().len())?)?;
        let inner: usize = tensor.shape()[axis + 1..].iter().product();
        let mut sums = vec![(0.0, 0.0); if tensor.shape()[axis] == count { count } else { return None }];
        for index in 0..tensor.len() {
            let (sum, n) = &mut sums[index / inner % count];
            (*sum, *n) = (*sum + tensor.at(index), *n + 1.0);
        }
        Some(sums.into_iter().map(|(sum, n)| sum / n).collect())
    }
}

/// The same value where the sizes but those of 1 stay, so that the channels can be found again.
fn reshaped(value: &Affine, from: &[usize], to: &[usize]) -> Option<Affine> {
    let real = |shape: &[usize]| shape.iter().copied().filter(|&size| size != 1).collect::<Vec<_>>();
    if real(from) != real(to) || from[value.axis] == 1 {
        return (from == to).then(|| value.clone());
    }
    let before = from[..value.axis].iter().filter(|&&size| size != 1).count();
    let mut real_axes = (0..to.len()).filter(|&axis| to[axis] != 1);
    Some(Affine { axis: real_axes.nth(before)?, ..value.clone() })
}
