#!/usr/bin/env bash
# Runs the Spark job on this machine over many small pictures, which it draws, and prints what comes out:
# - whether 500 answers are those of `predict`
# - pictures per second beside `bench --threads` and `predict`, in turns, and the memory of the job while it runs
# - whether anything is lost or counted twice when an executor is killed, and when the job is killed and run again with --resume
#
#   scripts/bench-spark.sh [MODEL [COUNT]]
#
# MODEL is a name or a file (default: pocket), COUNT the number of pictures (default: 100000). Needs a JDK 17 or later, python3 and
# spark-submit of Spark 4, as in 'pip install pyspark'. Environment: SPARK_SUBMIT its path; BENCH_SCRATCH the folder that keeps the pictures.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
model=${1:-pocket}
count=${2:-100000}
submit=${SPARK_SUBMIT:-spark-submit}
scratch=${BENCH_SCRATCH:-${TMPDIR:-/tmp}/wasm-classify-bench}/spark
pictures=$scratch/pictures-$count
jar=$root/spark/target/wasm-classify-spark.jar
cores=$(getconf _NPROCESSORS_ONLN)
rounds=${BENCH_ROUNDS:-3}
job=
trap 'kill ${job:+"$job"} 2>/dev/null || true' EXIT

fail() { echo "bench-spark: $1" >&2; exit 1; }
command -v "$submit" >/dev/null || fail "needs spark-submit, as in 'pip install pyspark'; SPARK_SUBMIT names it"
"$root/wasm-classify" --version >&2
[ -f "$jar" ] || (cd "$root" && ./mvnw -q -B -Dquick -Dmaven.test.skip=true -pl spark -am package) >&2
if [ ! -d "$pictures" ]; then
  java "$root/scripts/bench/SmallPictures.java" "$pictures.new" "$count"
  mv "$pictures.new" "$pictures"
fi

# classify MASTER OUTPUT OPTION...: runs the job over the pictures
classify() {
  local master=$1 output=$2
  shift 2
  "$submit" --master "$master" --driver-memory 2g --conf spark.ui.enabled=false --conf spark.log.level=ERROR \
    --conf spark.driver.extraJavaOptions=-XX:-DontCompileHugeMethods \
    --conf spark.executor.extraJavaOptions=-XX:-DontCompileHugeMethods \
    --class io.github.wasmclassify.spark.ClassifyJob "$jar" --model "$model" --format jsonl --output "$output" "$@" 2>"$scratch/log"
}

summary() { grep -o '[0-9]* pictures classified.*' "$scratch/log" || { cat "$scratch/log" >&2; fail "the job failed"; }; }

# timed COMMAND...: sets cpu to the processor time that each picture took, which a busy machine changes less than the pictures per second
timed() {
  local TIMEFORMAT='%U %S'
  { time "$@"; } 2>"$scratch/time"
  cpu=$(awk -v count="$count" 'END {printf "%.2f ms of processor time for each", ($1 + $2) * 1000 / count}' "$scratch/time")
}

predict() { "$root/wasm-classify" predict --recursive --summary --model "$model" --threads "$cores" --format csv "$pictures" 2>"$scratch/log" >/dev/null; }

# resident: the memory of the job's JVM, in MiB, every five seconds
resident() {
  while sleep 5; do
    awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$(job_process)/status" 2>/dev/null || true
  done
}

job_process() { pgrep -f "SparkSubmit.*$scratch/results" | head -n 1; }

echo "== 500 answers beside those of predict"
rm -rf "$scratch/sample" "$scratch/results"
mkdir -p "$scratch/sample"
find "$pictures" -name '*.jpg' | sort | sed -n 1,500p | xargs cp -t "$scratch/sample"
"$root/wasm-classify" predict --quiet --model "$model" --format jsonl "$scratch/sample" >"$scratch/predict.jsonl"
(classify "local[$cores]" "$scratch/results" --input "$scratch/sample")
python3 "$root/scripts/bench/spark_results.py" same "$scratch/predict.jsonl" "$scratch/results"

echo "== $count pictures, $cores cores"
for _ in $(seq "$rounds"); do
  echo "bench: $("$root/wasm-classify" bench --model "$model" --threads "$cores" --warm-up $((count / 20)) --runs $((count / 5)) "$scratch"/sample/*.jpg | grep throughput)"
  timed predict
  echo "predict: $(grep -o '[0-9.]* images/s' "$scratch/log"), $cpu"
  rm -rf "$scratch/results"
  resident >"$scratch/memory" &
  job=$!
  timed classify "local[$cores]" "$scratch/results" --input "$pictures"
  kill "$job"
  job=
  echo "spark: $(summary), $cpu"
  echo "memory of the job, MiB: $(tr '\n' ' ' <"$scratch/memory")"
done
python3 "$root/scripts/bench/spark_results.py" count "$count" "$scratch/results"

# kill_when_begun PATTERN: kills a process of the job with this in its command line, once the output has a file
kill_when_begun() {
  until compgen -G "$scratch/results/part-*" >/dev/null; do sleep 0.2; done
  kill -KILL "$(pgrep -f "$1" | head -n 1)"
}

echo "== an executor is killed"
rm -rf "$scratch/results"
kill_when_begun "CoarseGrainedExecutorBackend.*--executor-id 1 " &
job=$!
classify "local-cluster[2,1,1024]" "$scratch/results" --input "$pictures"
wait "$job" || fail "no executor was killed"
job=
summary
python3 "$root/scripts/bench/spark_results.py" count "$count" "$scratch/results"

echo "== the job is killed, and resumed"
rm -rf "$scratch/results"
kill_when_begun "SparkSubmit.*$scratch/results" &
classify "local[$cores]" "$scratch/results" --input "$pictures" || true
echo "left: $(cat "$scratch"/results/part-* | wc -l)"
classify "local[$cores]" "$scratch/results" --input "$pictures" --resume
summary
python3 "$root/scripts/bench/spark_results.py" count "$count" "$scratch/results"
