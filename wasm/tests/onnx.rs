//! Small ONNX models against ONNX Runtime's answers, both written by tests/onnx_models.py, and what is refused.

use std::path::{Path, PathBuf};

use wasm_classify_guest::network::Network;
use wasm_classify_guest::options::Options;

fn data(name: &str, extension: &str) -> Vec<u8> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/onnx");
    let path = folder.join(format!("{name}.{extension}"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn load(name: &str) -> Network {
    Network::load(data(name, "onnx").into(), &Options::default()).unwrap()
}

/// Compares every score, relative to the largest one.
fn agrees_with_onnx_runtime(name: &str, input: &str, tolerance: f32) {
    let mut network = load(name);
    let input: Vec<f32> = data(input, "input").iter().map(|&byte| f32::from(byte as i8) / 127.0).collect();
    let expected: Vec<f32> =
        data(name, "expected").chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
    let largest = expected.iter().fold(0.0f32, |largest, score| largest.max(score.abs()));
    // Twice: a run must not depend on what the one before left in memory.
    for _ in 0..2 {
        let scores = network.run(&input).unwrap();
        assert_eq!(scores.len(), expected.len());
        for (class, (score, expected)) in scores.iter().zip(&expected).enumerate() {
            let difference = (score - expected).abs() / largest;
            assert!(difference < tolerance, "class {class} is {score}, expected {expected}");
        }
    }
}

macro_rules! networks {
    ($($name:ident)*) => { $(#[test] fn $name() { agrees_with_onnx_runtime(stringify!($name), stringify!($name), 1e-3); })* };
}

networks! {
    lenet squeezenet_1_1 vgg16 resnet18 resnet50 mobilenet_v1 mobilenet_v2 mobilenet_v3_small mobilenet_v3_large
    efficientnet_b0 efficientnet_lite0 shufflenet_v2 densenet121 inception_v1 inception_v3 odd_ops
    moving_ops resizing_ops normalising_ops
    vit_tiny vit_tiny_spelt_out convnext_atto convnext_atto_spelt_out
}

/// Both round every activation to 8 bits, but not to the same level where it lies between two of them.
#[test]
fn mobilenet_v1_with_quantised_weights_and_activations() {
    agrees_with_onnx_runtime("mobilenet_v1_quantised", "mobilenet_v1", 0.03);
}

#[test]
fn resnet18_of_quantised_operators() {
    agrees_with_onnx_runtime("resnet18_qoperator", "resnet18", 0.03);
}

#[test]
fn lenet_quantised_as_it_runs() {
    agrees_with_onnx_runtime("lenet_dynamic", "lenet", 0.03);
}

#[test]
fn squeezenet_with_operators_that_onnx_runtime_fused() {
    agrees_with_onnx_runtime("squeezenet_1_1_fused", "squeezenet_1_1", 1e-3);
}

/// How many steps of a kind a network has become.
fn steps(name: &str, op: &str) -> usize {
    load(name).plan().steps().iter().filter(|step| step.op == op).count()
}

#[test]
fn no_picture_is_transposed_but_for_the_channel_shuffle() {
    for name in ["lenet", "vgg16", "resnet50", "mobilenet_v1", "mobilenet_v3_large", "densenet121", "inception_v1"] {
        assert_eq!(steps(name, "Transpose"), 0, "{name}");
    }
    // One for each of the six blocks.
    assert_eq!(steps("shufflenet_v2", "Transpose"), 6);
}

#[test]
fn batch_normalisation_and_activation_are_part_of_the_convolution() {
    for name in ["resnet18", "resnet50", "mobilenet_v1", "mobilenet_v2"] {
        assert_eq!(steps(name, "Mul") + steps(name, "Add") + steps(name, "Clip"), 0, "{name}");
    }
}

#[test]
fn spelt_out_normalisations_and_activations_are_recognised() {
    for op in ["LayerNorm", "Gelu", "Conv", "DepthwiseConv", "Transpose", "Add"] {
        assert_eq!(steps("convnext_atto", op), steps("convnext_atto_spelt_out", op), "{op}");
    }
    assert_eq!((steps("vit_tiny", "LayerNorm"), steps("vit_tiny", "Gelu")), (5, 2));
    assert_eq!(steps("convnext_atto", "Transpose"), 0);
}
