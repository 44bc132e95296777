# How a launcher starts the command: the project's own and the one of an installed package read this file. They set before:
#   java     the program to run it with
#   jar      the command's jar
#   options  the folder of jvm.options and heap.options

# Tells one Java from another and from its own upgrade: the path, size and time of its file, as a number.
java_id() {
  set -- $(ls -lL -- "$java" | cksum)
  echo "$1-$2"
}

# Help and the version are printed before the optimising compiler has anything to gain.
is_help() {
  case ${1:-} in
    help | -h | --help | -V | --version) return 0 ;;
  esac
  case ${2:-} in
    -h | --help) return 0 ;;
  esac
  return 1
}

# Do the arguments ask for one picture, of a kind that Java decodes, and for nothing that needs the optimising compiler? Then the run is over
# before that has paid for itself, and the fast compiler alone takes a fifth less time. What is not known here counts as no.
is_one_picture() {
  [ -z "${WASM_CLASSIFY_ENGINE:-}${WASM_CLASSIFY_DECODER:-}" ] || return 1
  pictures=0
  takes_value=
  for word; do
    if [ -n "$takes_value" ]; then
      takes_value=
      continue
    fi
    case $word in
      predict | -l | --line | -q | --quiet | -v | --verbose | --format=* | --labels=* | --model=* | --top=*) ;;
      -k | -m | -n | --format | --labels | --model | --top) takes_value=yes ;;
      -*) return 1 ;;
      *.[Bb][Mm][Pp] | *.[Gg][Ii][Ff] | *.[Jj][Pp][Gg] | *.[Jj][Pp][Ee][Gg] | *.[Pp][Nn][Gg]) pictures=$((pictures + 1)) ;;
      *) return 1 ;;
    esac
  done
  [ "$pictures" -eq 1 ]
}

# The JVM knows files by the names that it can decode in the locale's encoding, and in C and POSIX that is ASCII. Where the system has
# no such locale, this changes nothing.
use_utf8() {
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]-8* | *[Uu][Tt][Ff]8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
}

# Where the user sets a heap size, the launcher sets none.
set_heap_options() {
  case " ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-}" in
    *\ -Xm[snx]* | *HeapSize=* | *NewSize=* | *RAMPercentage=*) heap_options= ;;
    *) heap_options=$options/heap.options ;;
  esac
}

# make_archive ARCHIVE: the class archive that start_command uses. An empty file says that this Java makes none.
make_archive() {
  set_heap_options
  "$java" "@$options/jvm.options" ${heap_options:+"@$heap_options"} -jar "$jar" warmup --archive "$1" </dev/null || : >"$1"
}

# start_command ARCHIVE ARGUMENTS: becomes the command. Without an archive it starts more slowly.
start_command() {
  archive=$1
  shift
  use_utf8
  set_heap_options
  compiler_option=
  if is_help "$@" || is_one_picture "$@"; then
    compiler_option=-XX:TieredStopAtLevel=1
  fi
  set -- -Dwasm-classify.archive="$archive" -jar "$jar" "$@"
  if [ -s "$archive" ]; then
    set -- -XX:SharedArchiveFile="$archive" "$@"
  fi
  exec "$java" "@$options/jvm.options" ${heap_options:+"@$heap_options"} ${compiler_option:+"$compiler_option"} "$@"
}
