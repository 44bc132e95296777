"""Runs contestants in turn, several rounds, so that whatever else the machine does hits all alike, and prints a markdown table.

Usage: interleave.py ROUNDS, with a contestant on each line of stdin: its name, its number of threads and a shell command, with tabs between
them. The command prints the milliseconds of its inferences, a line each, or the JSON of `wasm-classify bench --json`. The first
contestant with a number of threads is the one that the others with as many are compared with.
"""

import json
import statistics
import subprocess
import sys


def slice_of(name, command):
    """The median of one slice, and the class that the contestant found, if it says so."""
    run = subprocess.run(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode != 0:
        sys.exit(f"bench-peers: {name} failed: {command}\n{run.stderr[-2000:]}")
    if run.stdout.lstrip().startswith("{"):
        return json.loads(run.stdout)["milliseconds"]["inference"]["p50"], None
    lines = run.stdout.splitlines()
    found = lines[0] if lines[0].startswith("class") else None
    return statistics.median(float(line) for line in lines if not line.startswith("class")), found


def main():
    rounds = int(sys.argv[1])
    contestants = [line.rstrip("\n").split("\t") for line in sys.stdin if line.strip()]
    medians = {(name, threads): [] for name, threads, _ in contestants}
    classes = {}
    for number in range(1, rounds + 1):
        for name, threads, command in contestants:
            print(f"bench-peers: round {number} of {rounds}: {name}, threads: {threads}", file=sys.stderr)
            median, found = slice_of(name, command)
            medians[name, threads].append(median)
            if found:
                classes[name] = found
    if len(set(classes.values())) > 1:
        print(f"bench-peers: they do not agree on the first picture: {classes}", file=sys.stderr)
    print("| threads | what ran | inference p50, ms | rounds, ms | ratio |\n|---|---|---|---|---|")
    bases = {}
    for (name, threads), values in medians.items():
        base = bases.setdefault(threads, values)
        ratio = statistics.median(value / first for value, first in zip(values, base))
        spread = f"{min(values):.1f} to {max(values):.1f}"
        print(f"| {threads} | {name} | {statistics.median(values):.1f} | {spread} | {ratio:.2f} |")


main()
