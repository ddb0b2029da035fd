#!/usr/bin/env bash
# Puts websockets on a hub that has the memory which the launcher gives it (-Xmx96m): command round
# trips, idle sockets, and a flood of events with slow readers and large frames. Linux: the figures
# come from /proc. Each process needs a few more open files than there are sockets (ulimit -n).
#
#   bench/websockets.sh [SOCKETS] [SECONDS]     2000 sockets, 30 seconds for each part
set -euo pipefail

run=$(mktemp -d)
. "$(dirname "${BASH_SOURCE[0]}")/processes.sh"

clean_up() {
  stop_processes
  rm -rf "$run"
}
trap clean_up EXIT

start_hub
if ! "$java" -cp "$libraries" "$home/bench/Websockets.java" \
  "${address%/}" "$hub" "${1:-2000}" "${2:-30}"; then
  tail -n 40 "$run/hub.log" >&2
  exit 1
fi
