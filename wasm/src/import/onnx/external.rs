//! External data: weights in files beside the model, where PyTorch's exporter puts them. A tensor says in which file
//! (`location`), where in it (`offset`) and how many bytes (`length`). Field names: onnx/onnx.proto, TensorProto.

use std::collections::{BTreeSet, HashMap};

use bytes::Bytes;

use super::messages::{GraphProto, TensorProto};
use crate::error::{Error, Result};
use crate::tensor::shape::elements;

/// What the names of all files may come to.
const MAX_NAMES: usize = 1 << 19;

/// The names of the files that a model's weights lie in, each once; none where the model cannot be read, which loading
/// it reports.
pub fn files(model: Bytes) -> Vec<String> {
    let Ok(mut model) = super::decoded(model) else { return Vec::new() };
    let mut names = BTreeSet::new();
    for_each(model.graph.iter_mut(), |tensor| {
        if is_external(tensor) {
            names.extend(entry(tensor, "location").map(str::to_string));
        }
    });
    let mut rest = MAX_NAMES;
    let fits = |name: &String| {
        rest = rest.saturating_sub(name.len() + 1);
        rest > 0
    };
    names.into_iter().filter(|name| !name.contains('\n')).take_while(fits).collect()
}

/// Gives each tensor whose file is there its bytes, as if they were in the model. Of others nothing is said here: the
/// network may not need them.
pub fn attach(graph: &mut GraphProto, files: &HashMap<String, Bytes>) -> Result<()> {
    let mut result = Ok(());
    for_each([graph], |tensor| {
        let file = entry(tensor, "location").and_then(|name| files.get(name));
        if let (true, Some(file)) = (is_external(tensor), file) {
            match bytes(tensor, file) {
                Ok(bytes) => {
                    tensor.raw_data = bytes;
                    tensor.external_data.clear();
                    tensor.data_location = 0;
                }
                Err(error) => result = Err(error),
            }
        }
    });
    result
}

/// Fails for a tensor whose file was not there.
pub fn require_attached(tensor: &TensorProto) -> Result<()> {
    if !is_external(tensor) {
        return Ok(());
    }
    let file = entry(tensor, "location").unwrap_or("another file");
    Err(Error::model(format!("its weights lie in `{file}`, which belongs beside the model and is not there")))
}

fn is_external(tensor: &TensorProto) -> bool {
    tensor.data_location != 0 || !tensor.external_data.is_empty()
}

fn entry<'a>(tensor: &'a TensorProto, key: &str) -> Option<&'a str> {
    tensor.external_data.iter().find(|entry| entry.key == key).map(|entry| entry.value.as_str())
}

/// The part of its file that is a tensor's.
fn bytes(tensor: &TensorProto, file: &Bytes) -> Result<Bytes> {
    let location = entry(tensor, "location").unwrap_or_default();
    let damaged = |why: &str| Error::model(format!("constant `{}`: {why} `{location}`", tensor.name));
    let number = |key: &str| match entry(tensor, key) {
        None | Some("") => Ok(None),
        Some(text) => text.parse::<usize>().map(Some).map_err(|_| damaged("the model does not say where it lies in")),
    };
    let start = number("offset")?.unwrap_or(0);
    let rest = file.len().checked_sub(start).ok_or_else(|| damaged("it lies behind the end of"))?;
    let len = match number("length")? {
        Some(len) => len,
        None => size(tensor).map_or(rest, |size| size.min(rest)),
    };
    if len > rest {
        return Err(damaged("it lies behind the end of"));
    }
    Ok(file.slice(start..start + len))
}

/// The bytes that a tensor's values take.
fn size(tensor: &TensorProto) -> Option<usize> {
    let sizes: Option<Vec<usize>> = tensor.dims.iter().map(|&size| usize::try_from(size).ok()).collect();
    elements(&sizes?).ok()?.checked_mul(super::types::width(tensor.data_type)?)
}

/// Visits the tensors of graphs: their own and those of their nodes' attributes.
fn for_each<'a>(graphs: impl IntoIterator<Item = &'a mut GraphProto>, mut visit: impl FnMut(&mut TensorProto)) {
    for graph in graphs {
        graph.initializer.iter_mut().for_each(&mut visit);
        let attributes = graph.node.iter_mut().flat_map(|node| &mut node.attribute);
        attributes.filter_map(|attribute| attribute.t.as_mut()).for_each(&mut visit);
    }
}
