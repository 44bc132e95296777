use crate::graph::{Graph, ValueId};
use crate::op::Op;
use crate::testing::{check, graph, graph_of, Random};

#[test]
fn products_of_any_size() {
    let mut random = Random::new(41);
    for (rows, depth, columns) in [(1, 1, 1), (1, 13, 4), (5, 4, 1), (4, 16, 8), (13, 207, 5), (70, 3, 66)] {
        for transpose_b in [false, true] {
            let b = if transpose_b { [columns, depth] } else { [depth, columns] };
            let op = Op::MatMul { transpose_b, factor: 0.5 };
            check(&graph_of(op, &[rows, depth], &[random.tensor(&b)]), &format!("{rows} x {depth} x {columns}"));
        }
    }
}

#[test]
fn batches_of_products_are_broadcast() {
    let mut random = Random::new(42);
    let cases: [(&[usize], &[usize]); 5] = [
        (&[2, 3, 5, 4], &[2, 3, 4, 7]),
        (&[2, 3, 5, 4], &[4, 7]),
        (&[5, 4], &[2, 3, 4, 7]),
        (&[2, 1, 5, 4], &[3, 4, 7]),
        (&[3, 5, 4], &[1, 4, 7]),
    ];
    for (a, b) in cases {
        check(
            &graph_of(Op::MatMul { transpose_b: false, factor: 1.0 }, a, &[random.tensor(b)]),
            &format!("{a:?} x {b:?}"),
        );
    }
}

/// The input split into heads: [batch, positions, heads x size] becomes [batch, heads, positions, size].
fn heads(graph: &mut Graph, x: ValueId, heads: usize) -> ValueId {
    let &[batch, positions, width] = graph.shape(x) else { panic!("not a sequence") };
    let split = Op::Reshape { shape: vec![batch, positions, heads, width / heads] };
    let x = graph.add("split", split, &[x]).unwrap();
    graph.add("heads", Op::Transpose { order: vec![0, 2, 1, 3] }, &[x]).unwrap()
}

#[test]
fn attention_of_several_heads() {
    let mut graph = graph(&[1, 9, 12]);
    let input = graph.input;
    let x = heads(&mut graph, input, 3);
    let scores = graph.add("scores", Op::MatMul { transpose_b: true, factor: 0.25 }, &[x, x]).unwrap();
    let weights = graph.add("weights", Op::Softmax, &[scores]).unwrap();
    let mixed = graph.add("mixed", Op::MatMul { transpose_b: false, factor: 1.0 }, &[weights, x]).unwrap();
    let together = graph.add("together", Op::Transpose { order: vec![0, 2, 1, 3] }, &[mixed]).unwrap();
    graph.output = graph.add("joined", Op::Reshape { shape: vec![1, 9, 12] }, &[together]).unwrap();
    check(&graph, "attention");
}
