use crate::op::{Clip, Conv, Filter, Op, Window};
use crate::testing::{check, conv, graph, graph_of, Random};

/// Kernel, stride, dilation, padding before and after.
const WINDOWS: [Window; 12] = [
    Window::POINT,
    Window { stride: [2, 2], ..Window::POINT },
    Window { pad_start: [1, 0], pad_end: [0, 2], ..Window::POINT },
    square(3, 1, 1, 0),
    square(3, 1, 1, 1),
    square(3, 2, 1, 1),
    square(3, 1, 2, 2),
    square(5, 2, 1, 2),
    square(7, 2, 1, 3),
    Window { size: [1, 7], pad_start: [0, 3], pad_end: [0, 3], ..Window::POINT },
    Window { size: [3, 2], stride: [1, 3], dilation: [2, 1], pad_start: [0, 1], pad_end: [3, 0] },
    Window { size: [2, 3], pad_start: [4, 0], pad_end: [0, 5], ..Window::POINT },
];

const fn square(size: usize, stride: usize, dilation: usize, pad: usize) -> Window {
    Window {
        size: [size, size],
        stride: [stride, stride],
        dilation: [dilation, dilation],
        pad_start: [pad, pad],
        pad_end: [pad, pad],
    }
}

#[test]
fn any_window_and_any_number_of_channels() {
    let mut random = Random::new(1);
    for window in WINDOWS {
        for (channels, outputs) in [(1, 1), (3, 13), (4, 8), (13, 5), (32, 1)] {
            let conv = conv(&mut random, window, 1, channels, outputs);
            check(&graph_of(Op::Conv(conv), &[1, 9, 11, channels], &[]), &format!("{window:?} {channels}->{outputs}"));
        }
    }
}

#[test]
fn groups() {
    let mut random = Random::new(2);
    for window in [Window::POINT, square(3, 1, 1, 1), square(3, 2, 2, 1)] {
        // Groups, channels and outputs of each.
        for (groups, channels, outputs) in [(2, 3, 5), (3, 4, 4), (4, 1, 2), (5, 2, 1), (13, 3, 1)] {
            let conv = conv(&mut random, window, groups, channels, groups * outputs);
            check(
                &graph_of(Op::Conv(conv), &[1, 9, 8, groups * channels], &[]),
                &format!("{window:?} {groups} groups"),
            );
        }
    }
}

#[test]
fn depthwise() {
    let mut random = Random::new(3);
    for window in WINDOWS {
        for channels in [1, 3, 4, 13, 67] {
            let conv = conv(&mut random, window, channels, 1, channels);
            assert!(conv.is_depthwise());
            check(&graph_of(Op::Conv(conv), &[1, 10, 9, channels], &[]), &format!("{window:?} {channels} channels"));
        }
    }
}

#[test]
fn batches_scales_and_clips() {
    let mut random = Random::new(4);
    for (groups, channels, outputs) in [(1, 3, 6), (2, 4, 6), (6, 1, 6)] {
        for window in [Window::POINT, square(3, 2, 1, 1)] {
            let mut conv = conv(&mut random, window, groups, channels, outputs);
            conv.scale = random.values(outputs);
            conv.clip = Clip { low: -0.25, high: 0.5 };
            check(
                &graph_of(Op::Conv(conv.clone()), &[2, 7, 5, groups * channels], &[]),
                &format!("{groups} groups of {window:?}"),
            );
            conv.bias.clear();
            check(&graph_of(Op::Conv(conv), &[3, 5, 7, groups * channels], &[]), &format!("no bias, {groups} groups"));
        }
    }
}

#[test]
fn a_residual_is_added_before_the_clip() {
    let mut random = Random::new(5);
    // The last is depthwise: a residual sends it through the general kernel.
    for (groups, channels, outputs) in [(1, 6, 6), (2, 3, 6), (6, 1, 6)] {
        for window in [Window::POINT, square(3, 1, 1, 1)] {
            let conv = Conv { clip: Clip::RELU, ..conv(&mut random, window, groups, channels, outputs) };
            let mut graph = graph(&[2, 5, 6, 6]);
            graph.output = graph.add("conv", Op::Conv(conv), &[graph.input, graph.input]).unwrap();
            check(&graph, &format!("{groups} groups of {window:?}"));
        }
    }
}

#[test]
fn filters_are_read_in_the_order_of_any_format() {
    let mut random = Random::new(6);
    let window = square(3, 1, 1, 1);
    // ONNX's [outputs, channels, height, width] and TensorFlow Lite's [outputs, height, width, channels].
    for (order, strides) in [("OIHW", [3, 1, 9, 36]), ("OHWI", [12, 4, 1, 36])] {
        let filter = Filter { tensor: random.tensor(&[5 * 4 * 9]), dimensions: [3, 3, 4, 5], strides };
        check(&graph_of(Op::Conv(Conv::new(window, 1, filter)), &[1, 6, 6, 4], &[]), order);
    }
    let filter = Filter { tensor: random.tensor(&[7 * 9]), dimensions: [3, 3, 1, 7], strides: [3, 1, 9, 9] };
    check(&graph_of(Op::Conv(Conv::new(window, 7, filter)), &[1, 6, 6, 7], &[]), "depthwise OIHW");
}

#[test]
fn pictures_larger_than_a_strip() {
    let mut random = Random::new(7);
    let conv = conv(&mut random, square(3, 1, 1, 1), 1, 16, 4);
    check(&graph_of(Op::Conv(conv), &[1, 40, 45, 16], &[]), "40x45");
}
