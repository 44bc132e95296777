//! Model formats. Each importer turns a file's bytes into the small graph form.

mod batches;
mod dense;
mod einsum;
mod foreign;
mod formula;
mod gather;
mod names;
pub mod onnx;
mod outputs;
mod packed;
mod picture;
mod product;
mod protobuf;
mod resize;
mod sampling;
mod shaping;
mod slice;
mod source;
mod tensorflow;
mod tflite;
mod transposed;

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
        if let Some(what) = foreign::recognise(bytes) {
            return Err(Error::model(format!("this is {what}")));
        }
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
