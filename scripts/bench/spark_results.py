"""Checks and compares results in JSON lines.

spark_results.py count N FOLDER        N pictures, none twice
spark_results.py same FILE FOLDER      the same answers as in FILE, which `predict --format jsonl` wrote
"""

import json
import sys
from pathlib import Path

TIMES = ("decodeMillis", "resizeMillis", "inferenceMillis", "warm")


def results(*files):
    found = {}
    for file in files:
        for line in file.read_text().splitlines():
            result = json.loads(line)
            path = result.pop("path").removeprefix("file:")
            if path in found:
                sys.exit(f"spark_results: {path} occurs twice")
            found[path] = {field: value for field, value in result.items() if field not in TIMES}
    return found


action, expected, folder = sys.argv[1:]
job = results(*Path(folder).glob("part-*"))
if action == "count":
    if len(job) != int(expected):
        sys.exit(f"spark_results: {len(job)} pictures, not {expected}")
    print(f"{len(job)} pictures, none twice")
else:
    command = results(Path(expected))
    different = [path for path in command if command[path] != job.get(path)]
    if different or len(command) != len(job):
        sys.exit(f"spark_results: {len(different)} of {len(command)} answers differ, the first of {different[:1]}")
    print(f"{len(job)} answers are the same")
