//! Ops that treat every element alike.

use super::messages::NodeProto;
use super::operator::{computes, decides, Operator};
use super::view::{Kind, View};
use super::Importer;
use crate::error::Result;
use crate::op::{Binary, Clip, Op, Unary};
use crate::tensor::shape::elements;
use crate::tensor::Tensor;

pub fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "Add" | "Sum" => computes(|importer, node| fold(importer, node, Binary::Add)),
        "Sub" => computes(|importer, node| fold(importer, node, Binary::Sub)),
        "Mul" => computes(|importer, node| fold(importer, node, Binary::Mul)),
        "Max" => computes(|importer, node| fold(importer, node, Binary::Max)),
        "Min" => computes(|importer, node| fold(importer, node, Binary::Min)),
        "Mean" => computes(mean),
        "Div" => computes(div),
        "Mod" => computes(modulo),
        "Pow" => computes(pow),
        "Clip" => computes(clip),
        "Where" => decides(choose),
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
    let order = common_order(importer, &[a, b]);
    let (mut a, mut b) = (spread(importer, node, a, &order)?, spread(importer, node, b, &order)?);
    let sizes = [&a, &b].map(|view| elements(importer.graph.shape(view.id)));
    // The kernels repeat the second operand in place, the first by a copy.
    if op.commutes() && sizes[0].as_ref().ok() < sizes[1].as_ref().ok() {
        std::mem::swap(&mut a, &mut b);
    }
    Ok(a.with(importer.graph.add(node.label(), Op::Binary(op), &[a.id, b.id])?))
}

/// The order of axes for operands that are broadcast together: that of the one of most axes; of several, that of a
/// picture with channels last.
fn common_order(importer: &Importer, views: &[&View]) -> Vec<usize> {
    let rank = views.iter().map(|view| view.rank()).max().unwrap_or(0);
    let full = views.iter().copied().filter(|view| view.rank() == rank);
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
        Kind::Integer { .. } => truncated(importer, node, &quotient),
        _ => Ok(quotient),
    }
}

/// All inputs' sum, divided by their number.
fn mean(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let sum = fold(importer, node, Binary::Add)?;
    let factor = importer.constant_view(Tensor::scalar(1.0 / node.input.len() as f32));
    binary(importer, node, Binary::Mul, &sum, &factor)
}

/// The remainder of a division, with the sign of the divisor, or of the dividend if `fmod` says so.
fn modulo(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (a, b) = (importer.input(node, 0)?, importer.input(node, 1)?);
    if node.int("fmod", 0) == 0 {
        return binary(importer, node, Binary::Mod, &a, &b);
    }
    let (sign, a) = (apply(importer, node, &a, Unary::Sign)?, apply(importer, node, &a, Unary::Abs)?);
    let b = apply(importer, node, &b, Unary::Abs)?;
    let rest = binary(importer, node, Binary::Mod, &a, &b)?;
    binary(importer, node, Binary::Mul, &rest, &sign)
}

/// `Where`: the second input where the first, a condition, holds, else the third.
pub fn choose(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let views = [importer.input(node, 0)?, importer.input(node, 1)?, importer.input(node, 2)?];
    choose_of(importer, node, views)
}

/// The second value where the first is not zero, else the third.
pub fn choose_of(importer: &mut Importer, node: &NodeProto, views: [View; 3]) -> Result<View> {
    let order = common_order(importer, &[&views[1], &views[2], &views[0]]);
    let mut ids = Vec::with_capacity(views.len());
    for view in &views {
        ids.push(spread(importer, node, view, &order)?.id);
    }
    let id = importer.graph.add(node.label(), Op::Select, &ids)?;
    Ok(View { id, order, kind: views[1].kind })
}

/// Constant powers that are a few multiplications or a root become that.
pub fn pow(importer: &mut Importer, node: &NodeProto) -> Result<View> {
    let (x, exponents) = (importer.input(node, 0)?, importer.input(node, 1)?);
    match importer.graph.constant_of(exponents.id).and_then(Tensor::single) {
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
        Some(exponent) => apply(importer, node, &x, Unary::Pow { exponent }),
        None => binary(importer, node, Binary::Pow, &x, &exponents),
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

pub fn apply(importer: &mut Importer, node: &NodeProto, x: &View, op: Unary) -> Result<View> {
    Ok(x.with(importer.graph.add(node.label(), Op::Unary(op), &[x.id])?))
}

/// Values rounded towards zero.
pub fn truncated(importer: &mut Importer, node: &NodeProto, x: &View) -> Result<View> {
    let size = apply(importer, node, x, Unary::Abs)?;
    let whole = apply(importer, node, &size, Unary::Floor)?;
    let sign = apply(importer, node, x, Unary::Sign)?;
    binary(importer, node, Binary::Mul, &whole, &sign)
}
