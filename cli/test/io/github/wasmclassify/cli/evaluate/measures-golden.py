"""Writes measures-golden.tsv: what scikit-learn (1.7.2) says of pairs of truth and prediction.
Usage: python3 measures-golden.py > measures-golden.tsv

Each case is a line "pairs" (truth:prediction), a line "accuracy", a line "class" for each class that occurs (index, precision, recall, F1,
support), a line "mean" (precision, recall, F1; macro average) and a line "row" for each class (a row of the confusion matrix).
"""

import random

from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support


def mostly_right(classes, count, never_true, never_predicted):
    numbers = random.Random(classes)
    truths, predictions = [], []
    for _ in range(count):
        truth = numbers.choice([c for c in range(classes) if c not in never_true])
        prediction = truth if numbers.random() < 0.6 else numbers.randrange(classes)
        truths.append(truth)
        predictions.append(0 if prediction in never_predicted else prediction)
    return truths, predictions


CASES = [
    ([3], [3]),
    ([3], [5]),
    ([0, 0, 1, 1, 2, 2], [0, 1, 1, 1, 0, 2]),
    mostly_right(9, 200, never_true={4}, never_predicted={6, 8}),
    mostly_right(40, 300, never_true=set(), never_predicted=set()),
]

for truths, predictions in CASES:
    classes = sorted(set(truths) | set(predictions))
    print("pairs", *(f"{t}:{p}" for t, p in zip(truths, predictions)), sep="\t")
    print("accuracy", accuracy_score(truths, predictions), sep="\t")
    measures = precision_recall_fscore_support(truths, predictions, labels=classes, zero_division=0)
    for index, *values in zip(classes, *measures):
        print("class", index, *values, sep="\t")
    print("mean", *precision_recall_fscore_support(truths, predictions, labels=classes, average="macro", zero_division=0)[:3], sep="\t")
    for row in confusion_matrix(truths, predictions, labels=classes):
        print("row", *row, sep="\t")
