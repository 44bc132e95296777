//! The attributes of a node, checked as they are read.

use super::messages::{AttributeProto, NodeProto};
use crate::error::{Error, Result};

impl NodeProto {
    /// What errors call the node: its name, or that of its first output, as names are optional.
    pub fn label(&self) -> &str {
        match (self.name.as_str(), self.output.first()) {
            ("", Some(output)) => output,
            (name, _) => name,
        }
    }

    pub fn fail(&self, why: impl std::fmt::Display) -> Error {
        Error::model(format!("node `{}` ({}): {why}", self.label(), self.op_type))
    }

    pub fn attribute(&self, name: &str) -> Option<&AttributeProto> {
        self.attribute.iter().find(|attribute| attribute.name == name)
    }

    pub fn int(&self, name: &str, default: i64) -> i64 {
        self.attribute(name).map_or(default, |attribute| attribute.i)
    }

    pub fn float(&self, name: &str, default: f32) -> f32 {
        self.attribute(name).map_or(default, |attribute| attribute.f)
    }

    pub fn text(&self, name: &str) -> &str {
        self.attribute(name).and_then(|attribute| std::str::from_utf8(&attribute.s).ok()).unwrap_or("")
    }

    pub fn ints(&self, name: &str) -> Option<&[i64]> {
        self.attribute(name).map(|attribute| attribute.ints.as_slice())
    }

    /// The `N` sizes of an attribute; `default` each where it is absent.
    pub fn sizes<const N: usize>(&self, name: &str, default: usize) -> Result<[usize; N]> {
        let Some(ints) = self.ints(name).filter(|ints| !ints.is_empty()) else { return Ok([default; N]) };
        let sizes: Option<Vec<usize>> = ints.iter().map(|&size| usize::try_from(size).ok()).collect();
        sizes
            .and_then(|sizes| sizes.try_into().ok())
            .ok_or_else(|| self.fail(format!("attribute `{name}` is {ints:?}, which does not fit a picture")))
    }
}
