mod constants;

use std::collections::BTreeMap;

use prost::Message;

use super::messages::{AttrValue, Dimension, GraphDef, ListValue, NodeDef, TensorProto, TensorShape};
use crate::error::{Error, Kind};
use crate::graph::Graph;
use crate::options::Options;
use crate::testing::{ops, reference, Random};

fn node(name: &str, op: &str, inputs: &[&str]) -> NodeDef {
    let input = inputs.iter().map(|input| input.to_string()).collect();
    NodeDef { name: name.into(), op: op.into(), input, attr: BTreeMap::new() }
}

impl NodeDef {
    fn with(mut self, name: &str, attr: AttrValue) -> NodeDef {
        self.attr.insert(name.into(), attr);
        self
    }

    fn with_text(self, name: &str, text: &'static str) -> NodeDef {
        self.with(name, AttrValue { s: text.into(), ..AttrValue::default() })
    }

    fn with_ints(self, name: &str, i: &[i64]) -> NodeDef {
        self.with(
            name,
            AttrValue { list: Some(ListValue { i: i.to_vec(), ..ListValue::default() }), ..AttrValue::default() },
        )
    }
}

fn shape(sizes: &[i64]) -> Option<TensorShape> {
    Some(TensorShape { dim: sizes.iter().map(|&size| Dimension { size }).collect(), unknown_rank: false })
}

fn placeholder(sizes: &[i64]) -> NodeDef {
    node("input", "Placeholder", &[]).with("shape", AttrValue { shape: shape(sizes), ..AttrValue::default() })
}

fn constant(name: &str, proto: TensorProto) -> NodeDef {
    node(name, "Const", &[]).with("value", AttrValue { tensor: Some(proto), ..AttrValue::default() })
}

fn floats(name: &str, sizes: &[i64], values: &[f32]) -> NodeDef {
    constant(
        name,
        TensorProto { dtype: 1, tensor_shape: shape(sizes), float_val: values.to_vec(), ..TensorProto::default() },
    )
}

fn ints(name: &str, values: &[i32]) -> NodeDef {
    let tensor_shape = shape(&[values.len() as i64]);
    constant(name, TensorProto { dtype: 3, tensor_shape, int_val: values.to_vec(), ..TensorProto::default() })
}

fn convolution(inputs: &[&str], padding: &'static str) -> NodeDef {
    node("conv", "Conv2D", inputs).with_text("padding", padding).with_ints("strides", &[1, 1, 1, 1])
}

fn import_with(nodes: Vec<NodeDef>, options: &Options) -> Result<Graph, Error> {
    super::import(GraphDef { node: nodes, library: None }.encode_to_vec().into(), options)
}

fn import(nodes: Vec<NodeDef>) -> Result<Graph, Error> {
    import_with(nodes, &Options::default())
}

/// The result on a picture of 4x4 with `channels` whose values count up from 0.
fn result(nodes: Vec<NodeDef>, channels: usize) -> Vec<f64> {
    let input: Vec<f32> = (0..16 * channels).map(|i| i as f32).collect();
    reference::evaluate(&import(nodes).unwrap(), &input)
}

/// The message of the error, which must be about the model.
fn refusal(nodes: Vec<NodeDef>) -> String {
    let error = import(nodes).unwrap_err();
    assert_eq!(error.kind, Kind::Model, "{}", error.message);
    error.message
}

#[track_caller]
fn names(message: String, what: &[&str]) {
    assert!(what.iter().all(|part| message.contains(part)), "{message}");
}

