//! Damaged TensorFlow Lite models are refused, or still run: nothing panics, takes long or fills the memory. Damage
//! is drawn from a seeded generator. MUTATIONS=10000 runs more of it, SEED=2 another part of it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use wasm_classify_guest::classifier::Classifier;
use wasm_classify_guest::options::Options;
use wasm_classify_guest::picture::{Orientation, Picture};

mod seeded;

use seeded::{variable, Random};

/// Far above what any of the models takes, far below what a runaway loop would.
const LIMIT: Duration = Duration::from_secs(10);

/// What a guest may take, in bytes.
const MEMORY: usize = 1 << 30;

/// Multiplications above which a damaged network is loaded but not run: without optimisation that takes too long.
const LARGEST_RUN: u64 = 100_000_000;

/// Counts what is allocated. The tests of this file are one, so that it counts for one model at a time.
struct Counting;

static USED: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is passed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        PEAK.fetch_max(USED.fetch_add(layout.size(), Relaxed) + layout.size(), Relaxed);
        System.alloc(layout)
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        System.dealloc(memory, layout);
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The words that are likely to be offsets, lengths, sizes and fields: numbers close to zero, as weights seldom are.
fn structure(model: &[u8]) -> Vec<usize> {
    let words = model.chunks_exact(4).map(|word| i32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    let likely = words.enumerate().filter(|(_, word)| *word != 0 && word.unsigned_abs() < 1 << 20);
    likely.map(|(index, _)| index * 4).collect()
}

fn damage(model: &mut Vec<u8>, structure: &[usize], random: &mut Random) {
    let at = structure[random.below(structure.len())];
    match random.below(8) {
        0 => model.truncate(random.below(model.len())),
        1 => {
            // Anywhere: most often in the weights.
            let at = random.below(model.len());
            model[at] ^= 1 << random.below(8);
        }
        2 | 3 => {
            if let Some(byte) = model.get_mut(at + random.below(4)) {
                *byte ^= 1 << random.below(8);
            }
        }
        4 | 5 => {
            let far = [0, 1, 2, 0x7f, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, model.len() as u32];
            set_word(model, at, far[random.below(far.len())]);
        }
        6 => {
            // An offset to somewhere else, a size a little different.
            let near = random.below(64) as u32 * 4;
            set_word(model, at, near);
        }
        _ => {
            // One part of the structure in the place of another.
            let from = structure[random.below(structure.len())];
            let piece = model[from.min(model.len())..(from + 4 + random.below(64)).min(model.len())].to_vec();
            for (index, byte) in piece.into_iter().enumerate() {
                if let Some(target) = model.get_mut(at + index) {
                    *target = byte;
                }
            }
        }
    }
}

fn set_word(model: &mut [u8], at: usize, word: u32) {
    if let Some(target) = model.get_mut(at..at + 4) {
        target.copy_from_slice(&word.to_le_bytes());
    }
}

/// Loads a model, and runs it where it loads. `true` where there was a result.
fn runs(model: Vec<u8>) -> bool {
    let Ok(mut classifier) = Classifier::load(model.into(), &Options::default()) else { return false };
    if classifier.plan().steps().iter().map(|step| step.macs).sum::<u64>() > LARGEST_RUN {
        return true;
    }
    let pixels = (0..9 * 7 * 3).map(|i| (i * 37) as u8).collect::<Vec<u8>>();
    let picture =
        Picture { width: 9, height: 7, channels: 3, pixels: pixels.into(), orientation: Orientation::from_exif(1) };
    classifier.classify(&picture, 5).is_ok()
}

fn survives(path: &Path, count: u64) {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let original = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(runs(original.clone()), "{name} itself does not run");
    let structure = structure(&original);
    let seed = variable("SEED", 1);
    let (mut results, mut slowest, mut largest) = (0, Duration::ZERO, 0);
    for number in 0..count {
        let mut model = original.clone();
        let mut random = Random(seed << 32 | number);
        for _ in 0..=random.below(3) {
            if !model.is_empty() {
                damage(&mut model, &structure, &mut random);
            }
        }
        PEAK.store(USED.load(Relaxed), Relaxed);
        let before = USED.load(Relaxed);
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| runs(model)));
        let (time, memory) = (start.elapsed(), PEAK.load(Relaxed) - before);
        assert!(outcome.is_ok(), "{name}: mutation {number} of seed {seed} panics");
        assert!(time < LIMIT, "{name}: mutation {number} of seed {seed} takes {time:?}");
        assert!(memory < MEMORY, "{name}: mutation {number} of seed {seed} takes {memory} bytes");
        (slowest, largest) = (slowest.max(time), largest.max(memory));
        results += u64::from(outcome.unwrap_or(false));
    }
    println!(
        "{name}: {count} mutations, {results} still run, the slowest {slowest:?}, the largest {} KiB",
        largest >> 10
    );
    assert!(count < 50 || (results > 0 && results < count), "the damage is all of one kind");
}

/// A model cut off anywhere, and bytes that only look like one.
fn prefixes_and_noise(path: &Path) {
    let model = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for len in (0..model.len()).step_by(97) {
        let prefix = catch_unwind(AssertUnwindSafe(|| runs(model[..len].to_vec())));
        prefix.unwrap_or_else(|_| panic!("the first {len} bytes"));
    }
    let mut random = Random(variable("SEED", 1));
    for len in [8, 9, 13, 207, 4098, 100_000] {
        let mut bytes: Vec<u8> = (0..len).map(|_| random.below(256) as u8).collect();
        bytes[..8].copy_from_slice(b"\x1c\0\0\0TFL3");
        assert!(!runs(bytes));
    }
}

#[test]
fn damaged_models_are_refused_or_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tflite");
    let count = variable("MUTATIONS", 2000);
    let models =
        ["mobile_float32", "mobile_uint8_io", "branches_float16", "convolutions_float32", "arithmetic_float32"];
    for name in models {
        survives(&folder.join(name).with_extension("tflite"), count / models.len() as u64);
    }
    prefixes_and_noise(&folder.join("mobile_uint8_io.tflite"));
}
