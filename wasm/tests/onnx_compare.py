#!/usr/bin/env python3
"""Compares the guest with ONNX Runtime on any ONNX files, with random pixels in the range 0 to 1 (0 to 255 for bytes).

    cargo build --release --example run_tensor
    python3 tests/onnx_compare.py [--size N] FILE ...

Open sizes of the input become 1 for the batch, 3 for the channels and N for the rest. Prints one line for each file: the
largest difference of any value, divided by the largest value, and the peak memory; or why the guest refuses the file.
Fails where a file differs by more than --tolerance, or crashes the guest. Quantised models differ by more, as a tiny
difference before a rounding can be a whole step behind it.
"""

import argparse
import os
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "..", "target"))
RUNNER = os.path.join(TARGET, "release", "examples", "run_tensor")


def picture_input(model):
    """The first input without a value."""
    known = {tensor.name for tensor in model.graph.initializer}
    return next(value for value in model.graph.input if value.name not in known)


def close_sizes(value, size):
    """Gives open sizes of an input a value, and returns the shape."""
    dims = value.type.tensor_type.shape.dim
    last = len(dims) == 4 and dims[3].dim_value in (1, 3) and dims[1].dim_value not in (1, 3)
    usual = [1, size, size, 3] if last else [1, 3, size, size]
    for index, dim in enumerate(dims):
        if dim.dim_value <= 0:
            dim.dim_value = usual[index] if len(dims) == 4 else 1
    return [dim.dim_value for dim in dims]


def native(model, feed):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model.SerializeToString(), options).run(None, feed)


def guest(model, data, folder):
    """The guest's output and its peak memory in MB, or why it refuses the model."""
    paths = [os.path.join(folder, name) for name in ("model.onnx", "input", "output")]
    onnx.save(model, paths[0])
    channels_last = data.ndim == 4 and data.shape[1] not in (1, 3) and data.shape[3] in (1, 3)
    tensor = data if data.ndim != 4 or channels_last else np.transpose(data, (0, 2, 3, 1))
    np.ascontiguousarray(tensor).astype("<f4").tofile(paths[1])
    done = subprocess.run([RUNNER, *paths], capture_output=True, text=True, timeout=600)
    if done.returncode == 1:
        return None, done.stderr.strip()
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip()[:200])
    facts = dict(part.split("=") for part in done.stdout.splitlines()[0].split())
    return np.fromfile(paths[2], "<f4"), int(facts["peak_bytes"]) / 2**20


def relative_error(found, expected):
    """The smallest over the outputs that are as large as what was found."""
    fitting = [output.ravel().astype(np.float64) for output in expected if getattr(output, "size", 0) == found.size]
    errors = [np.abs(found - output).max() / max(np.abs(output).max(), 1e-30) for output in fitting]
    return min(errors, default=float("inf"))


def compare(path, size, folder):
    """The relative error, and what to say about the file."""
    model = onnx.load(path)
    value = picture_input(model)
    shape = close_sizes(value, size)
    kind = onnx.helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type)
    random = np.random.default_rng(7)
    data = random.integers(0, 256, shape).astype(kind) if kind.kind in "iu" else random.uniform(0, 1, shape).astype(kind)
    found, note = guest(model, data, folder)
    if found is None:
        return 0.0, f"refused: {note}"
    error = relative_error(found, native(model, {value.name: data}))
    return error, f"{error:.1e}, {note:.0f} MB"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=32, help="height and width where the model leaves them open")
    parser.add_argument("--tolerance", type=float, default=1e-3)
    parser.add_argument("files", nargs="+", metavar="FILE")
    arguments = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in arguments.files:
            try:
                error, note = compare(path, arguments.size, folder)
            except Exception as problem:  # whatever is wrong with one file, the others are compared all the same
                error, note = float("inf"), f"{type(problem).__name__}: {problem}".splitlines()[0][:200]
            failed = not error <= arguments.tolerance
            wrong += failed
            print(f"{'WRONG ' if failed else ''}{os.path.basename(path)}: {note}", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
