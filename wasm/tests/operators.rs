//! Operators of TensorFlow Lite and of frozen graphs, in small networks, against the answers of TensorFlow Lite's own
//! interpreter and of TensorFlow. operator_models.py makes both. OPERATOR_MODELS=FOLDER compares the models of another
//! folder, as that script fills it with --answer.

use std::path::{Path, PathBuf};

use wasm_classify_guest::network::Network;
use wasm_classify_guest::options::Options;

/// What a result may differ by, as a part of the largest.
const TOLERANCE: f32 = 1e-4;

/// The input that the script gives each network too: numbers in -1..1 without an order.
fn input(len: usize) -> Vec<f32> {
    (0..len).map(|k| (k * 37 % 101) as f32 / 50.0 - 1.0).collect()
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// How far the guest is from the expected result, as a part of the largest; or why it refuses the model.
fn difference(model: &Path) -> Result<f32, String> {
    let mut network = Network::load(read(model).into(), &Options::default()).map_err(|error| error.message)?;
    let input = input(network.input_shape.iter().product());
    let found = network.run(&input).map_err(|error| error.message)?;
    let expected = read(&expected_of(model));
    let expected: Vec<f32> = expected.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect();
    if found.len() != expected.len() {
        return Err(format!("{} values in place of {}", found.len(), expected.len()));
    }
    let largest = expected.iter().fold(1e-6f32, |largest, value| largest.max(value.abs()));
    let differences = found.iter().zip(&expected).map(|(found, expected)| (found - expected).abs());
    Ok(differences.fold(0.0, |worst: f32, d| if d <= worst { worst } else { d }) / largest)
}

fn expected_of(model: &Path) -> PathBuf {
    let mut name = model.as_os_str().to_owned();
    name.push(".expected");
    name.into()
}

/// Compares all models of a folder that have an expected result.
fn compare(folder: &Path) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut models: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    models.retain(|path| expected_of(path).exists());
    models.sort();
    let mut wrong = Vec::new();
    for model in &models {
        let name = model.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match difference(model) {
            Ok(difference) => {
                println!("{name:40} {difference:.1e}");
                if !(difference <= TOLERANCE) {
                    wrong.push(format!("{name} differs by {difference}"));
                }
            }
            Err(refusal) => wrong.push(format!("{name}: {refusal}")),
        }
    }
    assert!(!models.is_empty() && wrong.is_empty(), "of {} models:\n{}", models.len(), wrong.join("\n"));
}

#[test]
fn every_operator_gives_what_its_own_runtime_gives() {
    compare(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/operators"));
}

#[test]
fn the_models_of_a_folder() {
    match std::env::var_os("OPERATOR_MODELS") {
        Some(folder) => compare(Path::new(&folder)),
        None => println!("skipped: OPERATOR_MODELS names no folder"),
    }
}
