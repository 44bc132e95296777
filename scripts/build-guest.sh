#!/usr/bin/env bash
# Builds the guest's modules: wasm/classifier.wasm, wasm/classifier-simd128.wasm for hosts with vectors, and
# wasm/classifier-kernels.wasm, which leaves its kernels to the host. Beside them goes modules.sha256: a hash of the sources and of each
# module, which the tests check.
#
#   scripts/build-guest.sh [--check] [--any-toolchain]
#
#   --check          Write nothing to wasm/. Fail if the built modules differ from the committed ones.
#   --any-toolchain  Go on with other versions than those of scripts/guest/toolchain.txt.
#
# The pinned tools are Debian's. Elsewhere, --any-toolchain also takes rustup's target (rustup target add wasm32-wasip1) with any
# wasm-opt (binaryen), wasm2wat and wat2wasm (wabt). Environment: CARGO_TARGET_DIR, as cargo knows it.
set -euo pipefail

scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
crate=$(cd "$scripts/../wasm" && pwd)
target=${CARGO_TARGET_DIR:-$crate/target}
is_check=false
is_pinned=true

say() { echo "build-guest: $1" >&2; }
fail() { say "$1"; exit 1; }

for argument in "$@"; do
  case $argument in
    --check) is_check=true ;;
    --any-toolchain) is_pinned=false ;;
    *) fail "unknown argument $argument (--check, --any-toolchain)" ;;
  esac
done
cd "$crate"

use_debian() {
  local libc=/usr/lib/wasm32-wasi
  PATH=/usr/bin:/bin
  export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1
  RUSTFLAGS="-C linker=/usr/bin/wasm-ld -C link-self-contained=no -L $libc -C link-arg=$libc/crt1-command.o"
  standard_library=('-Zbuild-std=std,panic_abort')
}

# Sets how cargo compiles for wasm32-wasip1.
choose_toolchain() {
  local missing
  missing=$("$scripts/guest/missing-packages.sh" | paste -sd ' ')
  RUSTFLAGS='' standard_library=()
  if [ -z "$missing" ]; then
    use_debian
  elif $is_pinned; then
    fail "the result would differ from the committed modules: this needs the Debian packages $missing; --any-toolchain goes on with what is here"
  elif [ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/wasm32-wasip1/lib" ]; then
    say "with rustup's target wasm32-wasip1; the result will differ from the committed modules"
  elif [ -d /usr/lib/wasm32-wasi ]; then
    use_debian
    say "with Debian's rustc-web; the result will differ from the committed modules"
  else
    fail "there is no target wasm32-wasip1 (rustup target add wasm32-wasip1)"
  fi
}

check_programs() {
  local entry
  for entry in "cargo:https://rustup.rs" wasm-opt:binaryen wasm2wat:wabt wat2wasm:wabt; do
    command -v "${entry%%:*}" >/dev/null || fail "${entry%%:*} is missing (${entry#*:})"
  done
}

# Messages of panics name source files: by crate, not by where they lie on this machine.
remap_paths() {
  local registry
  cargo fetch --locked
  RUSTFLAGS+=" --remap-path-prefix=$crate=guest"
  for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
    RUSTFLAGS+=" --remap-path-prefix=$registry=crates"
  done
  export RUSTFLAGS
}

# Flattening leaves no value on the stack where a loop begins, so that HotSpot can compile the loop while it runs.
optimise() {
  wasm-opt --enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int --enable-mutable-globals \
    --enable-reference-types --enable-multivalue --enable-simd \
    --flatten --simplify-locals-notee-nostructure --coalesce-locals --vacuum "$1" -o "$2"
  wasm2wat "$2" | awk -f "$scripts/guest/branch-free-max.awk" >"$2.wat"
  wat2wasm "$2.wat" -o "$2"
}

# build NAME [CARGO OPTIONS]: to $built/NAME.wasm
build() {
  local name=$1
  shift
  modules+=("$name.wasm")
  cargo build --locked --release --target wasm32-wasip1 --target-dir "$target" --bin classifier \
    ${standard_library[@]+"${standard_library[@]}"} "$@"
  optimise "$target/wasm32-wasip1/release/classifier.wasm" "$built/$name.wasm"
  say "$name.wasm, $(wc -c <"$built/$name.wasm") bytes"
}

# The hash of the list of the sources' hashes, in the order of their paths.
hash_of_sources() {
  find Cargo.toml Cargo.lock src -type f | LC_ALL=C sort | while read -r file; do
    printf '%s  %s\n' "$(sha256sum <"$file" | cut -d' ' -f1)" "$file"
  done | sha256sum | cut -d' ' -f1
}

record() {
  printf '%s  sources\n' "$(hash_of_sources)"
  (cd "$built" && sha256sum "${modules[@]}")
}

compare() {
  local name
  diff modules.sha256 "$built/modules.sha256" >&2 || fail "wasm/modules.sha256 is not what the sources give (above: < committed, > built)"
  for name in "${modules[@]}"; do
    cmp "$name" "$built/$name" >&2 || fail "wasm/$name is not what the sources give"
  done
  say "the committed modules are what the sources give"
}

# Each file appears whole or not at all.
install_modules() {
  local name
  for name in "${modules[@]}" modules.sha256; do
    install -m 644 "$built/$name" "$name.new" && mv "$name.new" "$name"
  done
}

choose_toolchain
check_programs
remap_paths
built=$target/modules
mkdir -p "$built"

modules=()
build classifier
build classifier-kernels --features host-kernels
RUSTFLAGS+=" -C target-feature=+simd128" target=$target/simd128 build classifier-simd128

record >"$built/modules.sha256"
if $is_check; then compare; else install_modules; fi
