#!/usr/bin/env bash
# Makes the packages for Debian and for Red Hat in dist/ from the folder that packaging/archive.sh has made. Needs nfpm, see
# packaging/requirements.txt.
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

GLIBC=$(python3 "$root/packaging/glibc.py" "$home/runtime")
ARCH=amd64
[ "$platform" = linux-x64 ] || ARCH=arm64
export VERSION=$version GLIBC ARCH
cd "$home"
for packager in deb rpm; do
  nfpm package --config "$root/packaging/nfpm.yaml" --packager "$packager" --target "$dist/"
done
