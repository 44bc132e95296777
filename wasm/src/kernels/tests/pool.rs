use crate::op::{Op, Pool, PoolKind, Window};
use crate::testing::{check, graph_of};

#[test]
fn every_kind_with_and_without_padding() {
    let padded = Window { size: [3, 3], stride: [2, 2], pad_start: [1, 1], pad_end: [1, 1], ..Window::POINT };
    let windows = [
        Window { size: [2, 2], stride: [2, 2], ..Window::POINT },
        Window { size: [3, 2], stride: [1, 3], ..Window::POINT },
        padded,
        Window { pad_start: [0, 2], pad_end: [2, 0], ..padded },
        Window { size: [3, 3], dilation: [2, 2], ..Window::POINT },
        Window { size: [9, 8], ..Window::POINT },
        // Windows that lie wholly in the padding.
        Window { size: [2, 2], stride: [2, 2], pad_start: [3, 3], pad_end: [4, 4], ..Window::POINT },
    ];
    for kind in [PoolKind::Max, PoolKind::Average, PoolKind::AverageWithPadding] {
        for window in windows {
            for channels in [1, 3, 13, 65] {
                let graph = graph_of(Op::Pool(Pool { kind, window }), &[2, 9, 8, channels], &[]);
                check(&graph, &format!("{kind:?} {window:?} {channels} channels"));
            }
        }
    }
}
