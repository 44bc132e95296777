#!/usr/bin/env bash
# Makes the Python wheel for this machine's platform in dist/ from the folder that packaging/archive.sh has made: the command with its runtime,
# for `pip install`. Needs build and hatchling, see packaging/requirements.txt.
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

wheel_platform() {
  local machine=${platform#*-} glibc
  case $platform in
    linux-*)
      [ "$machine" != x64 ] || machine=x86_64
      glibc=$(python3 "$root/packaging/glibc.py" "$home/runtime")
      echo "manylinux_${glibc/./_}_$machine"
      ;;
    macos-x64) echo macosx_11_0_x86_64 ;;
    macos-aarch64) echo macosx_11_0_arm64 ;;
    windows-x64) echo win_amd64 ;;
    *) fail "no wheel is made for $platform" ;;
  esac
}

# A copy, because pip's tools take files only from below the project's folder.
copy_sources() {
  rm -rf "$sources"
  cp -R "$root/packaging/wheel" "$sources"
  cp "$root/LICENSE" "$root/NOTICE" "$sources/"
  mkdir "$sources/src/wasm_classify/home"
  cp -R "$home/bin" "$home/lib" "$home/runtime" "$sources/src/wasm_classify/home/"
  cp -R "$home/share" "$sources/share"
}

sources=$work/wheel
copy_sources
WASM_CLASSIFY_VERSION=$version WASM_CLASSIFY_WHEEL_PLATFORM=$(wheel_platform) \
  python3 -m build --wheel --no-isolation --outdir "$dist" "$sources"
