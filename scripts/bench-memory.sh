#!/usr/bin/env bash
# Measures whether memory stays flat over very many pictures: the resident memory of one run when it has classified 1,000 of 20,000
# small generated pictures, and at its end. Prints both and their ratio.
#
#   scripts/bench-memory.sh
#
# Needs python3, a JDK 17 or later, and Linux's /proc. Environment: BENCH_SCRATCH a scratch folder for the pictures; BENCH_COUNT how many.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=${BENCH_SCRATCH:-${TMPDIR:-/tmp}/wasm-classify-bench}
mkdir -p "$scratch"
"$root/wasm-classify" --version >&2
python3 "$root/scripts/bench/memory.py" "$root" "$scratch/small-pictures" "${BENCH_COUNT:-20000}"
