//! The module as a command: `wasmtime run --dir=. classifier.wasm MODEL PICTURE` prints the five best classes.

use std::path::{Component, Path};
use std::process::ExitCode;

use wasm_classify_guest::classifier::Classifier;
use wasm_classify_guest::import::{external_files, Source};
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
    let mut source = Source::from(read(model)?);
    for name in external_files(source.file.clone()) {
        let file =
            beside(Path::new(model), &name).map_err(|error| format!("{model}: its weights `{name}`: {error}"))?;
        source.external.insert(name, file.into());
    }
    let mut classifier = Classifier::load(source, &Options::default()).map_err(|error| named(model, error))?;
    let (scores, report) = classifier.classify_encoded(&read(picture)?, 5).map_err(|error| named(picture, error))?;
    let lines: String = scores.iter().map(|score| format!("{} {:.6}\n", score.index, score.score)).collect();
    Ok(format!("inference time: {:.0} ms\n{lines}", report.inference_ms))
}

/// A file that a model asks for by a name, which must not lead out of the model's folder.
fn beside(model: &Path, name: &str) -> Result<Vec<u8>, String> {
    let mut path = model.parent().unwrap_or(Path::new("")).to_path_buf();
    for component in Path::new(name).components() {
        match component {
            Component::CurDir => continue,
            Component::Normal(part) => path.push(part),
            _ => return Err("leads out of the model's folder".into()),
        }
        let metadata = std::fs::symlink_metadata(&path).map_err(|error| error.to_string())?;
        if metadata.is_symlink() {
            return Err("is a link, which is not followed".into());
        }
    }
    std::fs::read(&path).map_err(|error| error.to_string())
}
