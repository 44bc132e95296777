//! Recognises GELU where a format spells it out: x (1 + erf(x / sqrt(2))) / 2, and its approximation
//! x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, in any order of the factors.

use super::matcher::{either_order, is_about, Factors, Matcher};
use crate::graph::{Graph, Node, ValueId};
use crate::op::{Binary, Op, Unary};

pub fn recognise(graph: &mut Graph) {
    let producers = graph.producers();
    for index in 0..graph.nodes.len() {
        if let Some((unary, input)) = gelu(&Matcher::new(graph, &producers), &graph.nodes[index]) {
            graph.nodes[index].op = Op::Unary(unary);
            graph.nodes[index].inputs = vec![input];
        }
    }
    super::dead::remove(graph);
}

fn gelu(matcher: &Matcher, node: &Node) -> Option<(Unary, ValueId)> {
    if !matches!(node.op, Op::Binary(Binary::Mul)) {
        return None;
    }
    let values = matcher.factors(node.output, None)?.values;
    let (gate, inner) = values.into_iter().find_map(|value| Some((value, gate(matcher, value)?)))?;
    let argument = inner.inputs[0];
    let (unary, candidates) = match inner.op {
        Op::Unary(Unary::Erf) => (Unary::Gelu, vec![matcher.with_number(matcher.producer(argument)?, Binary::Mul)?.0]),
        _ => (Unary::GeluTanh, operands(matcher, argument)?),
    };
    let fits = |x: ValueId| match unary {
        Unary::Gelu => is_product(matcher, argument, x, std::f32::consts::FRAC_1_SQRT_2, &[x]),
        _ => is_cubic(matcher, argument, x),
    };
    let is_half = |x: ValueId| is_product(matcher, node.output, x, 0.5, &[x, gate]);
    let x = candidates.into_iter().find(|&x| fits(x) && is_half(x))?;
    (matcher.graph.shape(x) == matcher.graph.shape(node.output)).then_some((unary, x))
}

/// The node of the function in 1 + erf(...) or 1 + tanh(...).
fn gate<'a>(matcher: &Matcher<'a>, value: ValueId) -> Option<&'a Node> {
    let (function, _) = matcher.plus_number(value).filter(|&(_, one)| one == 1.0)?;
    matcher.producer(function).filter(|node| matches!(node.op, Op::Unary(Unary::Erf | Unary::Tanh)))
}

/// The values that a product is of, and those that its sums are of.
fn operands(matcher: &Matcher, value: ValueId) -> Option<Vec<ValueId>> {
    let values = matcher.factors(value, None)?.values;
    let sums = values.iter().filter_map(|&value| matcher.binary(value, Binary::Add));
    Some(sums.flat_map(|node| node.inputs.clone()).chain(values.clone()).collect())
}

/// Whether `value` is `number` times `values`, in any order. `x` is not looked into.
fn is_product(matcher: &Matcher, value: ValueId, x: ValueId, number: f32, values: &[ValueId]) -> bool {
    let Some(mut factors) = matcher.factors(value, Some(x)) else { return false };
    let mut values = values.to_vec();
    values.sort_unstable();
    factors.values.sort_unstable();
    is_about(factors.number, number) && factors.values == values
}

/// Whether `value` is sqrt(2 / pi) (x + 0.044715 x^3), or sqrt(2 / pi) x (1 + 0.044715 x^2).
fn is_cubic(matcher: &Matcher, value: ValueId, x: ValueId) -> bool {
    let is_power = |value: ValueId, power: usize| is_product(matcher, value, x, 0.044_715, &vec![x; power]);
    let Some(Factors { number, values }) = matcher.factors(value, Some(x)) else { return false };
    let of_one = |sum: ValueId| matcher.plus_number(sum).is_some_and(|(square, one)| one == 1.0 && is_power(square, 2));
    let of_x = |sum: ValueId| {
        let inputs = matcher.binary(sum, Binary::Add).map(|node| node.inputs.clone());
        inputs.is_some_and(|inputs| either_order(&inputs, |a, b| a == x && is_power(b, 3)).is_some())
    };
    let fits = match values[..] {
        [sum] => of_x(sum),
        [a, b] => either_order(&[a, b], |a, b| a == x && of_one(b)).is_some(),
        _ => false,
    };
    fits && is_about(number, (2.0 / std::f32::consts::PI).sqrt())
}