#[test]
fn damaged_graphs_say_what_is_wrong_and_where() {
    let input = || placeholder(&[1, 4, 4, 3]);
    let cases: Vec<(Vec<NodeDef>, &[&str])> = vec![
        (vec![input(), node("a", "Relu", &["b"]), node("b", "Relu", &["a"]), node("out", "Relu", &["a"])], &["cycle"]),
        (vec![input(), node("a", "Relu", &["a"]), node("out", "Relu", &["a"])], &["`a`", "cycle"]),
        (vec![input(), node("out", "Relu", &["nowhere"])], &["`out`", "`nowhere`"]),
        (vec![input(), node("out", "Relu", &[])], &["Placeholder"]),
        (vec![input(), node("out", "Add", &["input"])], &["`out`", "input 1"]),
        (vec![input(), node("out", "Relu", &["^input"])], &["Placeholder"]),
        (vec![input(), node("out", "FancyNewOp", &["input"])], &["`out`", "`FancyNewOp`", "not supported"]),
        (vec![input(), node("out", "Relu", &["input:1"])], &["`out`", "output 1"]),
        (vec![input(), node("out", "MatMul", &["input", "input"])], &["`out`", "product", "[1, 4, 4, 3]"]),
        (vec![node("out", "Relu", &["input"])], &["`input`"]),
        (vec![floats("c", &[2], &[1.0]), node("out", "Relu", &["c"])], &["Placeholder"]),
        (vec![floats("c", &[2], &[1.0])], &["no output"]),
        (vec![placeholder(&[65, 4, 4, 3]), node("out", "Relu", &["input"])], &["`input`", "batches of 65"]),
        (vec![placeholder(&[1, 4, 4, 7]), node("out", "Relu", &["input"])], &["7 channels"]),
        (vec![placeholder(&[1, -1, -1, 3]), node("out", "Relu", &["input"])], &["size of its input"]),
        (vec![placeholder(&[1, 12]), node("out", "Relu", &["input"])], &["12 values"]),
    ];
    for (nodes, parts) in cases {
        names(refusal(nodes), parts);
    }
}

#[test]
fn unknown_layouts_are_refused() {
    let filter = floats("w", &[3, 3, 3, 2], &[1.0]);
    let conv = convolution(&["input", "w"], "SAME").with_text("data_format", "NCHW_VECT_C");
    names(refusal(vec![placeholder(&[1, 4, 4, 3]), filter, conv]), &["`conv`", "NCHW_VECT_C"]);
}

#[test]
fn batch_norm_is_folded_in_inference_and_refused_in_training() {
    let graph = |training: Option<bool>| {
        let mut norm = node("norm", "FusedBatchNormV3", &["input", "scale", "offset", "mean", "variance"])
            .with("epsilon", AttrValue { f: 0.0, ..AttrValue::default() });
        if let Some(b) = training {
            norm = norm.with("is_training", AttrValue { b, ..AttrValue::default() });
        }
        let parameter = |name: &str, value: f32| floats(name, &[1], &[value]);
        let parameters =
            [parameter("scale", 3.0), parameter("offset", 1.0), parameter("mean", 2.0), parameter("variance", 4.0)];
        [&[placeholder(&[1, 4, 4, 1])][..], &parameters, &[norm]].concat()
    };
    assert_eq!(result(graph(Some(false)), 1)[..3], [-2.0, -0.5, 1.0]);
    names(refusal(graph(Some(true))), &["`norm`", "training"]);
    // TensorFlow's own default.
    names(refusal(graph(None)), &["`norm`", "training"]);
}

#[test]
fn padding_is_read_in_all_three_forms() {
    let graph = |conv: NodeDef| vec![placeholder(&[1, 4, 4, 1]), floats("w", &[3, 3, 1, 1], &[1.0]), conv];
    let shape_of = |conv: NodeDef| import(graph(conv)).map(|graph| graph.shape(graph.output).to_vec());
    assert_eq!(shape_of(convolution(&["input", "w"], "VALID")).unwrap(), [1, 2, 2, 1]);
    assert_eq!(
        shape_of(convolution(&["input", "w"], "SAME").with_ints("strides", &[1, 3, 3, 1])).unwrap(),
        [1, 2, 2, 1]
    );
    let explicit = convolution(&["input", "w"], "EXPLICIT");
    assert_eq!(
        shape_of(explicit.clone().with_ints("explicit_paddings", &[0, 0, 1, 2, 0, 3, 0, 0])).unwrap(),
        [1, 5, 5, 1]
    );
    for conv in [
        explicit.clone(),
        explicit.clone().with_ints("explicit_paddings", &[0, 0, -1, 0, 0, 0, 0, 0]),
        explicit.with_ints("explicit_paddings", &[0, 0, i64::MAX, i64::MAX, 0, 0, 0, 0]),
        convolution(&["input", "w"], "SOME"),
        convolution(&["input", "w"], "VALID").with_ints("strides", &[1, 0, 1, 1]),
        convolution(&["input", "w"], "VALID").with_ints("strides", &[1, i64::MAX, i64::MAX, 1]),
        convolution(&["input", "w"], "VALID").with_ints("strides", &[2, 1, 1, 1]),
    ] {
        names(shape_of(conv).unwrap_err().message, &["`conv`"]);
    }
}

