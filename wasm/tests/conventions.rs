//! What networks say of their pixels and their scores, and that both are followed: tests/conventions_models.py made the
//! networks, and wrote down what ONNX Runtime, TensorFlow Lite and TensorFlow answer for one colour.

use std::fs;
use std::path::{Path, PathBuf};

use wasm_classify_guest::classifier::Classifier;
use wasm_classify_guest::error::Result;
use wasm_classify_guest::options::Options;
use wasm_classify_guest::picture::{Orientation, Picture};

const COLOUR: [u8; 3] = [200, 120, 40];

/// Of a probability.
const TOLERANCE: f32 = 1e-4;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/conventions")
}

fn load(name: &str) -> Result<Classifier> {
    let bytes = fs::read(data().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    Classifier::load(bytes.into(), &Options::default())
}

/// The scores of all classes for a picture of one colour, by class.
fn scores(classifier: &mut Classifier) -> Vec<f32> {
    let pixels: Vec<u8> = COLOUR.iter().copied().cycle().take(12 * 10 * 3).collect();
    let picture =
        Picture { width: 12, height: 10, channels: 3, pixels: pixels.into(), orientation: Orientation::from_exif(1) };
    let (mut scores, _) = classifier.classify(&picture, usize::MAX).unwrap();
    scores.sort_by_key(|score| score.index);
    scores.iter().map(|score| score.score).collect()
}

fn labels(classifier: &Classifier) -> String {
    let Some(labels) = &classifier.description.labels else { return "-".into() };
    labels.names.iter().map(|name| name.as_deref().unwrap_or("")).collect::<Vec<_>>().join("|")
}

fn check_all(table: &str) {
    let text = fs::read_to_string(data().join(table)).unwrap();
    let mut wrong = Vec::new();
    for line in text.lines() {
        let [name, by, channels, kind, names, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let mut classifier = match load(name) {
            Ok(classifier) => classifier,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        let found = scores(&mut classifier);
        let description = &classifier.description;
        let said = [
            description.conventions.normalised_by.as_str(),
            description.conventions.channel_order.name(),
            description.scores.name(),
            &labels(&classifier),
        ];
        let expected: Vec<f32> = expected.split(',').map(|score| score.parse().unwrap()).collect();
        let same =
            expected.len() == found.len() && expected.iter().zip(&found).all(|(a, b)| (a - b).abs() <= TOLERANCE);
        if !same || said != [by, channels, kind, names] {
            wrong.push(format!("{name}: {said:?} {found:?}, expected {line}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn networks_of_onnx_and_tensorflow_are_given_what_they_want() {
    check_all("expected.tsv");
}

#[test]
fn networks_that_pytorch_exported_are_given_what_they_want() {
    check_all("expected-torch.tsv");
}
