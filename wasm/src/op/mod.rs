//! The ops of the small graph form: plain data that says what to compute. Importers build these and nothing else; the
//! planner turns them into steps, and the kernels compute them.

mod clip;
mod conv;
mod elementwise;
mod taps;
mod window;

use std::rc::Rc;

pub use clip::{Clip, Levels};
pub use conv::{Conv, Filter};
pub use elementwise::{Binary, Unary};
pub use taps::Taps;
pub use window::Window;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReduceKind {
    Max,
    Min,
    Sum,
    Product,
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
