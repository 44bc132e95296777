//! The attributes of a node, checked as they are read.

use super::messages::NodeDef;
use crate::error::{Error, Result};

impl NodeDef {
    pub fn fail(&self, why: impl std::fmt::Display) -> Error {
        Error::model(format!("node `{}` ({}): {why}", self.name, self.op))
    }

    /// The sizes that the node declares for what it makes, -1 where open; none where it declares none.
    pub fn sizes(&self) -> Vec<i64> {
        let shape = self.attr.get("shape").and_then(|attr| attr.shape.as_ref());
        let shape = shape.or_else(|| self.attr.get("_output_shapes")?.shape.as_ref());
        shape.map_or(Vec::new(), |shape| shape.dim.iter().map(|dimension| dimension.size).collect())
    }

    pub fn flag(&self, name: &str) -> bool {
        self.attr.get(name).is_some_and(|attr| attr.b)
    }

    pub fn float(&self, name: &str, default: f32) -> f32 {
        self.attr.get(name).map_or(default, |attr| attr.f)
    }

    pub fn int(&self, name: &str, default: i64) -> i64 {
        self.attr.get(name).map_or(default, |attr| attr.i)
    }

    pub fn text(&self, name: &str) -> &str {
        self.attr.get(name).and_then(|attr| std::str::from_utf8(&attr.s).ok()).unwrap_or("")
    }

    pub fn ints(&self, name: &str) -> &[i64] {
        self.attr.get(name).and_then(|attr| attr.list.as_ref()).map_or(&[], |list| &list.i)
    }

    /// A member of the enumeration `DataType`.
    pub fn data_type(&self, name: &str) -> Option<i32> {
        self.attr.get(name).map(|attr| attr.r#type)
    }

    /// The names of a list.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        let list = self.attr.get(name).and_then(|attr| attr.list.as_ref());
        list.into_iter().flat_map(|list| &list.s).map(|text| std::str::from_utf8(text).unwrap_or(""))
    }

    /// The vertical and horizontal entry of an attribute with one for each axis of a picture; 1 where absent.
    pub fn pair(&self, name: &str) -> Result<[usize; 2]> {
        let (y, x) = match (self.ints(name), self.channels_first()?) {
            ([], _) => (1, 1),
            (&[1, y, x, 1], false) | (&[1, 1, y, x], true) => (y, x),
            (other, _) => return Err(self.fail(format!("attribute `{name}` is {other:?}"))),
        };
        match (usize::try_from(y), usize::try_from(x)) {
            (Ok(y), Ok(x)) => Ok([y, x]),
            _ => Err(self.fail(format!("attribute `{name}` is negative"))),
        }
    }

    /// Whether pictures are [batch, channels, height, width], as networks for graphics processors have them.
    pub fn channels_first(&self) -> Result<bool> {
        match self.text("data_format") {
            "" | "NHWC" => Ok(false),
            "NCHW" => Ok(true),
            other => Err(self.fail(format!("data format {other} is not supported, NHWC and NCHW are"))),
        }
    }
}
