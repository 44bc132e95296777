//! What the importer refuses and why, and what small graphs become. Whole networks are compared in tests/onnx.rs.

mod constants;

use bytes::Bytes;
use prost::Message;

use super::import;
use super::messages::*;
use crate::error::Kind;
use crate::graph::Graph;
use crate::import::Source;
use crate::network::Network;
use crate::options::Options;
use crate::testing::reference;

fn value(name: &str, sizes: &[i64]) -> ValueInfo {
    let dim = sizes.iter().map(|&size| Dimension { dim_value: (size >= 0).then_some(size) }).collect();
    let tensor_type = Some(TensorType { elem_type: 1, shape: Some(TensorShape { dim }) });
    ValueInfo { name: name.into(), r#type: Some(TypeProto { tensor_type }) }
}

fn node(op: &str, inputs: &[&str], output: &str) -> NodeProto {
    let input = inputs.iter().map(|name| name.to_string()).collect();
    NodeProto {
        op_type: op.into(),
        name: format!("{output}_node"),
        input,
        output: vec![output.into()],
        ..NodeProto::default()
    }
}

fn with_int(mut node: NodeProto, name: &str, i: i64) -> NodeProto {
    node.attribute.push(AttributeProto { name: name.into(), i, ..AttributeProto::default() });
    node
}

fn with_ints(mut node: NodeProto, name: &str, ints: &[i64]) -> NodeProto {
    node.attribute.push(AttributeProto { name: name.into(), ints: ints.to_vec(), ..AttributeProto::default() });
    node
}

fn floats(name: &str, dims: &[i64], values: &[f32]) -> TensorProto {
    TensorProto {
        name: name.into(),
        dims: dims.to_vec(),
        data_type: 1,
        float_data: vec![values.iter().flat_map(|value| value.to_le_bytes()).collect()],
        ..TensorProto::default()
    }
}

fn integers(name: &str, values: &[i64]) -> TensorProto {
    let dims = vec![values.len() as i64];
    TensorProto { name: name.into(), dims, data_type: 7, int64_data: vec![packed(values)], ..TensorProto::default() }
}

/// A list of numbers as a protocol buffer holds it.
fn packed(values: &[i64]) -> Bytes {
    let mut bytes = Vec::new();
    values.iter().for_each(|&value| prost::encoding::encode_varint(value as u64, &mut bytes));
    bytes.into()
}

/// A model from `x` to `y`.
fn model(sizes: &[i64], initializer: Vec<TensorProto>, node: Vec<NodeProto>) -> ModelProto {
    let graph = GraphProto {
        node,
        initializer,
        input: vec![value("x", sizes)],
        output: vec![value("y", &[])],
        ..GraphProto::default()
    };
    let opset_import = vec![OperatorSetId { domain: String::new(), version: 13 }];
    ModelProto { graph: Some(graph), opset_import, ..ModelProto::default() }
}

fn imported(model: &ModelProto) -> crate::error::Result<Graph> {
    import(model.encode_to_vec().into(), &Options::default())
}

/// The output for a picture whose values count up from -3.
fn output(model: &ModelProto) -> Vec<f32> {
    let mut network = Network::load_onnx_of_any_shape(model.encode_to_vec().into(), &Options::default()).unwrap();
    let count = network.input_shape.iter().product::<usize>();
    let input: Vec<f32> = (0..count).map(|i| i as f32 - 3.0).collect();
    network.run(&input).unwrap().to_vec()
}

#[track_caller]
fn refused(model: &ModelProto, parts: &[&str]) {
    let error = imported(model).unwrap_err();
    assert_eq!(error.kind, Kind::Model);
    assert!(parts.iter().all(|part| error.message.contains(part)), "{}", error.message);
}

#[test]
fn an_unsupported_op_is_named_with_its_node() {
    refused(&model(&[1, 3, 4, 4], vec![], vec![node("Loop", &["x"], "y")]), &["`Loop`", "`y_node`"]);
    let mut custom = node("FusedConv", &["x"], "y");
    custom.domain = "com.example".into();
    refused(&model(&[1, 3, 4, 4], vec![], vec![custom]), &["`FusedConv`", "`com.example`", "`y_node`"]);
}

#[test]
fn weights_in_another_file_are_refused_by_its_name() {
    let mut weights = floats("w", &[3], &[]);
    weights.data_location = 1;
    weights.external_data = vec![Entry { key: "location".into(), value: "model.onnx.data".into() }];
    refused(&model(&[1, 3, 4, 4], vec![weights], vec![node("Mul", &["x", "w"], "y")]), &["`w`", "`model.onnx.data`"]);
}

#[test]
fn old_opsets_and_missing_parts_are_refused() {
    let mut old = model(&[1, 3, 4, 4], vec![], vec![node("Relu", &["x"], "y")]);
    old.opset_import[0].version = 6;
    refused(&old, &["opset 6", "7"]);
    refused(&model(&[1, 3, 4, 4], vec![], vec![node("Add", &["x", "nothing"], "y")]), &["`nothing`", "`y_node`"]);
    refused(&model(&[1, 3, 4, 4], vec![], vec![]), &["output `y`"]);
    refused(&model(&[65, 3, 4, 4], vec![], vec![node("Relu", &["x"], "y")]), &["batches of 65"]);
}

#[test]
fn an_open_size_is_filled_in_by_the_options() {
    let open = model(&[-1, 3, -1, -1], vec![], vec![node("Relu", &["x"], "y")]);
    refused(&open, &["`x`", "leaves the size of its input open"]);
    let options = Options { input_size: Some([8, 9]), ..Options::default() };
    let graph = import(open.encode_to_vec().into(), &options).unwrap();
    assert_eq!(graph.shape(graph.input), [1, 8, 9, 3]);
    assert_eq!(graph.shape(graph.output), [1, 3, 8, 9]);
}

#[test]
fn a_picture_with_channels_last_needs_no_transposition() {
    let transpose = with_ints(node("Transpose", &["x"], "first"), "perm", &[0, 3, 1, 2]);
    let graph =
        imported(&model(&[1, 8, 9, 3], vec![], vec![transpose, node("GlobalAveragePool", &["first"], "y")])).unwrap();
    assert_eq!(graph.shape(graph.input), [1, 8, 9, 3]);
    assert_eq!(graph.shape(graph.output), [1, 3, 1, 1]);
    assert!(graph.nodes.iter().all(|node| node.op.name() != "Transpose"));
}

#[test]
fn any_node_can_be_the_output() {
    let chain = model(&[1, 3, 4, 4], vec![], vec![node("Relu", &["x"], "middle"), node("Loop", &["middle"], "y")]);
    for wanted in ["middle", "middle_node"] {
        let options = Options { output: Some(wanted.into()), ..Options::default() };
        let graph = import(chain.encode_to_vec().into(), &options).unwrap();
        assert_eq!(graph.output_name, "middle");
    }
    let options = Options { output: Some("end".into()), ..Options::default() };
    let error = import(chain.encode_to_vec().into(), &options).unwrap_err();
    assert_eq!(error.kind, Kind::Argument);
    assert!(error.message.contains("`end`"));
}

#[test]
fn shapes_are_computed_with_whole_numbers() {
    // [1, 7, 2] by way of 7 = 15 / 2 + 0.
    let nodes = vec![
        node("Shape", &["x"], "shape"),
        node("Gather", &["shape", "third"], "fifteen"),
        node("Div", &["fifteen", "two"], "seven"),
        node("Concat", &["one", "seven", "two"], "target"),
        node("Reshape", &["part", "target"], "y"),
    ];
    let mut nodes: Vec<NodeProto> =
        nodes.into_iter().map(|n| if n.op_type == "Concat" { with_int(n, "axis", 0) } else { n }).collect();
    nodes.insert(0, node("Slice", &["x", "zero", "fourteen", "third"], "part"));
    let constants = [("one", 1), ("two", 2), ("third", 2), ("zero", 0), ("fourteen", 14)];
    let constants = constants.iter().map(|&(name, value)| integers(name, &[value])).collect();
    let graph = import_any(&model(&[1, 1, 15], constants, nodes));
    assert_eq!(graph.shape(graph.output), [1, 7, 2]);
}

fn import_any(model: &ModelProto) -> Graph {
    super::import_any_shape(model.encode_to_vec().into(), &Options::default()).unwrap()
}

#[test]
fn a_quantised_activation_is_limited_to_what_its_type_holds() {
    let mut zero = integers("zero", &[]);
    (zero.data_type, zero.dims, zero.raw_data) = (2, vec![], vec![2].into());
    let pair = |scale: &str| {
        vec![node("QuantizeLinear", &["x", "scale", "zero"], "q"), node("DequantizeLinear", &["q", scale, "zero"], "y")]
    };
    let constants = vec![floats("scale", &[], &[0.01]), floats("other", &[], &[0.02]), zero];
    let limited = output(&model(&[1, 6], constants.clone(), pair("scale")));
    // An unsigned byte with zero point 2 stands for -0.02 to 2.53; between them nothing is rounded.
    for (value, expected) in limited.iter().zip([-0.02, -0.02, -0.02, 0.0, 1.0, 2.0]) {
        assert!((value - expected).abs() < 1e-6, "{limited:?}");
    }
    // The same integers mean twice as much to a scale of 0.02.
    let doubled = output(&model(&[1, 6], constants, pair("other")));
    for (value, expected) in doubled.iter().zip([-0.04, -0.04, -0.04, 0.0, 2.0, 4.0]) {
        assert!((value - expected).abs() < 1e-6, "{doubled:?}");
    }
}

#[test]
fn arithmetic_on_quantised_values_is_refused() {
    let mut zero = integers("zero", &[]);
    (zero.data_type, zero.dims, zero.raw_data) = (2, vec![], vec![0].into());
    let nodes = vec![node("QuantizeLinear", &["x", "scale", "zero"], "q"), node("Relu", &["q"], "y")];
    refused(&model(&[1, 3, 2, 2], vec![floats("scale", &[], &[0.01]), zero], nodes), &["quantised", "`y_node`"]);
}

#[test]
fn a_batch_is_cut_to_one_picture_or_the_picture_is_repeated() {
    let free = vec![node("Flatten", &["x"], "y")];
    let pictures: Vec<f32> = (0..6).map(|i| i as f32).collect();
    for shape in [vec![2, 6], vec![2, 3, 2]] {
        // The second reshape has the number of pictures in it.
        let tied = vec![node("Reshape", &["x", "shape"], "y")];
        for nodes in [free.clone(), tied] {
            let graph = imported(&model(&[2, 1, 2, 3], vec![integers("shape", &shape)], nodes)).unwrap();
            assert_eq!(graph.shape(graph.input), [1, 2, 3, 1]);
            assert_eq!(graph.shape(graph.output)[0], 1);
            assert_eq!(reference::evaluate(&graph, &pictures), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        }
    }
}

#[test]
fn every_axis_may_be_open_where_a_convolution_tells_the_channels() {
    let weights = floats("w", &[2, 3, 1, 1], &[1.0; 6]);
    let options = Options { input_size: Some([4, 5]), ..Options::default() };
    let open = model(&[-1, -1, -1, -1], vec![weights], vec![node("Neg", &["x"], "r"), node("Conv", &["r", "w"], "y")]);
    let graph = import(open.encode_to_vec().into(), &options).unwrap();
    assert_eq!(graph.shape(graph.input), [1, 4, 5, 3]);
    refused(&model(&[-1, -1, 4, 4], vec![], vec![node("Relu", &["x"], "y")]), &["`x`", "[?, ?, 4, 4]", "channels"]);
}

#[test]
fn a_second_input_is_named_and_any_value_can_be_the_input() {
    let mut two = model(&[1, 3, 4, 4], vec![], vec![node("Relu", &["x"], "r"), node("Add", &["r", "extra"], "y")]);
    two.graph.as_mut().unwrap().input.push(value("extra", &[1, 5]));
    refused(&two, &["`extra` [1, 5]", "beside a picture"]);

    let decoded = vec![node("ImageDecoder", &["x"], "pixels"), node("Relu", &["pixels"], "y")];
    let mut decoded = model(&[-1], vec![], decoded);
    decoded.graph.as_mut().unwrap().value_info.push(value("pixels", &[1, 4, 4, 3]));
    refused(&decoded, &["`x`"]);
    let options = Options { input: Some("pixels".into()), ..Options::default() };
    let graph = import(decoded.encode_to_vec().into(), &options).unwrap();
    assert_eq!((graph.input_name.as_str(), graph.shape(graph.input)), ("pixels", &[1, 4, 4, 3][..]));
    let options = Options { input: Some("nothing".into()), ..Options::default() };
    assert_eq!(import(decoded.encode_to_vec().into(), &options).unwrap_err().kind, Kind::Argument);
}

/// Which output is read of a model with these, which all come from a picture [1, 1, 1, 4].
fn chosen(nodes: Vec<NodeProto>, outputs: &[ValueInfo], labels: Option<usize>) -> Result<String, String> {
    let mut model = model(&[1, 1, 1, 4], vec![integers("two", &[2]), integers("starts", &[0])], nodes);
    model.graph.as_mut().unwrap().output = outputs.to_vec();
    let options = Options { labels, ..Options::default() };
    let graph = import(model.encode_to_vec().into(), &options);
    graph.map(|graph| graph.output_name).map_err(|error| error.message)
}

#[test]
fn of_several_outputs_the_scores_are_chosen() {
    let nodes = || {
        let last = |op, output: &str| with_int(node(op, &["flat"], output), "axis", -1);
        let mut half = node("Slice", &["flat", "starts", "two"], "features");
        half.input.push("one".into());
        let one = TensorProto { name: "one".into(), ..integers("one", &[1]) };
        let constant = AttributeProto { name: "value".into(), t: Some(one), ..AttributeProto::default() };
        let constant = NodeProto {
            op_type: "Constant".into(),
            output: vec!["one".into()],
            attribute: vec![constant],
            ..NodeProto::default()
        };
        vec![
            constant,
            node("Flatten", &["x"], "flat"),
            half,
            last("Softmax", "named_oddly"),
            node("Relu", &["flat"], "class_logits"),
            node("Exp", &["flat"], "odd"),
            last("ArgMax", "label"),
        ]
    };
    let floats = |names: &[&str]| names.iter().map(|name| value(name, &[1, 4])).collect::<Vec<_>>();
    let chosen_of = |names: &[&str], labels| chosen(nodes(), &floats(names), labels);
    assert_eq!(chosen_of(&["features", "class_logits"], None).as_deref(), Ok("class_logits"));
    assert_eq!(chosen_of(&["class_logits", "named_oddly"], None).as_deref(), Ok("named_oddly"));
    assert_eq!(chosen_of(&["class_logits", "features"], Some(2)).as_deref(), Ok("features"));
    assert_eq!(chosen_of(&["features", "odd"], Some(4)).as_deref(), Ok("odd"));
    // A label stands for the scores that it is picked from.
    assert_eq!(chosen_of(&["label"], None).as_deref(), Ok("flat"));
    let unclear = chosen_of(&["features", "odd"], Some(7)).unwrap_err();
    assert!(unclear.contains("`features` [1, 2], `odd` [1, 4]"), "{unclear}");
}

#[test]
fn listed_numbers_may_come_in_parts_and_must_be_whole() {
    let listed = |parts: Vec<Bytes>, count| {
        let proto = TensorProto { data_type: 7, dims: vec![count], int64_data: parts, ..TensorProto::default() };
        super::constant::tensor(&proto).map(|(tensor, _)| tensor.to_vec())
    };
    assert_eq!(listed(vec![packed(&[-1, 300]), packed(&[7])], 3).unwrap(), [-1.0, 300.0, 7.0]);
    assert!(listed(vec![packed(&[1])], 2).is_err(), "too few");
    assert!(listed(vec![vec![1, 0x80].into()], 1).is_err(), "cut in a number");
    let parts = [1.5f32, -2.0].map(|value| Bytes::copy_from_slice(&value.to_le_bytes())).to_vec();
    let proto = TensorProto { data_type: 1, dims: vec![2], float_data: parts, ..TensorProto::default() };
    assert_eq!(super::constant::tensor(&proto).unwrap().0.to_vec(), [1.5, -2.0]);
}

/// Decoded they would take a hundred times as much as in the file.
#[test]
fn small_parts_in_great_numbers_are_refused_before_they_are_decoded() {
    let repeated = |field: &[u8]| field.repeat((6 << 20) / field.len());
    let message = |start: &[u8], content: Vec<u8>| {
        let mut message = start.to_vec();
        prost::encoding::encode_varint(content.len() as u64, &mut message);
        [message, content].concat()
    };
    let in_graph = |content| message(&[0x08, 7, 0x3a], content);
    let (nodes, constants, values) =
        (in_graph(repeated(&[0x0a, 0])), in_graph(repeated(&[0x2a, 0])), repeated(&[0x62, 0]));
    let dims = in_graph(message(&[0x2a], message(&[0x0a], vec![1; 9 << 20])));
    for (name, model) in [("nodes", nodes), ("constants", constants), ("outputs", in_graph(values)), ("dims", dims)] {
        let error = super::import(model.into(), &Options::default()).unwrap_err();
        assert!(error.message.contains("than fit into 64 MB"), "{name}: {error}");
    }
}

#[test]
fn a_product_of_whole_numbers_with_a_single_one_is_refused() {
    let number = TensorProto { dims: Vec::new(), ..integers("w", &[3]) };
    let nodes = vec![node("DynamicQuantizeLinear", &["x"], "q"), node("MatMulInteger", &["q", "w"], "y")];
    refused(&model(&[1, 3, 4, 4], vec![number], nodes), &["`y_node`", "its inputs are not matrices"]);
}
