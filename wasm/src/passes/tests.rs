//! Every pass leaves what a graph computes alone, after the reference, and does what it says.

mod spelt_out;

use super::*;
use crate::graph::ValueId;
use crate::op::{Binary, Clip, Conv, Levels, Op, Pool, PoolKind, Unary, Window};
use crate::tensor::Tensor;
use crate::testing::{assert_same, check, conv, graph, ops, Random};

/// The input of every graph here, its first value.
const X: ValueId = 0;

const INPUT: [usize; 4] = [1, 6, 5, 4];
const WINDOW: Window = Window { size: [3, 3], ..Window::POINT };

/// Runs a pass on a copy and returns the copy.
fn rewritten(before: &Graph, pass: impl FnOnce(&mut Graph)) -> Graph {
    let mut after = before.clone();
    pass(&mut after);
    assert_same(before, &after, "the pass");
    after
}

fn add(graph: &mut Graph, op: Op, inputs: &[ValueId]) -> ValueId {
    graph.add("node", op, inputs).unwrap()
}

/// `x op constant` for each channel.
fn with(graph: &mut Graph, random: &mut Random, op: Binary, x: ValueId, shape: &[usize]) -> ValueId {
    let constant = graph.constant(random.tensor(shape));
    add(graph, Op::Binary(op), &[x, constant])
}

fn convolution(random: &mut Random) -> Op {
    Op::Conv(conv(random, WINDOW, 1, 4, 4))
}

#[test]
fn arithmetic_becomes_addition_and_multiplication_with_the_constant_second() {
    let mut before = graph(&INPUT);
    let constant = before.constant(Tensor::new(vec![4], vec![0.5, -2.0, 3.0, 4.0]).unwrap());
    let mut x = X;
    for (op, constant_first) in [(Binary::Sub, false), (Binary::Div, false), (Binary::Add, true), (Binary::Mul, true)] {
        let inputs = if constant_first { [constant, x] } else { [x, constant] };
        x = add(&mut before, Op::Binary(op), &inputs);
    }
    // A constant minus something stays as it is.
    before.output = add(&mut before, Op::Binary(Binary::Sub), &[constant, x]);
    let after = rewritten(&before, |graph| arithmetic::canonicalise(graph).unwrap());
    assert_eq!(ops(&after), ["Add", "Mul", "Add", "Mul", "Sub"]);
    assert!(after.nodes[..4].iter().all(|node| after.constant_of(node.inputs[1]).is_some()));
}

#[test]
fn bounds_become_clips() {
    let mut before = graph(&INPUT);
    let (low, high) =
        (before.constant(Tensor::scalar(-0.5)), before.constant(Tensor::new(vec![1, 1], vec![0.25]).unwrap()));
    let x = add(&mut before, Op::Binary(Binary::Max), &[low, X]);
    before.output = add(&mut before, Op::Binary(Binary::Min), &[x, high]);
    let after = rewritten(&before, |graph| arithmetic::canonicalise(graph).unwrap());
    assert_eq!(ops(&after), ["Clip", "Clip"]);
}

#[test]
fn batch_norm_and_bias_fold_into_the_convolution_before_them() {
    let mut random = Random::new(31);
    for groups in [1, 4] {
        let mut before = graph(&INPUT);
        let op = Op::Conv(conv(&mut random, WINDOW, groups, 4 / groups, 4));
        let mut x = add(&mut before, op, &[X]);
        for (op, shape) in
            [(Binary::Mul, &[4][..]), (Binary::Add, &[1, 4]), (Binary::Mul, &[]), (Binary::Add, &[1, 1, 1, 1])]
        {
            x = with(&mut before, &mut random, op, x, shape);
        }
        before.output = x;
        let after = rewritten(&before, |graph| scale::fuse(graph).unwrap());
        assert_eq!(after.nodes.len(), 1, "{groups} groups");
    }
}

#[test]
fn batch_norm_without_a_convolution_becomes_one_of_each_channel() {
    let mut random = Random::new(32);
    let mut before = graph(&INPUT);
    let scaled = with(&mut before, &mut random, Binary::Mul, X, &[4]);
    before.output = with(&mut before, &mut random, Binary::Add, scaled, &[4]);
    let after = rewritten(&before, |graph| scale::fuse(graph).unwrap());
    assert_eq!(ops(&after), ["DepthwiseConv"]);
}

