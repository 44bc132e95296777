//! The element type of the input: integers can hold nothing but the pixel as it is, or for int8 the pixel less 128.

use super::{Case, Testimony};
use crate::error::Result;

pub fn testify(case: &Case) -> Result<Testimony> {
    Ok(Testimony {
        by: "the input's element type".into(),
        normalisation: case.graph.claims.of_element_type.clone(),
        ..Testimony::default()
    })
}
