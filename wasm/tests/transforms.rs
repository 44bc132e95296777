//! Crop and resize against the transforms that other projects train and evaluate with, on photos that lie outside of this
//! repository. tests/transforms.py wrote their answers down.

mod test_data;

use std::fs;
use std::path::Path;

use wasm_classify_guest::picture::{decode, Crop, Method};
use wasm_classify_guest::resize::resize;

const SIDE: usize = 224;

/// The greatest mean difference of one photo's points, in levels of 0 to 255. What is left is rounding between the two
/// passes, and two decoders of JPEG; a shift of half a pixel makes ten times as much.
const TOLERANCE: f64 = 0.5;

fn points(path: &Path, crop: &str, method: &str) -> Vec<u8> {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let picture = decode(&bytes, 100_000_000).unwrap();
    let size = [picture.width, picture.height];
    let region = Crop::parse(crop).unwrap().region(picture.width, picture.height, SIDE, SIDE);
    let method = Method::parse(method).unwrap();
    let resized = resize(&picture.pixels, size, picture.channels, region, [SIDE as u32; 2], method).unwrap();
    let positions = (13..SIDE).step_by(28).flat_map(|y| (13..SIDE).step_by(28).map(move |x| y * SIDE + x));
    positions.flat_map(|at| resized[at * 3..at * 3 + 3].to_vec()).collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn mean_difference(one: &[u8], other: &[u8]) -> f64 {
    assert_eq!(one.len(), other.len());
    let sum: u32 = one.iter().zip(other).map(|(&one, &other)| u32::from(one.abs_diff(other))).sum();
    f64::from(sum) / one.len() as f64
}

fn check(name: &str) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(photos) = test_data::find("photos") else { return };
    let text = fs::read_to_string(here.join("tests/data/picture").join(name)).unwrap();
    assert!(text.lines().count() >= 60);
    let mut worst = std::collections::BTreeMap::new();
    for line in text.lines() {
        let [crop, method, photo, expected] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let difference = mean_difference(&points(&photos.join(photo), crop, method), &from_hex(expected));
        let of_transform: &mut (f64, &str) = worst.entry((crop, method)).or_default();
        if difference >= of_transform.0 {
            *of_transform = (difference, photo);
        }
    }
    let over: Vec<_> = worst.iter().filter(|(_, (difference, _))| *difference > TOLERANCE).collect();
    assert!(over.is_empty(), "{over:?}");
}

#[test]
fn torchvisions_timms_and_ultralytics_transforms_are_followed() {
    check("transforms-torch.txt");
}

#[test]
fn keras_tensorflows_and_pillows_transforms_are_followed() {
    check("transforms-keras.txt");
}
