#!/usr/bin/env bash
# Compares writing and reading archives with Home Assistant's own library and with the limits of
# deflate: the same data, interleaved, every step a process of its own, medians and ratios.
#
#   bench/archive/run.sh [-n RUNS] [-o DIRECTORY] [DATA | MEGABYTES]
#
# REFERENCE       the interpreter that has python3-securetar, a command; python3 by default
# REFERENCE_ROOT  the directory that is / to it when it runs in another root; DIRECTORY lies below
# JAVA_OPTS       for ours; by default what the launcher gives every command
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(cd "$here/../.." && pwd)
reference=${REFERENCE:-python3}
root=${REFERENCE_ROOT:-}
options=${JAVA_OPTS:--XX:+UseSerialGC -Xmx96m -Xss512k}
runs=5
base=${TMPDIR:-/tmp}
while getopts n:o: option; do
  case $option in
    n) runs=$OPTARG ;;
    o) base=$(cd "$OPTARG" && pwd) ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))

"$home/homekeep" version >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
libraries="$home/target/homekeep/homekeep.jar:$home/target/homekeep/lib/*"
work=$(mktemp -d "$base/archive.XXXXXX")
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT

data=${1:-1000}
if [ ! -d "$data" ]; then
  echo "Making $data MB of data ..." >&2
  "$java" -cp "$libraries" "$home/bench/MakeData.java" "$work/data" "$data"
else
  # The reference sees only what is below its root.
  cp -a "$data" "$work/data"
fi
cp "$here/reference.py" "$work/"
mkdir "$work/classes"
"${java%java}javac" -cp "$libraries" -d "$work/classes" "$here/Ours.java"
"${java%java}jar" --create --file "$work/ours.jar" -C "$work/classes" .
libraries="$libraries:$work/ours.jar"
# What the launcher has, too: the classes of each command, loaded before.
"$java" -XX:ArchiveClassesAtExit="$work/ours.jsa" -cp "$libraries" Ours \
  warm-up "$here" "$work/throwaway" >/dev/null
ours=("$java" -XX:SharedArchiveFile="$work/ours.jsa" $options -cp "$libraries" Ours)

# The reference in its own view of the files.
seen=${work#"$root"}
refer=($reference "$seen/reference.py")

# measure TABLE NAME OUTPUT COMMAND...   appends: name, processor seconds, wall, peak KiB, bytes
measure() {
  local table=$1 name=$2 output=$3 user system wall peak size
  shift 3
  sync
  if ! /usr/bin/time -o "$work/time" -f '%U %S %e %M' "$@" >"$work/log" 2>&1; then
    echo "$name failed:" >&2
    cat "$work/log" >&2
    exit 1
  fi
  read -r user system wall peak <"$work/time"
  size=0
  [ ! -f "$output" ] || size=$(stat -c %s "$output")
  printf '%s\t%s\t%s\t%s\t%s\n' "$name" "$(awk "BEGIN { print $user + $system }")" "$wall" "$peak" \
    "$size" >>"$work/$table"
  rm -rf "$output"
}

# report TABLE   medians in the order of the first round, ratios to the first line
report() {
  awk -f "$here/../medians.awk" "$work/$1" | awk -F '\t' '
    function ratio(a, b) { return b > 0 ? sprintf("%.3f", a / b) : "" }
    NR == 1 {
      for (i = 2; i <= 5; i++) base[i] = $i
      print "| what | CPU s | wall s | bytes | peak RSS, MB | CPU | wall | size |"
      print "|---|---|---|---|---|---|---|---|"
    }
    {
      printf "| %s | %.2f | %.2f | %s | %.0f | %s | %s | %s |\n", $1, $2, $3,
        ($5 > 0 ? sprintf("%d", $5) : ""), $4 * 1024 / 1e6, ratio($2, base[2]), ratio($3, base[3]),
        ($5 > 0 ? ratio($5, base[5]) : "")
    }'
}

out=$work/out
has_isal=false
$reference -c 'from isal import isal_zlib' 2>/dev/null && has_isal=true

create_reference() {
  measure create "reference, $2" "$out" "${refer[@]}" create "$seen/data" "$seen/out" "$1"
}

create_ours() {
  measure create "ours, $2" "$out" "${ours[@]}" create "$1" "$work/data" "$out"
}

limit() {
  ! command -v "${1%% *}" >/dev/null ||
    measure create "\`tar \| $1\`" "$out" sh -c "tar -C '$work/data' -cf - . | $1 -c >'$out'"
}

read_ours() {
  measure read "ours, verify version $1" /nonexistent "${ours[@]}" verify "$work/v$1.tar"
  measure read "ours, extract version $1" "$out" "${ours[@]}" extract "$work/v$1.tar" "$out"
}

for form in v2 v3 plain-gz; do
  "${ours[@]}" create "$form" "$work/data" "$work/${form%-gz}.tar"
done
tar -xOf "$work/plain.tar" homeassistant.tar.gz >"$work/stream.gz"

for round in $(seq "$runs"); do
  echo "Round $round of $runs ..." >&2
  create_reference zlib6 "zlib level 6"
  create_ours v2 "version 2, standard"
  create_reference zlib9 "zlib level 9"
  create_ours v2-small "version 2, small"
  if $has_isal; then
    create_reference isal2 "isal level 2"
    create_reference isal3 "isal level 3"
  fi
  create_ours v3 "version 3, standard"
  create_ours plain "not encrypted, not compressed"
  limit "igzip -2"
  limit "pigz -6 -p2"
  limit "gzip -6"

  measure read "JDK, inflate alone" /nonexistent "${ours[@]}" inflate "$work/stream.gz"
  read_ours 2
  read_ours 3
  mkdir "$out"
  measure read "reference, extract version 2" "$out" "${refer[@]}" extract "$seen/v2.tar" "$seen/out"
done

echo "Reference: $($reference "$seen/reference.py" which). $("$java" -version 2>&1 | head -n 1)."
echo "Data: $(find "$work/data" -type f | wc -l) files, $(du -sm --apparent-size "$work/data" | cut -f 1) MiB. Median of $runs. Load: $(cut -d ' ' -f 1-3 /proc/loadavg). $(nproc) processors."
echo
report create
echo
report read
