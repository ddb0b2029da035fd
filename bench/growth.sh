#!/usr/bin/env bash
# How the cost of an archive grows: with the number of files, and with their size.
#
#   bench/growth.sh files [UP_TO] [DIRECTORY]       1,000 files, ten times as many, ... 1,000,000
#   bench/growth.sh gigabytes [UP_TO] [DIRECTORY]   1 GB in one sparse file, 10 in ten, 100 in a hundred
#
# It runs the commands that people run, encrypted as by default, each a process of its own, and
# prints a row a command: processor seconds, also for a thousand files or a gigabyte, seconds, and
# the peak resident memory. `create` reads back what it wrote. Linux, and GNU time as /usr/bin/time.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
what=${1:-files}
case $what in
  files) count=1000 most=${2:-1000000} unit=1000 ;;
  gigabytes) count=1 most=${2:-100} unit=1 ;;
  *)
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
work=$(mktemp -d "${3:-${TMPDIR:-/tmp}}/homekeep-growth.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$home/homekeep" version >&2
printf '%s\n' 'ABCD-1234-EFGH-5678-IJKL-9012-MNOP' >"$work/key"

# A hundred files of 200 bytes a directory, so that no directory is the measurement.
make_files() {
  local directory=0
  while [ "$((directory * 100))" -lt "$1" ]; do
    mkdir -p "$work/data/$((directory / 100))/$directory"
    (
      cd "$work/data/$((directory / 100))/$directory"
      seq -f "$directory %0195g" 100 | split -l 1 -a 3 - state_
    )
    directory=$((directory + 1))
  done
}

make_gigabytes() {
  mkdir "$work/data"
  for file in $(seq "$1"); do
    truncate -s 1G "$work/data/recording_$file"
  done
}

step() {
  local name=$1 user system wall peak
  shift
  /usr/bin/time -o "$work/time" -f '%U %S %e %M' "$home/homekeep" archive "$name" --quiet \
    --key-file "$work/key" "$@" >"$work/out"
  read -r user system wall peak <"$work/time"
  awk -v name="$name" -v count="$count" -v unit="$unit" -v cpu="$user" -v kernel="$system" \
    -v wall="$wall" -v peak="$peak" 'BEGIN {
      printf "| %s | %d | %.1f | %.2f | %.1f | %.0f |\n", name, count, cpu + kernel,
        (cpu + kernel) * unit / count, wall, peak * 1024 / 1e6 }'
}

echo "| command | $what | CPU s | CPU s for $unit | wall s | peak RSS, MB |"
echo '|---|---|---|---|---|---|'
while [ "$count" -le "$most" ]; do
  "make_$what" "$count"
  step create "$work/data" -o "$work/archive.tar"
  step list "$work/archive.tar"
  step verify "$work/archive.tar"
  rm -rf "$work/data" "$work/archive.tar"
  count=$((count * 10))
done
