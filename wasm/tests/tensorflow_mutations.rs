//! Damaged TensorFlow graphs are refused, or still run: nothing panics, and nothing takes long. Damage is drawn
//! from a seeded generator. MUTATIONS=10000 runs more of it, SEED=2 another part of it.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::Path;
use std::time::{Duration, Instant};

use wasm_classify_guest::classifier::Classifier;
use wasm_classify_guest::options::Options;
use wasm_classify_guest::picture::{Orientation, Picture};

mod seeded;

use seeded::{variable, Random};

/// Far above what any of the models takes, far below what a runaway loop would.
const LIMIT: Duration = Duration::from_secs(10);

fn read(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Damages a model in one of the ways that files are damaged, by accident and on purpose.
fn mutate(model: &mut Vec<u8>, structure: &[usize], random: &mut Random) {
    match random.below(8) {
        0 => model.truncate(random.below(model.len())),
        1 | 2 => {
            // Anywhere: most often in the weights.
            for _ in 0..=random.below(8) {
                let at = random.below(model.len());
                model[at] ^= 1 << random.below(8);
            }
        }
        3..=5 => {
            // Where names, attributes and lengths are.
            for _ in 0..=random.below(3) {
                let at = structure[random.below(structure.len())].min(model.len() - 1);
                model[at] = [0, 1, 0x7f, 0x80, 0xff, random.below(256) as u8][random.below(6)];
            }
        }
        6 => {
            // A length or number that is far too large, as a varint of five or ten bytes.
            let at = structure[random.below(structure.len())].min(model.len() - 1);
            let huge: &[u8] = [&[0xff, 0xff, 0xff, 0xff, 0x07][..], &[0xff; 9][..]][random.below(2)];
            let end = (at + huge.len()).min(model.len());
            model[at..end].copy_from_slice(&huge[..end - at]);
        }
        _ => {
            let from = random.below(model.len());
            let piece = model[from..(from + 1 + random.below(300)).min(model.len())].to_vec();
            let to = random.below(model.len());
            if random.below(2) == 0 {
                model.splice(to..to, piece);
            } else {
                let end = (to + piece.len()).min(model.len());
                model.drain(to..end);
            }
        }
    }
}

/// The positions that are likely to be structure, not weights: those close to a run of letters, as names are.
fn structure(model: &[u8]) -> Vec<usize> {
    let letters = model.windows(5).map(|five| five.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_'));
    let mut near = vec![false; model.len()];
    for (at, _) in letters.enumerate().filter(|(_, letters)| *letters) {
        near[at.saturating_sub(12)..(at + 17).min(model.len())].fill(true);
    }
    (0..model.len()).filter(|&at| near[at]).collect()
}

/// Loads a model, and runs it where it loads. `true` where there was a result.
fn runs(model: Vec<u8>) -> bool {
    let Ok(mut classifier) = Classifier::load(model.into(), &Options::default()) else { return false };
    let pixels = (0..9 * 7 * 3).map(|i| (i * 37) as u8).collect::<Vec<u8>>();
    let picture =
        Picture { width: 9, height: 7, channels: 3, pixels: pixels.into(), orientation: Orientation::from_exif(1) };
    classifier.classify(&picture, 5).is_ok()
}

fn survives(path: &str, share: u64) {
    let original = read(path);
    assert!(runs(original.clone()), "{path} itself does not run");
    let structure = structure(&original);
    let (count, seed) = (variable("MUTATIONS", 1000) / share, variable("SEED", 1));
    let (mut results, mut slowest) = (0, Duration::ZERO);
    for number in 0..count {
        let mut model = original.clone();
        let mut random = Random(seed << 32 | number);
        for _ in 0..1 + random.below(4) / 2 {
            mutate(&mut model, &structure, &mut random);
            if model.is_empty() {
                break;
            }
        }
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| runs(model)));
        slowest = slowest.max(start.elapsed());
        assert!(outcome.is_ok(), "{path}: mutation {number} of seed {seed} panics");
        assert!(start.elapsed() < LIMIT, "{path}: mutation {number} of seed {seed} takes {:?}", start.elapsed());
        results += u64::from(outcome.unwrap_or(false));
    }
    println!("{path}: {count} mutations, {results} still run, the slowest took {slowest:?}");
    assert!(count < 50 || (results > 0 && results < count), "the damage is all of one kind");
}

#[test]
fn the_built_in_model() {
    survives("../models/pocket.pb", 10);
}

#[test]
fn mobilenet_v1() {
    survives("tests/data/tensorflow/mobilenet_v1_folded.pb", 4);
}

#[test]
fn odd_convolutions() {
    survives("tests/data/tensorflow/odd_convolutions.pb", 4);
}

#[test]
fn branches() {
    survives("tests/data/tensorflow/branches.pb", 4);
}

#[test]
fn branches_whose_constants_tensorflow_folded() {
    survives("tests/data/tensorflow/branches_folded.pb", 4);
}

#[test]
fn random_bytes_and_prefixes() {
    let mut random = Random(variable("SEED", 1));
    for len in [0, 1, 2, 3, 13, 207, 4098, 100_000] {
        let mut bytes: Vec<u8> = (0..len).map(|_| random.below(256) as u8).collect();
        assert!(!runs(bytes.clone()));
        if let Some(first) = bytes.first_mut() {
            *first = 0x0a;
            assert!(!runs(bytes));
        }
    }
    let model = read("tests/data/tensorflow/branches_folded.pb");
    for len in (0..model.len()).step_by(97) {
        // A prefix that ends between two nodes is a graph of its own; the others are damaged.
        catch_unwind(AssertUnwindSafe(|| runs(model[..len].to_vec()))).unwrap_or_else(|_| panic!("prefix of {len}"));
    }
}