#[test]
fn arithmetic_does_not_cross_a_clip_or_a_second_reader() {
    let mut random = Random::new(33);
    let mut before = graph(&INPUT);
    let clipped = Op::Conv(Conv { clip: Clip::RELU, ..conv(&mut random, WINDOW, 1, 4, 4) });
    let x = add(&mut before, clipped, &[X]);
    let y = with(&mut before, &mut random, Binary::Mul, x, &[4]);
    let z = add(&mut before, convolution(&mut random), &[X]);
    let scaled = with(&mut before, &mut random, Binary::Mul, z, &[4]);
    let joined = add(&mut before, Op::Concat { axis: 3 }, &[y, z]);
    before.output = add(&mut before, Op::Concat { axis: 3 }, &[joined, scaled]);
    let after = rewritten(&before, |graph| scale::fuse(graph).unwrap());
    assert_eq!(ops(&after), ["Conv", "DepthwiseConv", "Conv", "DepthwiseConv", "Concat", "Concat"]);
}

#[test]
fn arithmetic_that_grows_the_shape_is_left_alone() {
    let mut random = Random::new(34);
    let mut before = graph(&[1, 1, 1, 4]);
    let x = add(&mut before, Op::Conv(conv(&mut random, Window::POINT, 1, 4, 4)), &[X]);
    before.output = with(&mut before, &mut random, Binary::Add, x, &[1, 3, 2, 4]);
    let after = rewritten(&before, |graph| scale::fuse(graph).unwrap());
    assert_eq!(ops(&after), ["Conv", "Add"]);
}

#[test]
fn activations_fuse_into_what_they_follow() {
    let mut random = Random::new(35);
    let mut before = graph(&INPUT);
    let mut x = add(&mut before, convolution(&mut random), &[X]);
    for limits in [Clip::RELU, Clip { low: 0.1, high: 0.7 }, Clip::RELU6] {
        x = add(&mut before, Op::Unary(Unary::Clip(limits)), &[x]);
    }
    before.output = x;
    assert_eq!(ops(&rewritten(&before, activation::fuse)), ["Conv"]);
}

#[test]
fn functions_that_the_kernels_know_finish_a_convolution() {
    let mut random = Random::new(36);
    for groups in [1, 4] {
        let op = Op::Conv(Conv { clip: Clip::RELU6, ..conv(&mut random, WINDOW, groups, 4 / groups, 4) });
        let mut before = graph(&INPUT);
        let x = add(&mut before, op, &[X]);
        let swish = add(&mut before, Op::Unary(Unary::Swish), &[x]);
        before.output = add(&mut before, Op::Unary(Unary::Sigmoid), &[swish]);
        let conv = ops(&before)[0];
        assert_eq!(ops(&rewritten(&before, |graph| finish::fuse(graph, |_| true))), [conv, "Sigmoid"]);
        assert_eq!(ops(&rewritten(&before, |graph| finish::fuse(graph, |op| op != Unary::Swish))).len(), 3);
        // What others read too stays as it is.
        before.output = add(&mut before, Op::Binary(Binary::Mul), &[x, swish]);
        assert_eq!(ops(&rewritten(&before, |graph| finish::fuse(graph, |_| true))).len(), 3);
    }
}

#[test]
fn two_clips_in_a_row_are_one() {
    let limits = [-2.0, -0.5, 0.0, 0.3, 1.0, f32::INFINITY];
    let clips: Vec<Clip> = limits.iter().flat_map(|&low| limits.map(|high| Clip { low, high })).collect();
    for first in &clips {
        for second in &clips {
            let mut before = graph(&[50]);
            let x = add(&mut before, Op::Unary(Unary::Clip(*first)), &[X]);
            before.output = add(&mut before, Op::Unary(Unary::Clip(*second)), &[x]);
            assert_eq!(ops(&rewritten(&before, activation::fuse)), ["Clip"]);
        }
    }
}

#[test]
fn zeros_around_a_picture_become_the_padding_of_the_convolution() {
    let mut random = Random::new(36);
    for (value, fuses) in [(0.0, true), (1.0, false)] {
        let mut before = graph(&INPUT);
        let pad = Op::Pad { before: vec![0, 1, 0, 0], after: vec![0, 2, 3, 0], value };
        let x = add(&mut before, pad, &[X]);
        before.output = add(&mut before, convolution(&mut random), &[x]);
        let after = rewritten(&before, |graph| {
            padding::fuse(graph);
            dead::remove(graph);
        });
        assert_eq!(ops(&after) == ["Conv"], fuses);
    }
}

