//! The ops of the small graph form. Importers build these and nothing else; the planner turns them into steps.

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
    /// The mean over `axes` (ascending), which stay as dimensions of size 1.
    Mean {
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
    /// Over the last axis.
    Softmax,
    /// Local response normalisation over the last axis (Krizhevsky et al. 2012, section 3.3).
    Lrn(Lrn),
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
    Rsqrt,
    Sqrt,
    Exp,
    Log,
    Floor,
    Tanh,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Max,
    Min,
}

/// A closed interval that values are clipped to; ReLU is 0 to infinity, ReLU6 is 0 to 6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clip {
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
            Op::Mean { .. } => "Mean",
            Op::Pad { .. } => "Pad",
            Op::Reshape { .. } => "Reshape",
            Op::Transpose { .. } => "Transpose",
            Op::Slice { .. } => "Slice",
            Op::Concat { .. } => "Concat",
            Op::Softmax => "Softmax",
            Op::Lrn(_) => "Lrn",
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
            Unary::Rsqrt => "Rsqrt",
            Unary::Sqrt => "Sqrt",
            Unary::Exp => "Exp",
            Unary::Log => "Log",
            Unary::Floor => "Floor",
            Unary::Tanh => "Tanh",
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

impl Filter {
    /// A filter stored as [height, width, input channels per group, output channels].
    pub fn hwio(tensor: Tensor, dimensions: [usize; 4]) -> Filter {
        let [_, width, input, output] = dimensions;
        Filter { tensor, dimensions, strides: [width * input * output, input * output, output, 1] }
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
