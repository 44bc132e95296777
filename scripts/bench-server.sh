#!/usr/bin/env bash
# Loads a server on this machine with pictures, and prints a markdown table: throughput at saturation beside `bench`, which decodes and
# classifies the same picture in the same run, latencies, failed requests, the processor time of the client, and memory. A .tflite model is
# also served by a small FastAPI server that runs it by LiteRT.
#
#   scripts/bench-server.sh [MODEL [PICTURE]]
#
# MODEL is a name or a file (default: pocket). A .tflite file must want values from -1 to 1; scripts/bench-peers.sh makes one of MobileNet V2.
# Needs wrk, python3 with venv, curl and a JDK 17 or later. Environment: BENCH_SECONDS how long each load lasts (60); BENCH_CLIENTS how many
# connections (16); BENCH_SCRATCH the folder where the other server's packages are installed; BENCH_PYTHON a Python that has them.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/scripts/lib/server.sh"
model=${1:-pocket}
picture=$(realpath "${2:-$root/samples/orange.jpg}")
seconds=${BENCH_SECONDS:-60}
clients=${BENCH_CLIENTS:-16}
packages=${BENCH_SCRATCH:-${TMPDIR:-/tmp}/wasm-classify-bench}/server-venv
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

# load ADDRESS SECONDS: runs wrk, whose report goes to $scratch/wrk, and its processor seconds to $scratch/wrk-cpu
load() {
  local TIMEFORMAT='%U %S'
  {
    time wrk -t 1 -c "$clients" -d "${2}s" --latency --timeout 60s -s "$root/scripts/bench/post.lua" "$1" -- "$picture" >"$scratch/wrk"
  } 2>"$scratch/wrk-cpu"
}

rate() { awk '/^Requests\/sec/ {print $2}' "$scratch/wrk"; }

# row NAME: a table row of the last report
row() {
  awk -v name="$1" -v seconds="$seconds" -v cores="$cores" '
    NR == FNR {cpu = ($1 + $2) / seconds / cores; next}
    /^ +50%/ {p50 = $2} /^ +99%/ {p99 = $2} /^Requests\/sec/ {rate = $2} /Non-2xx/ {failed += $NF}
    /Socket errors/ {gsub(/,/, ""); failed += $4 + $6 + $8 + $10}
    END {printf "| %s | %s | %s | %s | %d | %.0f %% |\n", name, rate, p50, p99, failed, 100 * cpu}' "$scratch/wrk-cpu" "$scratch/wrk"
}

resident() { awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$1/status"; }

start_server "$scratch/serve.err" --model "bench=$model" --queue 1000
load "$address/classify" "$seconds" # to warm up
before=$(resident "$server")

echo "$cores cores, $clients connections, $seconds s each, $(basename "$picture"), model $(basename "$model")"
echo
echo "| | pictures/s | p50 | p99 | failed | client's share of the processors |"
echo "|---|---|---|---|---|---|"
load "$address/classify" "$seconds"
row "serve"
after=$(resident "$server")
pictures=$(rate | awk -v seconds="$seconds" '{print int($1 * seconds / 2) + 1}')
kill -STOP "$server"
"$root/wasm-classify" bench --model "$model" --threads "$cores" --warm-up "$pictures" --runs "$pictures" --json "$picture" |
  python3 -c 'import json, sys; print("| bench --threads | %.2f | | | | |" % json.load(sys.stdin)["throughput"]["imagesPerSecond"])'
kill -CONT "$server"
if [ "${model##*.}" = tflite ]; then
  python=${BENCH_PYTHON:-$packages/bin/python}
  if [ ! -x "$python" ]; then
    python3 -m venv "$packages"
    "$python" -m pip install -q fastapi==0.165.0 uvicorn==0.54.0 ai-edge-litert==2.3.0 pillow==13.0.0 >&2
  fi
  kill -STOP "$server"
  PICTURE_MODEL="$(realpath "$model")" "$python" -m uvicorn --app-dir "$root/scripts/bench" --port 3998 --log-level error \
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
python3 "$root/scripts/bench/broken_bodies.py" "$address" "$picture" 1000

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
