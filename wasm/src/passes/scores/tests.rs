use super::*;
use crate::op::{Clip, Levels, ReduceKind, Window};
use crate::testing::{conv, graph, Random};

/// A network that ends in `end` of a layer's `classes` logits, [1, classes]: what its scores are, and the ops of its end.
fn scores_of(classes: usize, end: impl FnOnce(&mut Graph, ValueId) -> ValueId) -> (Result<Scores>, Vec<&'static str>) {
    let mut graph = graph(&[1, 1, 1, 4]);
    let layer = Op::Conv(conv(&mut Random::new(1), Window { size: [1, 1], ..Window::POINT }, 1, 4, classes));
    let x = add(&mut graph, layer, &[0]);
    let logits = add(&mut graph, Op::Reshape { shape: vec![1, classes] }, &[x]);
    graph.output = end(&mut graph, logits);
    let count = graph.nodes.len();
    let scores = end_in_scores(&mut graph);
    (scores, graph.nodes[count..].iter().map(|node| node.op.name()).collect())
}

fn add(graph: &mut Graph, op: Op, inputs: &[ValueId]) -> ValueId {
    graph.add("node", op, inputs).unwrap()
}

fn with(graph: &mut Graph, op: Binary, x: ValueId, number: f32) -> ValueId {
    let constant = graph.constant(Tensor::scalar(number));
    add(graph, Op::Binary(op), &[x, constant])
}

fn less_from_one(graph: &mut Graph, x: ValueId) -> ValueId {
    let one = graph.constant(Tensor::scalar(1.0));
    add(graph, Op::Binary(Binary::Sub), &[one, x])
}

fn softmax(graph: &mut Graph, x: ValueId) -> ValueId {
    add(graph, Op::Softmax, &[x])
}

fn sigmoid(graph: &mut Graph, x: ValueId) -> ValueId {
    add(graph, Op::Unary(Unary::Sigmoid), &[x])
}

#[test]
fn logits_get_a_softmax_whatever_bounds_a_quantiser_gives_them() {
    assert_eq!(scores_of(5, |_, x| x), (Ok(Scores::SoftmaxAdded), vec!["Softmax"]));
    let limited = |graph: &mut Graph, x| {
        add(graph, Op::Unary(Unary::Quantise(Levels { scale: 0.1, low: 0.0, high: 255.0 })), &[x])
    };
    assert_eq!(scores_of(5, limited), (Ok(Scores::SoftmaxAdded), vec!["Softmax"]));
    let scaled = |graph: &mut Graph, x| with(graph, Binary::Mul, x, 0.5);
    assert_eq!(scores_of(5, scaled), (Ok(Scores::SoftmaxAdded), vec!["Softmax"]));
}

#[test]
fn what_was_a_softmax_gets_no_second_one() {
    let quantised = |graph: &mut Graph, x| {
        let p = softmax(graph, x);
        add(graph, Op::Unary(Unary::Quantise(Levels { scale: 1.0 / 256.0, low: 0.0, high: 255.0 })), &[p])
    };
    assert_eq!(scores_of(5, quantised), (Ok(Scores::Probabilities), vec![]));
    let mean_of_two = |graph: &mut Graph, x| {
        let (a, b) = (softmax(graph, x), with(graph, Binary::Mul, x, 2.0));
        let b = softmax(graph, b);
        let sum = add(graph, Op::Binary(Binary::Add), &[a, b]);
        with(graph, Binary::Div, sum, 2.0)
    };
    assert_eq!(scores_of(5, mean_of_two), (Ok(Scores::Probabilities), vec![]));
    let without_first = |graph: &mut Graph, x| {
        let p = softmax(graph, x);
        add(graph, Op::Slice { start: vec![0, 1], size: vec![1, 4], step: vec![1, 1] }, &[p])
    };
    assert_eq!(scores_of(5, without_first), (Ok(Scores::Probabilities), vec![]));
}

#[test]
fn spelled_out_softmax_is_one() {
    let share = |graph: &mut Graph, x| {
        let exp = add(graph, Op::Unary(Unary::Exp), &[x]);
        let sum = add(graph, Op::Reduce { kind: ReduceKind::Sum, axes: vec![1] }, &[exp]);
        add(graph, Op::Binary(Binary::Div), &[exp, sum])
    };
    assert_eq!(scores_of(5, share), (Ok(Scores::Probabilities), vec![]));
}

#[test]
fn percentages_sums_and_logarithms_become_probabilities() {
    let percent = |graph: &mut Graph, x| {
        let p = softmax(graph, x);
        with(graph, Binary::Mul, p, 100.0)
    };
    assert_eq!(scores_of(5, percent), (Ok(Scores::Probabilities), vec!["Mul"]));
    let log = |graph: &mut Graph, x| {
        let p = softmax(graph, x);
        add(graph, Op::Unary(Unary::Log), &[p])
    };
    assert_eq!(scores_of(5, log), (Ok(Scores::Probabilities), vec!["Exp"]));
}

#[test]
fn sigmoids_are_independent_unless_they_are_two_sides_of_one() {
    assert_eq!(scores_of(5, sigmoid), (Ok(Scores::Independent), vec![]));
    let sides = |graph: &mut Graph, x| {
        let p = sigmoid(graph, x);
        let q = less_from_one(graph, p);
        add(graph, Op::Concat { axis: 1 }, &[q, p])
    };
    assert_eq!(scores_of(1, sides), (Ok(Scores::Probabilities), vec![]));
    let heads = |graph: &mut Graph, x| {
        let (a, b) = (softmax(graph, x), with(graph, Binary::Mul, x, 2.0));
        let b = softmax(graph, b);
        add(graph, Op::Concat { axis: 1 }, &[a, b])
    };
    assert_eq!(scores_of(3, heads), (Ok(Scores::Independent), vec![]));
}

#[test]
fn one_probability_or_one_logit_is_two_classes() {
    assert_eq!(scores_of(1, sigmoid), (Ok(Scores::Binary), vec!["Sub", "Concat"]));
    assert_eq!(scores_of(1, |_, x| x), (Ok(Scores::Binary), vec!["Sigmoid", "Sub", "Concat"]));
}

#[test]
fn what_cannot_be_known_is_left_to_the_values() {
    let product = |graph: &mut Graph, x| add(graph, Op::Binary(Binary::Mul), &[x, x]);
    assert_eq!(scores_of(5, product), (Ok(Scores::SoftmaxIfNeeded), vec![]));
}

#[test]
fn maps_and_embeddings_are_refused() {
    let mut map = graph(&[1, 6, 6, 4]);
    map.output = 0;
    map.output_name = "map".into();
    let message = end_in_scores(&mut map).unwrap_err().message;
    assert!(message.starts_with("the output `map` has shape [1, 6, 6, 4], as a map of places"), "{message}");
    let embedding = |graph: &mut Graph, x| {
        let squares = add(graph, Op::Binary(Binary::Mul), &[x, x]);
        let sum = add(graph, Op::Reduce { kind: ReduceKind::Sum, axes: vec![1] }, &[squares]);
        let length = add(graph, Op::Unary(Unary::Sqrt), &[sum]);
        let length = add(graph, Op::Unary(Unary::Clip(Clip { low: 1e-12, high: f32::INFINITY })), &[length]);
        add(graph, Op::Binary(Binary::Div), &[x, length])
    };
    let message = scores_of(8, embedding).0.unwrap_err().message;
    assert!(message.contains("as an embedding is"), "{message}");
}
