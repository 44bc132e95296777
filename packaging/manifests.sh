#!/usr/bin/env bash
# Writes the Homebrew formula, the Scoop manifest and the JBang catalogue of this version to dist/. A formula or manifest names the archives
# of several platforms by their digests, so it is left out, with a note, until all of these are in dist/.
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

downloads=https://github.com/wasmclassify/wasm-classify/releases/download/v$version

# The options of the launcher, as the items of a JSON list.
jvm_options=$(grep -v '^#' "$root/cli/jvm.options" | sed 's/.*/"&"/' | paste -s -d , -)

# fill TEMPLATE: prints it with the version, the address, the options and the digests
fill() {
  local name=wasm-classify-$version archive platform key program=(-e "s:@VERSION@:$version:g" -e "s#@DOWNLOADS@#$downloads#g")
  program+=(-e "s#@JVM_OPTIONS@#$jvm_options#g")
  for archive in "$dist/$name"-*.tar.gz "$dist/$name"-*.zip; do
    [ -e "$archive" ] || continue
    platform=$(basename "${archive%.*}" .tar)
    platform=${platform#"$name-"}
    key=$(tr 'a-z-' 'A-Z_' <<<"$platform")
    program+=(-e "s:@SHA256_$key@:$(digest "$archive"):g")
  done
  sed "${program[@]}" "$1"
}

for template in "$root"/packaging/manifests/*; do
  filled=$(fill "$template")
  if missing=$(grep -o '@SHA256_[A-Z0-9_]*@' <<<"$filled" | head -n 1) && [ -n "$missing" ]; then
    echo "${0##*/}: ${template##*/} left out: no archive for $missing is in dist/"
  else
    echo "$filled" >"$dist/${template##*/}"
  fi
done
