//! The ops of the small graph form. Importers build these and nothing else; the planner turns them into steps.

use std::rc::Rc;

use super::tensor::Tensor;
use super::window::Window;

/// What a node computes. Pictures are [batch, height, width, channels], all values are f32.
#[derive(Clone, Debug)]
pub enum Op {
    /// One input, or two where the second (a residual of the output's shape) is added before the clip.
    Conv(Conv),
    Pool(Pool),
    Unary(Unary),
    /// Two inputs, broadcast together.
    Binary(Binary),
    /// Three inputs, broadcast together: the second where the first is not zero, else the third.
    Select,
    /// The product of [..., m, k] and [..., k, n], or [..., n, k] if `transpose_b`, times `factor`. Leading axes are
    /// broadcast together.
    MatMul {
        transpose_b: bool,
        factor: f32,
    },
    /// The mean over `axes` (ascending), which stay as dimensions of size 1.
    Mean {
        axes: Vec<usize>,
    },
    /// As `Mean`, for another kind of result.
    Reduce {
        kind: ReduceKind,
        axes: Vec<usize>,
    },
    Pad {
        before: Vec<usize>,
        after: Vec<usize>,
        value: f32,
    },
    /// The same values in row-major order under another shape.
    Reshape {
        shape: Vec<usize>,
    },
    /// Output axis i is input axis `order[i]`.
    Transpose {
        order: Vec<usize>,
    },
    /// `size` elements along each axis, from `start` on in steps of `step`.
    Slice {
        start: Vec<usize>,
        size: Vec<usize>,
        step: Vec<usize>,
    },
    Concat {
        axis: usize,
    },
    /// The positions along `axis` in this order; each may be there any number of times.
    Gather {
        axis: usize,
        positions: Rc<[u32]>,
    },
    /// Along `axis` weighted sums of positions: resizing, and whatever else is linear along one axis.
    Interpolate {
        axis: usize,
        taps: Taps,
    },
    /// Over the last axis.
    Softmax,
    /// Local response normalisation over the last axis (Krizhevsky et al. 2012, section 3.3).
    Lrn(Lrn),
    /// Over the last axis (Ba et al. 2016; without the mean: Zhang and Sennrich 2019).
    LayerNorm(LayerNorm),
}

/// A convolution; with as many groups as input channels it is depthwise.
#[derive(Clone, Debug)]
pub struct Conv {
    pub window: Window,
    pub groups: usize,
    pub filter: Filter,
    /// Multiplies the filter of each output channel when it is packed; empty means 1.
    pub scale: Vec<f32>,
    /// One per output channel; empty means 0.
    pub bias: Vec<f32>,
    pub clip: Clip,
}

/// Convolution weights in the order that their format stores them.
#[derive(Clone, Debug)]
pub struct Filter {
    pub tensor: Tensor,
    /// Kernel height, kernel width, input channels per group, output channels.
    pub dimensions: [usize; 4],
    /// The distance in elements between neighbours along each of `dimensions`.
    pub strides: [usize; 4],
}

/// What each position of an output is made of: positions of the input, each with its weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Taps {
    /// Positions that make up one of the output; not 0.
    per_output: usize,
    positions: Rc<[u32]>,
    weights: Rc<[f32]>,
}

