#!/usr/bin/env bash
# Feeds the archive readers with inputs that a fuzzer makes up, guided by the code they reach. Stops
# at the first finding: an error that is not typed, 2 seconds of the processor for one step, or no memory
# left. The heap has 128 MB, of which the fuzzer itself takes the half; afterwards every input that
# was kept is read again in a heap of 64 MB.
#
#   fuzz/run.sh SECONDS [TARGET...]      every target for so long; all of them by default
#   fuzz/run.sh minimise [TARGET...]     leaves in fuzz/corpus only what reaches something new
#
# What is found on the way is kept in target/fuzz; findings lie in target/fuzz/TARGET-finding-*.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
seconds=${1:?How many seconds for each target?}
shift
package=org.homekeep.core.backup.archive.fuzz
sources=$home/src/core/src/test/java/${package//.//}
if [ $# -eq 0 ]; then
  mapfile -t all < <(grep -l 'void fuzzerTestOneInput' "$sources"/*.java | xargs -n 1 basename -s .java)
  set -- "${all[@]}"
fi

work=$home/target/fuzz
mkdir -p "$work"
mvn ${MAVEN_OPTIONS:-} -B -q -f "$home/pom.xml" -Pfuzz -pl src/core -am test-compile \
  dependency:build-classpath -Dmdep.outputFile="$work/classpath" -Dspotless.check.skip >&2
# The fuzzer looks through all that is on the class path, so there is no more than the library needs.
libraries=$(tr ':' '\n' <"$work/classpath" | grep -E 'jazzer|bcprov|jackson|slf4j-api|jspecify|/api/' | paste -sd :)
classes=$home/src/core/target/test-classes:$home/src/core/target/classes
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

for target in "$@"; do
  kept=$home/fuzz/corpus/$target
  new=$work/$target
  mkdir -p "$kept" "$new"
  jazzer() {
    "$java" -Xmx128m -XX:+UseSerialGC -XX:-OmitStackTraceInFastThrow -Djava.io.tmpdir="${TMPDIR:-/tmp}" \
      -cp "$libraries:$classes" \
      com.code_intelligence.jazzer.Jazzer --target_class="$package.$target" \
      --instrumentation_includes='org.homekeep.core.backup.archive.**' \
      --disabled_hooks='com.code_intelligence.jazzer.sanitizers.*' \
      -timeout=20 -artifact_prefix="$work/$target-finding-" "$@"
  }
  if [ "$seconds" = minimise ]; then
    rm -rf "$work/$target-old"
    mv "$kept" "$work/$target-old"
    mkdir "$kept"
    jazzer -merge=1 -max_len=4096 "$kept" "$work/$target-old" "$new" 2>&1 | tail -n 3
  else
    echo "== $target, $seconds s"
    jazzer -max_total_time="$seconds" -max_len=16384 -print_final_stats=1 "$new" "$kept" \
      >"$work/$target.log" 2>&1 || { tail -n 60 "$work/$target.log"; exit 1; }
    "$java" -Xmx64m -XX:+UseSerialGC -cp "$classes:$libraries" "$package.Replay" "$target" "$new"
    grep -E '^stat::(number|average|peak)|INITED|DONE' "$work/$target.log"
  fi
done
