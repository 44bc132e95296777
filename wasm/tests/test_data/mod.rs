//! Test data that is not part of the repository; `scripts/fetch-test-data.sh` fetches it.

use std::io::Write;
use std::path::{Path, PathBuf};

/// A file or folder of the test data. Where it is missing, this says so even if the test passes, and the test should end.
pub fn find(name: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let path = std::env::var_os("WASM_CLASSIFY_TEST_DATA").map_or_else(beside, PathBuf::from).join(name);
    if path.exists() {
        return Some(path);
    }
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let line = format!("skipped: {test} needs test data, {} is missing\n", path.display());
    // not by a print macro, which is silent where a test passes
    std::io::stderr().write_all(line.as_bytes()).unwrap();
    None
}
