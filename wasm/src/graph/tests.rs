use super::*;
use crate::op::{Binary, Conv, Filter, LayerNorm, Op, Pool, PoolKind, ReduceKind, Taps, Unary, Window};
use crate::tensor::compact::Element;
use crate::tensor::shape::{axis_index, resolve_reshape, MAX_ELEMENTS};
use crate::tensor::Tensor;
use crate::testing::{graph, graph_of, reference, Random};

const PICTURE: [usize; 4] = [1, 8, 6, 4];

/// The message of the error that an op gives on the input and these constants.
fn refusal(op: Op, input: &[usize], constants: &[Tensor]) -> String {
    let mut graph = graph(input);
    let mut inputs = vec![graph.input];
    inputs.extend(constants.iter().map(|tensor| graph.constant(tensor.clone())));
    graph.add("the node", op, &inputs).unwrap_err().message
}

fn conv(window: Window, groups: usize, dimensions: [usize; 4]) -> Conv {
    Conv::new(window, groups, Filter::hwio(Tensor::vector(vec![1.0; dimensions.iter().product()]), dimensions))
}

#[test]
fn what_does_not_fit_is_refused_and_the_node_named() {
    let kernel = |size: usize| Window { size: [size, size], ..Window::POINT };
    let pool = |window| Op::Pool(Pool { kind: PoolKind::Max, window });
    let slice = |start, size, step| Op::Slice { start: vec![start; 4], size: vec![size; 4], step: vec![step; 4] };
    let pad = |rank, by| Op::Pad { before: vec![by; rank], after: vec![by; rank], value: 0.0 };
    let long_bias = Conv { bias: vec![0.0; 3], ..conv(Window::POINT, 1, [1, 1, 4, 2]) };
    let cases = [
        Op::Conv(conv(Window::POINT, 1, [1, 1, 3, 2])),
        Op::Conv(conv(Window::POINT, 2, [1, 1, 2, 3])),
        Op::Conv(conv(Window::POINT, 0, [1, 1, 4, 2])),
        Op::Conv(conv(Window::POINT, 1, [1, 1, 4, 0])),
        Op::Conv(conv(kernel(7), 1, [7, 7, 4, 1])),
        Op::Conv(long_bias),
        pool(kernel(7)),
        pool(Window { stride: [0, 1], ..kernel(2) }),
        pool(Window { dilation: [1, 0], ..kernel(2) }),
        pool(Window { pad_start: [usize::MAX, 0], ..kernel(2) }),
        pool(Window { size: [65536, 65536], pad_end: [65536, 65536], ..Window::POINT }),
        pool(Window { size: [65536, 1], dilation: [65536, 1], pad_end: [65536, 0], ..Window::POINT }),
        Op::Mean { axes: vec![4] },
        pad(3, 1),
        pad(4, usize::MAX),
        pad(4, 1 << 20),
        Op::Reshape { shape: vec![7] },
        Op::Reshape { shape: vec![1; 9] },
        Op::Reshape { shape: vec![1 << 31, 1 << 31, 1 << 31] },
        Op::Transpose { order: vec![0, 1, 2] },
        Op::Transpose { order: vec![0, 1, 2, 2] },
        Op::Transpose { order: vec![0, 1, 2, usize::MAX] },
        slice(0, 2, 1),
        slice(usize::MAX, 1, 1),
        slice(0, 0, 1),
        Op::Slice { start: vec![0; 4], size: vec![1, 2, 1, 1], step: vec![1, 0, 1, 1] },
        Op::Slice { start: vec![0; 4], size: vec![1, 3, 1, 1], step: vec![1, usize::MAX, 1, 1] },
        Op::Concat { axis: 4 },
        Op::Reduce { kind: ReduceKind::Max, axes: vec![4] },
        Op::LayerNorm(LayerNorm { epsilon: 0.0, scale: vec![1.0; 3], bias: vec![], root_mean_square: false }),
        Op::MatMul { transpose_b: false, factor: 1.0 },
        Op::Select,
        Op::Gather { axis: 4, positions: [0].into() },
        Op::Gather { axis: 1, positions: [8].into() },
        Op::Interpolate { axis: 1, taps: Taps::new(1, [(8, 1.0)]) },
    ];
    for op in cases {
        let context = format!("{op:?}");
        assert!(refusal(op, &PICTURE, &[]).contains("`the node`"), "{context}");
    }
    let mut random = Random::new(1);
    for op in [Op::Binary(Binary::Add), Op::Concat { axis: 1 }, Op::MatMul { transpose_b: true, factor: 0.25 }] {
        assert!(refusal(op, &PICTURE, &[random.tensor(&[1, 8, 6, 3])]).contains("[1, 8, 6, 3]"));
    }
}

#[test]
fn same_padding_is_as_tensorflow_does_it() {
    // (kernel, stride, picture) -> (before, after): the odd pixel comes last.
    for (size, stride, picture, before, after) in [
        (3, 1, 8, 1, 1),
        (3, 2, 8, 0, 1),
        (3, 2, 7, 1, 1),
        (2, 2, 7, 0, 1),
        (5, 2, 8, 1, 2),
        (1, 2, 8, 0, 0),
        (7, 3, 2, 2, 3),
    ] {
        let window = Window { size: [size; 2], stride: [stride; 2], ..Window::POINT }.with_same_padding([picture; 2]);
        assert_eq!((window.pad_start, window.pad_end), ([before; 2], [after; 2]), "{size} {stride} {picture}");
        assert_eq!(window.output([picture; 2]).unwrap(), [usize::div_ceil(picture, stride); 2]);
    }
}

