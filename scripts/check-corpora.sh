#!/usr/bin/env bash
# Classifies every odd and broken picture of ../shared/corpora with both engines and decoders and prints what became of them, and where the
# two decoders see different things. Fails where one is of another size than in Pillow, traps, hangs, is refused with
# anything but one line, or spoils the picture after it. docs/pictures.md has its answers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
./mvnw -q test -Dtest=CorporaTest,DecodersAgreeTest -Dcorpora.step=1 -Dsurefire.trimStackTrace=true