#[test]
fn a_shortcut_is_added_by_the_convolution_that_ends_the_block() {
    let mut random = Random::new(37);
    for swapped in [false, true] {
        let mut before = graph(&INPUT);
        let window = Window { pad_start: [1, 1], pad_end: [1, 1], ..WINDOW };
        let x = add(&mut before, Op::Conv(conv(&mut random, window, 1, 4, 4)), &[X]);
        let y = add(&mut before, Op::Conv(conv(&mut random, window, 1, 4, 4)), &[x]);
        let inputs = if swapped { [y, x] } else { [x, y] };
        let sum = add(&mut before, Op::Binary(Binary::Add), &inputs);
        before.output = add(&mut before, Op::Unary(Unary::Clip(Clip::RELU)), &[sum]);
        let after = rewritten(&before, |graph| {
            residual::fuse(graph);
            activation::fuse(graph);
        });
        assert_eq!(ops(&after), ["Conv", "Conv"]);
        check(&after, "a residual and a clip");
    }
}

#[test]
fn a_tensor_added_to_itself_or_clipped_before_is_no_residual() {
    let mut random = Random::new(38);
    let mut before = graph(&INPUT);
    let x = add(&mut before, convolution(&mut random), &[X]);
    before.output = add(&mut before, Op::Binary(Binary::Add), &[x, x]);
    assert_eq!(ops(&rewritten(&before, residual::fuse)), ["Conv", "Add"]);
    let mut before = graph(&INPUT);
    let clipped = Op::Conv(Conv { clip: Clip::RELU, ..conv(&mut random, Window::POINT, 1, 4, 4) });
    let x = add(&mut before, clipped, &[X]);
    before.output = add(&mut before, Op::Binary(Binary::Add), &[X, x]);
    assert_eq!(ops(&rewritten(&before, residual::fuse)), ["Conv", "Add"]);
}

#[test]
fn a_dense_layers_bias_and_activation_meet_its_convolution() {
    let mut random = Random::new(39);
    let mut before = graph(&[1, 1, 1, 12]);
    let product = add(&mut before, Op::Conv(conv(&mut random, Window::POINT, 1, 12, 7)), &[X]);
    let x = add(&mut before, Op::Reshape { shape: vec![1, 7] }, &[product]);
    let x = with(&mut before, &mut random, Binary::Add, x, &[7]);
    before.output = add(&mut before, Op::Unary(Unary::Clip(Clip::RELU)), &[x]);
    let after = rewritten(&before, |graph| simplify(graph).unwrap());
    assert_eq!(ops(&after).iter().filter(|&&op| op != "Reshape").collect::<Vec<_>>(), [&"Conv"]);
}

#[test]
fn logits_get_a_softmax_and_probabilities_do_not() {
    let mut logits = graph(&[1, 1, 1, 5]);
    logits.output = add(&mut logits, Op::Reshape { shape: vec![1, 5] }, &[X]);
    optimise(&mut logits).unwrap();
    assert_eq!(ops(&logits).last(), Some(&"Softmax"));
    for op in [Op::Softmax, Op::Unary(Unary::Sigmoid)] {
        let mut scores = graph(&[1, 1, 1, 5]);
        let x = add(&mut scores, op.clone(), &[X]);
        scores.output = add(&mut scores, Op::Reshape { shape: vec![1, 5] }, &[x]);
        optimise(&mut scores).unwrap();
        assert_eq!(ops(&scores), [op.name(), "Reshape"]);
    }
}

/// Graphs of random ops: whatever the passes make of them, the engine computes what the reference says.
#[test]
fn random_networks_keep_their_results() {
    for seed in 0..300 {
        let before = random_network(&mut Random::new(1000 + seed));
        let mut after = before.clone();
        simplify(&mut after).unwrap();
        assert_same(&before, &after, &format!("seed {seed}, {:?} became {:?}", ops(&before), ops(&after)));
        check(&after, &format!("seed {seed}, {:?}", ops(&after)));
    }
}

fn random_network(random: &mut Random) -> Graph {
    let mut graph = graph(&INPUT);
    let mut values = vec![graph.input];
    for _ in 0..4 + random.below(10) {
        let x = values[values.len() - 1 - random.below(values.len().min(3))];
        values.push(random_node(&mut graph, random, x, &values));
    }
    graph.output = values[values.len() - 1];
    graph
}

