use crate::op::{Binary, Clip, Levels, Op, Unary};
use crate::tensor::Tensor;
use crate::testing::{check, graph, graph_of, reference, run, Random, SIZES};

const UNARIES: [Unary; 27] = [
    Unary::Clip(Clip::RELU6),
    Unary::Clip(Clip { low: -0.5, high: 0.25 }),
    Unary::Clip(Clip::NONE),
    Unary::Sigmoid,
    Unary::HardSigmoid { alpha: 0.2, beta: 0.5 },
    Unary::Swish,
    Unary::HardSwish,
    Unary::LeakyRelu { slope: 0.1 },
    Unary::Exp,
    Unary::Tanh,
    Unary::Clip(Clip { low: 1.0, high: -1.0 }),
    Unary::Elu { alpha: 0.7 },
    Unary::Softplus,
    Unary::Gelu,
    Unary::GeluTanh,
    Unary::Erf,
    Unary::Sin,
    Unary::Cos,
    Unary::Pow { exponent: 2.0 },
    Unary::Pow { exponent: 3.0 },
    Unary::Neg,
    Unary::Abs,
    Unary::Sign,
    Unary::Floor,
    Unary::Ceil,
    // A scale that is a power of two, so that a half is one in single precision too.
    Unary::Quantise(Levels { scale: 1.0 / 128.0, low: -100.0, high: 90.0 }),
    Unary::Quantise(Levels { scale: 1.0 / 128.0, low: 0.0, high: 100.0 }),
];

#[test]
fn unary_ops_of_any_length() {
    for size in SIZES {
        for op in UNARIES {
            check(&graph_of(Op::Unary(op), &[size], &[]), &format!("{op:?} of {size}"));
        }
    }
}

#[test]
fn roots() {
    for op in [Unary::Sqrt, Unary::Rsqrt, Unary::Log, Unary::Pow { exponent: 0.3 }] {
        let mut roots = graph(&[207]);
        let positive = roots.add("exp", Op::Unary(Unary::Exp), &[roots.input]).unwrap();
        roots.output = roots.add("root", Op::Unary(op), &[positive]).unwrap();
        check(&roots, &format!("{op:?}"));
    }
}

#[test]
fn binary_ops_of_any_length_and_of_repeated_rows() {
    let mut random = Random::new(21);
    for size in SIZES {
        for op in [
            Binary::Add,
            Binary::Sub,
            Binary::Mul,
            Binary::Max,
            Binary::Min,
            Binary::Mod,
            Binary::Greater,
            Binary::GreaterOrEqual,
            Binary::Equal,
        ] {
            check(&graph_of(Op::Binary(op), &[size], &[random.tensor(&[size])]), &format!("{op:?} of {size}"));
            check(
                &graph_of(Op::Binary(op), &[3, size], &[random.tensor(&[size])]),
                &format!("{op:?} of rows of {size}"),
            );
        }
    }
    let divisor = crate::tensor::Tensor::vector((1..=207).map(|i| i as f32 / 10.0).collect());
    check(&graph_of(Op::Binary(Binary::Div), &[2, 207], &[divisor]), "Div");
}

#[test]
fn extremes_stay_finite_where_the_function_is() {
    let extremes = [0.0, -0.0, 1e-40, 88.0, -88.0, 1e4, -1e4, f32::MAX, f32::MIN];
    for op in [Unary::Sigmoid, Unary::Tanh, Unary::Clip(Clip::RELU6), Unary::HardSigmoid { alpha: 0.2, beta: 0.5 }] {
        let results = run(&graph_of(Op::Unary(op), &[extremes.len()], &[]), &extremes);
        assert!(results.iter().all(|x| x.is_finite() && x.abs() <= 6.0), "{op:?}: {results:?}");
    }
    let nan = run(&graph_of(Op::Unary(Unary::Clip(Clip::RELU6)), &[1], &[]), &[f32::NAN]);
    assert!(nan[0].is_nan(), "a clip must not hide that a network computes nonsense");
}

