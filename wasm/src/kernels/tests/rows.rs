use crate::op::{LayerNorm, Lrn, Op, ReduceKind};
use crate::testing::{check, graph_of, run, Random, SIZES};

#[test]
fn means_over_any_axes() {
    for shape in [&[2, 5, 4, 13][..], &[1, 7, 7, 3], &[3, 1, 4, 2], &[2, 3, 4], &[5, 207], &[13]] {
        for chosen in 0..1 << shape.len() {
            let axes: Vec<usize> = (0..shape.len()).filter(|axis| chosen >> axis & 1 == 1).collect();
            check(&graph_of(Op::Mean { axes: axes.clone() }, shape, &[]), &format!("{shape:?} over {axes:?}"));
        }
    }
}

#[test]
fn reductions_over_any_axes() {
    for shape in [&[2, 5, 4, 13][..], &[3, 1, 4, 2], &[5, 207], &[13]] {
        for chosen in 0..1 << shape.len() {
            let axes: Vec<usize> = (0..shape.len()).filter(|axis| chosen >> axis & 1 == 1).collect();
            for kind in [ReduceKind::Max, ReduceKind::Min, ReduceKind::Sum, ReduceKind::Product] {
                let op = Op::Reduce { kind, axes: axes.clone() };
                check(&graph_of(op, shape, &[]), &format!("{kind:?} of {shape:?} over {axes:?}"));
            }
        }
    }
}

#[test]
fn normalisations_of_any_length() {
    let mut random = Random::new(24);
    for size in SIZES {
        for (root_mean_square, scaled) in [(false, false), (false, true), (true, false), (true, true)] {
            let mut parameters = || if scaled { random.values(size) } else { vec![] };
            let norm = LayerNorm { epsilon: 1e-3, scale: parameters(), bias: parameters(), root_mean_square };
            check(&graph_of(Op::LayerNorm(norm), &[2, 3, size], &[]), &format!("{size}, {root_mean_square}"));
        }
    }
}

#[test]
fn softmax_of_any_length() {
    for size in SIZES {
        check(&graph_of(Op::Softmax, &[3, size], &[]), &format!("{size} classes"));
    }
}

#[test]
fn softmax_of_large_logits_is_finite() {
    let scores = run(&graph_of(Op::Softmax, &[1, 3], &[]), &[1e4, 1e4, -1e4]);
    assert_eq!(scores, [0.5, 0.5, 0.0]);
}

#[test]
fn local_response_normalisation() {
    for radius in [0, 1, 2, 5, 50] {
        let lrn = Lrn { radius, bias: 1.5, alpha: 0.3, beta: 0.75 };
        check(&graph_of(Op::Lrn(lrn), &[1, 3, 2, 13], &[]), &format!("radius {radius}"));
    }
}
