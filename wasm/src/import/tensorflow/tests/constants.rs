//! Constants: their types and forms, and those that are refused.

use super::*;

#[test]
fn weights_of_every_type_and_form() {
    let bytes = |proto: fn(&mut TensorProto), content: Vec<u8>| {
        let mut tensor =
            TensorProto { tensor_shape: shape(&[1]), tensor_content: content.into(), ..TensorProto::default() };
        proto(&mut tensor);
        tensor
    };
    let listed = |dtype: i32| TensorProto { dtype, tensor_shape: shape(&[1]), ..TensorProto::default() };
    let constants = [
        bytes(|t| t.dtype = 1, 1.5f32.to_le_bytes().to_vec()),
        bytes(|t| t.dtype = 2, 1.5f64.to_le_bytes().to_vec()),
        bytes(|t| t.dtype = 19, 0x3e00u16.to_le_bytes().to_vec()),
        bytes(|t| t.dtype = 14, 0x3fc0u16.to_le_bytes().to_vec()),
        TensorProto { float_val: vec![1.5], ..listed(1) },
        TensorProto { double_val: vec![1.5], ..listed(2) },
        TensorProto { half_val: vec![0x3e00], ..listed(19) },
        TensorProto { half_val: vec![0x3fc0], ..listed(14) },
    ];
    for proto in constants {
        let nodes = vec![placeholder(&[1, 4, 4, 1]), constant("c", proto), node("sum", "AddV2", &["input", "c"])];
        assert_eq!(result(nodes, 1)[..2], [1.5, 2.5]);
    }
    for (dtype, width) in [(3, 4), (9, 8)] {
        let mut content = vec![0u8; width];
        content[0] = 7;
        let proto =
            TensorProto { dtype, tensor_shape: shape(&[1]), tensor_content: content.into(), ..TensorProto::default() };
        let nodes = vec![placeholder(&[1, 4, 4, 1]), constant("c", proto), node("sum", "Add", &["input", "c"])];
        assert_eq!(result(nodes, 1)[..2], [7.0, 8.0]);
    }
}

#[test]
fn the_last_listed_value_is_repeated() {
    let graph = |values: &[f32]| {
        vec![placeholder(&[1, 4, 4, 1]), floats("c", &[4, 1], values), node("sum", "Add", &["input", "c"])]
    };
    assert_eq!(result(graph(&[10.0, 20.0]), 1)[..4], [10.0, 21.0, 22.0, 23.0]);
    assert_eq!(result(graph(&[]), 1)[..4], [0.0, 1.0, 2.0, 3.0]);
    names(refusal(graph(&[1.0; 5])), &["`c`", "[4, 1]", "5 values"]);
}

#[test]
fn constants_whose_bytes_do_not_fit_are_refused() {
    for (dtype, len) in [(1, 12), (1, 5), (19, 6), (3, 20), (9, 16)] {
        let tensor_content = vec![1; len].into();
        let proto = TensorProto { dtype, tensor_shape: shape(&[4, 1]), tensor_content, ..TensorProto::default() };
        names(
            refusal(vec![placeholder(&[1, 4, 4, 1]), constant("c", proto), node("sum", "Add", &["input", "c"])]),
            &["`c`"],
        );
    }
    let text = TensorProto { dtype: 7, ..TensorProto::default() };
    names(
        refusal(vec![placeholder(&[1, 4, 4, 1]), constant("c", text), node("out", "Add", &["input", "c"])]),
        &["`c`", "data type 7"],
    );
}

/// A graph that needs the constant `c`.
fn added_to_picture(constant: NodeDef) -> Vec<NodeDef> {
    vec![placeholder(&[1, 4, 4, 1]), constant, node("out", "Add", &["input", "c"])]
}

#[test]
fn constants_that_unfold_without_end_are_refused() {
    let error = import(added_to_picture(floats("c", &[1 << 14, 1 << 14], &[1.0]))).unwrap_err();
    assert_eq!(error.kind, Kind::Model, "{}", error.message);
    for sizes in [&[1 << 32, 1 << 32][..], &[0, 1 << 40, 1 << 40], &[-1], &[i64::MAX], &[1; 9]] {
        names(refusal(added_to_picture(floats("c", sizes, &[1.0]))), &["`c`"]);
    }
}

#[test]
fn outer_products_of_constants_are_refused() {
    let nodes = vec![
        placeholder(&[1, 4, 4, 1]),
        floats("a", &[1 << 14, 1], &[1.0]),
        floats("b", &[1, 1 << 14], &[1.0]),
        node("sum", "Mul", &["a", "b"]),
        node("out", "Add", &["input", "sum"]),
    ];
    names(import(nodes).unwrap_err().message, &["`sum`"]);
}
