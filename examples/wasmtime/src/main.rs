//! Classifies pictures with the model loaded once: prints the best class of each.
//!
//!     cargo run --release -- MODULE MODEL PICTURE...
//!
//! The guest gets a clock and random numbers, and no files: this host reads them and copies their bytes into its memory.

use std::time::Instant;

use anyhow::{bail, ensure, Context, Result};
use wasmtime::{Caller, Engine, Extern, Instance, Linker, Memory, Module, Store, WasmParams, WasmResults};

const WASI: &str = "wasi_snapshot_preview1";
const BAD_DESCRIPTOR: i32 = 8;
/// A class's index (u32) and score (f32).
const PREDICTION_BYTES: u32 = 8;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, model, pictures @ ..] = &arguments[..] else {
        bail!("usage: wasmtime-classify MODULE MODEL PICTURE...");
    };
    let mut guest = Guest::start(module)?;
    let model = guest.load(model)?;
    for picture in pictures {
        match guest.classify(model, picture) {
            Ok((index, score)) => println!("{picture}: class {index}, {score:.2}"),
            Err(error) => eprintln!("{picture}: {error:#}"),
        }
    }
    Ok(())
}

struct Guest {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Guest {
    fn start(module: &str) -> Result<Guest> {
        let engine = Engine::default();
        let module = Module::from_file(&engine, module)?;
        let mut linker = Linker::new(&engine);
        let start = Instant::now();
        linker.func_wrap(WASI, "clock_time_get", move |caller: Caller<'_, ()>, _: i32, _: i64, result: u32| {
            write(caller, result, &(start.elapsed().as_nanos() as u64).to_le_bytes())
        })?;
        // For the seeds of hash tables, which need not be secret here.
        linker.func_wrap(WASI, "random_get", |caller: Caller<'_, ()>, to: u32, length: u32| {
            write(caller, to, &vec![4; length as usize])
        })?;
        // The first call looks for folders: there are none.
        linker.func_wrap(WASI, "fd_prestat_get", |_: i32, _: i32| BAD_DESCRIPTOR)?;
        linker.define_unknown_imports_as_traps(&module)?;
        let mut store = Store::new(&engine, ());
        let instance = linker.instantiate(&mut store, &module)?;
        let memory = instance.get_memory(&mut store, "memory").context("the module has no memory")?;
        Ok(Guest { store, instance, memory })
    }

    /// The model's handle.
    fn load(&mut self, path: &str) -> Result<i32> {
        let (pointer, length) = self.copy(path)?;
        let handle = self.call::<_, i32>("model_load", (pointer, length, 0, 0))?;
        self.call::<_, ()>("dealloc", (pointer, length))?;
        self.checked(handle).with_context(|| path.to_string())
    }

    /// The best class of a picture, and its score.
    fn classify(&mut self, model: i32, path: &str) -> Result<(u32, f32)> {
        let (pointer, length) = self.copy(path)?;
        let output = self.allocate(PREDICTION_BYTES)?;
        let count = self.call::<_, i32>("classify_encoded", (model, pointer, length, 1, output))?;
        let mut prediction = [0; PREDICTION_BYTES as usize];
        self.memory.read(&self.store, output as usize, &mut prediction)?;
        self.call::<_, ()>("dealloc", (pointer, length))?;
        self.call::<_, ()>("dealloc", (output, PREDICTION_BYTES))?;
        self.checked(count)?;
        let [a, b, c, d, score @ ..] = prediction;
        Ok((u32::from_le_bytes([a, b, c, d]), f32::from_le_bytes(score)))
    }

    /// A file's bytes in the guest's memory.
    fn copy(&mut self, path: &str) -> Result<(u32, u32)> {
        let bytes = std::fs::read(path)?;
        let length = u32::try_from(bytes.len())?;
        let pointer = self.allocate(length)?;
        self.memory.write(&mut self.store, pointer as usize, &bytes)?;
        Ok((pointer, length))
    }

    fn allocate(&mut self, length: u32) -> Result<u32> {
        let pointer = self.call::<_, u32>("alloc", length)?;
        ensure!(pointer != 0, "the guest has no memory for {length} bytes");
        Ok(pointer)
    }

    /// A negative number is an error, which the guest explains: a length and UTF-8.
    fn checked(&mut self, number: i32) -> Result<i32> {
        if number >= 0 {
            return Ok(number);
        }
        let pointer = self.call::<_, u32>("last_error", ())? as usize;
        let (length, text) = self.memory.data(&self.store)[pointer..].split_at(4);
        let length = u32::from_le_bytes(length.try_into()?) as usize;
        bail!("{}", String::from_utf8_lossy(&text[..length]))
    }

    fn call<P: WasmParams, R: WasmResults>(&mut self, name: &str, values: P) -> Result<R> {
        let export = self.instance.get_typed_func::<P, R>(&mut self.store, name)?;
        Ok(export.call(&mut self.store, values)?)
    }
}

/// Writes to the guest's memory: 0, as WASI calls success.
fn write(mut caller: Caller<'_, ()>, to: u32, bytes: &[u8]) -> Result<i32> {
    let memory = caller.get_export("memory").and_then(Extern::into_memory).context("the guest has no memory")?;
    memory.write(&mut caller, to as usize, bytes)?;
    Ok(0)
}
