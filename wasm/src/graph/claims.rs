//! What a model's file says beside its network.

use std::collections::BTreeMap;

use super::Normalisation;

/// Everything that a file says of how its network is to be used. What it does not say is empty.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// What pixels become where the input holds integers: the type leaves no choice.
    pub of_element_type: Option<Normalisation>,
    /// The lowest and highest number that a quantiser directly behind an input of floats can hold.
    pub quantised_range: Option<(f32, f32)>,
    /// The normalisation of TensorFlow Lite's metadata.
    pub normalisation: Option<Normalisation>,
    /// The program that wrote the file.
    pub producer: String,
    /// ONNX's metadata properties, and what `train` writes into files of the other formats.
    pub properties: BTreeMap<String, String>,
    pub labels: Option<Labels>,
}

/// The property in which `train` says how pictures were prepared, in the lines of `Preparation`.
pub const PREPROCESSING: &str = "wasm_classify.preprocessing";
/// The property in which `train` lists the classes, where the format has no place of its own for them.
pub const LABELS: &str = "wasm_classify.labels";

impl Claims {
    /// Keeps a property that `train` wrote.
    pub fn keep(&mut self, key: &str, value: &[u8]) {
        self.properties.insert(key.to_string(), String::from_utf8_lossy(value).into_owned());
    }
}

/// The names of classes that a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Labels {
    /// The name of each class, `None` where a class has none.
    pub names: Vec<Option<String>>,
    /// Where they stand, for people.
    pub by: String,
}
