//! Runs a model on a raw tensor: `run_tensor [--any-shape] MODEL INPUT OUTPUT`. Both are little-endian floats in
//! row-major order. The tests that compare with other engines call it.

use std::process::ExitCode;
use std::time::Instant;

use wasm_classify_guest::network::Network;
use wasm_classify_guest::options::Options;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let any_shape = arguments.first().is_some_and(|argument| argument == "--any-shape");
    arguments.drain(..usize::from(any_shape));
    let [model, input, output] = &arguments[..] else {
        eprintln!("usage: run_tensor [--any-shape] MODEL INPUT OUTPUT");
        return ExitCode::from(2);
    };
    match run(any_shape, model, input, output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(any_shape: bool, model: &str, input: &str, output: &str) -> Result<(), String> {
    let read = |path: &str| std::fs::read(path).map_err(|error| format!("{path}: {error}"));
    let start = Instant::now();
    let load = if any_shape { Network::load_onnx_of_any_shape } else { Network::load };
    let mut network = load(read(model)?.into(), &Options::default()).map_err(|error| error.to_string())?;
    let load_ms = start.elapsed().as_secs_f64() * 1e3;
    let values: Vec<f32> = read(input)?
        .chunks_exact(4)
        .map(|bytes| f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        .collect();
    let start = Instant::now();
    let result = network.run(&values).map_err(|error| error.to_string())?;
    let bytes: Vec<u8> = result.iter().flat_map(|value| value.to_le_bytes()).collect();
    let run_ms = start.elapsed().as_secs_f64() * 1e3;
    std::fs::write(output, bytes).map_err(|error| format!("{output}: {error}"))?;
    let weights: usize = network.plan().steps().iter().map(|step| step.weight_bytes()).sum();
    let arena = network.plan().arena_bytes();
    println!(
        "load_ms={load_ms:.0} run_ms={run_ms:.0} weight_bytes={weights} arena_bytes={arena} peak_bytes={}",
        peak_bytes().unwrap_or(0)
    );
    println!("{:?}", network.output_shape);
    Ok(())
}

/// The most memory that this process has had, where the system tells (Linux does).
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
