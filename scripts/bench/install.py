"""Starts each package's command in turn, so that whatever else the machine does hits all alike, and prints a markdown table of medians.

Usage: install.py REPEAT PICTURE HOMES, with a package on each line of stdin: its name and a shell command, with a tab between them. HOMES is a
folder for what each package keeps, which must not exist. A first run begins without anything kept; the first of the later runs does not count.
"""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time


def run(command, arguments, home):
    """The wall time of a process, in ms."""
    start = time.perf_counter()
    process = subprocess.run(f"{command} {arguments}", shell=True, env={**os.environ, "WASM_CLASSIFY_HOME": str(home)}, capture_output=True, text=True)
    if process.returncode != 0:
        sys.exit(f"bench-install: failed: {command} {arguments}\n{process.stderr[-2000:]}")
    return (time.perf_counter() - start) * 1e3


def starts(command, picture, home):
    """One first run, one `--version` and one later run."""
    fresh = home.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    return run(command, f"{picture}", fresh), run(command, "--version", home), run(command, f"{picture}", home)


def main():
    repeat, picture, homes = int(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    packages = dict(line.rstrip("\n").split("\t") for line in sys.stdin)
    times = {name: [] for name in packages}
    for turn in range(repeat + 1):
        for number, (name, command) in enumerate(packages.items()):
            measured = starts(command, picture, homes / str(number))
            if turn > 0:
                times[name].append(measured)
    print("| package | first `predict`, ms | `--version`, ms | later `predict`, ms |\n|---|---|---|---|")
    for name, rows in times.items():
        print(f"| {name} | {' | '.join(f'{statistics.median(column):,.0f}' for column in zip(*rows))} |")


main()
