use super::*;
use crate::graph::ValueId;
use crate::op::{Binary, Conv, Filter, Op, Unary, Window};
use crate::tensor::Tensor;

fn graph(output_name: &str, producer: &str, channels: usize, classes: usize) -> Graph {
    let mut graph = Graph::default();
    graph.output_name = output_name.into();
    graph.claims.producer = producer.into();
    graph.input = graph.variable(vec![1, 224, 224, channels]);
    graph.output = graph.variable(vec![1, classes]);
    graph
}

fn conventions(format: Format, graph: &Graph, options: &str) -> Conventions {
    Conventions::of(format, graph, &Options::parse(options.as_bytes()).unwrap()).unwrap()
}

fn with_properties(properties: &[(&str, &str)], channels: usize) -> Graph {
    let mut graph = graph("output", "pytorch", channels, 1000);
    graph.claims.properties = properties.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
    graph
}

/// What pixels become before a convolution behind `arithmetic`.
fn before_layer(arithmetic: impl FnOnce(&mut Graph, ValueId) -> ValueId) -> Conventions {
    let mut graph = graph("output", "pytorch", 3, 1000);
    let input = graph.input;
    let value = arithmetic(&mut graph, input);
    layer(&mut graph, value, 1.0);
    conventions(Format::Onnx, &graph, "")
}

fn layer(graph: &mut Graph, value: ValueId, weight: f32) -> ValueId {
    let filter = Filter::hwio(Tensor::new(vec![1, 1, 3, 8], vec![weight; 24]).unwrap(), [1, 1, 3, 8]);
    graph.add("layer", Op::Conv(Conv::new(Window::POINT, 1, filter)), &[value]).unwrap()
}

#[test]
fn weights_into_which_a_division_by_255_went_tell_the_range() {
    let with_weights = |weight: f32, factor: Option<f32>| {
        let mut graph = graph("output", "pytorch", 3, 1000);
        let input = graph.input;
        let x = layer(&mut graph, input, weight);
        if let Some(factor) = factor {
            binary(&mut graph, Binary::Mul, x, &[factor]);
        }
        conventions(Format::Onnx, &graph, "")
    };
    let folded = with_weights(0.3 / 127.5, None);
    assert_eq!((folded.normalised_by.as_str(), folded.assumed), ("the size of the first layer's weights", true));
    assert_eq!(folded.normalisation, range(0.0, 255.0));
    assert_eq!(with_weights(0.3, None).normalised_by, "recognised as PyTorch, ImageNet");
    assert_eq!(with_weights(0.3 / 127.5, Some(100.0)).normalised_by, "recognised as PyTorch, ImageNet");
}

fn binary(graph: &mut Graph, op: Binary, value: ValueId, numbers: &[f32]) -> ValueId {
    let constant = graph.constant(Tensor::vector(numbers.to_vec()));
    graph.add("scaling", Op::Binary(op), &[value, constant]).unwrap()
}

fn channel(graph: &mut Graph, value: ValueId, index: usize) -> ValueId {
    let slice = Op::Slice { start: vec![0, 0, 0, index], size: vec![1, 224, 224, 1], step: vec![1; 4] };
    graph.add("channel", slice, &[value]).unwrap()
}

fn range(low: f32, high: f32) -> Normalisation {
    Normalisation::of_range((low, high), 3)
}

const ARITHMETIC: &str = "the arithmetic before the first layer";

#[test]
fn families_are_recognised_by_what_only_they_have() {
    let by = |format, graph: Graph| conventions(format, &graph, "").normalised_by;
    let slim = |name| graph(name, "", 3, 1001);
    assert_eq!(
        by(Format::TensorFlow, slim("MobilenetV2/Predictions/Reshape_1")),
        "recognised as TF-slim, Inception preprocessing"
    );
    assert_eq!(
        by(Format::TensorFlow, slim("resnet_v1_50/predictions/Reshape_1")),
        "recognised as TF-slim, VGG preprocessing"
    );
    assert_eq!(by(Format::Onnx, graph("output", "pytorch", 3, 1000)), "recognised as PyTorch, ImageNet");
    assert_eq!(by(Format::Onnx, graph("output", "pytorch", 3, 10)), "default");
    assert_eq!(by(Format::Onnx, graph("output", "pytorch", 1, 1000)), "default");
    assert_eq!(by(Format::Onnx, graph("output", "tf2onnx", 3, 1000)), "default");
    assert_eq!(by(Format::TensorFlow, graph("probabilities", "", 3, 200)), "default");
}

#[test]
fn a_quantiser_of_files_does_not_hide_the_family() {
    let mut quantised = graph("output", "onnx.quantize", 3, 1000);
    assert_eq!(conventions(Format::Onnx, &quantised, "").normalised_by, "default");
    quantised.channels_first = true;
    assert_eq!(conventions(Format::Onnx, &quantised, "").normalised_by, "recognised as PyTorch, ImageNet");
}

