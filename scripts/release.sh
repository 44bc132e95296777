#!/usr/bin/env bash
# Builds what a release consists of into dist/: scripts/release.sh VERSION
# It makes what the platform it runs on can make; the workflow release.yml runs it on each, and collects the results. From a clean checkout,
# because what it makes must be what the commit says: two builds of one commit with the same JDK give the same bytes, except for the image.
#
# Needs git, a JDK with jlink (JAVA_HOME, else PATH), which gives the packages their runtime, and Python 3.9 with the modules of
# packaging/requirements.txt.
source "$(dirname "${BASH_SOURCE[0]}")/../packaging/settings.sh"

check_version() {
  [ "$1" = "$version" ] || fail "the version of pom.xml is $version, not $1; change its <revision>"
  [ -z "$(git -C "$root" status --porcelain)" ] || fail "the checkout has changes; commit or stash them: git status"
  awk -v version="$1" '/^## /{in_section = ($2 == version); next} in_section && NF{found = 1} END{exit !found}' "$root/CHANGELOG.md" ||
    fail "CHANGELOG.md says nothing under \"## $1\""
}

# The image, where it can be made.
make_image() {
  local tool
  for tool in mmdebstrap umoci skopeo bwrap; do
    command -v "$tool" >/dev/null || { echo "== no image: $tool is not installed"; return; }
  done
  if [ "$(id -u)" = 0 ]; then ./image.sh; else echo "== no image: only root can make it; run packaging/image.sh and packaging/sums.sh"; fi
}

[ $# -eq 1 ] || fail "say which version: scripts/release.sh $version"
check_version "$1"
rm -rf "$dist" "$work"
mkdir -p "$dist" "$work"
cd "$root/packaging"
# what is the same on every platform is made on one of them
if [ "$platform" = linux-x64 ]; then
  ./maven.sh --publish
  if command -v npm >/dev/null; then ./npm.sh; else echo "== no npm package: npm is not installed"; fi
else
  ./maven.sh
fi
./archive.sh
./wheel.sh
if [[ $platform == linux-* ]]; then
  ./linux.sh
  make_image
fi
./manifests.sh
./sums.sh
ls -l "$dist"
