#!/usr/bin/env python3
"""Writes what scikit-learn makes of small problems, for the tests of training/.

Usage: scripts/make-training-data.py   (needs numpy and scikit-learn)

Each file has the strength of the regularisation, the loss at the minimum, samples to fit (label, then features) and samples to
test with (label, the probability of each class, then features).
"""
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression

FOLDER = pathlib.Path(__file__).parent.parent / "training/test/io/github/wasmclassify/training/fit"


def problem(name, counts, width, strength, seed):
    random = np.random.default_rng(seed)
    centres = random.normal(0, 0.8, (len(counts), width))
    labels = np.repeat(np.arange(len(counts)), counts)

    def samples(labels):
        # as after a ReLU, with features of different sizes
        values = np.maximum(0, centres[labels] + random.normal(0, 1, (len(labels), width)))
        return (values * np.linspace(0.5, 2, width)).round(4)

    train, test = samples(labels), samples(labels)
    mean = train.mean(axis=0)
    factor = 1 / np.sqrt(((train - mean) ** 2).mean())
    weights = len(labels) / (len(counts) * np.bincount(labels))
    model = LogisticRegression(C=1 / (strength * len(labels)), class_weight="balanced", tol=1e-10, max_iter=100000)
    model.fit((train - mean) * factor, labels)
    log_p = model.predict_log_proba((train - mean) * factor)
    loss = -(weights[labels] * log_p[np.arange(len(labels)), labels]).mean() + strength / 2 * (model.coef_ ** 2).sum()
    expected = model.predict_proba((test - mean) * factor)
    lines = [f"strength {strength}", f"loss {loss:.9f}"]
    lines += [" ".join(["fit", str(label), *map(str, row)]) for label, row in zip(labels, train)]
    lines += [
        " ".join(["test", str(label), *(f"{p:.7f}" for p in ps), *map(str, row)])
        for label, ps, row in zip(labels, expected, test)
    ]
    (FOLDER / f"{name}.txt").write_text("\n".join(lines) + "\n")


problem("many-samples", [60, 25, 12], 6, 0.01, 1)
problem("many-features", [9, 7, 5, 4], 64, 0.1, 2)