/// Values from -6 to 6, where the functions of the normal distribution and their tails differ from 0 and 1.
#[test]
fn error_functions_are_exact_in_their_tails() {
    let inputs: Vec<f32> = (-600..=600).map(|i| i as f32 / 100.0).collect();
    for op in [Unary::Erf, Unary::Gelu, Unary::GeluTanh, Unary::Softplus, Unary::Elu { alpha: 1.0 }] {
        let graph = graph_of(Op::Unary(op), &[inputs.len()], &[]);
        let (found, expected) = (run(&graph, &inputs), reference::evaluate(&graph, &inputs));
        for ((x, found), expected) in inputs.iter().zip(found).zip(expected) {
            let bound = 1e-6 * expected.abs().max(1.0);
            assert!((f64::from(found) - expected).abs() <= bound, "{op:?} of {x} is {found}, not {expected}");
        }
    }
}

#[test]
fn halves_round_to_even_and_comparisons_with_the_same_number_hold() {
    let values = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.4, 0.0];
    assert_eq!(run(&graph_of(Op::Unary(Unary::Round), &[8], &[]), &values), [-2.0, -2.0, 0.0, 0.0, 2.0, 2.0, 2.0, 0.0]);
    assert_eq!(run(&graph_of(Op::Unary(Unary::Sign), &[8], &[]), &values), [-1.0, -1.0, -1.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
    let half = Tensor::scalar(0.5);
    let compared = |op| run(&graph_of(Op::Binary(op), &[8], std::slice::from_ref(&half)), &values);
    assert_eq!(compared(Binary::Equal), [0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    assert_eq!(compared(Binary::GreaterOrEqual), [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
    assert_eq!(compared(Binary::Greater), [0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0]);
}

#[test]
fn levels_of_quantisers_reach_from_end_to_end_and_hide_no_nan() {
    let quantise = |scale, zero_point, ends| Op::Unary(Unary::Quantise(Levels::of(scale, zero_point, ends).unwrap()));
    let values = [0.0, 0.125, 0.375, -0.125, -0.375, 1e9, -1e9, f32::INFINITY, f32::NEG_INFINITY];
    let found = run(&graph_of(quantise(0.25, 0.0, [-128.0, 127.0]), &[9], &[]), &values);
    assert_eq!(found, [0.0, 0.0, 0.5, 0.0, -0.5, 31.75, -32.0, 31.75, -32.0]);
    let found = run(&graph_of(quantise(0.25, -128.0, [-128.0, 127.0]), &[8], &[]), &values[..8]);
    assert_eq!(found, [0.0, 0.0, 0.5, 0.0, 0.0, 63.75, 0.0, 63.75]);
    for zero_point in [0.0, -128.0] {
        let found = run(&graph_of(quantise(0.25, zero_point, [-128.0, 127.0]), &[1], &[]), &[f32::NAN]);
        assert!(found[0].is_nan());
    }
}

#[test]
fn quantisers_without_levels_are_none() {
    let ends = [-128.0, 127.0];
    for (scale, zero_point) in
        [(0.0, 0.0), (-1.0, 0.0), (f32::NAN, 0.0), (f32::INFINITY, 0.0), (1.0, 0.5), (1.0, f32::NAN)]
    {
        assert_eq!(Levels::of(scale, zero_point, ends), None, "{scale}, {zero_point}");
    }
    assert_eq!(Levels::of(1.0, 1e9, ends), None);
    assert_eq!(Levels::of(1.0, 0.0, [f32::NEG_INFINITY, f32::INFINITY]), None);
}

#[test]
fn powers_of_tensors() {
    let mut graph = graph(&[3, 207]);
    let base = graph.add("exp", Op::Unary(Unary::Exp), &[graph.input]).unwrap();
    let exponent = graph.constant(Random::new(22).tensor(&[207]));
    graph.output = graph.add("power", Op::Binary(Binary::Pow), &[base, exponent]).unwrap();
    check(&graph, "powers");
}

#[test]
fn a_choice_broadcasts_all_three() {
    let mut random = Random::new(23);
    for [condition, a, b] in [[&[13][..], &[13], &[13]], [&[3, 1, 13], &[2, 1], &[]], [&[1], &[3, 13], &[3, 1]]] {
        let mut graph = graph(condition);
        let positive = graph.add("sign", Op::Unary(Unary::Clip(Clip::RELU)), &[graph.input]).unwrap();
        let [a, b] = [a, b].map(|shape| graph.constant(random.tensor(shape)));
        graph.output = graph.add("choice", Op::Select, &[positive, a, b]).unwrap();
        check(&graph, &format!("{condition:?}"));
    }
}
