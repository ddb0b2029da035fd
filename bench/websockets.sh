#!/usr/bin/env bash
# Puts websockets on a hub that has the memory which the launcher gives it (-Xmx96m): command round
# trips, idle sockets, and a flood of events with slow readers and large frames. Linux: the figures
# come from /proc. Each process needs a few more open files than there are sockets (ulimit -n).
#
#   bench/websockets.sh [SOCKETS] [SECONDS]     2000 sockets, 30 seconds for each part
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
run=$(mktemp -d)
hub=

clean_up() {
  [ -z "$hub" ] || kill "$hub" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$run"
}
trap clean_up EXIT

"$home/homekeep" version >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
libraries="$home/target/homekeep/homekeep.jar:$home/target/homekeep/lib/*"

"$home/homekeep" run --port 0 --config "$run/config" >"$run/hub" 2>"$run/hub.log" &
hub=$!
for _ in $(seq 300); do
  address=$(sed -n 's/.*ready at \(http[^ ]*\).*/\1/p' "$run/hub")
  [ -z "$address" ] || break
  sleep 0.1
done

if ! "$java" -cp "$libraries" "$home/bench/Websockets.java" \
  "${address%/}" "$hub" "${1:-2000}" "${2:-30}"; then
  tail -n 40 "$run/hub.log" >&2
  exit 1
fi
