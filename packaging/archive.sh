#!/usr/bin/env bash
# Makes an installation for this machine's platform, with a Java runtime that has only the modules it needs, and packs it into
# dist/wasm-classify-VERSION-PLATFORM.tar.gz, or .zip on Windows. The jar and the manual pages must have been built.
source "$(dirname "${BASH_SOURCE[0]}")/settings.sh"

# What jdeps finds in the jar, and what is found only at run time: elliptic curves for HTTPS, and vectors.
modules=java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,jdk.management,jdk.unsupported
modules+=,jdk.crypto.ec,jdk.incubator.vector,jdk.net

make_runtime() {
  local compress=zip-6
  ! grep -q 'JAVA_VERSION="\(17\|18\|19\|20\)' "$jdk/release" || compress=2
  rm -rf "$home"
  "$jdk/bin/jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
    --compress "$compress" --output "$home/runtime" 2>&1 | { grep -v '^WARNING: Using incubator module' || :; }
}

add_command() {
  local launcher=wasm-classify
  [[ $platform != windows-* ]] || launcher=wasm-classify.cmd
  mkdir "$home/bin" "$home/lib"
  install -m 755 "$root/packaging/launcher/$launcher" "$home/bin/"
  install -m 644 "$root/cli/target/wasm-classify.jar" "$root/cli/start.sh" "$root/cli/jvm.options" "$root/cli/heap.options" "$home/lib/"
  install -m 644 "$root/LICENSE" "$root/NOTICE" "$home/"
  echo "$version" >"$home/lib/version"
}

add_manual() {
  local share=$home/share
  mkdir -p "$share/man/man1" "$share/bash-completion/completions" "$share/zsh/site-functions" "$share/fish/vendor_completions.d"
  install -m 644 "$root"/cli/target/man/man1/*.1 "$share/man/man1/"
  completion bash >"$share/bash-completion/completions/wasm-classify"
  completion zsh >"$share/zsh/site-functions/_wasm-classify"
  completion fish >"$share/fish/vendor_completions.d/wasm-classify.fish"
}

completion() {
  "$home/runtime/bin/java" -jar "$home/lib/wasm-classify.jar" completion "$1"
}

# Not every tool that packs this folder can set the time itself.
set_times() {
  find "$home" -exec env TZ=UTC touch -h -t "$(TZ=UTC git -C "$root" log -1 --date=format-local:%Y%m%d%H%M.%S --format=%cd)" {} +
}

make_runtime
add_command
add_manual
set_times
extension=tar.gz
[[ $platform != windows-* ]] || extension=zip
python3 "$root/packaging/pack.py" "$home" "$dist/wasm-classify-$version-$platform.$extension"
