//! Damaged pictures are refused, or still decoded: nothing panics, and nothing takes long. Damage is drawn from a seeded
//! generator. MUTATIONS=100000 does more of it to each file, SEED=2 another part of it.

use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant};

use wasm_classify_guest::error::Kind;
use wasm_classify_guest::picture::decode;

mod seeded;

use seeded::{variable, Random};

/// Far above what a picture of this many pixels takes, far below what a runaway loop would.
const LIMIT: Duration = Duration::from_secs(20);
const MAX_PIXELS: u64 = 300_000;

/// Overwrites, inserts, removes or repeats a few bytes.
fn damage(file: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(file.len());
    let end = (at + random.below(32)).min(file.len());
    match random.below(8) {
        0 => file[at] ^= 1 << random.below(8),
        1 => file[at] = random.below(256) as u8,
        2 => file[at] = [0, 1, 0x40, 0x7F, 0x80, 0xFF][random.below(6)],
        3 => drop(file.drain(at..end)),
        4 => drop(file.splice(at..at, [0xFF; 5])),
        5 => {
            let repeated = file[at..end].to_vec();
            let to = random.below(file.len());
            drop(file.splice(to..to, repeated));
        }
        6 => {
            let size = [[0xFF; 4], [0, 0, 0, 0x80], [0, 0x20, 0, 0x20], [7, 0, 0, 0]][random.below(4)];
            file.iter_mut().skip(at).zip(size).for_each(|(byte, value)| *byte = value);
        }
        _ => file.truncate(at),
    }
}

/// Gives the chunks of a PNG the checksums of what is now in them, so that damage gets past these.
fn mend_png(file: &mut [u8]) {
    let mut at = 8;
    while let Some(length) = file.get(at..at + 4) {
        let length = u32::from_be_bytes(length.try_into().unwrap()) as usize;
        let Some(chunk) = file.get(at + 4..(at + 8).saturating_add(length)) else { return };
        let checksum = crc32(chunk).to_be_bytes();
        let Some(place) = file.get_mut(at + 8 + length..at + 12 + length) else { return };
        place.copy_from_slice(&checksum);
        at += 12 + length;
    }
}

/// The PNG specification (third edition), annex D.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}

#[test]
fn damaged_pictures_end_in_a_picture_or_a_message() {
    let mut random = Random(variable("SEED", 1));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/picture");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension != "txt"));
    paths.sort();
    for path in paths {
        let original = std::fs::read(&path).unwrap();
        for mutation in 0..variable("MUTATIONS", 500) {
            let mut file = original.clone();
            for _ in 0..=random.below(4) {
                if !file.is_empty() {
                    damage(&mut file, &mut random);
                }
            }
            if file.starts_with(b"\x89PNG") {
                mend_png(&mut file);
            }
            let start = Instant::now();
            let result = catch_unwind(|| decode(&file, MAX_PIXELS));
            let what = format!("mutation {mutation} of {}: {file:02x?}", path.display());
            match result.unwrap_or_else(|_| panic!("panicked on {what}")) {
                Ok(picture) => assert!(u64::from(picture.width) * u64::from(picture.height) <= MAX_PIXELS, "{what}"),
                Err(error) => assert!(!matches!(error.kind, Kind::Argument | Kind::Model | Kind::Internal), "{what}"),
            }
            assert!(start.elapsed() < LIMIT, "{what}");
        }
    }
}
