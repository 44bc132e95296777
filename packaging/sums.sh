#!/usr/bin/env bash
# Writes dist/SHA256SUMS, which `sha256sum --check` reads, over every file in dist/.
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

cd "$dist"
rm -f SHA256SUMS
files=(*)
if command -v sha256sum >/dev/null; then
  sha256sum -- "${files[@]}" >"$work/SHA256SUMS"
else
  shasum -a 256 -- "${files[@]}" >"$work/SHA256SUMS"
fi
mv "$work/SHA256SUMS" .