#[test]
fn guesses_are_told_from_what_is_known() {
    let assumed = |format, graph: &Graph, options| conventions(format, graph, options).assumed;
    assert!(assumed(Format::Onnx, &graph("output", "pytorch", 3, 1000), ""));
    assert!(assumed(Format::Onnx, &graph("output", "", 3, 10), ""));
    assert!(!assumed(Format::Onnx, &graph("output", "", 3, 10), "input_range=0..1"));
    assert!(!assumed(Format::TensorFlow, &graph("MobilenetV2/Predictions/Reshape_1", "", 3, 1001), ""));
}

#[test]
fn what_is_asked_for_goes_before_the_file_and_the_file_before_the_family() {
    let mut graph = graph("output", "pytorch", 3, 1000);
    graph.claims.normalisation = Some(range(0.0, 1.0));
    let of_file = conventions(Format::Onnx, &graph, "");
    let by = (of_file.normalised_by.as_str(), of_file.cropped_by.as_str());
    assert_eq!(by, ("TensorFlow Lite metadata", "recognised as PyTorch, ImageNet"));
    assert_eq!(of_file.normalisation.scale, [1.0 / 255.0; 3]);
    let asked = conventions(Format::Onnx, &graph, "mean=1,2,3\nstd=2\ncrop=squash\nchannels=bgr\nresize=nearest");
    assert_eq!(
        (asked.normalised_by.as_str(), asked.crop, asked.channel_order),
        ("options", Crop::Squash, ChannelOrder::Bgr)
    );
    assert_eq!(
        (asked.resize, asked.resized_by.as_str(), asked.ordered_by.as_str()),
        (Method::Nearest, "options", "options")
    );
    assert_eq!(asked.normalisation, Normalisation { scale: vec![0.5; 3], offset: vec![-0.5, -1.0, -1.5] });
}

#[test]
fn three_means_do_not_fit_a_gray_model() {
    let options = Options::parse(b"mean=1,2,3").unwrap();
    let error = Conventions::of(Format::Onnx, &graph("output", "", 1, 10), &options).unwrap_err();
    assert_eq!(error.message, "3 values of `mean` for a model of 1 channels");
}

#[test]
fn files_beside_the_model_come_after_its_own_and_before_guesses() {
    let options = "beside.mean=127.5\nbeside.std=127.5\nbeside.crop=center:0.9\nbeside.resize=bicubic\nbeside.by=preprocessor_config.json";
    let beside = conventions(Format::Onnx, &graph("output", "pytorch", 3, 1000), options);
    assert_eq!((beside.normalised_by.as_str(), beside.assumed), ("preprocessor_config.json", false));
    assert_eq!((beside.crop, beside.resize), (Crop::Center(0.9), Method::Bicubic));
    let own =
        conventions(Format::Onnx, &with_properties(&[("Image.NominalPixelRange", "NominalRange_0_255")], 3), options);
    assert_eq!((own.normalised_by.as_str(), own.normalisation), ("ONNX image metadata", range(0.0, 255.0)));
}

#[test]
fn onnx_metadata_gives_range_and_order() {
    let image = [("Image.NominalPixelRange", "Normalized_1_1"), ("Image.BitmapPixelFormat", "Bgr8")];
    let image = conventions(Format::Onnx, &with_properties(&image, 3), "");
    assert_eq!((image.normalisation, image.channel_order), (range(-1.0, 1.0), ChannelOrder::Bgr));
    assert!(!image.assumed);
    let custom = [
        ("Image.NominalPixelRange", "Normalized_0_1"),
        ("CustomVision.Preprocess.NormalizeMean", "[0.5, 0.5, 0.5]"),
        ("CustomVision.Preprocess.NormalizeStd", "[0.5, 0.5, 0.5]"),
        ("CustomVision.Preprocess.CropMethod", "OneCropCenter"),
        ("CustomVision.Preprocess.CropHeight", "224"),
        ("CustomVision.Preprocess.TargetHeight", "256"),
    ];
    let custom = conventions(Format::Onnx, &with_properties(&custom, 3), "");
    assert_eq!((custom.normalised_by.as_str(), custom.crop), ("Custom Vision metadata", Crop::Center(0.875)));
    assert_eq!(custom.normalisation, Normalisation { scale: vec![2.0 / 255.0; 3], offset: vec![-1.0; 3] });
}

