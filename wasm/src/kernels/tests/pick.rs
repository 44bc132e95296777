use crate::op::{Op, Taps};
use crate::testing::{check, graph_of, Random};

#[test]
fn positions_are_picked_along_any_axis() {
    let mut random = Random::new(31);
    for (axis, &size) in [2usize, 5, 3, 7].iter().enumerate() {
        let positions = (0..9).map(|_| random.below(size) as u32).collect();
        check(&graph_of(Op::Gather { axis, positions }, &[2, 5, 3, 7], &[]), &format!("axis {axis}"));
    }
    let positions = (0..3000).map(|_| random.below(2050) as u32).collect();
    check(&graph_of(Op::Gather { axis: 0, positions }, &[2050], &[]), "more than a chunk");
}

#[test]
fn positions_are_weighted_along_any_axis() {
    let mut random = Random::new(32);
    for (axis, &size) in [2usize, 5, 3, 1031].iter().enumerate() {
        for per_output in [1, 2, 3] {
            let taps: Vec<(u32, f32)> =
                (0..4 * per_output).map(|_| (random.below(size) as u32, random.value())).collect();
            let op = Op::Interpolate { axis, taps: Taps::new(per_output, taps) };
            check(&graph_of(op, &[2, 5, 3, 1031], &[]), &format!("axis {axis}, {per_output} taps"));
        }
    }
}
