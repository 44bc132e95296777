//! The features of networks against what their own runtimes compute for the same tensor, both written by features_models.py.

use std::path::{Path, PathBuf};

use wasm_classify_guest::classifier::{Classifier, Score};
use wasm_classify_guest::options::Options;
use wasm_classify_guest::picture::{Orientation, Picture};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/features").join(name)
}

fn load(file: &str, options: &str) -> Result<Classifier, String> {
    let bytes = std::fs::read(data(file)).unwrap();
    let options = Options::parse(format!("input_range=-1..1\n{options}").as_bytes()).unwrap();
    Classifier::load(bytes.into(), &options).map_err(|error| error.to_string())
}

fn features(file: &str, options: &str) -> Vec<f32> {
    let mut classifier = load(file, options).unwrap();
    let [height, width] = [1, 2].map(|axis| classifier.description.input_shape[axis] as u32);
    let pixels = std::fs::read(data("picture.pixels")).unwrap().into();
    let picture = Picture { width, height, channels: 3, pixels, orientation: Orientation::from_exif(1) };
    let (scores, _) = classifier.classify(&picture, usize::MAX).unwrap();
    let mut features = vec![f32::NAN; scores.len()];
    scores.into_iter().for_each(|Score { index, score }| features[index as usize] = score);
    features
}

fn expected(file: &str) -> Vec<f32> {
    let bytes = std::fs::read(data(&format!("{file}.expected"))).unwrap();
    bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

/// `node` is what makes the features, in the terms of the file.
fn agrees(file: &str, node: &str, tolerance: f32) {
    let classifier = load(file, "").unwrap();
    let found = classifier.description.features.as_ref().unwrap_or_else(|| panic!("{file} has no features"));
    let expected = expected(file);
    assert_eq!((found.name.as_str(), found.width), (node, expected.len()), "{file}");
    for options in ["features=auto".to_string(), format!("features=auto\noutput={node}")] {
        let features = features(file, &options);
        assert_eq!(features.len(), expected.len());
        for (index, (ours, theirs)) in features.iter().zip(&expected).enumerate() {
            assert!((ours - theirs).abs() <= tolerance, "{file}, {options}: feature {index} is {ours}, not {theirs}");
        }
    }
}

#[test]
fn dense_layers_with_a_bias_and_a_softmax_behind() {
    agrees("gemm.onnx", "flat", 1e-5);
    agrees("matmul.onnx", "flat", 1e-5);
    agrees("dense.pb", "features", 1e-5);
    agrees("dense.tflite", "features", 1e-5);
}

#[test]
fn convolutions_of_a_map_of_one_place() {
    agrees("conv.onnx", "pooled", 1e-5);
    agrees("conv.pb", "features", 1e-5);
    agrees("conv.tflite", "features", 1e-5);
}

/// The runtime computes in integers: it may round another way by one step, of 6 / 255 here.
#[test]
fn quantised_layers() {
    agrees("quantised.tflite", "features", 0.05);
}

#[test]
fn features_are_no_scores() {
    let classifier = load("gemm.onnx", "features=auto").unwrap();
    assert_eq!(classifier.description.scores.name(), "features");
    assert_eq!(classifier.description.output_name, "flat");
}

#[test]
fn a_map_before_the_last_layer_is_no_vector_of_features() {
    assert!(load("map.onnx", "").unwrap().description.features.is_none());
    let error = load("map.onnx", "features=auto").err().unwrap();
    assert!(error.contains("features"), "{error}");
    let error = load("map.onnx", "features=auto\noutput=relu").err().unwrap();
    assert!(error.contains("one vector is needed"), "{error}");
}

#[test]
fn a_file_that_was_trained_tells_its_classes_and_how_pictures_are_prepared() {
    for file in ["trained.onnx", "trained.pb", "trained.tflite"] {
        let bytes = std::fs::read(data(file)).unwrap();
        let description = Classifier::load(bytes.into(), &Options::default()).unwrap().description;
        let names = ["red", "it's \"green\"", "blau"].map(|name| Some(name.to_string()));
        assert_eq!(description.labels.unwrap().names, names, "{file}");
        let conventions = description.conventions;
        assert_eq!(conventions.normalised_by, "training metadata", "{file}");
        assert_eq!(conventions.normalisation.scale, [0.5, 0.25, 0.125], "{file}");
        assert_eq!(conventions.normalisation.offset, [-1.0, -0.25, 0.0], "{file}");
        assert_eq!(conventions.crop.to_string(), "center:0.875", "{file}");
        assert_eq!(conventions.resize.name(), "bicubic", "{file}");
    }
}
