#!/usr/bin/env bash
# Times the network of one model in this project's engines beside native TensorFlow, LiteRT and ONNX Runtime's Java API, with one thread
# and with all cores, on the same pictures: several rounds, in each of which each runs a slice. Prints a markdown table of medians. Where there
# is Node 20 or later, the modules run there too, beside ONNX Runtime Web and TensorFlow.js, all in WebAssembly and on one thread.
#
#   scripts/bench-peers.sh [MODEL.pb|MODEL.onnx]
#
# MODEL.pb is a frozen graph of MobileNet V2 with pixels from -1 to 1 (default: ../shared/models/mobilenet_v2_1.0_224_frozen.pb).
# MODEL.onnx has one square input of known size, channels first, and is compared with ONNX Runtime alone. Those in
# docs/performance.md are made by `wasm/tests/onnx_models.py --large FOLDER resnet18 efficientnet_b0 vit_tiny convnext_atto`.
# The peers are installed into a scratch folder (1.5 GB). Needs python3 with venv, and a JDK 17 or later.
# Environment: BENCH_SCRATCH the scratch folder; BENCH_PYTHON a Python that has the packages below; BENCH_JAVA_HOMES the JDKs to run our
# engines on (JAVA_HOME unless given); BENCH_ENGINES which of them (simd wasm); BENCH_PICTURES pictures; BENCH_ROUNDS, BENCH_RUNS and
# BENCH_WARM_UP how much to run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
here=$root/scripts/bench
scratch=${BENCH_SCRATCH:-${TMPDIR:-/tmp}/wasm-classify-bench}
model=$(realpath "${1:-$root/../shared/models/mobilenet_v2_1.0_224_frozen.pb}")
rounds=${BENCH_ROUNDS:-5}
runs=${BENCH_RUNS:-50}
warm_up=${BENCH_WARM_UP:-500}
cores=$(getconf _NPROCESSORS_ONLN)
onnxruntime=com.microsoft.onnxruntime:onnxruntime:1.29.0
onnxruntime_jar=$scratch/onnxruntime-${onnxruntime##*:}.jar

fail() { echo "bench-peers: $1" >&2; exit 1; }
[ -f "$model" ] || fail "no model at $model"
mkdir -p "$scratch"

python=${BENCH_PYTHON:-$scratch/venv/bin/python}
if [ ! -x "$python" ]; then
  echo "bench-peers: installing TensorFlow and LiteRT into $scratch/venv" >&2
  python3 -m venv "$scratch/venv"
  "$python" -m pip install -q tensorflow-cpu==2.21.0 ai-edge-litert==2.3.0 onnx==1.23.2 pillow==13.0.0 >&2
fi
if [ ! -f "$onnxruntime_jar" ]; then
  echo "bench-peers: fetching ONNX Runtime's Java API" >&2
  (cd "$root" && ./mvnw -q -B dependency:copy -pl cli -Dartifact="$onnxruntime" -DoutputDirectory="$scratch" >&2) || true
fi
node=
if command -v npm >/dev/null && node -e 'process.exit(Number(parseInt(process.versions.node) < 20))'; then
  node=yes
  [ -d "$scratch/node_modules" ] || npm install --silent --no-audit --no-fund --prefix "$scratch" \
    onnxruntime-web@1.30.0 @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0 >&2
fi
"$root/wasm-classify" --version >&2

read -ra pictures <<<"${BENCH_PICTURES:-$(find "$root/samples" -maxdepth 1 -name '*.jpg' | LC_ALL=C sort | tr '\n' ' ')}"
export TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=
"$python" "$here/convert.py" "$model" "$scratch" "${pictures[@]}" 2>"$scratch/convert.log" ||
  fail "the model could not be converted for the peers: $(tail -n 3 "$scratch/convert.log")"

# A line for interleave.py for each contestant with this many threads.
contestants() {
  local threads=$1
  peer() { printf '%s\t%s\t%q %q %s %q %q %s %s %s\n' "$1" "$threads" "$python" "$here/peer.py" "$2" "$3" "$scratch" "$threads" 20 "$runs"; }
  case "$model" in
    *.pb)
      peer "TensorFlow, native" tensorflow "$model"
      peer "LiteRT, native, the same weights" litert "$scratch/float.tflite"
      ;;
  esac
  local java home int8 engine
  for int8 in "$root"/../shared/models/*_quant.tflite; do
    [ -f "$int8" ] && [ "${model##*.}" = pb ] && peer "LiteRT, native, int8 weights of another training" litert "$int8"
  done
  for home in ${BENCH_JAVA_HOMES:-${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}}; do
    java=$home/bin/java
    if [ -f "$scratch/model.onnx" ] && [ -f "$onnxruntime_jar" ]; then
      printf 'ONNX Runtime, native, from Java %s\t%s\t%q -cp %q %q %q %s 20 %s\n' "$(version "$java")" "$threads" "$java" \
        "$onnxruntime_jar" "$here/OnnxRuntimePeer.java" "$scratch" "$threads" "$runs"
    fi
    for engine in ${BENCH_ENGINES:-simd wasm}; do
      [ "$engine" = wasm ] && [ "$threads" != 1 ] || ours "$engine" "$java" "$threads"
    done
  done
}

ours() {
  printf 'wasm-classify, %s, Java %s\t%s\t%q -XX:-DontCompileHugeMethods -XX:+UseSerialGC -jar %q bench --json --engine %s' \
    "$1" "$(version "$2")" "$3" "$2" "$root/cli/target/wasm-classify.jar" "$1"
  # the module's code, which runs longer, is compiled after fewer runs
  printf ' --threads %s --warm-up %s --runs %s --model %q' "$3" "$([ "$1" = simd ] && echo "$warm_up" || echo $((warm_up / 4)))" "$runs" "$model"
  printf ' %q' "${pictures[@]}"
  echo
}

# The same for what runs in Node.
contestants_in_node() {
  in_node() { printf '%s, Node\t1\tnode %q %s %q %q 20 %s %q\n' "$1" "$here/node_peer.mjs" "$2" "$model" "$scratch" "$runs" "${pictures[0]}"; }
  in_node "wasm-classify, classifier.wasm" classifier.wasm
  in_node "wasm-classify, classifier-simd128.wasm" classifier-simd128.wasm
  [ ! -f "$scratch/model.onnx" ] || in_node "ONNX Runtime Web" onnxruntime-web
  [ "${model##*.}" != pb ] || in_node "TensorFlow.js, WebAssembly with SIMD" tfjs
}

version() { "$1" --version | sed -n '1s/^[^0-9]*\([0-9]*\).*/\1/p'; }

echo "$(basename "$model"), $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1), $cores cores, $(uname -sr)," \
  "$rounds rounds of $runs runs after warming up"
echo
{
  contestants 1
  [ -z "$node" ] || contestants_in_node
  [ "$cores" = 1 ] || contestants "$cores"
} | "$python" "$here/interleave.py" "$rounds"
