#!/usr/bin/env bash
# Takes a large directory through create, transcode, verify and extract, each in a process with a
# heap of 96 MB, and prints the heap after the fullest collection and the peak resident memory.
#
#   bench/memory.sh [GIGABYTES] [DIRECTORY] [VERSION]
#
# 10 gigabytes, below a temporary directory, SecureTar V2 by default. The directory needs room for
# nearly twice as much. Linux, and GNU time as /usr/bin/time.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
gigabytes=${1:-10}
work=$(mktemp -d "${2:-${TMPDIR:-/tmp}}/homekeep-memory.XXXXXX")
version=${3:-V2}
trap 'rm -rf "$work"' EXIT

if [ -z "${HOMEKEEP_CLASSPATH:-}" ]; then
  "$home/homekeep" version >&2
  HOMEKEEP_CLASSPATH="$home/target/homekeep/homekeep.jar:$home/target/homekeep/lib/*"
fi
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
mkdir "$work/classes"
"${java}c" -d "$work/classes" -cp "$HOMEKEEP_CLASSPATH" "$home/bench/Memory.java"

step() {
  /usr/bin/time -v -o "$work/time" "$java" -Xmx96m "-Xlog:gc:file=$work/gc" \
    -cp "$work/classes:$HOMEKEEP_CLASSPATH" Memory "$@" | tr '\n' ' '
  awk -F'[>(M]' '/->/ { split($0, a, "->"); m = a[2] + 0; if (m > most) most = m }
    END { printf "| heap after GC at most %d MB ", most }' "$work/gc"
  awk -F': ' '
    /Maximum resident/ { peak = $2 / 1024 }
    /User time/ { user = $2 }
    /System time/ { kernel = $2 }
    END { printf "| peak RSS %d MB | processor %.1f s\n", peak, user + kernel }' "$work/time"
}

step make "$work/data" "$gigabytes"
step create "$work/data" "$work/archive.tar" "$version"
rm -rf "$work/data"
step transcode "$work/archive.tar" "$version"
step verify "$work/archive.tar"
step extract "$work/archive.tar" "$work/restored"
