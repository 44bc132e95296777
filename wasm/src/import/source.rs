//! A model as a host hands it over.

use std::collections::HashMap;

use bytes::Bytes;

/// The bytes of a model. They are not copied: large weights are used where they stand.
#[derive(Clone, Debug, Default)]
pub struct Source {
    pub file: Bytes,
    /// The files beside it that hold weights, by the names that an ONNX model gives them.
    pub external: HashMap<String, Bytes>,
}

impl From<Bytes> for Source {
    fn from(file: Bytes) -> Source {
        Source { file, external: HashMap::new() }
    }
}

impl From<Vec<u8>> for Source {
    fn from(file: Vec<u8>) -> Source {
        Bytes::from(file).into()
    }
}
