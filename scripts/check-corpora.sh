#!/usr/bin/env bash
# Classifies every odd and broken picture of ../shared/corpora with the host's decoder and the guest's, and prints what became of them.
# Fails where one is of another size than in Pillow, traps, hangs or is refused with anything but one line.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./mvnw -q test -Dtest=CorporaTest -Dcorpora.step=1 -Dsurefire.trimStackTrace=true
