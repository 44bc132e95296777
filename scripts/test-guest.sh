#!/usr/bin/env bash
# Tests the guest natively: formatter, lints of both feature sets, and `cargo test` of the crate in wasm/. Maven does not need it.
#
# Needs cargo with rustfmt and clippy. Environment: CARGO_TARGET_DIR, as cargo knows it; MUTATIONS=10000 damages more models.
# Arguments go to `cargo test`: `scripts/test-guest.sh --test tensorflow`.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../wasm"

fail() { echo "test-guest: $1" >&2; exit 1; }

run() {
  printf 'test-guest:' >&2
  printf ' %q' "$@" >&2
  printf '\n' >&2
  "$@"
}

command -v cargo >/dev/null || fail "cargo is missing (https://rustup.rs)"
cargo fmt --version >/dev/null 2>&1 || fail "cargo has no formatter (rustup component add rustfmt)"
cargo clippy --version >/dev/null 2>&1 || fail "cargo has no lints (rustup component add clippy)"

run cargo fmt --check
run cargo clippy --locked --all-targets -- --deny warnings
run cargo clippy --locked --all-targets --features host-kernels -- --deny warnings
run cargo test --locked "$@"
echo "test-guest: all passed" >&2
