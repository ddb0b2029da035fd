#!/usr/bin/env bash
# Builds the measurements of single stages and runs them; arguments go to JMH.
#
#   bench/stages.sh                 everything, about ten minutes
#   bench/stages.sh Deflate         what has this in its name
#   bench/stages.sh -p data=/home   with files of one's own as the data
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
(cd "$home" && mvn -B -q package -Pbench -DskipTests -pl bench/stages -am)
target=$home/bench/stages/target
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$target/classes:$target/lib/*" \
  org.openjdk.jmh.Main "$@"
