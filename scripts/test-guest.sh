#!/usr/bin/env bash
# Tests the guest natively: lints and `cargo test` of the crate in wasm/. Maven does not need it.
#
# Needs cargo with clippy. Environment: CARGO_TARGET_DIR, as cargo knows it; MUTATIONS=10000 damages more models.
# Arguments go to `cargo test`: `scripts/test-guest.sh --test tensorflow`.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../wasm"

run() {
  printf 'test-guest:' >&2
  printf ' %q' "$@" >&2
  printf '\n' >&2
  "$@"
}

command -v cargo >/dev/null || { echo "test-guest: cargo is missing (https://rustup.rs)" >&2; exit 1; }
if cargo clippy --version >/dev/null 2>&1; then
  run cargo clippy --locked --all-targets -- --deny warnings
else
  echo "test-guest: cargo has no clippy, the lints are left out (rustup component add clippy)" >&2
fi
run cargo test --locked "$@"
echo "test-guest: all passed" >&2
