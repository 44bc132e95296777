//! Functions that a format has as one op and the small graph makes of several, on values whose axes lie in their own
//! order. All their nodes get the name of the op.

use super::shaping::leading;
use crate::error::Result;
use crate::graph::{Graph, ValueId};
use crate::op::{Binary, Clip, Op, ReduceKind, Unary};
use crate::tensor::Tensor;

/// An importer whose nodes compute functions of their inputs.
pub trait Functions<Node> {
    /// The value that a node reads as input `position`.
    fn operand(&mut self, node: &Node, position: usize) -> Result<ValueId>;

    /// Adds nodes under the name of one of the file's.
    fn formula<'a>(&'a mut self, node: &'a Node) -> Formula<'a>;

    fn unary(&mut self, node: &Node, op: Unary) -> Result<ValueId> {
        self.of_one(node, |formula, x| formula.unary(op, x))
    }

    fn binary(&mut self, node: &Node, op: Binary) -> Result<ValueId> {
        self.of_two(node, |formula, a, b| formula.binary(op, a, b))
    }

    /// A function of input 0.
    fn of_one(
        &mut self,
        node: &Node,
        function: impl FnOnce(&mut Formula, ValueId) -> Result<ValueId>,
    ) -> Result<ValueId> {
        let x = self.operand(node, 0)?;
        function(&mut self.formula(node), x)
    }

    /// A function of inputs 0 and 1.
    fn of_two(
        &mut self,
        node: &Node,
        function: impl FnOnce(&mut Formula, ValueId, ValueId) -> Result<ValueId>,
    ) -> Result<ValueId> {
        let (a, b) = (self.operand(node, 0)?, self.operand(node, 1)?);
        function(&mut self.formula(node), a, b)
    }

    /// Input 1 where input 0 is not zero, else input 2, all broadcast together.
    fn select(&mut self, node: &Node) -> Result<ValueId> {
        let inputs = [self.operand(node, 0)?, self.operand(node, 1)?, self.operand(node, 2)?];
        let formula = self.formula(node);
        formula.graph.add(formula.name, Op::Select, &inputs)
    }

    /// As `select`, where a condition of one axis chooses whole rows.
    fn select_rows(&mut self, node: &Node) -> Result<ValueId> {
        let [condition, a, b] = [self.operand(node, 0)?, self.operand(node, 1)?, self.operand(node, 2)?];
        let formula = self.formula(node);
        let rank = formula.graph.shape(a).len();
        let condition = leading(formula.graph, formula.name, condition, rank)?;
        formula.graph.add(formula.name, Op::Select, &[condition, a, b])
    }
}

/// Adds nodes under one name.
pub struct Formula<'a> {
    pub graph: &'a mut Graph,
    pub name: &'a str,
}

