//! Constants: their types and forms, and the files that they lie in.

use super::super::{constant, external};
use super::*;

#[test]
fn constants_of_all_types_are_read_in_both_forms() {
    let number = |data_type, raw: &[u8]| {
        let proto = TensorProto { data_type, dims: vec![1], raw_data: raw.to_vec().into(), ..TensorProto::default() };
        constant::tensor(&proto).unwrap().0.at(0)
    };
    assert_eq!(number(1, &1.5f32.to_le_bytes()), 1.5);
    assert_eq!(number(2, &[200]), 200.0);
    assert_eq!(number(3, &[200]), -56.0);
    assert_eq!(number(5, &(-300i16).to_le_bytes()), -300.0);
    assert_eq!(number(6, &(-70_000i32).to_le_bytes()), -70_000.0);
    assert_eq!(number(7, &(-5i64).to_le_bytes()), -5.0);
    assert_eq!(number(10, &[0x00, 0x3e]), 1.5);
    assert_eq!(number(11, &1.5f64.to_le_bytes()), 1.5);
    assert_eq!(number(16, &[0xc0, 0x3f]), 1.5);
    let listed = |data_type, bits| {
        let proto =
            TensorProto { data_type, dims: vec![1], int32_data: vec![packed(&[bits])], ..TensorProto::default() };
        constant::tensor(&proto).unwrap().0.at(0)
    };
    assert_eq!([listed(3, -56), listed(10, 0x3e00), listed(16, 0x3fc0)], [-56.0, 1.5, 1.5]);
    let text = TensorProto { data_type: 8, dims: vec![1], ..TensorProto::default() };
    assert!(constant::tensor(&text).is_err());
    let short =
        TensorProto { data_type: 1, dims: vec![1 << 40], raw_data: vec![0; 4].into(), ..TensorProto::default() };
    assert!(constant::tensor(&short).is_err());
}

/// Weights [3] that the file holds elsewhere.
fn external(name: &str, entries: &[(&str, &str)]) -> TensorProto {
    let entries = entries.iter().map(|&(key, value)| Entry { key: key.into(), value: value.into() }).collect();
    TensorProto { data_location: 1, external_data: entries, ..floats(name, &[3], &[]) }
}

#[test]
fn weights_are_read_from_the_files_beside_the_model() {
    let weights = external("w", &[("location", "w.bin"), ("offset", "4"), ("length", "12")]);
    let bias = external("b", &[("location", "b.bin")]);
    let unneeded = external("unneeded", &[("location", "elsewhere.bin")]);
    let nodes = vec![node("Mul", &["x", "w"], "h"), node("Add", &["h", "b"], "y")];
    let model: Bytes = model(&[1, 3, 1, 3], vec![weights, bias, unneeded], nodes).encode_to_vec().into();
    assert_eq!(external::files(model.clone()), ["b.bin", "elsewhere.bin", "w.bin"]);

    let floats = |values: &[f32]| Bytes::from(values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>());
    let mut source = Source::from(model);
    source.external.insert("w.bin".into(), floats(&[9.0, 1.0, 2.0, 3.0, 9.0]));
    source.external.insert("b.bin".into(), floats(&[10.0, 20.0, 30.0]));
    let graph = import(source, &Options::default()).unwrap();
    assert_eq!(reference::evaluate(&graph, &[1.0; 9]), [11.0, 22.0, 33.0].repeat(3));
}

#[test]
fn weights_beyond_the_end_of_their_file_are_refused() {
    for (entry, file) in
        [(("offset", "9"), 8), (("length", "13"), 12), (("offset", "-1"), 12), (("length", "99999999999"), 12)]
    {
        let weights = external("w", &[("location", "w.bin"), entry]);
        let mut source =
            Source::from(model(&[1, 3, 1, 3], vec![weights], vec![node("Mul", &["x", "w"], "y")]).encode_to_vec());
        source.external.insert("w.bin".into(), vec![0; file].into());
        let error = import(source, &Options::default()).unwrap_err();
        assert!(error.message.contains("`w`") && error.message.contains("`w.bin`"), "{}", error.message);
    }
}

#[test]
fn a_constant_that_nothing_needs_may_be_of_any_type() {
    let text = TensorProto { name: "classes".into(), data_type: 8, dims: vec![3], ..TensorProto::default() };
    let nodes = vec![node("Relu", &["x"], "y"), node("ZipMap", &["y", "classes"], "map")];
    assert!(import(model(&[1, 3, 4, 4], vec![text], nodes).encode_to_vec().into(), &Options::default()).is_ok());
}