#[derive(Clone, Debug)]
pub struct Pool {
    pub kind: PoolKind,
    pub window: Window,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolKind {
    Max,
    /// The divisor is the number of elements inside the picture.
    Average,
    /// The divisor is the size of the window, padding included.
    AverageWithPadding,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unary {
    Clip(Clip),
    Sigmoid,
    /// min(max(alpha x + beta, 0), 1)
    HardSigmoid {
        alpha: f32,
        beta: f32,
    },
    /// x sigmoid(x)
    Swish,
    /// x min(max(x + 3, 0), 6) / 6
    HardSwish,
    LeakyRelu {
        slope: f32,
    },
    /// x where positive, else alpha (exp(x) - 1)
    Elu {
        alpha: f32,
    },
    /// log(1 + exp(x))
    Softplus,
    /// x (1 + erf(x / sqrt(2))) / 2
    Gelu,
    /// x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2
    GeluTanh,
    Erf,
    Tanh,
    Rsqrt,
    Sqrt,
    Exp,
    Log,
    Sin,
    Cos,
    Pow {
        exponent: f32,
    },
    Neg,
    Abs,
    /// -1, 0 or 1
    Sign,
    Floor,
    Ceil,
    /// To the nearest whole number, halves to the even one.
    Round,
    /// To the nearest of these levels, halves to the even one.
    Quantise(Levels),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Max,
    Min,
    Pow,
    /// The remainder with the sign of the divisor: x - y floor(x / y).
    Mod,
    /// Comparisons give 1 or 0.
    Greater,
    GreaterOrEqual,
    Equal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReduceKind {
    Max,
    Min,
    Sum,
    Product,
}

/// A closed interval that values are clipped to; ReLU is 0 to infinity, ReLU6 is 0 to 6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clip {
    pub low: f32,
    pub high: f32,
}

/// The real numbers that the integers of a quantiser stand for: `low` to `high` times `scale`, where both are whole numbers
/// that a float holds exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    pub scale: f32,
    pub low: f32,
    pub high: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lrn {
    /// Channels on each side that take part.
    pub radius: usize,
    pub bias: f32,
    pub alpha: f32,
    pub beta: f32,
}

/// (x - mean) / sqrt(variance + epsilon) * scale + bias, for each row; the variance is that of all its values.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerNorm {
    pub epsilon: f32,
    /// One for each value of a row; empty means 1.
    pub scale: Vec<f32>,
    /// One for each value of a row; empty means 0.
    pub bias: Vec<f32>,
    /// Whether the mean is left out: x / sqrt(mean of squares + epsilon) * scale + bias.
    pub root_mean_square: bool,
}

impl Op {
    /// The name under which ops are counted in a description.
    pub fn name(&self) -> &'static str {
        match self {
            Op::Conv(conv) if conv.is_depthwise() => "DepthwiseConv",
            Op::Conv(_) => "Conv",
            Op::Pool(Pool { kind: PoolKind::Max, .. }) => "MaxPool",
            Op::Pool(_) => "AveragePool",
            Op::Unary(unary) => unary.name(),
            Op::Binary(binary) => binary.name(),
            Op::Select => "Select",
            Op::MatMul { .. } => "MatMul",
            Op::Mean { .. } => "Mean",
            Op::Reduce { kind, .. } => kind.name(),
            Op::Pad { .. } => "Pad",
            Op::Reshape { .. } => "Reshape",
            Op::Transpose { .. } => "Transpose",
            Op::Slice { .. } => "Slice",
            Op::Concat { .. } => "Concat",
            Op::Gather { .. } => "Gather",
            Op::Interpolate { .. } => "Interpolate",
            Op::Softmax => "Softmax",
            Op::Lrn(_) => "Lrn",
            Op::LayerNorm(LayerNorm { root_mean_square: true, .. }) => "RmsNorm",
            Op::LayerNorm(_) => "LayerNorm",
        }
    }
}

impl Unary {
    fn name(&self) -> &'static str {
        match self {
            Unary::Clip(_) => "Clip",
            Unary::Sigmoid => "Sigmoid",
            Unary::HardSigmoid { .. } => "HardSigmoid",
            Unary::Swish => "Swish",
            Unary::HardSwish => "HardSwish",
            Unary::LeakyRelu { .. } => "LeakyRelu",
            Unary::Elu { .. } => "Elu",
            Unary::Softplus => "Softplus",
            Unary::Gelu | Unary::GeluTanh => "Gelu",
            Unary::Erf => "Erf",
            Unary::Tanh => "Tanh",
            Unary::Rsqrt => "Rsqrt",
            Unary::Sqrt => "Sqrt",
            Unary::Exp => "Exp",
            Unary::Log => "Log",
            Unary::Sin => "Sin",
            Unary::Cos => "Cos",
            Unary::Pow { .. } => "Pow",
            Unary::Neg => "Neg",
            Unary::Abs => "Abs",
            Unary::Sign => "Sign",
            Unary::Floor => "Floor",
            Unary::Ceil => "Ceil",
            Unary::Round => "Round",
            Unary::Quantise(_) => "Quantise",
        }
    }
}

