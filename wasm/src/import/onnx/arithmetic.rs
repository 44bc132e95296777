//! Ops that treat every element alike.

use super::messages::NodeProto;
use super::ops::{computes, Operator};
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::graph::op::{Binary, Clip, Op, Unary};
use crate::graph::shape::elements;
use crate::graph::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Add" | "Sum" => computes(|importer, node| fold(importer, node, Binary::Add)),
        "Sub" => computes(|importer, node| fold(importer, node, Binary::Sub)),
        "Mul" => computes(|importer, node| fold(importer, node, Binary::Mul)),
        "Max" => computes(|importer, node| fold(importer, node, Binary::Max)),
        "Min" => computes(|importer, node| fold(importer, node, Binary::Min)),
        "Div" => computes(div),
        "Pow" => computes(pow),
        "Sqrt" => computes(|importer, node| unary(importer, node, Unary::Sqrt)),
        "Exp" => computes(|importer, node| unary(importer, node, Unary::Exp)),
        "Log" => computes(|importer, node| unary(importer, node, Unary::Log)),
        "Floor" => computes(|importer, node| unary(importer, node, Unary::Floor)),
        "Neg" => computes(|importer, node| Formula::of(importer, node)?.negative()),
        "Abs" => computes(|importer, node| Formula::of(importer, node)?.abs()),
        "Ceil" => computes(|importer, node| Formula::of(importer, node)?.ceil()),
        "Reciprocal" => computes(|importer, node| Formula::of(importer, node)?.reciprocal()),
        "Clip" => computes(clip),
        "Relu" => computes(|importer, node| unary(importer, node, Unary::Clip(Clip::RELU))),
        "LeakyRelu" => {
            computes(|importer, node| unary(importer, node, Unary::LeakyRelu { slope: node.float("alpha", 0.01) }))
        }
        "PRelu" => computes(|importer, node| Formula::of(importer, node)?.prelu()),
        "Elu" => computes(|importer, node| Formula::of(importer, node)?.elu(node.float("alpha", 1.0), 1.0)),
        "Selu" => computes(|importer, node| {
            let (alpha, gamma) = (node.float("alpha", 1.673_263_2), node.float("gamma", 1.050_701));
            Formula::of(importer, node)?.elu(alpha, gamma)
        }),
        "Softplus" => computes(|importer, node| Formula::of(importer, node)?.softplus()),
        "Mish" => computes(|importer, node| Formula::of(importer, node)?.mish()),
        "Swish" => computes(|importer, node| Formula::of(importer, node)?.swish(node.float("alpha", 1.0))),
        "HardSwish" => computes(|importer, node| unary(importer, node, Unary::HardSwish)),
        "Tanh" => computes(|importer, node| unary(importer, node, Unary::Tanh)),
        "Sigmoid" => computes(|importer, node| unary(importer, node, Unary::Sigmoid)),
        "HardSigmoid" => computes(|importer, node| {
            let (alpha, beta) = (node.float("alpha", 0.2), node.float("beta", 0.5));
            unary(importer, node, Unary::HardSigmoid { alpha, beta })
        }),
        _ => return None,
    })
}

/// All inputs, joined one after the other.
pub fn fold(importer: &mut Importer, node: &NodeProto, op: Binary) -> Result<View> {
    let mut result = importer.input(node, 0)?;
    for position in 1..node.input.len() {
        let next = importer.input(node, position)?;
        result = binary(importer, node, op, &result, &next)?;
    }
    Ok(result)
}

/// Two operands, broadcast together as NumPy does it.
pub fn binary(importer: &mut Importer, node: &NodeProto, op: Binary, a: &View, b: &View) -> Result<View> {
    let order = common_order(importer, a, b);
    let (mut a, mut b) = (spread(importer, node, a, &order)?, spread(importer, node, b, &order)?);
    let sizes = [&a, &b].map(|view| elements(importer.graph.shape(view.id)));
    // The kernels repeat the second operand in place, the first by a copy.
    if op.commutes() && sizes[0].as_ref().ok() < sizes[1].as_ref().ok() {
        std::mem::swap(&mut a, &mut b);
    }
    Ok(a.with(importer.graph.add(node.label(), Op::Binary(op), &[a.id, b.id])?))
}

