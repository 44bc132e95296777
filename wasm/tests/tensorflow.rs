//! Frozen graphs that Keras made against native TensorFlow's answers, both written by
//! scripts/make-keras-graphs.py.

use std::path::{Path, PathBuf};

use wasm_classify_guest::classifier::Classifier;
use wasm_classify_guest::options::Options;
use wasm_classify_guest::picture::{Orientation, Picture};

fn data(name: &str, extension: &str) -> Vec<u8> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tensorflow");
    let path = folder.join(format!("{name}.{extension}"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Compares the probability of every class.
fn agrees_with_tensorflow(name: &str) {
    let mut classifier = Classifier::load(data(name, "pb").into(), &Options::default()).unwrap();
    let expected: Vec<f32> =
        data(name, "expected").chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
    let shape = &classifier.description.input_shape;
    let (height, width) = (shape[1] as u32, shape[2] as u32);
    let orientation = Orientation::from_exif(1);
    let picture = Picture { width, height, channels: 3, pixels: data(name, "pixels").into(), orientation };
    // Twice: a run must not depend on what the one before left in memory.
    for _ in 0..2 {
        let (scores, _) = classifier.classify(&picture, usize::MAX).unwrap();
        assert_eq!(scores.len(), expected.len());
        for score in scores {
            let difference = (score.score - expected[score.index as usize]).abs();
            assert!(difference < 1e-4, "class {} differs by {difference}", score.index);
        }
    }
}

#[test]
fn mobilenet_v1_whose_constants_tensorflow_folded() {
    agrees_with_tensorflow("mobilenet_v1_folded");
}

#[test]
fn mobilenet_v2_with_batch_norm_as_arithmetic() {
    agrees_with_tensorflow("mobilenet_v2_unfolded");
}

#[test]
fn odd_convolutions() {
    agrees_with_tensorflow("odd_convolutions");
}

#[test]
fn branches_pools_and_shortcuts() {
    agrees_with_tensorflow("branches");
}

#[test]
fn branches_whose_constants_tensorflow_folded() {
    agrees_with_tensorflow("branches_folded");
}
