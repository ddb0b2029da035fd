#!/usr/bin/env bash
# Compares uploads to Backblaze B2 and downloads from it with rclone's: the same archive, which
# cannot be compressed, to and from the same emulator, interleaved, medians and ratios. Linux: the
# figures come from /proc and from GNU time as /usr/bin/time.
#
#   bench/b2.sh [MEGABYTES] [DIRECTORY]     1000 megabytes below a temporary directory by default
#
# ROUNDS   5 by default, each with a hub and an emulator of its own. Needs room for seven archives.
set -euo pipefail

if ! command -v rclone >/dev/null; then
  echo "This compares with rclone, which is not installed (Debian, Ubuntu: apt-get install rclone)." >&2
  exit 1
fi
if [ ! -x /usr/bin/time ]; then
  echo "This needs GNU time as /usr/bin/time (Debian, Ubuntu: apt-get install time)." >&2
  exit 1
fi
megabytes=${1:-1000}
rounds=${ROUNDS:-5}
work=$(mktemp -d "${2:-${TMPDIR:-/tmp}}/b2.XXXXXX")
run=$work/run
mkdir "$run" "$work/data" "$work/results"
. "$(dirname "${BASH_SOURCE[0]}")/processes.sh"

clean_up() {
  stop_processes
  rm -rf "$work"
}
trap clean_up EXIT

head -c "${megabytes}000000" /dev/urandom >"$work/data/noise.bin"
for round in $(seq "$rounds"); do
  echo "Round $round of $rounds ..." >&2
  begins=rclone
  [ $((round % 2)) = 1 ] || begins=hub
  start_emulator
  start_hub --data "$work/data"
  if ! "$java" -cp "$(compiled Usage.java HubClient.java RawDownload.java B2.java)" B2 "$address" "$hub" \
    "$emulator" "$(grep '^{' "$run/emulator")" "$run" "$work/results" "$begins"; then
    tail -n 40 "$run/hub.log" >&2
    exit 1
  fi
  stop_processes
  rm -rf "$run"
  mkdir "$run"
done

# report WHAT   ratios to the first line
report() {
  awk -f "$home/bench/medians.awk" "$work/results/$1" | awk -F '\t' -v what="$1" -v mb="$megabytes" '
    function ratio(a, b) { return b > 0 ? sprintf("%.2f", a / b) : "" }
    NR == 1 {
      processor = $2; seconds = $3
      print "| " what " | CPU s | wall s | MB/s | CPU s of the emulator | peak RSS, MB | CPU | wall |"
      print "|---|---|---|---|---|---|---|---|"
    }
    {
      printf "| %s | %.2f | %.2f | %.0f | %.2f | %.0f | %s | %s |\n", $1, $2, $3,
        ($3 > 0 ? mb / $3 : 0), $4, $5 * 1024 / 1e6, ratio($2, processor), ratio($3, seconds)
    }'
}

echo "$(rclone version | head -n 1). $("$java" -version 2>&1 | head -n 1)."
echo "An archive of $megabytes MB. Median of $rounds. Load: $(cut -d ' ' -f 1-3 /proc/loadavg). $(nproc) processors."
echo
report uploads
echo
report downloads
