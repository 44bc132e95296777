# shellcheck shell=bash disable=SC2034
# What the scripts of a release share. They source this file, and need bash, git, a JDK with jlink (JAVA_HOME, else PATH) and Python 3.9.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dist=${WASM_CLASSIFY_DIST:-$root/dist}
work=$root/packaging/target
version=$(sed -n 's:.*<revision>\(.*\)</revision>.*:\1:p' "$root/pom.xml")
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}

# Every file of a release has the time of its commit, so that a second build gives the same bytes.
SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
timestamp=$(TZ=UTC git -C "$root" log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)
export SOURCE_DATE_EPOCH JAVA_HOME=$jdk

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# digests FILE...: their SHA-256 sums, as sha256sum prints them; macOS has another program for it
digests() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}

# digest FILE: the sum alone
digest() {
  digests "$1" | cut -d ' ' -f 1
}

# The platform's name in the names of files: linux-x64, macos-aarch64, windows-x64, ...
platform() {
  local system
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=macos ;;
    MINGW* | MSYS* | CYGWIN*) system=windows ;;
    *) fail "no packages are made for $(uname -s)" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) echo "$system-x64" ;;
    aarch64 | arm64) echo "$system-aarch64" ;;
    *) fail "no packages are made for $(uname -m)" ;;
  esac
}

platform=$(platform)
# the folder of an installation, which packaging/archive.sh makes
home=$work/wasm-classify-$version
mkdir -p "$dist" "$work"
