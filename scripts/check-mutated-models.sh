#!/usr/bin/env bash
# Damages models of each format, and weights that lie beside one, in 10,000 seeded ways and has both engines load and run them, in the
# modules as they are shipped; and has models ask for weights by names that lead out of their folder. Prints the slowest and the largest. Fails where one traps, takes more than 10 s or is refused with anything but one line; the guest's memory is
# limited to 1 GiB.
# Usage: scripts/check-mutated-models.sh [COUNT [SEED]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./mvnw -q test -Dtest=MutatedModelsTest -Dmutations="${1:-10000}" -Dmutations.seed="${2:-1}" -Dtest.heap=4g -Dsurefire.trimStackTrace=true