#[test]
fn ultralytics_is_told_by_its_metadata() {
    let properties = [("task", "classify"), ("imgsz", "[224, 224]"), ("names", "{0: 'a'}")];
    let own = conventions(Format::Onnx, &with_properties(&properties, 3), "");
    assert_eq!((own.normalisation, own.crop, own.assumed), (range(0.0, 1.0), Crop::Center(1.0), false));
    let detector = [("task", "detect"), ("imgsz", "[224, 224]"), ("names", "{0: 'a'}")];
    assert_eq!(
        conventions(Format::Onnx, &with_properties(&detector, 3), "").normalised_by,
        "recognised as PyTorch, ImageNet"
    );
}

#[test]
fn a_quantiser_tells_the_nearest_convention() {
    let quantised = |low, high| {
        let mut graph = graph("output", "", 3, 10);
        graph.claims.quantised_range = Some((low, high));
        conventions(Format::TensorFlowLite, &graph, "")
    };
    assert_eq!(quantised(0.0, 255.0).normalisation, range(0.0, 255.0));
    assert_eq!(quantised(0.0, 0.93).normalisation, range(0.0, 1.0));
    assert_eq!(quantised(-1.004, 0.996).normalisation, range(-1.0, 1.0));
    assert_eq!(
        quantised(-2.12, 2.5).normalisation,
        Normalisation::of_mean(&known::IMAGENET_MEAN, &known::IMAGENET_STD)
    );
    assert_eq!(quantised(-9.0, 40.0).normalised_by, "default");
}

#[test]
fn scaling_before_the_first_layer_tells_the_range() {
    let scaled = |factor: f32, shift: f32| {
        before_layer(|graph, x| {
            let x = binary(graph, Binary::Mul, x, &[factor]);
            binary(graph, Binary::Add, x, &[shift])
        })
    };
    for (factor, shift, low, high) in [
        (1.0 / 255.0, 0.0, 0.0, 255.0),
        (1.0 / 127.5, -1.0, 0.0, 255.0),
        (2.0, -1.0, 0.0, 1.0),
        (255.0, 0.0, 0.0, 1.0),
        (0.5, 0.5, -1.0, 1.0),
        (127.5, 127.5, -1.0, 1.0),
        (1.0, -120.0, 0.0, 255.0),
        (1.0 / 64.0, -1.9, 0.0, 255.0),
    ] {
        let found = scaled(factor, shift);
        assert_eq!(
            (found.normalised_by.as_str(), found.normalisation),
            (ARITHMETIC, range(low, high)),
            "{factor} {shift}"
        );
    }
    assert_eq!(scaled(1.0, 0.0).normalised_by, "recognised as PyTorch, ImageNet");
    assert_eq!(scaled(1e-9, 0.0).normalised_by, "recognised as PyTorch, ImageNet");
}

#[test]
fn means_before_the_first_layer_tell_the_order_of_channels() {
    let torch = before_layer(|graph, x| {
        let x = binary(graph, Binary::Sub, x, &[0.485, 0.456, 0.406]);
        binary(graph, Binary::Div, x, &[0.229, 0.224, 0.225])
    });
    assert_eq!(
        (torch.normalisation, torch.channel_order, torch.ordered_by.as_str()),
        (range(0.0, 1.0), ChannelOrder::Rgb, ARITHMETIC)
    );
    let caffe = before_layer(|graph, x| binary(graph, Binary::Sub, x, &[103.939, 116.779, 123.68]));
    assert_eq!((caffe.normalisation, caffe.channel_order), (range(0.0, 255.0), ChannelOrder::Bgr));
    let keras = before_layer(|graph, x| {
        let parts: Vec<ValueId> = (0..3).rev().map(|index| channel(graph, x, index)).collect();
        let x = graph.add("reversed", Op::Concat { axis: 3 }, &parts).unwrap();
        binary(graph, Binary::Sub, x, &[103.939, 116.779, 123.68])
    });
    assert_eq!((keras.normalisation, keras.channel_order), (range(0.0, 255.0), ChannelOrder::Rgb));
}

#[test]
fn channels_are_followed_through_transpositions_and_only_arithmetic_is_followed() {
    let moved = before_layer(|graph, x| {
        let x = graph.add("first", Op::Transpose { order: vec![0, 3, 1, 2] }, &[x]).unwrap();
        let means = graph.constant(Tensor::new(vec![3, 1, 1], vec![123.68, 116.779, 103.939]).unwrap());
        let x = graph.add("means", Op::Binary(Binary::Sub), &[x, means]).unwrap();
        graph.add("last", Op::Transpose { order: vec![0, 2, 3, 1] }, &[x]).unwrap()
    });
    assert_eq!((moved.normalisation, moved.channel_order), (range(0.0, 255.0), ChannelOrder::Rgb));
    let behind = before_layer(|graph, x| {
        let x = graph.add("layer", Op::Unary(Unary::Tanh), &[x]).unwrap();
        binary(graph, Binary::Mul, x, &[1.0 / 255.0])
    });
    assert_eq!(behind.normalised_by, "recognised as PyTorch, ImageNet");
}
