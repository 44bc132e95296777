#!/usr/bin/env bash
# Builds the guest and copies it to wasm/classifier.wasm, with a record of the sources that it was built from.
#
# Needs cargo with the target wasm32-wasip1 (rustup target add wasm32-wasip1), or Debian's packages
# rustc-web, rust-web-src, wasi-libc and lld, and in either case wasm-opt (Debian: binaryen).
# Environment: CARGO_TARGET_DIR, as cargo knows it.
set -euo pipefail

crate=$(cd "$(dirname "${BASH_SOURCE[0]}")/../wasm" && pwd)
target=${CARGO_TARGET_DIR:-$crate/target}
cd "$crate"

command -v wasm-opt >/dev/null || { echo "build-guest: wasm-opt is missing (Debian package binaryen)" >&2; exit 1; }

build() { cargo build --locked --release --target wasm32-wasip1 --target-dir "$target" --bin classifier "$@"; }

if [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/wasm32-wasip1/lib" ]; then
  echo "build-guest: with the installed target wasm32-wasip1" >&2
  build
else
  echo "build-guest: with Debian's rustc-web, building the standard library too" >&2
  RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
    RUSTFLAGS="-C linker=/usr/bin/wasm-ld -C link-self-contained=no -L /usr/lib/wasm32-wasi" \
    build -Zbuild-std=std,panic_abort
fi

# Flattening leaves no value on the stack where a loop begins, so that HotSpot can compile the loop while it runs.
features=(--enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int --enable-mutable-globals
  --enable-reference-types --enable-multivalue)
optimised=$(mktemp)
trap 'rm -f "$optimised"' EXIT
wasm-opt "${features[@]}" --flatten --simplify-locals-notee-nostructure --coalesce-locals --vacuum \
  -o "$optimised" "$target/wasm32-wasip1/release/classifier.wasm"

# The hash of a list of hashes: what the tests compare with the sources that are committed.
sources() {
  find Cargo.toml Cargo.lock build.rs src -type f | LC_ALL=C sort | while read -r file; do
    printf '%s  %s\n' "$(sha256sum <"$file" | cut -d' ' -f1)" "$file"
  done | sha256sum | cut -d' ' -f1
}
install -m 644 "$optimised" classifier.wasm
{ sources; sha256sum <classifier.wasm | cut -d' ' -f1; } >classifier.wasm.sources.sha256
echo "build-guest: wasm/classifier.wasm, $(wc -c <classifier.wasm) bytes" >&2
