//! A model's description as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use crate::classifier::Classifier;

/// See `model_describe` in the ABI for the keys.
pub fn describe(classifier: &Classifier) -> String {
    let description = &classifier.description;
    let conventions = &description.conventions;
    let plan = classifier.plan();
    let mut ops = BTreeMap::new();
    for step in plan.steps() {
        *ops.entry(step.op).or_insert(0) += 1;
    }
    let ops = ops.iter().map(|(op, count)| format!("{}:{count}", quoted(op))).collect::<Vec<_>>().join(",");
    let macs: u64 = plan.steps().iter().map(|step| step.macs).sum();
    let weight_bytes: usize = plan.steps().iter().map(|step| step.weight_bytes()).sum();
    format!(
        concat!(
            r#"{{"format":{},"input":{{"name":{},"shape":{:?},"layout":"{}","scale":{:?},"offset":{:?},"normalisedBy":{},"#,
            r#""channels":"{}","crop":"{}","croppedBy":{}}},"#,
            r#""output":{{"name":{},"classes":{}}},"ops":{{{}}},"macs":{},"weightBytes":{},"arenaBytes":{}}}"#
        ),
        quoted(description.format.name()),
        quoted(&description.input_name),
        description.input_shape,
        description.layout,
        conventions.normalisation.scale,
        conventions.normalisation.offset,
        quoted(conventions.normalised_by),
        conventions.channel_order.name(),
        conventions.crop,
        quoted(conventions.cropped_by),
        quoted(&description.output_name),
        description.classes,
        ops,
        macs,
        weight_bytes,
        plan.arena_bytes(),
    )
}

/// The steps in order, each with the time that it took: see `model_profile` in the ABI for the keys.
pub fn profile(classifier: &Classifier, times: &[Duration]) -> String {
    let steps = classifier.plan().steps().iter().zip(times);
    let lines = steps.map(|(step, time)| {
        let (name, op, ms) = (quoted(&step.name), quoted(step.op), time.as_secs_f64() * 1e3);
        format!(r#"{{"name":{name},"op":{op},"macs":{},"ms":{ms:?}}}"#, step.macs)
    });
    format!("[{}]", lines.collect::<Vec<_>>().join(","))
}

/// A JSON string (RFC 8259, section 7).
fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            control if control < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(json, "\\u{:04x}", control as u32);
            }
            other => json.push(other),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    #[test]
    fn strings_are_escaped() {
        assert_eq!(super::quoted("a\"b\\c\nd\u{e9}"), "\"a\\\"b\\\\c\\u000ad\u{e9}\"");
    }
}
