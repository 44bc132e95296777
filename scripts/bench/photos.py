"""Runs commands that each print a number of photos a second, in turn and several rounds, and prints a markdown table.

Usage: photos.py ROUNDS, with a line for each on stdin: a name and a shell command, with a tab between them. The first is the one that the
others are compared with. The JSON of `wasm-classify bench --json` will do as well.
"""

import json
import statistics
import subprocess
import sys


def rate(command):
    output = subprocess.run(command, shell=True, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    return json.loads(output)["throughput"]["imagesPerSecond"] if output.startswith("{") else float(output.splitlines()[-1])


def main():
    commands = dict(line.rstrip("\n").split("\t") for line in sys.stdin if line.strip())
    rates = {name: [] for name in commands}
    for number in range(int(sys.argv[1])):
        for name, command in commands.items():
            print(f"bench-photos: round {number + 1}: {name}", file=sys.stderr)
            rates[name].append(rate(command))
    first = next(iter(rates.values()))
    print("| what ran | photos a second | rounds | ratio |\n|---|---|---|---|")
    for name, values in rates.items():
        ratio = statistics.median(value / base for value, base in zip(values, first))
        print(f"| {name} | {statistics.median(values):.0f} | {min(values):.0f} to {max(values):.0f} | {ratio:.2f} |")


main()