#[test]
fn requested_shapes_are_resolved() {
    assert_eq!(resolve_reshape(&[2, 3, 4], &[-1, 4], false).unwrap(), [6, 4]);
    assert_eq!(resolve_reshape(&[2, 3, 4], &[0, -1], true).unwrap(), [2, 12]);
    assert_eq!(resolve_reshape(&[1], &[], false).unwrap(), [0usize; 0]);
    let wrong: [&[i64]; 8] =
        [&[5], &[-1, 5], &[-1, -1], &[-2], &[0, -1], &[i64::MAX, -1], &[1 << 32, 1 << 32], &[1; 9]];
    for requested in wrong {
        assert!(resolve_reshape(&[2, 3, 4], requested, false).is_err(), "{requested:?}");
    }
    assert!(resolve_reshape(&[2], &[2, 0], true).is_err(), "there is no second axis to copy");
}

#[test]
fn axes_count_from_either_end() {
    assert_eq!(axis_index(-1, 4).unwrap(), 3);
    assert_eq!(axis_index(3, 4).unwrap(), 3);
    for axis in [4, -5, i64::MIN, i64::MAX] {
        assert!(axis_index(axis, 4).is_err());
    }
}

#[test]
fn tensors_have_as_many_values_as_their_shape() {
    assert!(Tensor::new(vec![2, 3], vec![0.0; 5]).is_err());
    assert!(Tensor::new(vec![0, MAX_ELEMENTS, MAX_ELEMENTS], Vec::new()).is_err(), "its strides would overflow");
    assert!(Tensor::view(vec![1], vec![0, 0, 0].into()).is_err());
    assert_eq!(Tensor::view(vec![], 1.5f32.to_le_bytes().to_vec().into()).unwrap().single(), Some(1.5));
}

#[test]
fn numbers_of_few_bytes_are_what_they_stand_for() {
    let tensor = Tensor::compact(vec![2, 3], vec![0, 1, 127, 128, 255, 3].into(), Element::Int8).unwrap();
    assert_eq!(tensor.to_vec(), [0.0, 1.0, 127.0, -128.0, -1.0, 3.0]);
    let scaled = tensor.scaled(&[0.5, 2.0, 1.0], &[1.0, 0.0, -1.0], 1).unwrap();
    let expected = [-0.5, 2.0, 128.0, -64.5, -2.0, 4.0];
    assert_eq!(scaled.to_vec(), expected);
    assert_eq!((0..6).map(|index| scaled.at(index)).collect::<Vec<_>>(), expected);
    let bytes: Vec<u8> = expected.iter().flat_map(|value: &f32| value.to_ne_bytes()).collect();
    assert_eq!(*scaled.float_bytes(), bytes);
    assert!(scaled.scaled(&[1.0], &[0.0], 0).is_none(), "it has scales already");
    assert!(tensor.scaled(&[1.0; 2], &[0.0], 1).is_none(), "three channels need three scales");
    assert!(Tensor::compact(vec![1], vec![0].into(), Element::Uint16).is_err());
    let half = Tensor::compact(vec![1], vec![0x00, 0x3e].into(), Element::Float16).unwrap();
    assert_eq!(half.single(), Some(1.5));
}

#[test]
fn ops_on_constants_are_computed_at_once() {
    let mut random = Random::new(2);
    let (a, b) = (random.tensor(&[3, 1, 4]), random.tensor(&[2, 4]));
    let slice = Op::Slice { start: vec![1, 0, 1], size: vec![2, 1, 2], step: vec![1, 1, 2] };
    let cases: Vec<(Op, Vec<&Tensor>)> = vec![
        (Op::Reshape { shape: vec![12] }, vec![&a]),
        (Op::Transpose { order: vec![2, 0, 1] }, vec![&a]),
        (slice, vec![&a]),
        (Op::Unary(Unary::Exp), vec![&a]),
        (Op::Binary(Binary::Sub), vec![&a, &b]),
        (Op::Binary(Binary::Sub), vec![&b, &a]),
        (Op::Concat { axis: 1 }, vec![&a, &a]),
        (Op::Select, vec![&a, &b, &b]),
        (Op::Reduce { kind: ReduceKind::Max, axes: vec![0, 2] }, vec![&a]),
        (Op::Mean { axes: vec![0, 2] }, vec![&a]),
        (Op::Gather { axis: 2, positions: [3, 0, 0].into() }, vec![&a]),
        (Op::Interpolate { axis: 0, taps: Taps::new(2, [(0, 0.5), (2, 0.5)]) }, vec![&a]),
    ];
    for (op, tensors) in cases {
        let mut folded = graph(&[1]);
        let inputs: Vec<ValueId> = tensors.iter().map(|tensor| folded.constant((*tensor).clone())).collect();
        let value = folded.add("op", op.clone(), &inputs).unwrap();
        let run =
            graph_of(op.clone(), tensors[0].shape(), &tensors[1..].iter().map(|&t| t.clone()).collect::<Vec<_>>());
        let expected = reference::evaluate(&run, &tensors[0].to_vec());
        crate::testing::assert_close(&folded.constant_of(value).unwrap().to_vec(), &expected, &format!("{op:?}"));
        assert!(folded.nodes.is_empty());
    }
}

#[test]
fn weights_that_many_nodes_share_are_paid_for() {
    let mut graph = graph(&[1, 1, 1, 1]);
    let shared = conv(Window::POINT, 1, [1, 1, 1, 1 << 22]);
    let error = (0..100).find_map(|_| graph.add("conv", Op::Conv(shared.clone()), &[graph.input]).err()).unwrap();
    assert_eq!(error.kind, crate::error::Kind::Model);
}
