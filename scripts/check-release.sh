#!/usr/bin/env bash
# Checks a release: scripts/check-release.sh [--twice | --built]
#
#   (nothing)  makes one from a clone of this checkout's commit, installs each of its packages, runs the command, and removes them
#   --twice    makes it a second time in another folder, and compares the bytes
#   --built    checks what is in dist/
#
# It installs and removes real packages where it runs as root, and skips them elsewhere. Where SPARK_SUBMIT names spark-submit of Spark 4, it
# runs the job for Spark. It takes minutes.
source "$(dirname "${BASH_SOURCE[0]}")/../packaging/settings.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export WASM_CLASSIFY_HOME="$scratch/a home"
no_java=/usr/bin:/bin

# release_in FOLDER: makes the release in a clone there
release_in() {
  git clone -q "$root" "$scratch/$1"
  (cd "$scratch/$1" && scripts/release.sh "$version")
}

compare() {
  # the class archive in the image is another each time
  diff <(grep -v -- '-image\.tar$' "$scratch/one/dist/SHA256SUMS") <(grep -v -- '-image\.tar$' "$scratch/two/dist/SHA256SUMS") || fail "two builds of one commit differ"
  echo "== two builds gave the same bytes"
}

# classifies COMMAND...: does this command classify a picture, without any other Java?
classifies() {
  local answer
  answer=$(cd "$root/samples" && PATH=$no_java JAVA_HOME='' "$@" predict --quiet lemon.png)
  [[ $answer == "prediction: lemon "* ]] || fail "$*: unexpected answer: $answer"
  echo "== classified by $*"
}

check_archive() {
  local command=$scratch/unpacked/wasm-classify-$version/bin/wasm-classify
  mkdir "$scratch/unpacked"
  tar -xf "$dist/wasm-classify-$version-$platform.tar.gz" -C "$scratch/unpacked"
  ln -s "$command" "$scratch/link"
  classifies "$scratch/link" 2>"$scratch/first"
  classifies "$scratch/link" 2>"$scratch/second"
  [ "$(cat "$scratch/first")" = "wasm-classify: preparing a fast start, which is needed only once" ] || fail "first run: $(cat "$scratch/first")"
  [ ! -s "$scratch/second" ] || fail "second run: $(cat "$scratch/second")"
  ls "$WASM_CLASSIFY_HOME/classes-$version-"*.jsa >/dev/null || fail "the first run made no class archive"
  WASM_CLASSIFY_HOME=/dev/null classifies "$command" # no place for an archive
  "$command" warmup
  [ -s "$scratch/unpacked/wasm-classify-$version/lib/classes.jsa" ] || fail "warmup made no class archive"
  PATH=$no_java "$command" doctor >"$scratch/doctor" || fail "doctor finds a fault: $(cat "$scratch/doctor")"
  grep -q '^ok  *class archive: ' "$scratch/doctor" || fail "the class archive is not used: $(cat "$scratch/doctor")"
}

# check_installed INSTALL... -- REMOVE...: a package of the system's, which leaves nothing behind
check_installed() {
  local install=()
  while [ "$1" != -- ]; do
    install+=("$1")
    shift
  done
  shift
  "${install[@]}"
  [ -s /usr/lib/wasm-classify/lib/classes.jsa ] || fail "${install[0]}: the installation made no class archive"
  classifies /usr/bin/wasm-classify
  "$@"
  [ ! -e /usr/lib/wasm-classify ] && [ ! -e /usr/bin/wasm-classify ] || fail "$1: files are left after the removal"
}

