#!/usr/bin/env bash
# Measures create, upload, download and restore through the hub's own HTTP and websocket, with the
# memory that the launcher gives it (-Xmx96m). Linux: the figures come from /proc.
#
#   bench/run.sh [MEGABYTES] [DIRECTORY]     1000 megabytes below a temporary directory by default
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
megabytes=${1:-1000}
if [ $# -ge 2 ]; then
  work=$(mkdir -p "$2" && cd "$2" && pwd)
else
  work=$(mktemp -d)
fi
run=$(mktemp -d "$work/run.XXXXXX")
hub=
emulator=

clean_up() {
  [ -z "$hub" ] || kill "$hub" 2>/dev/null || true
  [ -z "$emulator" ] || kill "$emulator" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$run"
  [ $# -ge 2 ] || rm -rf "$work"
}
trap 'clean_up "$@"' EXIT

# Waits until a process says that it is ready and prints the address.
address_in() {
  for _ in $(seq 300); do
    address=$(sed -n 's/.*ready at \(http[^ ]*\).*/\1/p' "$1")
    [ -z "$address" ] || { echo "$address"; return; }
    sleep 0.1
  done
  cat "$1" "$1.log" >&2
  exit 1
}

"$home/homekeep" version >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
libraries="$home/target/homekeep/homekeep.jar:$home/target/homekeep/lib/*"

data=$work/data-$megabytes
if [ ! -d "$data" ]; then
  echo "Making $megabytes MB of data ..." >&2
  "$java" -cp "$libraries" "$home/bench/MakeData.java" "$data.new" "$megabytes"
  mv "$data.new" "$data"
fi
cp -r "$data" "$run/data"

"$home/homekeep" emulate b2 --dir "$run/b2" >"$run/emulator" 2>"$run/emulator.log" &
emulator=$!
HOMEKEEP_B2_URL=$(address_in "$run/emulator")
export HOMEKEEP_B2_URL

"$home/homekeep" run --port 0 --config "$run/config" --data "$run/data" \
  >"$run/hub" 2>"$run/hub.log" &
hub=$!
address=$(address_in "$run/hub")

if ! "$java" -cp "$libraries" "$home/bench/Story.java" \
  "$address" "$hub" "$run/data" "$(grep '^{' "$run/emulator")"; then
  tail -n 40 "$run/hub.log" >&2
  exit 1
fi
