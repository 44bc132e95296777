#!/usr/bin/env bash
# Downloads the test data that is not part of the project: a model, photos, and odd and broken pictures of other projects. Tests that need
# them are skipped where they are missing.
#
#   scripts/fetch-test-data.sh [models|photos|corpora]...
#
# Each file of test-data/files.tsv comes from a fixed commit of a public GitHub repository, and is kept only if its SHA-256 is the listed
# one. Files that are there and right are left alone, so run the script again to go on after a failure. Nothing is half written.
# With no argument it fetches everything, about 25 MB.
#
# Needs curl and sha256sum. Environment: WASM_CLASSIFY_TEST_DATA is where the files go and where the tests look for them, ../shared beside
# the project by default; TEST_DATA_MIRROR is an address in place of https://raw.githubusercontent.com.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
lists=$root/scripts/test-data
folder=${WASM_CLASSIFY_TEST_DATA:-$root/../shared}
mirror=${TEST_DATA_MIRROR:-https://raw.githubusercontent.com}
wanted=" ${*:-models photos corpora} "
downloads_at_once=8

say() { echo "fetch-test-data: $1" >&2; }
fail() { say "$1"; exit 1; }

for part in $wanted; do
  case $part in
    models | photos | corpora) ;;
    *) fail "unknown part $part (models, photos, corpora)" ;;
  esac
done
for program in curl sha256sum; do
  command -v "$program" >/dev/null || fail "$program is missing"
done

has_digest() { echo "$1  $2" | sha256sum --status -c - 2>/dev/null; }

# fetch SHA256 FILE ADDRESS
fetch() {
  local digest=$1 file=$2 address=$3 part=$2.part
  if [ -f "$file" ] && has_digest "$digest" "$file"; then return; fi
  mkdir -p "$(dirname "$file")"
  curl -fsSL --retry 3 --connect-timeout 20 --max-time 300 -o "$part" "$address" || { rm -f "$part"; fail "cannot fetch $address"; }
  has_digest "$digest" "$part" || { rm -f "$part"; fail "$address is not the file that is listed: its SHA-256 is another"; }
  mv "$part" "$file"
}

# The wanted files as SHA-256, file and address, one a line.
list() {
  awk -F'\t' -v wanted="$wanted" -v mirror="$mirror" '
    FNR == 1 { next }
    NR == FNR { commit[$1] = $2; next }
    index(wanted, " " substr($2, 1, index($2, "/") - 1) " ") { print $1, $2, mirror "/" $3 "/" commit[$3] "/" $4 }
  ' "$lists/repositories.tsv" "$lists/files.tsv"
}

# What Pillow finds in each of the corpora's pictures, as the tests read it.
write_index() {
  {
    printf 'file\trepo\tpath\tformat\tmode\twidth\theight\tpillow_result\n'
    awk -F'\t' -v OFS='\t' 'sub("^corpora/", "", $2) { print $2, $3, $4, $5, "-", $6, $7, $8 }' "$lists/files.tsv"
  } >"$folder/corpora/index.tsv.part"
  mv "$folder/corpora/index.tsv.part" "$folder/corpora/index.tsv"
}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
export folder
export -f fetch has_digest say fail
count=$(list | wc -l)
say "$count files to $folder"
# shellcheck disable=SC2016 # the inner bash expands it
list | xargs -P "$downloads_at_once" -L 1 bash -c 'fetch "$0" "$folder/$1" "$2"' ||
  fail "not all files could be fetched; run this again"
case $wanted in *" corpora "*) write_index ;; esac
say "all $count files are there"
