//! What is said in the terms of the options: by the user or a card, by files that exporters lay beside a model, and by a
//! file that `train` wrote.

use super::metadata::property;
use super::{Case, Testimony};
use crate::error::{Error, Result};
use crate::graph::{Normalisation, PREPROCESSING};
use crate::options::Preparation;

pub fn options(case: &Case) -> Result<Testimony> {
    Ok(Testimony { by: "options".into(), ..said(&case.options.asked, case.channels)? })
}

pub fn files(case: &Case) -> Result<Testimony> {
    let by = case.options.beside.by.clone().unwrap_or_else(|| "a file beside the model".into());
    Ok(Testimony { by, ..said(&case.options.beside, case.channels)? })
}

/// What `train` wrote into the file.
pub fn trained(case: &Case) -> Result<Testimony> {
    let preparation = property(case, PREPROCESSING).and_then(Preparation::parse).unwrap_or_default();
    Ok(Testimony { by: "training metadata".into(), ..said(&preparation, case.channels)? })
}

fn said(preparation: &Preparation, channels: usize) -> Result<Testimony> {
    Ok(Testimony {
        normalisation: normalisation(preparation, channels)?,
        crop: preparation.crop,
        resize: preparation.resize,
        channel_order: preparation.channel_order,
        ..Testimony::default()
    })
}

fn normalisation(preparation: &Preparation, channels: usize) -> Result<Option<Normalisation>> {
    if preparation.mean.is_none() && preparation.std.is_none() {
        return Ok(preparation.input_range.map(|range| Normalisation::of_range(range, channels)));
    }
    let mean = per_channel("mean", preparation.mean.as_deref().unwrap_or(&[0.0]), channels)?;
    let std = per_channel("std", preparation.std.as_deref().unwrap_or(&[1.0]), channels)?;
    Ok(Some(Normalisation::of_mean(&mean, &std)))
}

fn per_channel(key: &str, values: &[f32], channels: usize) -> Result<Vec<f32>> {
    match values {
        [value] => Ok(vec![*value; channels]),
        values if values.len() == channels => Ok(values.to_vec()),
        values => {
            Err(Error::argument(format!("{} values of `{key}` for a model of {channels} channels", values.len())))
        }
    }
}
