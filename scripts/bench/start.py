"""Times whole commands for bench-start.sh. Usage: start.py ROOT SCRATCH MODEL JAVA REPEAT

Environment: see bench-start.sh.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

root, scratch, model, java, repeat = *map(pathlib.Path, sys.argv[1:5]), int(sys.argv[5])
command = [root / "wasm-classify"]
picture = root / "samples/orange.jpg"
large = sorted(scratch.glob("large-*.jpg"))


def run(*arguments):
    """What a process prints, its wall time in ms and its peak resident memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"bench-start: failed: {' '.join(map(str, arguments))}")
    return out, (time.perf_counter() - start) * 1e3, usage.ru_maxrss / 1024


def row(what, value):
    print(f"| {what} | {value} |", flush=True)


def contestants():
    """The commands whose cold starts are compared, by name; what is compared with each; and what it is compared to."""
    own = {"--version": ["--version"], "--help": ["--help"], "predict, built-in model": ["predict", "--quiet", picture]}
    quantised = model.with_name("mobilenet_v2_1.0_224_quant.tflite")
    for file in filter(pathlib.Path.exists, (model, quantised)):
        own[f"predict, {file.name}"] = ["predict", "--quiet", "--model", file, picture]
    result = {"Java hello world": [java, "-XX:+UseSerialGC", "-cp", scratch, "Hello"]}
    for name, arguments in own.items():
        result[name] = [root / "wasm-classify", *arguments]
        if "BENCH_BEFORE" in os.environ:
            result[f"{name}, before"] = [pathlib.Path(os.environ["BENCH_BEFORE"]) / "wasm-classify", *arguments]
    peers = {"litert": quantised, "onnx": pathlib.Path(os.environ.get("BENCH_ONNX", "none"))}
    for runtime, file in peers.items():
        if "BENCH_PYTHON" in os.environ and file.exists():
            result[f"Python with {runtime}, {file.name}"] = [os.environ["BENCH_PYTHON"], root / "scripts/bench/cold_peer.py", runtime, file, picture]
    return result


def interleaved_starts():
    """Medians of processes that start in turn, so that noise hits all alike. The first round, which fills caches, does not count."""
    commands = contestants()
    walls = {name: [] for name in commands}
    for turn in range(repeat + 1):
        for name, arguments in commands.items():
            wall = run(*arguments)[1]
            if turn > 0:
                walls[name].append(wall)
    medians = {name: statistics.median(values) for name, values in walls.items()}
    hello = medians["Java hello world"]
    litert = next((medians[name] for name in medians if name.startswith("Python with litert")), None)
    print("| cold process | median, ms | least, ms | of before | of a Java hello world | of Python with LiteRT |\n|---|---|---|---|---|---|")
    for name, median in medians.items():
        before = medians.get(f"{name}, before")
        cells = [f"{median:.0f}", f"{min(walls[name]):.0f}", ratio(median, before), ratio(median, hello), ratio(median, litert)]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    print()


def ratio(value, other):
    return f"{value / other:.2f}" if other else ""


def cold_starts(options, name):
    runs = [run(*command, "predict", "--quiet", *options, picture) for _ in range(repeat)]
    walls = [wall for _, wall, _ in runs]
    row(f"`predict ONE.jpg`, cold process, {name}", f"{statistics.median(walls):.0f} ms (least {min(walls):.0f})")
    row(f"peak resident memory of it, {name}", f"{statistics.median(peak for _, _, peak in runs):.0f} MiB")


def many_small():
    _, wall, _ = run(*command, "predict", "--quiet", scratch / "small")
    row("1,000 pictures of 320x240, all cores, built-in model, with the start", f"{1000 / wall * 1e3:.0f} images/s")


def bench(engine, options, name):
    out, _, _ = run(*command, "bench", "--json", "--engine", engine, "--threads", "1", "--warm-up", "40", "--runs", "40", *options, *large)
    result = json.loads(out)
    return result["milliseconds"], result["peakMemoryMib"]


def large_pictures(options, name):
    decode = float(run(java, root / "scripts/bench/Pictures.java", "decode", *large)[0])
    row("12-megapixel JPEG, ImageIO decodes it", f"{decode:.0f} ms")
    for engine in "simd", "wasm":
        phases, peak = bench(engine, options, name)
        total = phases["total"]["p50"]
        row(f"12-megapixel JPEG, whole pipeline, {engine}, one thread, {name}", f"{total:.0f} ms, {total / decode:.2f} of ImageIO alone")
        row("of which decode and resize", f"{phases['decode']['p50']:.0f} + {phases['resize']['p50']:.0f} ms")
        row("peak resident memory of it", f"{peak:.0f} MiB")


def main():
    interleaved_starts()
    print("| what | measured |\n|---|---|")
    cold_starts([], "built-in model")
    options, name = [], "built-in model"
    if model.exists():
        options, name = ["--model", model], model.stem
        cold_starts(options, name)
    many_small()
    large_pictures(options, name)


main()