impl Binary {
    fn name(&self) -> &'static str {
        match self {
            Binary::Add => "Add",
            Binary::Sub => "Sub",
            Binary::Mul => "Mul",
            Binary::Div => "Div",
            Binary::Max => "Max",
            Binary::Min => "Min",
            Binary::Pow => "Pow",
            Binary::Mod => "Mod",
            Binary::Greater => "Greater",
            Binary::GreaterOrEqual => "GreaterOrEqual",
            Binary::Equal => "Equal",
        }
    }

    /// Whether the operands may change places.
    pub fn commutes(self) -> bool {
        matches!(self, Binary::Add | Binary::Mul | Binary::Max | Binary::Min | Binary::Equal)
    }
}

impl ReduceKind {
    fn name(self) -> &'static str {
        match self {
            ReduceKind::Max => "ReduceMax",
            ReduceKind::Min => "ReduceMin",
            ReduceKind::Sum => "ReduceSum",
            ReduceKind::Product => "ReduceProduct",
        }
    }
}

impl Conv {
    /// A convolution with no bias and no clip.
    pub fn new(window: Window, groups: usize, filter: Filter) -> Conv {
        Conv { window, groups, filter, scale: Vec::new(), bias: Vec::new(), clip: Clip::NONE }
    }

    pub fn output_channels(&self) -> usize {
        self.filter.dimensions[3]
    }

    /// The bias of each output channel.
    pub fn bias_or_zero(&self) -> Vec<f32> {
        if self.bias.is_empty() {
            vec![0.0; self.output_channels()]
        } else {
            self.bias.clone()
        }
    }

    /// What multiplies the filter of an output channel.
    pub fn scale_of(&self, output: usize) -> f32 {
        self.scale.get(output).copied().unwrap_or(1.0)
    }

    /// Whether each channel is convolved with one kernel of its own.
    pub fn is_depthwise(&self) -> bool {
        self.groups == self.output_channels() && self.filter.dimensions[2] == 1
    }
}

impl Taps {
    /// The taps of output after output, `per_output` for each.
    pub fn new(per_output: usize, taps: impl IntoIterator<Item = (u32, f32)>) -> Taps {
        let (positions, weights): (Vec<u32>, Vec<f32>) = taps.into_iter().unzip();
        Taps { per_output: per_output.max(1), positions: positions.into(), weights: weights.into() }
    }

    /// How many outputs there are.
    pub fn len(&self) -> usize {
        self.positions.len() / self.per_output
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn per_output(&self) -> usize {
        self.per_output
    }

    /// The positions and the weights of one output.
    pub fn of(&self, output: usize) -> (&[u32], &[f32]) {
        let own = output * self.per_output..(output + 1) * self.per_output;
        (&self.positions[own.clone()], &self.weights[own])
    }

    /// The largest position.
    pub fn last(&self) -> Option<u32> {
        self.positions.iter().copied().max()
    }
}

impl Filter {
    /// A filter stored as [height, width, input channels per group, output channels].
    pub fn hwio(tensor: Tensor, dimensions: [usize; 4]) -> Filter {
        let [_, width, input, output] = dimensions;
        Filter { tensor, dimensions, strides: [width * input * output, input * output, output, 1] }
    }
}

impl Levels {
    /// The levels of integers from `low` to `high`, of which `zero_point` stands for 0. `None` where there are none, or too
    /// many to be told apart in floats.
    pub fn of(scale: f32, zero_point: f32, [low, high]: [f32; 2]) -> Option<Levels> {
        const MOST: f32 = (1 << 22) as f32;
        let levels = Levels { scale, low: low - zero_point, high: high - zero_point };
        let whole = [levels.low, levels.high].iter().all(|end| end.abs() <= MOST && end.fract() == 0.0);
        (whole && low <= high && scale.is_normal() && scale > 0.0).then_some(levels)
    }

    /// The lowest and the highest.
    pub fn range(self) -> Clip {
        Clip { low: self.low * self.scale, high: self.high * self.scale }
    }

    /// The level next to a number.
    pub fn nearest(self, x: f32) -> f32 {
        (x / self.scale).max(self.low).min(self.high).round_ties_even() * self.scale
    }
}

impl Clip {
    pub const NONE: Clip = Clip { low: f32::NEG_INFINITY, high: f32::INFINITY };
    pub const RELU: Clip = Clip { low: 0.0, high: f32::INFINITY };
    pub const RELU6: Clip = Clip { low: 0.0, high: 6.0 };

    /// The clip that has the effect of `self` and then `next`.
    pub fn then(self, next: Clip) -> Clip {
        Clip { low: self.low.max(next.low).min(next.high), high: self.high.max(next.low).min(next.high) }
    }
}
