//! Functions of one value, and of two.

use super::{Clip, Levels};

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

impl Unary {
    pub(super) fn name(&self) -> &'static str {
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
    pub(super) fn name(&self) -> &'static str {
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