fn random_node(graph: &mut Graph, random: &mut Random, x: ValueId, values: &[ValueId]) -> ValueId {
    let same = Window { pad_start: [1, 1], pad_end: [1, 1], ..WINDOW };
    let window = [Window::POINT, same][random.below(2)];
    let op = match random.below(9) {
        0 => Op::Conv(conv(random, window, 1, 4, 4)),
        1 => Op::Conv(conv(random, window, 4, 1, 4)),
        2 => Op::Unary(Unary::Clip([Clip::RELU, Clip::RELU6, Clip { low: -0.5, high: 0.5 }][random.below(3)])),
        3 => Op::Unary([Unary::Sigmoid, Unary::HardSwish, Unary::Tanh][random.below(3)]),
        4 | 5 => {
            let shape = [&[4][..], &[], &[1, 1, 1, 4], &[6, 5, 1]][random.below(4)];
            let constant = graph.constant(random.tensor(shape));
            let op = [Binary::Add, Binary::Mul, Binary::Sub, Binary::Max, Binary::Min][random.below(5)];
            let inputs = if random.below(2) == 0 { [x, constant] } else { [constant, x] };
            return add(graph, Op::Binary(op), &inputs);
        }
        6 => {
            let other = values[random.below(values.len())];
            return add(graph, Op::Binary([Binary::Add, Binary::Mul][random.below(2)]), &[x, other]);
        }
        7 => {
            let padded = add(graph, Op::Pad { before: vec![0, 1, 1, 0], after: vec![0, 1, 1, 0], value: 0.0 }, &[x]);
            return add(graph, Op::Conv(conv(random, WINDOW, 1, 4, 4)), &[padded]);
        }
        _ => {
            let flat = add(graph, Op::Reshape { shape: vec![1, 30, 4] }, &[x]);
            let constant = graph.constant(random.tensor(&[4]));
            let sum = add(graph, Op::Binary(Binary::Add), &[flat, constant]);
            let clipped = add(graph, Op::Unary(Unary::Clip(Clip::RELU)), &[sum]);
            return add(graph, Op::Reshape { shape: INPUT.to_vec() }, &[clipped]);
        }
    };
    add(graph, op, &[x])
}

#[test]
fn values_that_are_at_their_levels_are_not_rounded_again() {
    let eighths = Op::Unary(Unary::Quantise(Levels { scale: 0.125, low: -6.0, high: 5.0 }));
    let quarters = Op::Unary(Unary::Quantise(Levels { scale: 0.25, low: -6.0, high: 5.0 }));
    let zeros = |value| Op::Pad { before: vec![0, 1, 1, 0], after: vec![0; 4], value };
    let max = Op::Pool(Pool { kind: PoolKind::Max, window: WINDOW });
    let average = Op::Pool(Pool { kind: PoolKind::Average, window: WINDOW });
    let cases = [
        (vec![eighths.clone()], 1),
        (vec![max.clone(), zeros(0.0), Op::Transpose { order: vec![0, 2, 1, 3] }], 1),
        (vec![zeros(0.3)], 2),
        (vec![zeros(0.75)], 2),
        (vec![average], 2),
        (vec![convolution(&mut Random::new(31))], 2),
        (vec![Op::Unary(Unary::Clip(Clip::RELU))], 2),
        (vec![quarters], 3),
    ];
    for (between, expected) in cases {
        let mut before = graph(&INPUT);
        let mut x = add(&mut before, eighths.clone(), &[X]);
        for op in between.clone() {
            x = add(&mut before, op, &[x]);
        }
        before.output = add(&mut before, eighths.clone(), &[x]);
        let after = rewritten(&before, |graph| {
            levels::round_once(graph);
            dead::remove(graph);
        });
        assert_eq!(ops(&after).iter().filter(|&&op| op == "Quantise").count(), expected, "{between:?}");
    }
}

#[test]
fn concatenated_values_are_rounded_where_one_part_is_not() {
    let levels = Op::Unary(Unary::Quantise(Levels { scale: 0.125, low: -6.0, high: 5.0 }));
    for (both, expected) in [(true, 2), (false, 2)] {
        let mut before = graph(&INPUT);
        let first = add(&mut before, levels.clone(), &[X]);
        let second = add(&mut before, Op::Unary(Unary::Neg), &[X]);
        let second = if both { add(&mut before, levels.clone(), &[second]) } else { second };
        let joined = add(&mut before, Op::Concat { axis: 3 }, &[first, second]);
        before.output = add(&mut before, levels.clone(), &[joined]);
        let after = rewritten(&before, |graph| {
            levels::round_once(graph);
            dead::remove(graph);
        });
        assert_eq!(ops(&after).iter().filter(|&&op| op == "Quantise").count(), expected);
    }
}