#[test]
fn slices_of_every_kind() {
    let slice = |begin: &[i32], end: &[i32], strides: &[i32], masks: [i64; 3]| {
        let mut slice = node("slice", "StridedSlice", &["input", "begin", "end", "strides"]);
        for (name, i) in ["begin_mask", "end_mask", "shrink_axis_mask"].into_iter().zip(masks) {
            slice = slice.with(name, AttrValue { i, ..AttrValue::default() });
        }
        vec![placeholder(&[1, 4, 4, 1]), ints("begin", begin), ints("end", end), ints("strides", strides), slice]
    };
    assert_eq!(result(slice(&[0, 1, 0], &[1, 2, 4], &[1, 1, 2], [0; 3]), 1), [4.0, 6.0]);
    assert_eq!(result(slice(&[0, -1], &[0, 0], &[1, 1], [0, 3, 2]), 1), [12.0, 13.0, 14.0, 15.0]);
    for strides in [[1, 0], [1, -1]] {
        names(refusal(slice(&[0, 0], &[1, 4], &strides, [0; 3])), &["`slice`"]);
    }
    // Strides beyond 32 bits, which are exact as a float, and an axis that is picked beyond the end.
    let mut wide = slice(&[0, 0], &[1, 4], &[1, 1], [0; 3]);
    let int64_val = vec![1, 1 << 32];
    wide[3] =
        constant("strides", TensorProto { dtype: 9, tensor_shape: shape(&[2]), int64_val, ..TensorProto::default() });
    assert_eq!(result(wide, 1), [0.0, 1.0, 2.0, 3.0]);
    names(refusal(slice(&[0, 4], &[1, 5], &[1, 1], [0, 0, 2])), &["`slice`"]);
}

#[test]
fn the_output_is_the_node_asked_for_or_the_last_that_nothing_reads() {
    let nodes = || {
        vec![
            placeholder(&[1, 4, 4, 3]),
            node("early", "Relu", &["input"]),
            node("late", "Relu6", &["early"]),
            node("unread_constant", "NoOp", &["^late"]),
        ]
    };
    let named = |output: &str| import_with(nodes(), &Options { output: Some(output.into()), ..Options::default() });
    assert!(import(nodes()).unwrap_err().message.contains("no output"));
    assert_eq!(import(nodes()[..3].to_vec()).unwrap().output_name, "late");
    assert_eq!(named("early:0").unwrap().output_name, "early");
    let error = named("elsewhere").unwrap_err();
    assert_eq!(error.kind, Kind::Argument);
    names(error.message, &["`elsewhere`"]);
}

#[test]
fn nodes_in_any_order_and_names_that_repeat() {
    let nodes = vec![node("out", "Relu", &["mid"]), node("mid", "Relu6", &["input"]), placeholder(&[1, 4, 4, 3])];
    assert_eq!(ops(&import(nodes).unwrap()), ["Clip", "Clip"]);
    let second = NodeDef { name: "second".into(), ..placeholder(&[1, 4, 4, 3]) };
    names(
        refusal(vec![placeholder(&[1, 4, 4, 3]), second, node("out", "Add", &["input", "second"])]),
        &["`second`", "`input`"],
    );
}

#[test]
fn a_node_with_very_many_inputs_is_read_in_time() {
    let inputs = [vec!["input"; 20_000], vec!["axis"]].concat();
    let nodes = vec![placeholder(&[1, 1, 1, 1]), ints("axis", &[3]), node("out", "ConcatV2", &inputs)];
    let graph = import(nodes).unwrap();
    assert_eq!(graph.shape(graph.output), [1, 1, 1, 20_000]);
}

#[test]
fn work_without_end_is_refused() {
    let mut nodes =
        vec![placeholder(&[1, 512, 512, 3]), floats("w", &[9, 9, 3, 64], &[1.0]), floats("v", &[9, 9, 64, 64], &[1.0])];
    let mut last = "input".to_string();
    for layer in 0..200 {
        let conv = convolution(&[&last, if layer == 0 { "w" } else { "v" }], "SAME");
        last = format!("conv{layer}");
        nodes.push(NodeDef { name: last.clone(), ..conv });
    }
    names(refusal(nodes), &["operations"]);
    let many = (0..70_000).map(|_| NodeDef::default()).collect();
    names(refusal(many), &["70000 nodes"]);
}

#[test]
fn space_is_dealt_to_batches_and_back() {
    let mut random = Random::new(5);
    let sizes: Vec<i32> = (0..4).map(|_| random.below(2) as i32 * 2).collect();
    let paddings = |name: &str| {
        let tensor_shape = shape(&[2, 2]);
        constant(name, TensorProto { dtype: 3, tensor_shape, int_val: sizes.clone(), ..TensorProto::default() })
    };
    let nodes = vec![
        placeholder(&[1, 4, 4, 1]),
        ints("block", &[2, 2]),
        paddings("paddings"),
        node("dealt", "SpaceToBatchND", &["input", "block", "paddings"]),
        node("out", "BatchToSpaceND", &["dealt", "block", "paddings"]),
    ];
    assert_eq!(result(nodes, 1), (0..16).map(f64::from).collect::<Vec<_>>());
}

