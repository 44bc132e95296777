#!/usr/bin/env bash
# Prints the packages of toolchain.txt that are not installed here in exactly that version, one a line.
set -euo pipefail

grep -v '^#' "$(dirname "${BASH_SOURCE[0]}")/toolchain.txt" | while IFS='=' read -r package version; do
  [ "$(dpkg-query -W -f '${Version}' "$package" 2>/dev/null)" = "$version" ] || echo "$package=$version"
done
