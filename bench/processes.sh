# Starts a hub and an emulator of Backblaze B2 as processes of their own, for what measures them.
# Sourced; all that they write goes below $run, which is the caller's. Sets home, java, libraries.

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$home/homekeep" version >&2
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
libraries="$home/target/homekeep/homekeep.jar:$home/target/homekeep/lib/*"
hub=
emulator=

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

# Sets emulator, its process, and HOMEKEEP_B2_URL for the hub; what it says is in $run/emulator.
start_emulator() {
  "$home/homekeep" emulate b2 --dir "$run/b2" >"$run/emulator" 2>"$run/emulator.log" &
  emulator=$!
  HOMEKEEP_B2_URL=$(address_in "$run/emulator")
  export HOMEKEEP_B2_URL
}

# start_hub ARGUMENTS...   sets hub, its process, and address
start_hub() {
  "$home/homekeep" run --port 0 --config "$run/config" "$@" >"$run/hub" 2>"$run/hub.log" &
  hub=$!
  address=$(address_in "$run/hub")
}

stop_processes() {
  [ -z "$hub" ] || kill "$hub" 2>/dev/null || true
  [ -z "$emulator" ] || kill "$emulator" 2>/dev/null || true
  wait 2>/dev/null || true
  hub=
  emulator=
}

# compiled NAMES...   compiles sources of this directory and prints the class path that has them
compiled() {
  "${java}c" -cp "$libraries" -d "$run/classes" "${@/#/$home/bench/}"
  echo "$run/classes:$libraries"
}
