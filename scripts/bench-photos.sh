#!/usr/bin/env bash
# How many photos of 500x375 are classified a second on all cores, from the file to the class: this project's simd engine, a Python program
# with Pillow and LiteRT, and a Java program with ImageIO and ONNX Runtime. All run MobileNet V2 with the same weights, in turn. Prints a
# markdown table.
#
#   scripts/bench-photos.sh [MODEL.pb]
#
# Run scripts/bench-peers.sh with the same MODEL.pb before, which fetches and converts what the others need, into BENCH_SCRATCH.
# Environment: BENCH_SCRATCH, BENCH_PYTHON and BENCH_JAVA_HOMES as there; BENCH_ROUNDS rounds (3); BENCH_SOURCES the pictures that the 1,000
# photos are made of.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
here=$root/scripts/bench
scratch=${BENCH_SCRATCH:-${TMPDIR:-/tmp}/wasm-classify-bench}
model=$(realpath "${1:-$root/../shared/models/mobilenet_v2_1.0_224_frozen.pb}")
python=${BENCH_PYTHON:-$scratch/venv/bin/python}
cores=$(getconf _NPROCESSORS_ONLN)
homes=${BENCH_JAVA_HOMES:-${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}}

for needed in float.tflite model.onnx shape.txt; do
  [ -f "$scratch/$needed" ] || { echo "bench-photos: no $needed in $scratch; run scripts/bench-peers.sh first" >&2; exit 1; }
done
"$root/wasm-classify" --version >&2
# 1.29 ends with a segmentation fault here
onnxruntime_jar=$scratch/onnxruntime-1.22.0.jar
[ -f "$onnxruntime_jar" ] ||
  (cd "$root" && ./mvnw -q -B dependency:copy -pl cli -Dartifact=com.microsoft.onnxruntime:onnxruntime:1.22.0 -DoutputDirectory="$scratch" >&2)
read -ra sources <<<"${BENCH_SOURCES:-$(find "$root/samples" -maxdepth 1 -name '*.jpg' | LC_ALL=C sort | tr '\n' ' ')}"
[ -f "$scratch/photos/photo-0999.jpg" ] || "$python" "$here/make_photos.py" "$scratch/photos" "${sources[@]}"

# A line for photos.py for each contestant.
contestants() {
  printf 'Pillow and LiteRT, %s processes\t%q %q %q %s %q/*.jpg\n' "$cores" "$python" "$here/photos_peer.py" "$scratch/float.tflite" "$cores" \
    "$scratch/photos"
  local home java release
  for home in $homes; do
    java=$home/bin/java
    release=$("$java" --version | sed -n '1s/^[^0-9]*\([0-9]*\).*/\1/p')
    printf 'ImageIO and ONNX Runtime, %s threads, Java %s\t%q -cp %q %q %q %s %q/*.jpg\n' "$cores" "$release" "$java" \
      "$onnxruntime_jar" "$here/PhotosPeer.java" "$scratch" "$cores" "$scratch/photos"
    printf 'wasm-classify, simd, %s threads, Java %s\t%q -XX:-DontCompileHugeMethods -XX:+UseSerialGC -jar %q bench --json --engine simd' \
      "$cores" "$release" "$java" "$root/cli/target/wasm-classify.jar"
    printf ' --threads %s --warm-up 200 --runs 1000 --model %q %q/*.jpg\n' "$cores" "$model" "$scratch/photos"
  done
}

echo "$(basename "$model"), 1,000 photos of 500x375, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1), $cores cores," \
  "$(uname -sr)"
echo
contestants | "$python" "$here/photos.py" "${BENCH_ROUNDS:-3}"
