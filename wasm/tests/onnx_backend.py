#!/usr/bin/env python3
"""Runs the ONNX project's own node tests (they come with the `onnx` package) through the guest's importer and kernels.

    cargo build --release --example run_tensor
    python3 tests/onnx_backend.py [--filter TEXT] [--markdown FILE]

The guest has one input, so all inputs of a test but the first of type float32 become constants of its model. Tests
without such an input, or with another type of result, do not apply. Tests whose names end in `_expanded` run the ops that
an op is defined by. Prints one line for each test that applies and the counts at the end; fails where a test crashes or
gives a wrong result.
"""

import argparse
import collections
import os
import re
import subprocess
import sys
import tempfile

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.backend.test.loader import load_node_model_tests

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "..", "target"))
RUNNER = os.path.join(TARGET, "release", "examples", "run_tensor")

# ONNX Runtime does these in another way than the standard's own implementation, and the guest as ONNX Runtime: the size of the
# result is a whole number before positions are computed from it.
AS_ONNX_RUNTIME = ("test_resize_downsample_scales_cubic_align_corners", "test_resize_downsample_scales_linear_align_corners")

SHAPES = ("Shape", "Size")
# Truths go in and come out as 1 and 0.
NUMBERS = (np.float32, np.bool_)


def single_input(model, inputs, variable):
    """The model with all inputs but one turned into constants."""
    model = onnx.ModelProto.FromString(model.SerializeToString())
    graph = model.graph
    for index, (info, value) in enumerate(zip(graph.input, inputs)):
        if index != variable:
            graph.initializer.append(numpy_helper.from_array(value, info.name))
    return model


def run(model, data, folder):
    """Returns the guest's output and its shape, or the text of its refusal, or a crash."""
    paths = [os.path.join(folder, name) for name in ("model.onnx", "input", "output")]
    onnx.save(model, paths[0])
    tensor = np.ascontiguousarray(np.transpose(data, (0, 2, 3, 1)) if data.ndim == 4 else data)
    tensor.astype("<f4").tofile(paths[1])
    done = subprocess.run([RUNNER, "--any-shape", *paths], capture_output=True, text=True, timeout=60)
    if done.returncode == 1:
        return "refused", done.stderr.strip()
    if done.returncode != 0:
        return "crashed", done.stderr.strip().replace("\n", " ")[:200]
    shape = [int(size) for size in done.stdout.splitlines()[1].strip("[]").split(",") if size.strip()]
    return "ran", np.fromfile(paths[2], "<f4").reshape(shape)


def tested_op(case):
    """The op that a test is of; what is expanded is named by the test."""
    nodes = case.model.graph.node
    return nodes[0].op_type if len(nodes) == 1 else case.name.removeprefix("test_").split("_")[0] + " and others"


def judge(case, folder):
    model, (inputs, outputs) = case.model, case.data_sets[0]
    if not inputs or not outputs or not all(isinstance(value, (np.ndarray, np.generic)) for value in (*inputs, *outputs)):
        return "not applicable", "has no input tensor"
    inputs, outputs = [np.asarray(value) for value in inputs], [np.asarray(value) for value in outputs]
    op = model.graph.node[0].op_type
    known = [index for index, value in enumerate(inputs) if value.dtype in NUMBERS]
    variable = min(known, key=lambda index: inputs[index].dtype != np.float32, default=0)
    if not known and op != "DequantizeLinear" or outputs[0].dtype not in NUMBERS and op not in SHAPES:
        return "not applicable", f"{inputs[0].dtype} to {outputs[0].dtype}"
    status, result = run(single_input(model, inputs, variable), inputs[variable], folder)
    if status != "ran":
        return status, result
    expected = outputs[0].astype(np.float64)
    if tuple(result.shape) != expected.shape:
        return "failed", f"shape {result.shape}, expected {expected.shape}"
    if not np.allclose(result, expected, rtol=max(case.rtol, 1e-3), atol=1e-5, equal_nan=True):
        return "failed", f"differs by {np.nanmax(np.abs(result - expected))}"
    return "passed", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filter", default="", help="only tests whose name contains this")
    parser.add_argument("--markdown", help="write the lists to this file")
    arguments = parser.parse_args()
    results = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for case in sorted(load_node_model_tests(), key=lambda case: case.name):
            nodes = case.model.graph.node
            if not nodes or nodes[0].domain or case.name in AS_ONNX_RUNTIME or arguments.filter not in case.name:
                continue
            status, why = judge(case, folder)
            results[status].append((case.name, tested_op(case), why))
            if status != "not applicable":
                print(f"{status}: {case.name} {why}", flush=True)
    counts = {status: len(cases) for status, cases in results.items()}
    print(", ".join(f"{count} {status}" for status, count in sorted(counts.items())))
    if arguments.markdown:
        write_markdown(arguments.markdown, results)
    sys.exit(1 if results["failed"] or results["crashed"] else 0)


def write_markdown(path, results):
    """What passed by name, what was refused by reason: unsupported operators on one line, the rest one by one."""
    with open(path, "w", encoding="utf-8") as file:
        for status in ("passed", "refused", "failed", "crashed"):
            file.write(f"### {status.capitalize()}: {len(results[status])}\n\n")
            by_op = collections.defaultdict(list)
            for name, op, why in results[status]:
                by_op[op].append((name.removeprefix("test_"), why))
            unsupported = collections.Counter()
            for op, cases in sorted(by_op.items()):
                if status == "passed":
                    file.write(f"- **{op}**: {', '.join(name for name, _ in cases)}\n")
                    continue
                for name, why in cases:
                    missing = re.search(r"operator `(\w+)` is not supported", why)
                    if missing:
                        unsupported[missing.group(1)] += 1
                    else:
                        file.write(f"- **{op}**, {name}: {re.sub('^node `[^`]*`( [(].*?[)])?: ', '', why)}\n")
            if unsupported:
                counts = ", ".join(f"{op} {count}" for op, count in sorted(unsupported.items()))
                file.write(f"- Operators that are not supported, and in how many tests: {counts}\n")
            file.write("\n")


if __name__ == "__main__":
    main()