/// A 1x1 convolution of three channels to one, all weights 1.
fn sum_of_channels(input: &str) -> Vec<NodeDef> {
    vec![floats("w", &[1, 1, 3, 1], &[1.0]), convolution(&[input, "w"], "SAME")]
}

#[test]
fn a_placeholder_with_a_default_is_its_default_or_the_input_where_there_is_no_other() {
    let with_default = node("bottleneck", "PlaceholderWithDefault", &["input"]);
    let nodes = vec![placeholder(&[-1, 4, 4, 3]), with_default, node("out", "Relu", &["bottleneck"])];
    assert_eq!(import(nodes).unwrap().input_name, "input");

    let shape = AttrValue { shape: shape(&[1, 4, 4, 3]), ..AttrValue::default() };
    let alone = node("images", "PlaceholderWithDefault", &["zeros"]).with("shape", shape);
    let nodes = vec![floats("zeros", &[1, 4, 4, 3], &[0.0]), alone, node("out", "Relu", &["images"])];
    assert_eq!(import(nodes).unwrap().input_name, "images");
}

#[test]
fn decoding_inside_the_graph_is_cut_off() {
    let contents = constant("contents", TensorProto { dtype: 7, ..TensorProto::default() });
    let mut nodes = vec![
        contents,
        node("decode", "DecodeJpeg", &["contents"]),
        node("cast", "Cast", &["decode"]),
        ints("zero", &[0]),
        node("batch", "ExpandDims", &["cast", "zero"]),
        ints("size", &[5, 7]),
        node("resize", "ResizeBilinear", &["batch", "size"]),
        floats("mean", &[], &[100.0]),
        node("less", "Sub", &["resize", "mean"]),
    ];
    nodes.extend(sum_of_channels("less"));
    let graph = import(nodes.clone()).unwrap();
    assert_eq!((graph.input_name.as_str(), graph.shape(graph.input)), ("decode", &[1, 5, 7, 3][..]));
    assert_eq!(reference::evaluate(&graph, &[101.0; 105]), [3.0; 35]);
    let named = Options { input: Some("less:0".into()), input_size: Some([2, 2]), ..Options::default() };
    assert_eq!(reference::evaluate(&import_with(nodes, &named).unwrap(), &[1.0; 12]), [3.0; 4]);
}

#[test]
fn a_shape_that_is_not_known_at_all_is_given_and_a_vector_is_a_square() {
    let mut nodes = vec![node("input", "Placeholder", &[])];
    nodes.extend(sum_of_channels("input"));
    let options = Options { input_size: Some([3, 2]), ..Options::default() };
    let graph = import_with(nodes.clone(), &options).unwrap();
    assert_eq!(graph.shape(graph.input), [1, 3, 2, 3]);
    names(refusal(nodes), &["leaves the size of its input open"]);
    let graph = import(vec![placeholder(&[-1, 784]), node("out", "Relu", &["input"])]).unwrap();
    assert_eq!((graph.shape(graph.input), graph.shape(graph.output)), (&[1, 28, 28, 1][..], &[1, 784][..]));
}

#[test]
fn the_scores_behind_the_best_class_are_read() {
    let nodes = vec![
        placeholder(&[1, 4, 4, 3]),
        node("scores", "Softmax", &["input"]),
        ints("axis", &[3]),
        node("best", "ArgMax", &["scores", "axis"]),
        node("out", "Identity", &["best"]),
    ];
    assert_eq!(import(nodes).unwrap().output_name, "scores");
}

/// Decoded they would take many times as much as in the file.
#[test]
fn attributes_in_great_numbers_are_refused_before_they_are_decoded() {
    let mut node = Vec::new();
    for name in 0..1_000_000u32 {
        node.extend([0x2a, 6, 0x0a, 4]);
        node.extend(name.to_le_bytes());
    }
    let mut graph = vec![0x0a];
    prost::encoding::encode_varint(node.len() as u64, &mut graph);
    graph.extend(node);
    let error = super::import(graph.into(), &Options::default()).unwrap_err();
    assert!(error.message.contains("than fit into 64 MB"), "{error}");
}
