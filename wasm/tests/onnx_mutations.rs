//! Damaged ONNX models are refused, or still run: nothing panics, and nothing takes long. Damage is drawn from a seeded
//! generator. MUTATIONS=10000 runs more of it, SEED=2 another part of it.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::path::Path;
use std::time::{Duration, Instant};

use wasm_classify_guest::network::Network;
use wasm_classify_guest::options::Options;

mod seeded;

use seeded::{variable, Random};

/// Far above what any of the models takes, far below what a runaway loop would.
const LIMIT: Duration = Duration::from_secs(10);

/// Networks that damage has made larger than this are loaded but not run: without optimisation that takes too long.
const LARGEST_RUN: (u64, usize) = (100_000_000, 64 << 20);

fn read(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/onnx/{name}.onnx"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where to hit: anywhere, or near a name, where lengths, attributes and sizes are.
fn place(model: &[u8], random: &mut Random) -> usize {
    let is_letter = |at: usize| model.get(at).is_some_and(|byte| byte.is_ascii_alphabetic());
    for _ in 0..random.below(200) {
        let at = random.below(model.len());
        if (0..4).all(|next| is_letter(at + next)) {
            return (at + random.below(40)).saturating_sub(16).min(model.len() - 1);
        }
    }
    random.below(model.len())
}

fn damage(model: &mut Vec<u8>, random: &mut Random) {
    let at = place(model, random);
    match random.below(12) {
        0 => model.truncate(at),
        1..=3 => model[at] ^= 1 << random.below(8),
        4..=8 => model[at] = [0, 1, 2, 3, 7, 0x10, 0x7f, 0x80, 0xff][random.below(9)],
        9 => {
            // A length or a number far too large, as a varint of five or of ten bytes.
            let huge: &[u8] = [&[0xff, 0xff, 0xff, 0xff, 0x07][..], &[0xff; 9][..]][random.below(2)];
            let end = (at + huge.len()).min(model.len());
            model[at..end].copy_from_slice(&huge[..end - at]);
        }
        10 => {
            let piece = model[at..(at + 1 + random.below(300)).min(model.len())].to_vec();
            let to = random.below(model.len());
            model.splice(to..to, piece);
        }
        _ => {
            let end = (at + 1 + random.below(100)).min(model.len());
            model.drain(at..end);
        }
    }
}

/// Loads a model and runs it. `true` where there was a result.
fn runs(model: Vec<u8>) -> bool {
    let Ok(mut network) = Network::load(model.into(), &Options::default()) else { return false };
    let macs: u64 = network.plan().steps().iter().map(|step| step.macs).sum();
    if macs > LARGEST_RUN.0 || network.plan().arena_bytes() > LARGEST_RUN.1 {
        return true;
    }
    let input = vec![0.25; network.input_shape.iter().product()];
    network.run(&input).is_ok()
}

fn survives(name: &str) {
    let original = read(name);
    assert!(runs(original.clone()), "{name} itself does not run");
    let (count, seed) = (variable("MUTATIONS", 2000) / 8, variable("SEED", 1));
    let mut results = 0;
    for number in 0..count {
        let mut model = original.clone();
        let mut random = Random(seed << 32 | number);
        for _ in 0..=random.below(2) {
            if !model.is_empty() {
                damage(&mut model, &mut random);
            }
        }
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| runs(model)));
        assert!(outcome.is_ok(), "{name}: mutation {number} of seed {seed} panics");
        assert!(start.elapsed() < LIMIT, "{name}: mutation {number} of seed {seed} takes {:?}", start.elapsed());
        results += u64::from(outcome.unwrap_or(false));
    }
    println!("{name}: {count} mutations, {results} still run");
    assert!(count < 50 || (results > 0 && results < count), "the damage is all of one kind");
}

macro_rules! models {
    ($($name:ident)*) => { $(#[test] fn $name() { survives(stringify!($name)); })* };
}

models! { lenet mobilenet_v1 mobilenet_v1_quantised mobilenet_v2 shufflenet_v2 efficientnet_b0 inception_v1 odd_ops moving_ops
resizing_ops normalising_ops resnet18_qoperator lenet_dynamic squeezenet_1_1_fused }
