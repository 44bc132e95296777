#!/usr/bin/env bash
# Writes dist/SHA256SUMS, which `sha256sum --check` reads, over every file in dist/.
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

cd "$dist"
rm -f SHA256SUMS
digests * >"$work/SHA256SUMS"
mv "$work/SHA256SUMS" .
