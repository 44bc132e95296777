//! Names the exports of the WebAssembly module: a command exports nothing but `_start` by itself.

const EXPORTS: [&str; 11] = [
    "alloc",
    "dealloc",
    "abi_version",
    "model_load",
    "model_free",
    "model_describe",
    "classify_encoded",
    "classify_pixels",
    "last_report",
    "last_error",
    "infer_from_ptrs",
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        for export in EXPORTS {
            println!("cargo:rustc-link-arg-bins=--export={export}");
        }
    }
}
