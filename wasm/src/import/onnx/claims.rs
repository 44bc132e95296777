//! What an ONNX file says of itself beside its network.

use super::input::Input;
use super::messages::{GraphProto, ModelProto, NodeProto, TensorProto};
use super::types;
use crate::error::Result;
use crate::graph::{Claims, Labels, Normalisation};
use crate::import::names;

/// `channels` are those of the input.
pub fn of(model: &ModelProto, file: &GraphProto, input: &Input, channels: usize) -> Result<Claims> {
    let properties = model.metadata_props.iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect();
    Ok(Claims {
        of_element_type: types::byte_range(input.element_type).map(|range| Normalisation::of_range(range, channels)),
        producer: model.producer_name.clone(),
        labels: of_properties(model).or_else(|| of_nodes(file)),
        properties,
        ..Claims::default()
    })
}

/// Properties under which exporters keep the names of classes.
const NAME_PROPERTIES: [&str; 5] = ["names", "class_names", "classes", "labels", "id2label"];

fn of_properties(model: &ModelProto) -> Option<Labels> {
    NAME_PROPERTIES.iter().find_map(|key| {
        let entry = model.metadata_props.iter().find(|entry| entry.key == *key)?;
        Some(Labels { names: names::parse(&entry.value)?, by: format!("metadata `{key}`") })
    })
}

/// The names that nodes at the end of the network turn scores into, which are read whether the scores need them or not.
fn of_nodes(file: &GraphProto) -> Option<Labels> {
    file.node.iter().rev().find_map(|node| {
        let names = match node.op_type.as_str() {
            "ZipMap" | "SVMClassifier" | "LinearClassifier" | "TreeEnsembleClassifier" => {
                strings(node, &["classlabels_strings", "classlabels_int64s", "classlabels_ints"])
            }
            "LabelEncoder" => strings(node, &["values_strings", "classes_strings"]),
            "ArrayFeatureExtractor" => of_initializer(file, node.input.first()?),
            _ => None,
        }?;
        Some(Labels { names, by: format!("node `{}`", node.op_type) })
    })
}

/// The first of these attributes that lists anything.
fn strings(node: &NodeProto, attributes: &[&str]) -> Option<Vec<Option<String>>> {
    let lists = attributes.iter().filter_map(|name| node.attribute(name));
    let mut lists = lists.map(|list| match list.strings.is_empty() {
        true => list.ints.iter().map(|int| Some(int.to_string())).collect(),
        false => list.strings.iter().map(|name| Some(String::from_utf8_lossy(name).into_owned())).collect(),
    });
    lists.find(|names: &Vec<Option<String>>| !names.is_empty())
}

fn of_initializer(file: &GraphProto, name: &str) -> Option<Vec<Option<String>>> {
    let tensor: &TensorProto = file.initializer.iter().find(|tensor| tensor.name == name)?;
    let names = tensor.string_data.iter().map(|name| Some(String::from_utf8_lossy(name).into_owned()));
    Some(names.collect()).filter(|names: &Vec<_>| !names.is_empty())
}