/// A convolution whose result is rounded takes nothing in that comes after the rounding.
#[test]
fn no_operation_moves_across_a_rounding() {
    let mut random = Random::new(32);
    let levels = Op::Unary(Unary::Quantise(Levels { scale: 0.25, low: -20.0, high: 30.0 }));
    let mut before = graph(&INPUT);
    let same = Window { pad_start: [1, 1], pad_end: [1, 1], ..WINDOW };
    let x = add(&mut before, Op::Conv(conv(&mut random, same, 1, 4, 4)), &[X]);
    let x = add(&mut before, levels.clone(), &[x]);
    let x = with(&mut before, &mut random, Binary::Mul, x, &[4]);
    let x = add(&mut before, levels.clone(), &[x]);
    let x = add(&mut before, Op::Binary(Binary::Add), &[x, X]);
    let x = add(&mut before, levels, &[x]);
    before.output = add(&mut before, Op::Unary(Unary::Clip(Clip::RELU)), &[x]);
    let after = rewritten(&before, |graph| simplify(graph).unwrap());
    assert_eq!(ops(&after), ["Conv", "Quantise", "DepthwiseConv", "Quantise", "Add", "Quantise", "Clip"]);
}

/// min(max(x + 3, 0), 6), in the ops that formats use.
fn clipped(graph: &mut Graph, x: ValueId) -> ValueId {
    let three = graph.constant(Tensor::scalar(3.0));
    let sum = add(graph, Op::Binary(Binary::Add), &[x, three]);
    add(graph, Op::Unary(Unary::Clip(Clip::RELU6)), &[sum])
}

#[test]
fn activations_that_are_spelled_out_become_one_op() {
    let mut networks = vec![(graph(&INPUT), "Swish"), (graph(&INPUT), "HardSwish"), (graph(&INPUT), "HardSwish")];
    let sixth = |graph: &mut Graph, x| {
        let factor = graph.constant(Tensor::scalar(1.0 / 6.0));
        add(graph, Op::Binary(Binary::Mul), &[x, factor])
    };
    let swish = &mut networks[0].0;
    let gate = add(swish, Op::Unary(Unary::Sigmoid), &[X]);
    swish.output = add(swish, Op::Binary(Binary::Mul), &[gate, X]);
    let scaled_first = &mut networks[1].0;
    let clip = clipped(scaled_first, X);
    let gate = sixth(scaled_first, clip);
    scaled_first.output = add(scaled_first, Op::Binary(Binary::Mul), &[X, gate]);
    let scaled_last = &mut networks[2].0;
    let clip = clipped(scaled_last, X);
    let product = add(scaled_last, Op::Binary(Binary::Mul), &[X, clip]);
    scaled_last.output = sixth(scaled_last, product);
    for (before, expected) in &networks {
        assert_eq!(ops(&rewritten(before, patterns::recognise)), [*expected]);
    }
}

#[test]
fn what_only_resembles_an_activation_stays() {
    let mut before = graph(&INPUT);
    let other = add(&mut before, Op::Unary(Unary::Tanh), &[X]);
    let gate = add(&mut before, Op::Unary(Unary::Sigmoid), &[other]);
    let gated = add(&mut before, Op::Binary(Binary::Mul), &[X, gate]);
    let clip = clipped(&mut before, gated);
    let fifth = before.constant(Tensor::scalar(0.2));
    before.output = add(&mut before, Op::Binary(Binary::Mul), &[clip, fifth]);
    let after = rewritten(&before, patterns::recognise);
    assert_eq!(ops(&after), ["Tanh", "Sigmoid", "Mul", "Add", "Clip", "Mul"]);
}

#[test]
fn a_gate_for_each_channel_is_not_expanded() {
    let mut before = graph(&INPUT);
    let mean = add(&mut before, Op::Mean { axes: vec![1, 2] }, &[X]);
    before.output = add(&mut before, Op::Binary(Binary::Mul), &[mean, X]);
    let after = rewritten(&before, |graph| arithmetic::canonicalise(graph).unwrap());
    assert_eq!(after.nodes[1].inputs, [X, mean]);
}
