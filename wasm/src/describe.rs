//! A model's description as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Duration;

use crate::classifier::{Classifier, Description};

/// See `model_describe` in the ABI for the keys.
pub fn describe(classifier: &Classifier) -> String {
    let description = &classifier.description;
    let plan = classifier.plan();
    let mut ops = BTreeMap::new();
    for step in plan.steps() {
        *ops.entry(step.op).or_insert(0) += 1;
    }
    let ops = ops.iter().map(|(op, count)| format!("{}:{count}", quoted(op))).collect::<Vec<_>>().join(",");
    let macs: u64 = plan.steps().iter().map(|step| step.macs).sum();
    let weight_bytes: usize = plan.steps().iter().map(|step| step.weight_bytes()).sum();
    format!(
        r#"{{"format":{},"input":{},"output":{}{}{},"ops":{{{ops}}},"macs":{macs},"weightBytes":{weight_bytes},"arenaBytes":{}}}"#,
        quoted(description.format.name()),
        input(description),
        output(description),
        labels(description),
        features(description),
        plan.arena_bytes(),
    )
}

fn input(description: &Description) -> String {
    let conventions = &description.conventions;
    format!(
        concat!(
            r#"{{"name":{},"shape":{:?},"layout":"{}","scale":{:?},"offset":{:?},"normalisedBy":{},"assumed":{},"#,
            r#""channels":"{}","channelsBy":{},"crop":"{}","croppedBy":{},"resize":"{}","resizedBy":{}}}"#
        ),
        quoted(&description.input_name),
        description.input_shape,
        description.layout,
        conventions.normalisation.scale,
        conventions.normalisation.offset,
        quoted(&conventions.normalised_by),
        conventions.assumed,
        conventions.channel_order.name(),
        quoted(&conventions.ordered_by),
        conventions.crop,
        quoted(&conventions.cropped_by),
        conventions.resize.name(),
        quoted(&conventions.resized_by),
    )
}

fn output(description: &Description) -> String {
    let Description { output_name, classes, scores, .. } = description;
    let others = description.other_outputs.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(",");
    let (name, scores) = (quoted(output_name), scores.name());
    format!(r#"{{"name":{name},"classes":{classes},"scores":"{scores}","others":[{others}]}}"#)
}

/// The names of classes that the file holds, where it holds as many as there are classes.
fn labels(description: &Description) -> String {
    let Some(labels) = &description.labels else { return String::new() };
    let name = |name: &Option<String>| name.as_ref().map_or_else(|| "null".into(), |name| quoted(name));
    let names = labels.names.iter().map(name).collect::<Vec<_>>().join(",");
    format!(r#","labels":[{names}],"labelsBy":{}"#, quoted(&labels.by))
}

/// The node whose values the last layer reads, where they are one vector.
fn features(description: &Description) -> String {
    let Some(features) = &description.features else { return String::new() };
    format!(r#","features":{{"node":{},"width":{}}}"#, quoted(&features.name), features.width)
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
