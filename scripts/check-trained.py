#!/usr/bin/env python3
"""Trains a model in each format and runs it in the format's own runtime: the probabilities must be the command's, to 1e-4.

    scripts/check-trained.py

Needs tensorflow, onnxruntime, ai-edge-litert, numpy and pillow. The base models are the small ones of wasm/tests/data/features and the
built-in one; the pictures are the samples.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import onnxruntime
import tensorflow as tf
from ai_edge_litert.interpreter import Interpreter
from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODELS = ROOT / "wasm/tests/data/features"
PICTURES = [ROOT / "samples" / name for name in ("lemon.png", "candle.png", "pizza.jpg", "teapot.jpg")]


def run(*words):
    return subprocess.run([str(ROOT / "wasm-classify"), *map(str, words)], check=True, capture_output=True, text=True).stdout


def of_command(model):
    lines = run("predict", "--model", model, "--top", 99, "--format", "jsonl", *PICTURES).splitlines()
    by_index = [sorted(record["predictions"], key=lambda prediction: prediction["index"]) for record in map(json.loads, lines)]
    return np.array([[prediction["score"] for prediction in picture] for picture in by_index])


def pixels(side):
    pictures = [Image.open(file).convert("RGB").resize((side, side), Image.BILINEAR) for file in PICTURES]
    return np.stack([np.asarray(picture, np.float32) for picture in pictures]) / 127.5 - 1


def onnx(model):
    session = onnxruntime.InferenceSession(model)
    x = session.get_inputs()[0]
    return np.concatenate([session.run(None, {x.name: picture[None].transpose(0, 3, 1, 2)})[0] for picture in pixels(x.shape[2])])


def frozen_graph(model):
    graph = tf.compat.v1.GraphDef.FromString(model.read_bytes())
    node = next(node for node in graph.node if node.op == "Placeholder")
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        tf.import_graph_def(graph, name="")
        side = node.attr["shape"].shape.dim[1].size
        return np.concatenate([session.run("trained/probabilities:0", {node.name + ":0": picture[None]}) for picture in pixels(side)])


def lite(model):
    interpreter = Interpreter(str(model))
    interpreter.allocate_tensors()
    x, y = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    scores = []
    for picture in pixels(x["shape"][1]):
        interpreter.set_tensor(x["index"], picture[None])
        interpreter.invoke()
        scores.append(interpreter.get_tensor(y["index"]))
    return np.concatenate(scores)


def main():
    folder = pathlib.Path(tempfile.mkdtemp())
    failed = []
    for base, runtime, tolerance in [("pocket", frozen_graph, 1e-4), (MODELS / "dense.pb", frozen_graph, 1e-4), (MODELS / "conv.pb", frozen_graph, 1e-4),
                                     (MODELS / "gemm.onnx", onnx, 1e-4), (MODELS / "conv.onnx", onnx, 1e-4), (MODELS / "dense.tflite", lite, 1e-4),
                                     (MODELS / "conv.tflite", lite, 1e-4), (MODELS / "quantised.tflite", lite, 0.05)]:
        for options in [], ["--unknown"]:
            model = folder / ("trained" + (pathlib.Path(base).suffix or ".pb"))
            run("train", ROOT / "samples/edible.csv", "--base", base, "--output", model, "--validation", 0, "--input-range=-1..1", *options)
            difference = np.abs(of_command(model) - runtime(model)).max()
            failed += [model] * (difference > tolerance)
            print(f"{pathlib.Path(base).name} {' '.join(options)}: {difference:.1e}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
