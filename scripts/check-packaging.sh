#!/usr/bin/env bash
# Checks what packages and workflows are made from, in seconds: syntax, versions that must be the same, and what a release refuses. Where a tool is missing, its check
# is skipped with a note. scripts/check-release.sh builds and installs the packages.
source "$(dirname "${BASH_SOURCE[0]}")/../packaging/settings.sh"
cd "$root"
failed=false

# check TOOL COMMAND...: runs the command where the tool is installed
check() {
  local tool=$1
  shift
  if ! command -v "$tool" >/dev/null; then
    echo "== skipped, as $tool is not installed: $*"
  elif ! "$@"; then
    echo "== FAILED: $*"
    failed=true
  fi
}

# same_version FILE EXPRESSION: does the expression's group find the version of pom.xml in the file?
same_version() {
  local found
  found=$(sed -n "s/$2/\1/p" "$1" | sort -u)
  [ "$found" = "$version" ] || { echo "$1 names version ${found:-(none)}, and pom.xml $version"; return 1; }
}

# Formula and manifest, filled with digests of empty archives.
templates() {
  local folder result=0
  folder=$(mktemp -d)
  for name in linux-x64.tar.gz linux-aarch64.tar.gz macos-x64.tar.gz macos-aarch64.tar.gz windows-x64.zip; do
    : >"$folder/wasm-classify-$version-$name"
  done
  WASM_CLASSIFY_DIST=$folder packaging/manifests.sh || result=1
  ! grep -n '@[A-Z0-9_]*@' "$folder"/*.rb "$folder"/*.json || result=1
  check ruby ruby -c "$folder/wasm-classify.rb"
  check python3 python3 -m json.tool "$folder/wasm-classify.json" /dev/null
  check python3 python3 -m json.tool "$folder/jbang-catalog.json" /dev/null
  rm -rf "$folder"
  return "$result"
}

# refuses CHECKOUT VERSION REASON: does scripts/release.sh there end with this reason, before it builds anything?
refuses() {
  local message
  ! message=$("$1/scripts/release.sh" "$2" 2>&1) && [[ $message == *"$3"* ]] || { echo "release.sh says: $message"; return 1; }
}

refusals() {
  local clone result=0
  clone=$(mktemp -d)
  git clone -q --depth 1 "file://$root" "$clone"
  refuses "$clone" 0.0.0 "the version of pom.xml is $version" || result=1
  sed "s/^## $version/## 0.0.0/" "$root/CHANGELOG.md" >"$clone/CHANGELOG.md"
  refuses "$clone" "$version" "the checkout has changes" || result=1
  git -C "$clone" -c user.name=check -c user.email=check@example.com commit -q --all --message "Rename the section"
  refuses "$clone" "$version" "CHANGELOG.md says nothing" || result=1
  rm -rf "$clone"
  return "$result"
}

check actionlint actionlint
for file in action.yml packaging/*.yaml packaging/*.yml; do
  check ruby ruby -ryaml -e 'YAML.load_stream(File.read(ARGV.first))' "$file"
done
for script in packaging/launcher/wasm-classify packaging/linux/*.sh cli/start.sh; do
  check sh sh -n "$script"
done
for script in packaging/*.sh scripts/release.sh scripts/check-release.sh; do
  check bash bash -n "$script"
done
check sed same_version action.yml '^ *default: \([0-9].*\)'
check sed same_version packaging/check.gitlab-ci.yml '^ *default: "\([0-9].*\)"'
check sed same_version examples/java/pom.xml '^      <version>\([0-9.]*\)<\/version>'
check sed same_version js/package.json '^  "version": "\(.*\)",'
check bash templates
check git refusals
! $failed
