use crate::graph::op::{Binary, Clip, Op, Unary};
use crate::testing::{check, graph, graph_of, run, Random, SIZES};

const UNARIES: [Unary; 11] = [
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
    for op in [Unary::Sqrt, Unary::Rsqrt] {
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
        for op in [Binary::Add, Binary::Sub, Binary::Mul, Binary::Max, Binary::Min] {
            check(&graph_of(Op::Binary(op), &[size], &[random.tensor(&[size])]), &format!("{op:?} of {size}"));
            check(
                &graph_of(Op::Binary(op), &[3, size], &[random.tensor(&[size])]),
                &format!("{op:?} of rows of {size}"),
            );
        }
    }
    let divisor = crate::graph::tensor::Tensor::vector((1..=207).map(|i| i as f32 / 10.0).collect());
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
