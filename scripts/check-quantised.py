#!/usr/bin/env python3
"""Compares the scores of quantised models with those of LiteRT and ONNX Runtime on photos.

    scripts/check-quantised.py [--engine wasm|simd] [--count 50] PHOTOS MODEL[=OPTIONS] ...

PHOTOS is a folder. Each photo is resized once, to a PNG of the model's size that both sides get, so that only the network
differs. OPTIONS are given to the command besides, for example `m.onnx=--input-range 0..1`; the other side scales by it too
(0..1 or -1..1; whatever the model's input holds where it is of 8 bits). Prints for each model on how many photos all scores
are within 0.02, the largest difference of any score, and on how many the best class is the same. Needs numpy, pillow,
ai-edge-litert and onnxruntime.
"""

import argparse
import json
import os
import shlex
import subprocess
import tempfile

import numpy as np
from PIL import Image

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
LIMIT = 0.02
BATCH = 10


class LiteRt:
    def __init__(self, path):
        from ai_edge_litert.interpreter import Interpreter

        self.interpreter = Interpreter(path)
        self.interpreter.allocate_tensors()
        self.input = self.interpreter.get_input_details()[0]
        self.output = self.interpreter.get_output_details()[0]
        self.height, self.width = self.input["shape"][1:3]

    def run(self, pixels, low, high):
        kind = self.input["dtype"]
        if kind == np.uint8:
            values = pixels
        elif kind == np.int8:
            values = (pixels.astype(np.int16) - 128).astype(np.int8)
        else:
            values = scaled(pixels, low, high)
        self.interpreter.set_tensor(self.input["index"], values[None])
        self.interpreter.invoke()
        result = self.interpreter.get_tensor(self.output["index"])[0]
        scale, zero = self.output["quantization"]
        return (result.astype(np.float32) - zero) * scale if scale else result


class OnnxRuntime:
    def __init__(self, path):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.input = self.session.get_inputs()[0]
        self.height, self.width = self.input.shape[2:4]

    def run(self, pixels, low, high):
        picture = scaled(pixels, low, high).transpose(2, 0, 1)[None]
        return self.session.run(None, {self.input.name: picture})[0].reshape(-1)


def scaled(pixels, low, high):
    return (pixels.astype(np.float32) / 255 * (high - low) + low).astype(np.float32)


def as_probabilities(scores):
    """Scores as the command shows them: with a softmax, unless they are probabilities."""
    if scores.min() >= 0 and scores.max() <= 1:
        return scores
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def resize(photos, folder, width, height):
    paths, pictures = [], []
    for number, photo in enumerate(photos):
        picture = Image.open(photo).convert("RGB").resize((int(width), int(height)), Image.BILINEAR)
        path = os.path.join(folder, f"{number:03}.png")
        picture.save(path)
        paths.append(path)
        pictures.append(np.asarray(picture))
    return paths, pictures


def command(model, options, engine, paths, classes):
    """The command's scores, a row for each picture."""
    rows = []
    for start in range(0, len(paths), BATCH):
        part = paths[start : start + BATCH]
        line = [os.path.join(ROOT, "wasm-classify"), "predict", "--quiet", "--format", "jsonl", "--engine", engine,
                "--crop", "squash", "--top", str(classes), "--model", model, *options, *part]
        output = subprocess.run(line, check=True, capture_output=True, text=True).stdout
        for result in map(json.loads, output.splitlines()):
            row = np.full(classes, np.nan)
            for prediction in result["predictions"]:
                row[prediction["index"]] = prediction["score"]
            rows.append(row)
    return np.array(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="simd", choices=["wasm", "simd"])
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("photos")
    parser.add_argument("models", nargs="+", metavar="MODEL[=OPTIONS]")
    arguments = parser.parse_args()
    photos = sorted(os.path.join(arguments.photos, name) for name in os.listdir(arguments.photos))
    photos = [photo for photo in photos if photo.lower().endswith((".jpg", ".jpeg", ".png"))][: arguments.count]
    for entry in arguments.models:
        model, _, options = entry.partition("=")
        options = shlex.split(options)
        low, high = (0, 1) if "0..1" in options else (-1, 1)
        other = LiteRt(model) if model.endswith(".tflite") else OnnxRuntime(model)
        with tempfile.TemporaryDirectory() as folder:
            paths, pictures = resize(photos, folder, other.width, other.height)
            expected = np.array([as_probabilities(other.run(pixels, low, high)) for pixels in pictures])
            found = command(model, options, arguments.engine, paths, expected.shape[1])
        differences = np.abs(found - expected).max(axis=1)
        same = int((found.argmax(axis=1) == expected.argmax(axis=1)).sum())
        print(f"{os.path.basename(model)}: {int((differences <= LIMIT).sum())} of {len(photos)} within {LIMIT}, "
              f"worst {differences.max():.4f}, best class the same on {same}")


if __name__ == "__main__":
    main()
