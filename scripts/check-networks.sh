#!/usr/bin/env bash
# Makes the well-known networks in full size with random weights under fixed seeds, in the three formats, and compares the guest with
# TensorFlow, TensorFlow Lite's interpreter and ONNX Runtime: built natively, then in both modules on the JVM.
# Usage: scripts/check-networks.sh FOLDER, which gets 5 GB of models.
# Where TORCH_PYTHON is a Python with torch, torchvision, timm, transformers and ultralytics, today's transformers and convolutional networks
# are exported and compared too.
# Needs cargo; PYTHON is a Python (python3 unless given) with tensorflow-cpu, ai-edge-litert, onnx, onnxruntime and pillow.
set -euo pipefail
[ $# = 1 ] || { echo "usage: scripts/check-networks.sh FOLDER" >&2; exit 2; }
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=${PYTHON:-python3}
target=${CARGO_TARGET_DIR:-$PWD/wasm/target}

(cd wasm && cargo build --locked --release --example run_tensor --bin classifier)
"$python" wasm/tests/onnx_models.py --large "$folder/onnx"
"$python" scripts/make-keras-graphs.py --large "$folder/tensorflow" --guest "$target/release/classifier"
"$python" wasm/tests/tflite_models.py --large "$folder/tflite" 2>"$folder/tflite.log"
(cd wasm && TFLITE_MODELS=$folder/tflite cargo test --locked --release --test tflite -- --nocapture)
if [ -n "${TORCH_PYTHON:-}" ]; then
  "$TORCH_PYTHON" wasm/tests/torch_networks.py "$folder/torch"
fi
./mvnw -q test -Dtest=NetworksTest -Dnetworks="$folder" -Dtest.heap=4g -Dsurefire.trimStackTrace=true
