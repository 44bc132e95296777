#!/usr/bin/env bash
# Loads a server on this machine with pictures, and prints a markdown table: throughput at saturation beside `bench` in the same run and, if
# there is a Python for it, beside a small FastAPI server that runs the same model by LiteRT; latencies; failed requests; memory.
#
#   scripts/bench-server.sh [MODEL [PICTURE]]
#
# MODEL is a name or a file (default: pocket). A .tflite file whose input has values from -1 to 1 is compared with the other server, too.
# Needs wrk, python3, curl and a JDK 17 or later. Environment: BENCH_SECONDS how long each load lasts (60); BENCH_CLIENTS how many
# connections (16); BENCH_PYTHON a Python with fastapi, uvicorn, ai-edge-litert, numpy and pillow for the other server.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
model=${1:-pocket}
picture=$(realpath "${2:-$root/samples/orange.jpg}")
seconds=${BENCH_SECONDS:-60}
clients=${BENCH_CLIENTS:-16}
cores=$(getconf _NPROCESSORS_ONLN)
scratch=$(mktemp -d)
server=
peer=
trap 'kill ${server:+"$server"} ${peer:+"$peer"} 2>/dev/null || true; rm -rf "$scratch"' EXIT

fail() { echo "bench-server: $1" >&2; exit 1; }
command -v wrk >/dev/null || fail "needs wrk, as in 'apt-get install wrk'"
[ -f "$picture" ] || fail "no picture at $picture"
"$root/wasm-classify" --version >&2

# wait_for ADDRESS: until something answers there
wait_for() {
  local _
  for _ in $(seq 300); do
    curl -s -o "$scratch/health" "$1" && return
    sleep 0.2
  done
  fail "nothing answers at $1"
}

# load ADDRESS SECONDS: runs wrk, whose report goes to $scratch/wrk
load() {
  wrk -t 2 -c "$clients" -d "${2}s" --latency --timeout 60s -s "$root/scripts/bench/post.lua" "$1" -- "$picture" >"$scratch/wrk"
}

# row NAME: a table row of the last report
row() {
  awk -v name="$1" '
    /^ +50%/ {p50 = $2} /^ +99%/ {p99 = $2} /^Requests\/sec/ {rate = $2} /Non-2xx/ {failed += $NF}
    /Socket errors/ {gsub(/,/, ""); failed += $4 + $6 + $8 + $10}
    END {printf "| %s | %s | %s | %s | %d |\n", name, rate, p50, p99, failed}' "$scratch/wrk"
}

resident() { awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$1/status"; }

"$root/wasm-classify" serve --model "bench=$model" --port 0 --queue 1000 2>"$scratch/serve.err" &
server=$!
for _ in $(seq 300); do
  address=$(sed -n 's/^wasm-classify: serving .* at \(http[^ ]*\)$/\1/p' "$scratch/serve.err")
  [ -n "$address" ] && break
  kill -0 "$server" 2>/dev/null || fail "$(cat "$scratch/serve.err")"
  sleep 0.2
done
load "$address/classify" "$seconds" # to warm up
before=$(resident "$server")

echo "$cores cores, $clients connections, $seconds s each, $(basename "$picture"), model $(basename "$model")"
echo
echo "| | pictures/s | p50 | p99 | failed |"
echo "|---|---|---|---|---|"
load "$address/classify" "$seconds"
row "serve"
after=$(resident "$server")
kill -STOP "$server"
"$root/wasm-classify" bench --model "$model" --threads "$cores" --json "$picture" |
  python3 -c 'import json, sys; print("| bench --threads | %.1f | | | |" % json.load(sys.stdin)["throughput"]["imagesPerSecond"])'
kill -CONT "$server"
if [ -n "${BENCH_PYTHON:-}" ] && [ "${model##*.}" = tflite ]; then
  kill -STOP "$server"
  PICTURE_MODEL="$(realpath "$model")" "$BENCH_PYTHON" -m uvicorn --app-dir "$root/scripts/bench" --port 3998 --log-level error \
    --workers "$cores" peer_server:app &
  peer=$!
  wait_for http://127.0.0.1:3998/healthz
  load http://127.0.0.1:3998/classify 10 # to warm up
  load http://127.0.0.1:3998/classify "$seconds"
  row "FastAPI and LiteRT"
  kill "$peer"
  peer=
  kill -CONT "$server"
fi
echo
echo "resident memory: $before MiB after the first load, $after MiB after the second"

# while it is loaded, it is told to end
load "$address/classify" 10 &
loading=$!
sleep 5
kill "$server"
code=0
wait "$server" || code=$?
server=
kill "$loading" 2>/dev/null || true
echo "exit code after SIGTERM under load: $code"
