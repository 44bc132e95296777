//! What a model says of itself in its `TFLITE_METADATA`, a FlatBuffer in a buffer of the model.
//! Field numbers: metadata_schema.fbs of TensorFlow Lite Support.

use super::flatbuffer::Table;
use crate::error::{Error, Result};
use crate::graph::Normalisation;

/// The member of the union `ProcessUnitOptions` that normalises the input.
const NORMALIZATION_OPTIONS: i8 = 1;

/// The normalisation (pixel - mean) / std that the metadata gives the first input, if any.
pub fn normalisation(model: &Table, channels: usize) -> Result<Option<Normalisation>> {
    let Some(bytes) = metadata(model, "TFLITE_METADATA")? else { return Ok(None) };
    let Some(subgraph) = first(Table::root(bytes)?, 3)? else { return Ok(None) };
    let Some(input) = first(subgraph, 2)? else { return Ok(None) };
    for unit in input.tables(4)?.iter() {
        let unit = unit?;
        if unit.byte(0)? == NORMALIZATION_OPTIONS {
            return unit.table(1)?.map(|options| of_options(&options, channels)).transpose();
        }
    }
    Ok(None)
}

/// The bytes that the model keeps under a name.
pub fn metadata<'a>(model: &Table<'a>, name: &str) -> Result<Option<&'a [u8]>> {
    for entry in model.tables(6)?.iter() {
        let entry = entry?;
        if entry.bytes(0)? == name.as_bytes() {
            return Ok(Some(model.tables(4)?.get(entry.index(1)?)?.bytes(0)?));
        }
    }
    Ok(None)
}

fn first<'a>(table: Table<'a>, field: usize) -> Result<Option<Table<'a>>> {
    table.tables(field)?.iter().next().transpose()
}

/// One mean and one standard deviation for all channels, or one for each.
fn of_options(options: &Table, channels: usize) -> Result<Normalisation> {
    let per_channel = |field| {
        let values: Vec<f32> = options.floats(field)?.take(channels + 1).collect();
        match values[..] {
            [value] => Ok(vec![value; channels]),
            _ if values.len() == channels => Ok(values),
            _ => Err(Error::model(format!("the metadata's normalisation does not fit {channels} channels"))),
        }
    };
    let (mean, std) = (per_channel(0)?, per_channel(1)?);
    if mean.iter().any(|mean| !mean.is_finite()) || std.iter().any(|std| !std.is_normal()) {
        return Err(Error::model("the metadata's normalisation makes no sense"));
    }
    Ok(Normalisation::of_mean(&mean, &std))
}