/// The order of axes for two operands: that of the one of more axes; of two, that of a picture with channels last.
fn common_order(importer: &Importer, a: &View, b: &View) -> Vec<usize> {
    let rank = a.rank().max(b.rank());
    let full = [a, b].into_iter().filter(|view| view.rank() == rank);
    let depends = |view: &&View| importer.graph.constant_of(view.id).is_none();
    let moved = |view: &&View| !view.order.iter().copied().eq(0..rank);
    let best = full.max_by_key(|view| (depends(view), moved(view)));
    best.map_or(Vec::new(), |view| view.order.clone())
}

/// A value with axes of size 1 in front until it has as many as `order`, and in that order.
fn spread(importer: &mut Importer, node: &NodeProto, view: &View, order: &[usize]) -> Result<View> {
    let missing = order.len() - view.rank();
    if missing == 0 {
        return importer.arrange(node, view, order);
    }
    let plain = importer.plain(node, view)?;
    let shape = [vec![1; missing], importer.shape(&plain)].concat();
    let id = importer.graph.add(node.label(), Op::Reshape { shape }, &[plain.id])?;
    let spread = View { kind: view.kind, ..View::plain(id, order.len()) };
    importer.arrange(node, &spread, order)
}

/// Whole numbers are divided to whole numbers, rounded towards zero.
pub fn div(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (a, b) = (importer.input(node, 0)?, importer.input(node, 1)?);
    let quotient = binary(importer, node, Binary::Div, &a, &b)?;
    match a.kind {
        Kind::Integer { .. } => super::shapes::truncated(importer, node, &quotient),
        _ => Ok(quotient),
    }
}

/// Powers that are a few multiplications or a square root.
pub fn pow(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let exponent = importer.constant(node, 1)?.single();
    match exponent {
        Some(exponent) if exponent == 1.0 => Ok(x),
        Some(exponent) if exponent == 0.5 => apply(importer, node, &x, Unary::Sqrt),
        Some(exponent) if exponent == -0.5 => apply(importer, node, &x, Unary::Rsqrt),
        Some(exponent) if [2.0, 3.0, 4.0].contains(&exponent) => {
            let mut power = x.clone();
            for _ in 1..exponent as usize {
                power = binary(importer, node, Binary::Mul, &power, &x)?;
            }
            Ok(power)
        }
        _ => Err(node.fail("only the powers 1, 2, 3, 4, 0.5 and -0.5 are supported")),
    }
}

/// Bounds are attributes, or inputs since opset 11; a bound that is absent does nothing.
pub fn clip(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let mut bound = |name: &str, position: usize, none: f32| match importer.optional_constant(node, position)? {
        Some(tensor) => tensor.single().ok_or_else(|| node.fail(format!("its bound `{name}` is not one number"))),
        None => Ok(node.float(name, none)),
    };
    let limits = Clip { low: bound("min", 1, f32::NEG_INFINITY)?, high: bound("max", 2, f32::INFINITY)? };
    apply(importer, node, &x, Unary::Clip(limits))
}

pub fn unary(importer: &mut Importer, node: &NodeProto, op: Unary) -> Result<View> {
    let x = importer.input(node, 0)?;
    apply(importer, node, &x, op)
}

fn apply(importer: &mut Importer, node: &NodeProto, x: &View, op: Unary) -> Result<View> {
    Ok(x.with(importer.graph.add(node.label(), Op::Unary(op), &[x.id])?))
}

/// A function of a node's input as the small graph's ops, all under the name of that node.
struct Formula<'a, 'b> {
    importer: &'a mut Importer<'b>,
    node: &'a NodeProto,
    x: View,
}

impl<'a, 'b> Formula<'a, 'b> {
    fn of(importer: &'a mut Importer<'b>, node: &'a NodeProto) -> Result<Formula<'a, 'b>> {
        let x = importer.input(node, 0)?;
        Ok(Formula { importer, node, x })
    }

    fn unary(&mut self, x: &View, op: Unary) -> Result<View> {
        apply(self.importer, self.node, x, op)
    }

