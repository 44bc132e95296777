use crate::op::{Binary, Op};
use crate::testing::{check, graph, graph_of, Random};

/// Shapes of every rank, with axes of size 1 in every place.
const SHAPES: [&[usize]; 9] =
    [&[1], &[13], &[1, 13], &[4, 1], &[3, 5], &[1, 4, 1], &[2, 1, 5], &[2, 3, 1, 5], &[1, 7, 3, 2]];

#[test]
fn slices() {
    for shape in SHAPES {
        for step in 1..4 {
            for first in 0..2 {
                let start: Vec<usize> = shape.iter().map(|&size| first.min(size - 1)).collect();
                let size = shape.iter().zip(&start).map(|(size, start)| (size - start).div_ceil(step)).collect();
                let op = Op::Slice { start, size, step: vec![step; shape.len()] };
                check(&graph_of(op.clone(), shape, &[]), &format!("{op:?} of {shape:?}"));
            }
        }
    }
}

#[test]
fn transpositions() {
    for shape in SHAPES {
        for order in permutations(shape.len()) {
            check(&graph_of(Op::Transpose { order: order.clone() }, shape, &[]), &format!("{shape:?} by {order:?}"));
        }
    }
    let order = vec![2, 4, 0, 1, 3, 5];
    check(&graph_of(Op::Transpose { order }, &[1, 3, 2, 2, 2, 5], &[]), "six axes");
}

fn permutations(rank: usize) -> Vec<Vec<usize>> {
    if rank == 0 {
        return vec![Vec::new()];
    }
    let insert = |shorter: Vec<usize>, at: usize| [&shorter[..at], &[rank - 1], &shorter[at..]].concat();
    permutations(rank - 1)
        .into_iter()
        .flat_map(|shorter| (0..rank).map(move |at| insert(shorter.clone(), at)))
        .collect()
}

#[test]
fn padding() {
    for shape in SHAPES {
        let mut random = Random::new(11);
        for value in [0.0, -3.5] {
            let before: Vec<usize> = shape.iter().map(|_| random.below(3)).collect();
            let after: Vec<usize> = shape.iter().map(|_| random.below(3)).collect();
            let op = Op::Pad { before, after, value };
            check(&graph_of(op.clone(), shape, &[]), &format!("{op:?} of {shape:?}"));
        }
    }
}

#[test]
fn concatenations() {
    let mut random = Random::new(12);
    for shape in SHAPES {
        for axis in 0..shape.len() {
            let mut other = shape.to_vec();
            other[axis] = 4;
            let constant = random.tensor(&other);
            check(
                &graph_of(Op::Concat { axis }, shape, &[constant.clone(), constant]),
                &format!("{shape:?} along {axis}"),
            );
        }
    }
    let mut twice = graph(&[1, 3, 3, 2]);
    twice.output = twice.add("twice", Op::Concat { axis: 3 }, &[twice.input, twice.input]).unwrap();
    check(&twice, "the same tensor twice");
}

#[test]
fn broadcasts_in_every_combination_of_axes() {
    let mut random = Random::new(13);
    let full = [2, 3, 4, 5];
    let shape = |repeated: usize| -> Vec<usize> {
        (0..4).map(|axis| if repeated >> axis & 1 == 1 { 1 } else { full[axis] }).collect()
    };
    for first in 0..16 {
        for second in 0..16 {
            let constant = random.tensor(&shape(second));
            for op in [Binary::Sub, Binary::Mul] {
                let graph = graph_of(Op::Binary(op), &shape(first), std::slice::from_ref(&constant));
                check(&graph, &format!("{op:?} of {:?} and {:?}", shape(first), shape(second)));
            }
        }
    }
    for rank in 0..4 {
        let graph = graph_of(Op::Binary(Binary::Sub), &full, &[random.tensor(&full[4 - rank..])]);
        check(&graph, &format!("rank {rank}"));
    }
}
