#!/usr/bin/env bash
# Measures create, upload, download and restore through the hub's own HTTP and websocket, with the
# memory that the launcher gives it (-Xmx96m). Linux: the figures come from /proc.
#
#   bench/run.sh [MEGABYTES] [DIRECTORY]     1000 megabytes below a temporary directory by default
set -euo pipefail

megabytes=${1:-1000}
if [ $# -ge 2 ]; then
  work=$(mkdir -p "$2" && cd "$2" && pwd)
else
  work=$(mktemp -d)
fi
run=$(mktemp -d "$work/run.XXXXXX")
. "$(dirname "${BASH_SOURCE[0]}")/processes.sh"

clean_up() {
  stop_processes
  rm -rf "$run"
  [ $# -ge 2 ] || rm -rf "$work"
}
trap 'clean_up "$@"' EXIT

data=$work/data-$megabytes
if [ ! -d "$data" ]; then
  echo "Making $megabytes MB of data ..." >&2
  "$java" -cp "$libraries" "$home/bench/MakeData.java" "$data.new" "$megabytes"
  mv "$data.new" "$data"
fi
cp -r "$data" "$run/data"

start_emulator
start_hub --data "$run/data"
if ! "$java" -cp "$(compiled Usage.java HubClient.java Story.java)" Story \
  "$address" "$hub" "$run/data" "$(grep '^{' "$run/emulator")"; then
  tail -n 40 "$run/hub.log" >&2
  exit 1
fi
