#!/usr/bin/env python3
"""Trains models on public pictures and compares them with scikit-learn on the same network's features, computed by TensorFlow.

    scripts/bench-train.py [SCRATCH]        prints a table in Markdown, as docs/training.md has it

Needs tensorflow, numpy, pillow, scikit-learn and scikit-image, whose pictures it uses: digits, faces and textures; and the project's
samples, cropped and recoloured two hundred times. Where ../shared/photos has photos of ImageNet, animals are told from other things. 80 of
100 pictures are learned from, the others are tested with.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np
import skimage.data
import sklearn.datasets
import tensorflow as tf
from PIL import Image, ImageEnhance, ImageOps
from sklearn.linear_model import LogisticRegressionCV
from sklearn.preprocessing import StandardScaler

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMAND = ROOT / "wasm-classify"
random = np.random.default_rng(1)


def digits():
    data = sklearn.datasets.load_digits()
    for picture, label in list(zip(data.images, data.target))[:1000]:
        yield f"digit {label}", Image.fromarray((picture * 255 / 16).astype(np.uint8)).resize((64, 64), Image.BICUBIC)


def faces():
    for index, picture in enumerate(skimage.data.lfw_subset()):
        yield "face" if index < 100 else "no face", Image.fromarray((picture * 255).astype(np.uint8)).resize((64, 64), Image.BICUBIC)


def textures():
    for name in ("brick", "grass", "gravel"):
        picture = getattr(skimage.data, name)()
        for y in range(0, 512, 64):
            for x in range(0, 512, 64):
                yield name, Image.fromarray(picture[y:y + 64, x:x + 64])


def motifs():
    for file in sorted((ROOT / "samples").glob("*.*")):
        if file.suffix in (".png", ".jpg", ".gif", ".webp") and file.stem != "lighthouse-fog":
            picture = ImageOps.exif_transpose(Image.open(file)).convert("RGB")
            for _ in range(20):
                size = [int(side * random.uniform(0.5, 0.9)) for side in picture.size]
                x, y = (int(random.integers(0, whole - part)) for whole, part in zip(picture.size, size))
                crop = picture.crop((x, y, x + size[0], y + size[1])).resize((160, 160))
                crop = ImageOps.mirror(crop) if random.random() < 0.5 else crop
                yield file.stem, ImageEnhance.Color(ImageEnhance.Brightness(crop).enhance(random.uniform(0.6, 1.4))).enhance(random.uniform(0, 2))


def photos():
    """ImageNet's numbers go by what is shown: animals come first."""
    for file in sorted((ROOT / "../shared/photos").glob("n*.JPEG")):
        animal = int(file.name[1:9]) < 2600000
        yield "animal" if animal else "other", ImageOps.exif_transpose(Image.open(file)).convert("RGB").resize((64, 64), Image.BILINEAR)


def write(pictures, folder):
    """Every fifth picture of a class goes to test/, the others to train/."""
    counts = {}
    for label, picture in pictures:
        index = counts[label] = counts.get(label, -1) + 1
        target = folder / ("test" if index % 5 == 4 else "train") / label
        target.mkdir(parents=True, exist_ok=True)
        picture.save(target / f"{index:04}.png")
    return counts


def run(*words):
    return subprocess.run([str(COMMAND), *map(str, words)], check=True, capture_output=True, text=True).stdout


class Pocket:
    """The built-in model's features, as TensorFlow computes them."""

    def __init__(self):
        graph = tf.compat.v1.GraphDef()
        graph.ParseFromString((ROOT / "models/pocket.pb").read_bytes())
        self.session = tf.compat.v1.Session(graph=tf.Graph())
        with self.session.graph.as_default():
            tf.import_graph_def(graph, name="")

    def features(self, folder):
        files = sorted(folder.glob("*/*.png"))
        pictures = [np.asarray(Image.open(file).convert("RGB").resize((64, 64), Image.BILINEAR), np.float32) for file in files]
        rows = [self.session.run("global_average_pooling2d:0", {"input:0": picture[None] / 127.5 - 1})[0] for picture in pictures]
        return files, np.array(rows), np.array([file.parent.name for file in files])


def main(scratch):
    pocket = Pocket()
    print("| pictures | classes | learned from | tested with | accuracy | scikit-learn | same verdict | time |")
    print("|---|---|---|---|---|---|---|---|")
    for name, pictures in [("digits", digits()), ("faces", faces()), ("textures", textures()), ("motifs of samples/", motifs()), ("photos", photos())]:
        folder = scratch / name.split()[0]
        shutil.rmtree(folder, ignore_errors=True)
        counts = write(pictures, folder)
        if not counts:
            continue
        start = time.monotonic()
        run("train", folder / "train", "--base", "pocket", "--output", folder / "model.pb", "--validation", 0)
        seconds = time.monotonic() - start
        _, x, y = pocket.features(folder / "train")
        files, test_x, test_y = pocket.features(folder / "test")
        scaler = StandardScaler(with_std=False).fit(x)
        factor = 1 / scaler.transform(x).std()
        model = LogisticRegressionCV(Cs=10, cv=5, class_weight="balanced", max_iter=10000, scoring="neg_log_loss",
                                     use_legacy_attributes=False, l1_ratios=(0,))
        verdicts = model.fit(scaler.transform(x) * factor, y).predict(scaler.transform(test_x) * factor)
        lines = run("predict", "--model", folder / "model.pb", "--recursive", "--format", "jsonl", folder / "test").splitlines()
        ours = {record["path"]: record["verdict"] for record in map(json.loads, lines)}
        ours = np.array([ours[str(file)] for file in files])
        print(f"| {name} | {len(counts)} | {len(y)} | {len(test_y)} | {(ours == test_y).mean():.1%} | {(verdicts == test_y).mean():.1%} "
              f"| {(ours == verdicts).mean():.1%} | {seconds:.1f} s |", flush=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp()))