    fn of_input(&mut self, op: Unary) -> Result<View> {
        apply(self.importer, self.node, &self.x, op)
    }

    fn binary(&mut self, op: Binary, a: &View, b: &View) -> Result<View> {
        binary(self.importer, self.node, op, a, b)
    }

    fn with_number(&mut self, op: Binary, x: &View, number: f32) -> Result<View> {
        let number = self.importer.constant_view(Tensor::scalar(number));
        self.binary(op, x, &number)
    }

    fn negative(&mut self) -> Result<View> {
        let x = self.x.clone();
        self.with_number(Binary::Mul, &x, -1.0)
    }

    fn abs(&mut self) -> Result<View> {
        let (x, negative) = (self.x.clone(), self.negative()?);
        self.binary(Binary::Max, &x, &negative)
    }

    fn ceil(&mut self) -> Result<View> {
        let negative = self.negative()?;
        let floor = self.unary(&negative, Unary::Floor)?;
        self.with_number(Binary::Mul, &floor, -1.0)
    }

    fn reciprocal(&mut self) -> Result<View> {
        let (x, one) = (self.x.clone(), self.importer.constant_view(Tensor::scalar(1.0)));
        self.binary(Binary::Div, &one, &x)
    }

    fn positive_part(&mut self) -> Result<View> {
        self.of_input(Unary::Clip(Clip::RELU))
    }

    fn negative_part(&mut self) -> Result<View> {
        self.of_input(Unary::Clip(Clip { high: 0.0, ..Clip::NONE }))
    }

    /// x where positive, else x times a slope, which is constant: one, or one for each channel.
    fn prelu(&mut self) -> Result<View> {
        let slope = self.importer.constant(self.node, 1)?;
        if let Some(slope) = slope.single() {
            return self.of_input(Unary::LeakyRelu { slope });
        }
        let slope = self.importer.constant_view(slope);
        let negative = self.negative_part()?;
        let negative = self.binary(Binary::Mul, &negative, &slope)?;
        let positive = self.positive_part()?;
        self.binary(Binary::Add, &positive, &negative)
    }

    /// gamma (max(x, 0) + alpha (exp(min(x, 0)) - 1))
    fn elu(&mut self, alpha: f32, gamma: f32) -> Result<View> {
        let negative = self.negative_part()?;
        let power = self.unary(&negative, Unary::Exp)?;
        let shifted = self.with_number(Binary::Sub, &power, 1.0)?;
        let negative = self.with_number(Binary::Mul, &shifted, alpha)?;
        let positive = self.positive_part()?;
        let sum = self.binary(Binary::Add, &positive, &negative)?;
        if gamma == 1.0 {
            Ok(sum)
        } else {
            self.with_number(Binary::Mul, &sum, gamma)
        }
    }

    /// log(1 + exp(x)) as max(x, 0) + log(1 + exp(-|x|)), which does not overflow.
    fn softplus(&mut self) -> Result<View> {
        let size = self.abs()?;
        let negative = self.with_number(Binary::Mul, &size, -1.0)?;
        let power = self.unary(&negative, Unary::Exp)?;
        let sum = self.with_number(Binary::Add, &power, 1.0)?;
        let log = self.unary(&sum, Unary::Log)?;
        let positive = self.positive_part()?;
        self.binary(Binary::Add, &positive, &log)
    }

    /// x tanh(log(1 + exp(x)))
    fn mish(&mut self) -> Result<View> {
        let softplus = self.softplus()?;
        let (x, gate) = (self.x.clone(), self.unary(&softplus, Unary::Tanh)?);
        self.binary(Binary::Mul, &x, &gate)
    }

    /// x sigmoid(alpha x)
    fn swish(&mut self, alpha: f32) -> Result<View> {
        if alpha == 1.0 {
            return self.of_input(Unary::Swish);
        }
        let x = self.x.clone();
        let scaled = self.with_number(Binary::Mul, &x, alpha)?;
        let gate = self.unary(&scaled, Unary::Sigmoid)?;
        self.binary(Binary::Mul, &x, &gate)
    }
}
