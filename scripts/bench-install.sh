#!/usr/bin/env bash
# Times starts of the command as each package installs it, in turn, and prints a markdown table.
#
#   scripts/bench-install.sh [REPEAT]
#
# REPEAT is how often each is timed (default: 9). The packages are those in dist/, which scripts/release.sh makes; WASM_CLASSIFY_DIST names another
# folder. .deb and .rpm are unpacked, and then do what their installation does. Left out with a note where a program is missing: the image
# (skopeo, umoci, bwrap, root), JBang, and the npm package (Node).
source "$(dirname "${BASH_SOURCE[0]}")/../packaging/settings.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
contestants=$scratch/contestants

# contestant NAME COMMAND...
contestant() {
  local name=$1
  shift
  printf '%s\t%s\n' "$name" "${*@Q}" >>"$contestants"
}

has() {
  local program
  for program in "${@:2}"; do
    command -v "$program" >/dev/null || { echo "bench-install: without $1, as $program is not installed" >&2; return 1; }
  done
}

add_archive() {
  tar -xf "$dist/wasm-classify-$version-$platform.tar.gz" -C "$scratch"
  contestant "archive, \`.tar.gz\`" "$scratch/wasm-classify-$version/bin/wasm-classify"
}

# add_linux_package NAME FOLDER, with what the package installs
add_linux_package() {
  "$2/usr/lib/wasm-classify/bin/wasm-classify" warmup
  contestant "$1" "$2/usr/lib/wasm-classify/bin/wasm-classify"
}

add_linux_packages() {
  if has .deb dpkg-deb; then
    dpkg-deb --extract "$dist"/*.deb "$scratch/deb"
    add_linux_package "\`.deb\`" "$scratch/deb"
  fi
  if has .rpm rpm2archive; then
    mkdir "$scratch/rpm"
    rpm2archive - <"$(ls "$dist"/*.rpm)" | tar -xzf - -C "$scratch/rpm"
    add_linux_package "\`.rpm\`" "$scratch/rpm"
  fi
}

add_wheel() {
  python3 -m venv "$scratch/venv"
  "$scratch/venv/bin/pip" install --quiet --no-index "$dist"/*.whl
  contestant "Python wheel" "$scratch/venv/bin/wasm-classify"
}

add_image() {
  has image skopeo umoci bwrap || return 0
  skopeo --insecure-policy copy --quiet "oci-archive:$dist/wasm-classify-$version-$platform-image.tar" "oci:$scratch/layout:$version"
  umoci unpack --image "$scratch/layout:$version" "$scratch/bundle" 2>/dev/null
  contestant "container image, in bubblewrap" bwrap --ro-bind "$scratch/bundle/rootfs" / --ro-bind "$root/samples" /work --proc /proc --dev /dev \
    --unshare-all --uid 65532 --chdir /work --clearenv --setenv PATH /usr/bin:/bin wasm-classify
}

# As the catalogue's entry starts it. With a local repository of its own, so that none of this release stays in the user's.
add_jbang() {
  local options
  has jbang jbang || return 0
  mapfile -t options < <(grep -v '^#' "$root/cli/jvm.options")
  mkdir "$scratch/m2"
  (cd "$scratch/m2" && "$jdk/bin/jar" --extract --file "$dist/wasm-classify-$version-maven.zip")
  contestant JBang env JBANG_REPO="$scratch/jbang-m2" jbang --quiet --repos "release=file://$scratch/m2" --repos central \
    "${options[@]/#/--runtime-option=}" "io.github.wasmclassify:wasm-classify:$version"
}

add_npm() {
  has npm npm || return 0
  npm install --silent --offline --no-audit --prefix "$scratch/npm" "$dist/wasm-classify-$version.tgz"
  contestant "npm, \`npx wasm-classify\`" npx --offline --prefix "$scratch/npm" wasm-classify
  contestant "npm, the installed command" "$scratch/npm/node_modules/.bin/wasm-classify"
}

add_source() {
  git clone --quiet "$root" "$scratch/clone"
  "$scratch/clone/wasm-classify" --version >/dev/null
  contestant "source" "$scratch/clone/wasm-classify"
}

add_archive
add_linux_packages
add_wheel
add_image
add_jbang
add_npm
add_source
cd "$root/samples"
python3 "$root/scripts/bench/install.py" "${1:-9}" orange.jpg "$scratch/homes" <"$contestants"
