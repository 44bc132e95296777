#!/usr/bin/env bash
# Builds the guest: wasm/classifier.wasm, and wasm/classifier-kernels.wasm, which leaves its kernels to the host.
# Beside them goes a record of the sources that they were built from, which the tests check.
#
# Needs cargo with the target wasm32-wasip1 (rustup target add wasm32-wasip1), or Debian's packages
# rustc-web, rust-web-src, wasi-libc and lld, and in either case wasm-opt (Debian: binaryen), wasm2wat and wat2wasm (Debian: wabt).
# Environment: CARGO_TARGET_DIR, as cargo knows it.
set -euo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
crate=$(cd "$scripts/../wasm" && pwd)
target=${CARGO_TARGET_DIR:-$crate/target}
cd "$crate"

fail() { echo "build-guest: $1" >&2; exit 1; }
command -v wasm-opt >/dev/null || fail "wasm-opt is missing (Debian package binaryen)"
command -v wat2wasm >/dev/null || fail "wat2wasm is missing (Debian package wabt)"

# Messages of panics name source files: by crate, not by where they lie on this machine.
cargo fetch --locked
remap="--remap-path-prefix=$crate=guest"
for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
  remap+=" --remap-path-prefix=$registry=crates"
done
if [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/wasm32-wasip1/lib" ]; then
  echo "build-guest: with the installed target wasm32-wasip1" >&2
  export RUSTFLAGS="$remap"
  standard_library=()
else
  echo "build-guest: with Debian's rustc-web, building the standard library too" >&2
  libc=/usr/lib/wasm32-wasi
  [ -f "$libc/crt1-command.o" ] || fail "$libc is missing (Debian package wasi-libc)"
  export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
  export RUSTFLAGS="$remap -C linker=/usr/bin/wasm-ld -C link-self-contained=no -L $libc -C link-arg=$libc/crt1-command.o"
  standard_library=(-Zbuild-std=std,panic_abort)
fi

# Flattening leaves no value on the stack where a loop begins, so that HotSpot can compile the loop while it runs.
optimise() {
  wasm-opt --enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int --enable-mutable-globals \
    --enable-reference-types --enable-multivalue \
    --flatten --simplify-locals-notee-nostructure --coalesce-locals --vacuum "$1" -o "$2"
  wasm2wat "$2" | awk -f "$scripts/guest/branch-free-max.awk" >"$2.wat"
  wat2wasm "$2.wat" -o "$2"
}

# build NAME [CARGO OPTIONS]: to wasm/NAME.wasm, written whole or not at all.
build() {
  local name=$1
  shift
  cargo build --locked --release --target wasm32-wasip1 --target-dir "$target" --bin classifier \
    ${standard_library[@]+"${standard_library[@]}"} "$@"
  optimise "$target/wasm32-wasip1/release/classifier.wasm" "$target/$name.wasm"
  install -m 644 "$target/$name.wasm" "$name.wasm.new" && mv "$name.wasm.new" "$name.wasm"
  echo "build-guest: wasm/$name.wasm, $(wc -c <"$name.wasm") bytes" >&2
}

# The hash of the list of the sources' hashes, in the order of their paths.
hash_of_sources() {
  find Cargo.toml Cargo.lock src -type f | LC_ALL=C sort | while read -r file; do
    printf '%s  %s\n' "$(sha256sum <"$file" | cut -d' ' -f1)" "$file"
  done | sha256sum | cut -d' ' -f1
}

build classifier
build classifier-kernels --features host-kernels
{
  printf '%s  sources\n' "$(hash_of_sources)"
  sha256sum classifier.wasm classifier-kernels.wasm
} >modules.sha256
