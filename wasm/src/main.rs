//! The module as a command: `wasmtime run --dir=. classifier.wasm MODEL PICTURE` prints the five best classes.

use std::process::ExitCode;

use wasm_classify_guest::classifier::Classifier;
use wasm_classify_guest::options::Options;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, model, picture] = &arguments[..] else {
        eprintln!("usage: classifier MODEL PICTURE");
        return ExitCode::from(2);
    };
    match classify(model, picture) {
        Ok(lines) => {
            print!("{lines}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("classifier: {message}");
            ExitCode::FAILURE
        }
    }
}

fn classify(model: &str, picture: &str) -> Result<String, String> {
    let read = |path: &str| std::fs::read(path).map_err(|error| format!("{path}: {error}"));
    let named = |path: &str, error: wasm_classify_guest::error::Error| format!("{path}: {error}");
    let model_bytes = read(model)?.into();
    let mut classifier = Classifier::load(model_bytes, &Options::default()).map_err(|error| named(model, error))?;
    let (scores, report) = classifier.classify_encoded(&read(picture)?, 5).map_err(|error| named(picture, error))?;
    let lines: String = scores.iter().map(|score| format!("{} {:.6}\n", score.index, score.score)).collect();
    Ok(format!("inference time: {:.0} ms\n{lines}", report.inference_ms))
}
