//! Intervals in which the values of a graph lie whatever the picture is, and whether they are made of probabilities.

use crate::graph::{Graph, Node, ValueId};
use crate::op::{Binary, Clip, Op, PoolKind, ReduceKind, Unary};

/// What a value's numbers are made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    Other,
    /// Rows of a softmax over `row` classes, and which value that softmax made.
    Softmax {
        row: usize,
        value: ValueId,
    },
    /// Sigmoids, and probabilities of several kinds together.
    Sigmoid,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub low: f32,
    pub high: f32,
    pub origin: Origin,
}

impl Bounds {
    const UNKNOWN: Bounds = Bounds { low: f32::NEG_INFINITY, high: f32::INFINITY, origin: Origin::Other };

    /// The factor that takes the values to 0 to 1, where they are probabilities or lie there anyway.
    pub fn as_probability(&self, tolerance: f32) -> Option<f32> {
        match self.origin {
            _ if self.low < -tolerance => None,
            _ if self.high <= 1.0 + tolerance => Some(1.0),
            Origin::Other => None,
            _ => Some(1.0 / self.high).filter(|factor| *factor > 0.0),
        }
    }

    fn of_ends(ends: &[f32], origin: Origin) -> Bounds {
        let low = ends.iter().copied().fold(f32::INFINITY, f32::min);
        let high = ends.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        // Infinity less infinity, or times zero, is not a number: nothing is known.
        match ends.iter().any(|end| end.is_nan()) {
            true => Bounds { origin, ..Bounds::UNKNOWN },
            false => Bounds { low, high, origin },
        }
    }

    /// Values of either.
    fn or(self, other: Bounds) -> Bounds {
        let origin = together(self.origin, other.origin);
        Bounds { low: self.low.min(other.low), high: self.high.max(other.high), origin }
    }

    fn map(self, ends: impl Fn(f32) -> f32, origin: Origin) -> Bounds {
        Bounds::of_ends(&[ends(self.low), ends(self.high)], origin)
    }
}

/// The origin of what is made of two values.
fn together(a: Origin, b: Origin) -> Origin {
    match (a, b) {
        (Origin::Other, _) | (_, Origin::Other) => Origin::Other,
        (Origin::Softmax { .. }, Origin::Softmax { .. }) if a == b => a,
        _ => Origin::Sigmoid,
    }
}

/// The bounds of each value of the graph.
pub fn of_all(graph: &Graph) -> Vec<Bounds> {
    let mut walk = Walk { graph, bounds: vec![None; graph.value_count()] };
    for node in &graph.nodes {
        walk.bounds[node.output] = Some(walk.of_node(node));
    }
    walk.bounds.into_iter().map(|bounds| bounds.unwrap_or(Bounds::UNKNOWN)).collect()
}

struct Walk<'a> {
    graph: &'a Graph,
    bounds: Vec<Option<Bounds>>,
}

