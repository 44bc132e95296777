//! The attributes of a node, checked as they are read.

use super::messages::NodeDef;
use crate::error::{Error, Result};

impl NodeDef {
    pub fn fail(&self, why: impl std::fmt::Display) -> Error {
        Error::model(format!("node `{}` ({}): {why}", self.name, self.op))
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

    /// The vertical and horizontal entry of a [batch, height, width, channels] attribute; 1 where absent.
    pub fn pair(&self, name: &str) -> Result<[usize; 2]> {
        match self.ints(name) {
            [] => Ok([1, 1]),
            &[1, y, x, 1] => match (usize::try_from(y), usize::try_from(x)) {
                (Ok(y), Ok(x)) => Ok([y, x]),
                _ => Err(self.fail(format!("attribute `{name}` is negative"))),
            },
            other => Err(self.fail(format!("attribute `{name}` is {other:?}"))),
        }
    }

    /// Refuses the channels-first layout, which TensorFlow itself runs on graphics processors alone.
    pub fn require_channels_last(&self) -> Result<()> {
        match self.text("data_format") {
            "" | "NHWC" => Ok(()),
            other => Err(self.fail(format!("data format {other} is not supported, NHWC is"))),
        }
    }
}