check_linux_packages() {
  local deb=("$dist"/*.deb) rpm=("$dist"/*.rpm)
  if [ "$(id -u)" != 0 ] || [ -e /usr/lib/wasm-classify ]; then
    echo "== skipped: .deb and .rpm, which only root can install, and only where they are not installed yet"
    return
  fi
  ! command -v dpkg >/dev/null || check_installed dpkg --install "${deb[0]}" -- dpkg --purge wasm-classify
  if command -v rpm >/dev/null; then
    # a database of its own, which knows nothing of the system's C library
    mkdir "$scratch/rpm"
    check_installed rpm --dbpath "$scratch/rpm" --nodeps --install "${rpm[0]}" -- rpm --dbpath "$scratch/rpm" --erase wasm-classify
  else
    echo "== skipped: .rpm, as rpm is not installed"
  fi
}

# Unpacked as a container's engine does: read-only, as the image's user, without a network.
check_image() {
  local image=$dist/wasm-classify-$version-$platform-image.tar bundle=$scratch/bundle user
  skopeo --insecure-policy copy --quiet "oci-archive:$image" "oci:$scratch/layout:$version"
  umoci unpack --image "$scratch/layout:$version" "$bundle"
  user=$(skopeo inspect --config "oci-archive:$image" | sed -n 's/.*"User": *"\([0-9]*\):.*/\1/p')
  [ -s "$bundle/rootfs/usr/lib/wasm-classify/lib/classes.jsa" ] || fail "the image has no class archive"
  classifies bwrap --ro-bind "$bundle/rootfs" / --ro-bind "$root/samples" /work --proc /proc --dev /dev --unshare-all --uid "${user:-0}" \
    --chdir /work --clearenv --setenv PATH /usr/bin:/bin wasm-classify
}

# What Maven Central asks for, and the example program with the library from there, in a local repository of its own.
check_maven() {
  local repository=$scratch/m2 pom base suffix element
  mkdir "$repository"
  (cd "$repository" && "$jdk/bin/jar" --extract --file "$dist/wasm-classify-$version-maven.zip")
  for pom in "$repository"/io/github/wasmclassify/*/"$version"/*.pom; do
    base=${pom%.pom}
    for element in name description url licenses developers scm; do
      grep -q "<$element>\|<$element " "$pom" || fail "$pom has no $element"
    done
    ! grep -q '\${' "$pom" || fail "$pom has a property in place of its value"
    grep -q '<packaging>pom' "$pom" || for suffix in .jar -sources.jar -javadoc.jar; do
      [ -s "$base$suffix" ] && [ -s "$base$suffix.sha1" ] || fail "$base$suffix or its digest is missing"
    done
  done
  cp -R "$root/examples/java" "$scratch/example"
  (cd "$root/samples" && "$root/mvnw" -q -B -f "$scratch/example/pom.xml" -Dmaven.repo.local="$repository" \
    -Dmaven.repo.local.tail="${MAVEN_REPOSITORY:-$HOME/.m2/repository}" -Dexec.args=lemon.png compile exec:java) | grep -q lemon ||
    fail "examples/java does not run with the library of the release"
  echo "== examples/java runs with the library of the release"
}

check_wheel() {
  python3 -m venv "$scratch/venv"
  "$scratch/venv/bin/pip" install --quiet --no-index "$dist"/*.whl
  classifies "$scratch/venv/bin/wasm-classify"
  classifies "$scratch/venv/bin/python" -m wasm_classify
  # what action.yml and the GitLab template run
  "$scratch/venv/bin/wasm-classify" check --model pocket --junit "$scratch/junit.xml" "$root/samples/expectations.csv"
  grep -q '<testsuite ' "$scratch/junit.xml" || fail "check wrote no JUnit report"
}

check_npm() {
  mkdir "$scratch/npm"
  (cd "$scratch/npm" && npm install --silent --offline --no-audit --prefix . "$dist/wasm-classify-$version.tgz")
  "$scratch/npm/node_modules/.bin/wasm-classify" "$root/samples/lemon.png" 2>&1 | grep -q '^prediction: lemon ' || fail "the npm package does not classify"
  echo "== classified by the npm package"
  tar -C "$scratch/npm" -xzf "$dist/wasm-classify-$version.tgz"
  tar -C "$scratch/npm" --format=ustar -czf "$scratch/npm/package.tgz" package # attw cannot read npm's own form of a large archive
  npx --yes publint@0.3.12 --strict "$scratch/npm/package.tgz" || fail "publint finds faults in the npm package"
  npx --yes @arethetypeswrong/cli@0.18.5 --profile esm-only "$scratch/npm/package.tgz" || fail "attw finds faults in the npm package's types"
  echo "== publint and attw find nothing in the npm package"
}

check_spark() {
  "$SPARK_SUBMIT" --master 'local[1]' --conf spark.ui.enabled=false --class io.github.wasmclassify.spark.ClassifyJob \
    "$dist/wasm-classify-spark-$version.jar" --input "$root/samples/lemon.png" --output "$scratch/spark" --format jsonl 2>"$scratch/spark.log" ||
    fail "the job for Spark fails: $(tail "$scratch/spark.log")"
  grep -q '"verdict":"lemon"' "$scratch"/spark/part-* || fail "the job for Spark has another answer: $(cat "$scratch"/spark/part-*)"
  echo "== classified by the job for Spark"
}

case ${1:-} in
  --built) ;;
  '' | --twice)
    release_in one
    dist=$scratch/one/dist
    ;;
  *) fail "unknown argument: $1" ;;
esac
if [ "${1:-}" = --twice ]; then
  release_in two
  compare
fi
(cd "$dist" && sha256sum --quiet --check SHA256SUMS)
check_archive
[[ $platform != linux-* ]] || check_linux_packages
check_wheel
for part in maven:-maven.zip image:-"$platform"-image.tar npm:.tgz; do
  if [ -e "$dist/wasm-classify-$version${part#*:}" ]; then
    "check_${part%%:*}"
  else
    echo "== skipped: ${part%%:*}, which is not in dist/"
  fi
done
if [ -n "${SPARK_SUBMIT:-}" ]; then check_spark; else echo "== skipped: the job for Spark, as SPARK_SUBMIT names no spark-submit"; fi
echo "== the release is fine"
