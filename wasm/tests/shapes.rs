//! Models whose inputs and outputs are of many forms against their own runtimes' answers, both written by shapes_models.py.

use std::path::{Path, PathBuf};

use wasm_classify_guest::classifier::{Classifier, Score};
use wasm_classify_guest::import::{external_files, Source};
use wasm_classify_guest::options::Options;
use wasm_classify_guest::picture::{Orientation, Picture};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/shapes").join(name)
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Loads a model with the files beside it, and compares each score for its picture.
fn agrees(file: &str, options: &str, size: [u32; 2]) {
    let path = data(file);
    let mut source = Source::from(read(&path));
    for name in external_files(source.file.clone()) {
        source.external.insert(name.clone(), read(&data(&name)).into());
    }
    let mut classifier = Classifier::load(source, &Options::parse(options.as_bytes()).unwrap()).unwrap();
    let [height, width] = size;
    assert_eq!(classifier.description.input_shape[1..3], [height as usize, width as usize], "{file}");
    let pixels = read(&path.with_extension("pixels")).into();
    let picture = Picture { width, height, channels: 3, pixels, orientation: Orientation::from_exif(1) };
    let (scores, _) = classifier.classify(&picture, usize::MAX).unwrap();
    let expected = read(&path.with_extension("expected"));
    let expected = expected.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect::<Vec<_>>();
    assert_eq!(scores.len(), expected.len(), "{file}");
    for Score { index, score } in scores {
        assert!((score - expected[index as usize]).abs() < 1e-5, "{file}: class {index} is {score}, not {expected:?}");
    }
}

const FLOATS: &str = "input_range=-1..1\n";

#[test]
fn open_and_oblong_inputs() {
    agrees("open_axes.onnx", "input_range=-1..1\ninput_size=12x16\n", [12, 16]);
    agrees("wide.onnx", FLOATS, [12, 16]);
    agrees("channels_first.tflite", FLOATS, [10, 14]);
    agrees("vector.onnx", FLOATS, [12, 12]);
}

#[test]
fn batches() {
    agrees("gray_batch_of_3.onnx", FLOATS, [12, 12]);
    agrees("batch_in_a_reshape.onnx", FLOATS, [8, 8]);
}

#[test]
fn weights_in_files_beside_the_model() {
    agrees("weights_beside.onnx", FLOATS, [8, 8]);
    agrees("weights_in_several_files.onnx", FLOATS, [8, 8]);
}

#[test]
fn scores_among_other_outputs() {
    agrees("features_first.onnx", FLOATS, [8, 8]);
    agrees("label_first.onnx", FLOATS, [8, 8]);
}

#[test]
fn parts_of_a_graph_that_the_scores_do_not_need() {
    agrees("placeholder_within.pb", FLOATS, [8, 10]);
    agrees("decodes_itself.pb", "", [8, 10]);
}
