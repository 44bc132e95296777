//! Model formats. Each importer turns a file's bytes into the small graph form.

mod batches;
mod dense;
mod names;
pub mod onnx;
mod outputs;
mod picture;
mod shaping;
mod source;
mod tensorflow;
mod tflite;

use bytes::Bytes;

use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::options::Options;
pub use source::Source;

/// A model file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    TensorFlow,
    TensorFlowLite,
    Onnx,
}

impl Format {
    /// Finds the format from the bytes: names of files are not to be trusted.
    pub fn of(bytes: &[u8]) -> Result<Format> {
        match bytes {
            [] => Err(Error::model("the model file is empty")),
            [_, _, _, _, identifier @ ..] if identifier.starts_with(tflite::IDENTIFIER) => Ok(Format::TensorFlowLite),
            // A GraphDef begins with its first node: field 1, length-delimited.
            [0x0a, ..] => Ok(Format::TensorFlow),
            // A ModelProto begins with its version; writers may order it otherwise: its graph, its operator sets.
            [0x08 | 0x3a | 0x42, ..] => Ok(Format::Onnx),
            _ => Err(Error::model("not a model of a known format (TensorFlow frozen graph, TensorFlow Lite or ONNX)")),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Format::TensorFlow => "TensorFlow frozen graph",
            Format::TensorFlowLite => "TensorFlow Lite",
            Format::Onnx => "ONNX",
        }
    }
}

/// Reads a model of any known format.
pub fn import(source: Source, options: &Options) -> Result<(Format, Graph)> {
    let format = Format::of(&source.file)?;
    let graph = match format {
        Format::TensorFlow => tensorflow::import(source.file, options)?,
        Format::TensorFlowLite => tflite::import(source.file, options)?,
        Format::Onnx => onnx::import(source, options)?,
    };
    Ok((format, graph))
}

/// The names of the files beside a model that hold its weights; only models of ONNX have any.
pub fn external_files(model: Bytes) -> Vec<String> {
    match Format::of(&model) {
        Ok(Format::Onnx) => onnx::external::files(model),
        _ => Vec::new(),
    }
}

/// The shape of the input [1, height, width, channels] from the sizes in a file, where -1 is unknown.
/// `wanted` overrides height and width.
fn picture_input(sizes: &[i64], wanted: Option<[usize; 2]>) -> Result<Vec<usize>> {
    let &[batch, height, width, channels] = sizes else {
        return Err(Error::model(format!(
            "the input has shape {sizes:?}, a picture [1, height, width, channels] is needed"
        )));
    };
    if batch > 1 {
        return Err(Error::model(format!("the model takes batches of {batch} pictures, one at a time is supported")));
    }
    let known = |size: i64| usize::try_from(size).ok().filter(|&size| (1..=MAX_SIDE).contains(&size));
    let [height, width] = match wanted {
        Some(size) => size.map(Some),
        None => [known(height), known(width)],
    };
    match (height, width, known(channels).filter(|&channels| channels == 1 || channels == 3)) {
        (Some(height), Some(width), Some(channels)) => Ok(vec![1, height, width, channels]),
        (_, _, None) => Err(Error::model(format!("the input has {channels} channels, 1 or 3 are supported"))),
        _ => Err(Error::model("the model leaves the size of its input open: give it with --input-size")),
    }
}

/// The longest side of a model's input.
const MAX_SIDE: usize = 4096;
