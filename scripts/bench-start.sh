#!/usr/bin/env bash
# Times whole commands as a user runs them: a cold start with one picture, many small pictures, large pictures beside the JDK's own decoder.
# Prints two markdown tables: cold starts in turn with other programs, and single figures.
#
#   scripts/bench-start.sh [MODEL.pb]
#
# MODEL.pb is ../shared/models/mobilenet_v2_1.0_224_frozen.pb unless given; without one, the built-in model is timed alone.
# Needs python3 and a JDK 17 or later. Environment: BENCH_SCRATCH a scratch folder for the pictures; BENCH_REPEAT how often a cold start
# is timed, 15 unless given; BENCH_BEFORE the folder of an older build to compare with, such as a git worktree; BENCH_PYTHON a Python
# with numpy, pillow and ai-edge-litert, to start LiteRT from, and, if BENCH_ONNX names a model, onnxruntime.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scratch=${BENCH_SCRATCH:-${TMPDIR:-/tmp}/wasm-classify-bench}
model=${1:-$root/../shared/models/mobilenet_v2_1.0_224_frozen.pb}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

mkdir -p "$scratch"
"$root/wasm-classify" --version >&2
[ -f "$scratch/large-4.jpg" ] || "$java" "$root/scripts/bench/Pictures.java" make "$root/samples/orange.jpg" "$scratch"

"${java%java}javac" -d "$scratch" "$root/scripts/bench/Hello.java"
[ -z "${BENCH_BEFORE:-}" ] || "$BENCH_BEFORE/wasm-classify" --version >&2

echo "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1), $(getconf _NPROCESSORS_ONLN) cores," \
  "$("$java" --version | head -n 1), $(uname -sr)"
echo
python3 "$root/scripts/bench/start.py" "$root" "$scratch" "$model" "$java" "${BENCH_REPEAT:-15}"
