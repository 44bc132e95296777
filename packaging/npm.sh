#!/usr/bin/env bash
# Makes the npm package in dist/wasm-classify-VERSION.tgz. Needs npm.
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

npm pack --silent --pack-destination "$dist" "$root/js"
