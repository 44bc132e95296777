//! Ops that treat every element alike.

use super::messages::NodeProto;
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::graph::op::{Binary, Clip, Op, Unary};
use crate::graph::shape::elements;
use crate::graph::tensor::Tensor;

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
    if !matches!(op, Binary::Sub | Binary::Div) && sizes[0].as_ref().ok() < sizes[1].as_ref().ok() {
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

/// Activations with parameters, and functions made from others.
pub fn composed(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let x = importer.input(node, 0)?;
    let alpha = |default| node.float("alpha", default);
    let mut formula = Formula { importer, node };
    match node.op_type.as_str() {
        "Relu" => formula.unary(&x, Unary::Clip(Clip::RELU)),
        "HardSigmoid" => formula.unary(&x, Unary::HardSigmoid { alpha: alpha(0.2), beta: node.float("beta", 0.5) }),
        "HardSwish" => formula.unary(&x, Unary::HardSwish),
        "LeakyRelu" => formula.unary(&x, Unary::LeakyRelu { slope: alpha(0.01) }),
        "PRelu" => formula.prelu(&x),
        "Elu" => formula.elu(&x, alpha(1.0), 1.0),
        "Selu" => formula.elu(&x, alpha(1.673_263_2), node.float("gamma", 1.050_701)),
        "Softplus" => formula.softplus(&x),
        "Mish" => {
            let softplus = formula.softplus(&x)?;
            let gate = formula.unary(&softplus, Unary::Tanh)?;
            formula.binary(Binary::Mul, &x, &gate)
        }
        "Swish" if alpha(1.0) == 1.0 => formula.unary(&x, Unary::Swish),
        "Swish" => {
            let scaled = formula.with_number(Binary::Mul, &x, alpha(1.0))?;
            let gate = formula.unary(&scaled, Unary::Sigmoid)?;
            formula.binary(Binary::Mul, &x, &gate)
        }
        "Neg" => formula.with_number(Binary::Mul, &x, -1.0),
        "Abs" => formula.abs(&x),
        "Ceil" => {
            let negative = formula.with_number(Binary::Mul, &x, -1.0)?;
            let floor = formula.unary(&negative, Unary::Floor)?;
            formula.with_number(Binary::Mul, &floor, -1.0)
        }
        _ => {
            let one = formula.importer.constant_view(Tensor::scalar(1.0));
            formula.binary(Binary::Div, &one, &x)
        }
    }
}

/// Functions as the small graph's ops, all under the name of one node.
struct Formula<'a, 'b> {
    importer: &'a mut Importer<'b>,
    node: &'a NodeProto,
}

impl Formula<'_, '_> {
    fn unary(&mut self, x: &View, op: Unary) -> Result<View> {
        apply(self.importer, self.node, x, op)
    }

    fn binary(&mut self, op: Binary, a: &View, b: &View) -> Result<View> {
        binary(self.importer, self.node, op, a, b)
    }

    fn with_number(&mut self, op: Binary, x: &View, number: f32) -> Result<View> {
        let number = self.importer.constant_view(Tensor::scalar(number));
        self.binary(op, x, &number)
    }

    fn abs(&mut self, x: &View) -> Result<View> {
        let negative = self.with_number(Binary::Mul, x, -1.0)?;
        self.binary(Binary::Max, x, &negative)
    }

    fn positive_part(&mut self, x: &View) -> Result<View> {
        self.unary(x, Unary::Clip(Clip::RELU))
    }

    fn negative_part(&mut self, x: &View) -> Result<View> {
        self.unary(x, Unary::Clip(Clip { high: 0.0, ..Clip::NONE }))
    }

    /// x where positive, else x times a slope, which is constant: one, or one for each channel.
    fn prelu(&mut self, x: &View) -> Result<View> {
        let slope = self.importer.constant(self.node, 1)?;
        if let Some(slope) = slope.single() {
            return self.unary(x, Unary::LeakyRelu { slope });
        }
        let slope = self.importer.constant_view(slope);
        let negative = self.negative_part(x)?;
        let negative = self.binary(Binary::Mul, &negative, &slope)?;
        let positive = self.positive_part(x)?;
        self.binary(Binary::Add, &positive, &negative)
    }

    /// gamma (max(x, 0) + alpha (exp(min(x, 0)) - 1))
    fn elu(&mut self, x: &View, alpha: f32, gamma: f32) -> Result<View> {
        let negative = self.negative_part(x)?;
        let power = self.unary(&negative, Unary::Exp)?;
        let shifted = self.with_number(Binary::Sub, &power, 1.0)?;
        let negative = self.with_number(Binary::Mul, &shifted, alpha)?;
        let positive = self.positive_part(x)?;
        let sum = self.binary(Binary::Add, &positive, &negative)?;
        if gamma == 1.0 {
            Ok(sum)
        } else {
            self.with_number(Binary::Mul, &sum, gamma)
        }
    }

    /// log(1 + exp(x)) as max(x, 0) + log(1 + exp(-|x|)), which does not overflow.
    fn softplus(&mut self, x: &View) -> Result<View> {
        let size = self.abs(x)?;
        let negative = self.with_number(Binary::Mul, &size, -1.0)?;
        let power = self.unary(&negative, Unary::Exp)?;
        let sum = self.with_number(Binary::Add, &power, 1.0)?;
        let log = self.unary(&sum, Unary::Log)?;
        let positive = self.positive_part(x)?;
        self.binary(Binary::Add, &positive, &log)
    }
}
