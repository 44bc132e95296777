//! A quantiser directly behind an input of floats: what it can hold is what its maker saw in the input.

use super::{known, Case, Testimony};
use crate::error::Result;

pub fn testify(case: &Case) -> Result<Testimony> {
    let range = case.graph.claims.quantised_range;
    Ok(Testimony {
        by: "the quantiser behind the input".into(),
        normalisation: range.and_then(|range| known::nearest(range, case.channels)),
        ..Testimony::default()
    })
}
