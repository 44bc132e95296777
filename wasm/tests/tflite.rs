//! TensorFlow Lite models against the answers of TensorFlow Lite's own interpreter, both written by
//! tflite_models.py. TFLITE_MODELS=FOLDER compares the models of a folder, as that script makes with --large.

use std::path::{Path, PathBuf};

use wasm_classify_guest::classifier::{Classifier, Score};
use wasm_classify_guest::options::Options;
use wasm_classify_guest::picture::{Orientation, Picture};

/// Floats differ by the order of their sums alone: this much of the probability.
const FLOATS: f32 = 1e-3;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tflite")
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The guest's probabilities for a model and its picture, and the interpreter's, by class.
fn both(model: &Path) -> (Vec<f32>, Vec<f32>) {
    let mut classifier = Classifier::load(read(model).into(), &Options::default()).unwrap();
    let shape = &classifier.description.input_shape;
    let (height, width) = (shape[1] as u32, shape[2] as u32);
    let pixels = read(&model.with_extension("pixels"));
    let picture = Picture { width, height, channels: 3, pixels: pixels.into(), orientation: Orientation::from_exif(1) };
    let expected = read(&model.with_extension("expected"));
    let expected = expected.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect::<Vec<_>>();
    let (scores, _) = classifier.classify(&picture, usize::MAX).unwrap();
    let mut actual = vec![f32::NAN; expected.len()];
    for Score { index, score } in scores {
        actual[index as usize] = score;
    }
    (actual, expected)
}

/// The largest relative difference of any class that has a probability worth the name.
fn relative_difference(actual: &[f32], expected: &[f32]) -> f32 {
    let differences = actual.iter().zip(expected).map(|(a, e)| (a - e).abs() / e.max(1e-6));
    differences.fold(0.0, |worst, difference| if difference <= worst { worst } else { difference })
}

fn agrees(name: &str) {
    let (actual, expected) = both(&data().join(name).with_extension("tflite"));
    let difference = relative_difference(&actual, &expected);
    assert!(difference < FLOATS, "{name}: {difference}\n{actual:?}\n{expected:?}");
}

/// Both round every result of a quantised layer to 8 bits, probabilities among them to 1/256, but not to the same level
/// where it lies between two of them; the interpreter alone also rounds the input of a layer of floats whose weights are of
/// 8 bits. Each probability may differ by `limit`: a step and what the differences before it add up to.
fn agrees_within(name: &str, limit: f32) {
    let (actual, expected) = both(&data().join(name).with_extension("tflite"));
    for (class, (a, e)) in actual.iter().zip(&expected).enumerate() {
        assert!((a - e).abs() <= limit, "{name}: class {class} is {a}, the interpreter has {e}");
    }
}

#[test]
fn blocks_of_mobile_networks() {
    agrees("mobile_float32");
}

#[test]
fn weights_of_16_bits() {
    agrees("mobile_float16");
    agrees("branches_float16");
}

#[test]
fn branches_pools_and_logits() {
    agrees("branches_float32");
}

#[test]
fn gray_input() {
    agrees("lenet_float32");
}

#[test]
fn odd_convolutions() {
    agrees("convolutions_float32");
}

#[test]
fn operators_that_keras_does_not_make() {
    agrees("arithmetic_float32");
}

#[test]
fn weights_of_8_bits() {
    agrees_within("mobile_dynamic", 0.003);
    agrees_within("lenet_dynamic", 0.003);
}

#[test]
fn everything_of_8_bits() {
    agrees_within("mobile_int8_io", 0.01);
    agrees_within("mobile_uint8_io", 0.01);
    agrees_within("branches_int8", 0.01);
    agrees_within("lenet_uint8_io", 0.01);
    agrees_within("convolutions_int8", 0.01);
}

#[test]
fn values_of_16_bits() {
    agrees_within("lenet_int16", 0.003);
}

#[test]
fn metadata_normalises_each_channel() {
    agrees("metadata_float32");
}

#[test]
fn activations_that_a_range_implies() {
    agrees_within("ranges_uint8_io", 0.03);
}

/// The scale and offset of a model's pixels, its first channel's.
fn normalisation(name: &str, options: &str) -> (f32, f32) {
    let model = read(&data().join(name).with_extension("tflite"));
    let options = Options::parse(options.as_bytes()).unwrap();
    let classifier = Classifier::load(model.into(), &options).unwrap();
    let normalisation = &classifier.description.conventions.normalisation;
    (normalisation.scale[0], normalisation.offset[0])
}

#[test]
fn the_users_range_counts_more_than_the_files() {
    assert_eq!(normalisation("metadata_float32", ""), (1.0 / 60.0, -2.0));
    assert_eq!(normalisation("metadata_float32", "input_range=0..1"), (1.0 / 255.0, 0.0));
    assert_eq!(normalisation("mobile_float32", ""), (2.0 / 255.0, -1.0));
}

#[test]
fn a_quantised_input_takes_pixels_as_they_are() {
    // Both were calibrated with pixels in -1..1: their quantisation says so, to half a step.
    for name in ["mobile_int8_io", "mobile_uint8_io"] {
        let (scale, offset) = normalisation(name, "");
        assert!((scale * 255.0 - 2.0).abs() < 0.01 && (offset + 1.0).abs() < 0.01, "{name}: {scale} {offset}");
    }
}

fn refusal(name: &str, options: &str) -> String {
    let model = read(&data().join(name).with_extension("tflite"));
    Classifier::load(model.into(), &Options::parse(options.as_bytes()).unwrap()).err().unwrap().message
}

#[test]
fn what_is_not_supported_is_named() {
    assert!(refusal("refused_matrix_diag", "").contains("(MATRIX_DIAG): this operator is not supported"));
    assert!(refusal("refused_custom", "").contains("(custom operator AdjustHue): this operator is not supported"));
    assert!(refusal("mobile_float32", "output=nothing").contains("no tensor `nothing`"));
}

#[test]
fn the_models_of_a_folder() {
    let Some(folder) = std::env::var_os("TFLITE_MODELS") else {
        return println!("skipped: TFLITE_MODELS names no folder");
    };
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut models: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    models.retain(|path| path.extension().is_some_and(|extension| extension == "tflite"));
    models.sort();
    let mut wrong = Vec::new();
    for model in &models {
        let name = model.file_stem().unwrap_or_default().to_string_lossy();
        let (actual, expected) = both(model);
        let relative = relative_difference(&actual, &expected);
        let absolute = actual.iter().zip(&expected).fold(0.0, |worst: f32, (a, e)| worst.max((a - e).abs()));
        println!("{name:28} relative {relative:.2e}, absolute {absolute:.2e}");
        let floats = name.ends_with("float32") || name.ends_with("float16");
        if if floats { relative >= FLOATS } else { absolute > 0.05 } {
            wrong.push(name.into_owned());
        }
    }
    assert!(!models.is_empty() && wrong.is_empty(), "of {} models these differ: {wrong:?}", models.len());
}