impl Formula<'_> {
    pub fn unary(&mut self, op: Unary, x: ValueId) -> Result<ValueId> {
        self.graph.add(self.name, Op::Unary(op), &[x])
    }

    pub fn binary(&mut self, op: Binary, a: ValueId, b: ValueId) -> Result<ValueId> {
        self.graph.add(self.name, Op::Binary(op), &[a, b])
    }

    /// `op` of `x` and a number.
    pub fn with_number(&mut self, op: Binary, x: ValueId, number: f32) -> Result<ValueId> {
        let number = self.graph.constant(Tensor::scalar(number));
        self.binary(op, x, number)
    }

    pub fn number_with(&mut self, op: Binary, number: f32, x: ValueId) -> Result<ValueId> {
        let number = self.graph.constant(Tensor::scalar(number));
        self.binary(op, number, x)
    }

    /// 1 for 0 and 0 for 1.
    pub fn not(&mut self, x: ValueId) -> Result<ValueId> {
        self.number_with(Binary::Sub, 1.0, x)
    }

    pub fn not_equal(&mut self, a: ValueId, b: ValueId) -> Result<ValueId> {
        let equal = self.binary(Binary::Equal, a, b)?;
        self.not(equal)
    }

    pub fn is_not_zero(&mut self, x: ValueId) -> Result<ValueId> {
        let equal = self.with_number(Binary::Equal, x, 0.0)?;
        self.not(equal)
    }

    /// x to the power of y
    pub fn pow(&mut self, x: ValueId, y: ValueId) -> Result<ValueId> {
        match self.graph.constant_of(y).and_then(Tensor::single) {
            Some(exponent) => self.unary(Unary::Pow { exponent }, x),
            None => self.binary(Binary::Pow, x, y),
        }
    }

    pub fn square(&mut self, x: ValueId) -> Result<ValueId> {
        self.binary(Binary::Mul, x, x)
    }

    pub fn squared_difference(&mut self, a: ValueId, b: ValueId) -> Result<ValueId> {
        let difference = self.binary(Binary::Sub, a, b)?;
        self.square(difference)
    }

    pub fn less(&mut self, a: ValueId, b: ValueId) -> Result<ValueId> {
        self.binary(Binary::Greater, b, a)
    }

    pub fn less_or_equal(&mut self, a: ValueId, b: ValueId) -> Result<ValueId> {
        self.binary(Binary::GreaterOrEqual, b, a)
    }

    pub fn softmax(&mut self, x: ValueId) -> Result<ValueId> {
        self.graph.add(self.name, Op::Softmax, &[x])
    }

    pub fn truncated_div(&mut self, a: ValueId, b: ValueId) -> Result<ValueId> {
        let quotient = self.binary(Binary::Div, a, b)?;
        self.truncated(quotient)
    }

    pub fn floor_div(&mut self, a: ValueId, b: ValueId) -> Result<ValueId> {
        let quotient = self.binary(Binary::Div, a, b)?;
        self.unary(Unary::Floor, quotient)
    }

    /// The whole part, as a conversion to integers leaves it.
    pub fn truncated(&mut self, x: ValueId) -> Result<ValueId> {
        let (sign, size) = (self.unary(Unary::Sign, x)?, self.unary(Unary::Abs, x)?);
        let whole = self.unary(Unary::Floor, size)?;
        self.binary(Binary::Mul, whole, sign)
    }

    /// The sum of any number of values.
    pub fn sum(&mut self, parts: &[ValueId]) -> Result<ValueId> {
        let mut sum = parts[0];
        for &part in &parts[1..] {
            sum = self.binary(Binary::Add, sum, part)?;
        }
        Ok(sum)
    }

    /// log(1 + x)
    pub fn log1p(&mut self, x: ValueId) -> Result<ValueId> {
        let sum = self.with_number(Binary::Add, x, 1.0)?;
        self.unary(Unary::Log, sum)
    }

    /// exp(x) - 1
    pub fn expm1(&mut self, x: ValueId) -> Result<ValueId> {
        let power = self.unary(Unary::Exp, x)?;
        self.with_number(Binary::Sub, power, 1.0)
    }

    /// 1 - erf(x)
    pub fn erfc(&mut self, x: ValueId) -> Result<ValueId> {
        let erf = self.unary(Unary::Erf, x)?;
        self.number_with(Binary::Sub, 1.0, erf)
    }

    /// x / (1 + |x|)
    pub fn softsign(&mut self, x: ValueId) -> Result<ValueId> {
        let size = self.unary(Unary::Abs, x)?;
        let divisor = self.with_number(Binary::Add, size, 1.0)?;
        self.binary(Binary::Div, x, divisor)
    }

    /// x where positive, else alpha (exp(x) - 1), times gamma (Klambauer et al., "Self-Normalizing Neural Networks", 2017).
    pub fn selu(&mut self, x: ValueId) -> Result<ValueId> {
        let elu = self.unary(Unary::Elu { alpha: 1.673_263_2 }, x)?;
        self.with_number(Binary::Mul, elu, 1.050_701)
    }

    /// x where positive, else x times a slope, which is broadcast.
    pub fn prelu(&mut self, x: ValueId, slope: ValueId) -> Result<ValueId> {
        if let Some(slope) = self.graph.constant_of(slope).and_then(Tensor::single) {
            return self.unary(Unary::LeakyRelu { slope }, x);
        }
        let positive = self.unary(Unary::Clip(Clip::RELU), x)?;
        let negative = self.unary(Unary::Clip(Clip { high: 0.0, ..Clip::NONE }), x)?;
        let negative = self.binary(Binary::Mul, negative, slope)?;
        self.binary(Binary::Add, positive, negative)
    }

    /// The logarithm of the softmax over the last axis, which cannot overflow.
    pub fn log_softmax(&mut self, x: ValueId) -> Result<ValueId> {
        let last = vec![self.graph.shape(x).len().saturating_sub(1)];
        let highest = self.reduce(ReduceKind::Max, &last, x)?;
        let shifted = self.binary(Binary::Sub, x, highest)?;
        let powers = self.unary(Unary::Exp, shifted)?;
        let sum = self.reduce(ReduceKind::Sum, &last, powers)?;
        let log = self.unary(Unary::Log, sum)?;
        self.binary(Binary::Sub, shifted, log)
    }

    /// x / sqrt(max(sum of squares over the last axis, epsilon))
    pub fn l2_normalised(&mut self, x: ValueId, epsilon: f32) -> Result<ValueId> {
        let last = vec![self.graph.shape(x).len().saturating_sub(1)];
        let squares = self.square(x)?;
        let sum = self.reduce(ReduceKind::Sum, &last, squares)?;
        let sum = self.with_number(Binary::Max, sum, epsilon)?;
        let factor = self.unary(Unary::Rsqrt, sum)?;
        self.binary(Binary::Mul, x, factor)
    }

    /// Keeps the axes, as axes of size 1.
    fn reduce(&mut self, kind: ReduceKind, axes: &[usize], x: ValueId) -> Result<ValueId> {
        self.graph.add(self.name, Op::Reduce { kind, axes: axes.to_vec() }, &[x])
    }
}