impl Walk<'_> {
    fn of_node(&self, node: &Node) -> Bounds {
        let x = node.inputs.first().map_or(Bounds::UNKNOWN, |&input| self.of(input));
        match &node.op {
            Op::Softmax => {
                let row = self.graph.shape(node.output).last().copied().unwrap_or(1);
                Bounds { low: 0.0, high: 1.0, origin: Origin::Softmax { row, value: node.output } }
            }
            Op::Unary(unary) => of_unary(*unary, x),
            Op::Binary(binary) => self.of_binary(*binary, node),
            Op::Reshape { .. } | Op::Transpose { .. } | Op::Slice { .. } | Op::Gather { .. } | Op::Mean { .. } => x,
            Op::Reduce { kind: ReduceKind::Max | ReduceKind::Min, .. } => x,
            Op::Pool(pool) if pool.kind != PoolKind::AverageWithPadding => x,
            Op::Concat { .. } => self.of_concat(node),
            Op::Pad { value, .. } => Bounds { low: x.low.min(*value), high: x.high.max(*value), origin: x.origin },
            Op::Select => match node.inputs[..] {
                [_, a, b] => self.of(a).or(self.of(b)),
                _ => Bounds::UNKNOWN,
            },
            _ => Bounds::UNKNOWN,
        }
    }

    /// A constant is looked at only where it takes part; it has no origin of its own.
    fn of(&self, value: ValueId) -> Bounds {
        if let Some(bounds) = self.bounds[value] {
            return bounds;
        }
        match self.graph.constant_of(value) {
            Some(tensor) => Bounds::of_ends(&tensor.to_vec(), Origin::Other),
            None => Bounds::UNKNOWN,
        }
    }

    fn of_binary(&self, binary: Binary, node: &Node) -> Bounds {
        let &[left, right] = &node.inputs[..] else { return Bounds::UNKNOWN };
        let is_constant = |value| self.graph.constant_of(value).is_some();
        let (a, b) = (self.of(left), self.of(right));
        let origin = match (is_constant(left), is_constant(right)) {
            (true, _) => b.origin,
            (_, true) => a.origin,
            _ => match (binary, a.origin, b.origin) {
                // A sum of distributions is one, but for a factor.
                (Binary::Add, Origin::Softmax { row, .. }, Origin::Softmax { row: other, .. }) if row == other => {
                    Origin::Softmax { row, value: node.output }
                }
                _ => together(a.origin, b.origin),
            },
        };
        let ends = |f: fn(f32, f32) -> f32| {
            Bounds::of_ends(&[f(a.low, b.low), f(a.low, b.high), f(a.high, b.low), f(a.high, b.high)], origin)
        };
        match binary {
            Binary::Add => Bounds::of_ends(&[a.low + b.low, a.high + b.high], origin),
            Binary::Sub => Bounds::of_ends(&[a.low - b.high, a.high - b.low], origin),
            Binary::Mul => ends(|a, b| a * b),
            Binary::Max => Bounds::of_ends(&[a.low.max(b.low), a.high.max(b.high)], origin),
            Binary::Min => Bounds::of_ends(&[a.low.min(b.low), a.high.min(b.high)], origin),
            Binary::Div if self.is_share(left, right, a) => {
                let row = self.graph.shape(node.output).last().copied().unwrap_or(1);
                Bounds { low: 0.0, high: 1.0, origin: Origin::Softmax { row, value: node.output } }
            }
            Binary::Div if b.low > 0.0 => ends(|a, b| a / b),
            _ => Bounds { origin, ..Bounds::UNKNOWN },
        }
    }

    /// Whether a value that is never negative is divided by its own sum over the last axis: a softmax spelled out.
    fn is_share(&self, value: ValueId, sum: ValueId, bounds: Bounds) -> bool {
        let maker = |value: ValueId| self.graph.nodes.iter().find(|node| node.output == value);
        let last = self.graph.shape(value).len().wrapping_sub(1);
        let is_sum = |node: &Node| {
            let sums = matches!(&node.op, Op::Reduce { kind: ReduceKind::Sum, axes } if *axes == [last]);
            sums && node.inputs[0] == value
        };
        bounds.low >= 0.0 && maker(sum).is_some_and(is_sum)
    }

    fn of_concat(&self, node: &Node) -> Bounds {
        let parts: Vec<Bounds> = node.inputs.iter().map(|&input| self.of(input)).collect();
        let joined = parts.iter().copied().reduce(Bounds::or).unwrap_or(Bounds::UNKNOWN);
        match node.inputs[..] {
            [a, b] if self.is_complement(a, b) || self.is_complement(b, a) => {
                Bounds { origin: Origin::Softmax { row: 2, value: node.output }, ..joined }
            }
            _ => joined,
        }
    }

    /// Whether `a` is one number, and 1 less `b`.
    fn is_complement(&self, a: ValueId, b: ValueId) -> bool {
        let (a, b) = (self.source(a), self.source(b));
        let one = |value| self.graph.constant_of(value).and_then(|tensor| tensor.single()) == Some(1.0);
        let Some(node) = self.graph.nodes.iter().find(|node| node.output == a) else { return false };
        let single = self.graph.shape(a).iter().product::<usize>() == 1;
        single && matches!(node.op, Op::Binary(Binary::Sub)) && one(node.inputs[0]) && self.source(node.inputs[1]) == b
    }

    /// What a value was before it was reshaped.
    fn source(&self, mut value: ValueId) -> ValueId {
        while let Some(node) = self.graph.nodes.iter().find(|node| node.output == value) {
            match node.op {
                Op::Reshape { .. } => value = node.inputs[0],
                _ => break,
            }
        }
        value
    }
}

fn of_unary(unary: Unary, x: Bounds) -> Bounds {
    match unary {
        Unary::Clip(Clip { low, high }) => x.map(|end| end.max(low).min(high), x.origin),
        Unary::Quantise(levels) => x.map(|end| levels.nearest(end), x.origin),
        Unary::Sigmoid => Bounds { low: 0.0, high: 1.0, origin: Origin::Sigmoid },
        Unary::HardSigmoid { .. } => Bounds { low: 0.0, high: 1.0, origin: Origin::Sigmoid },
        Unary::Tanh => Bounds { low: -1.0, high: 1.0, origin: Origin::Other },
        Unary::Exp => x.map(f32::exp, Origin::Other),
        Unary::Sqrt if x.low >= 0.0 => x.map(f32::sqrt, x.origin),
        _ => Bounds::UNKNOWN,
    }
}
