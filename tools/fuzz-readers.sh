#!/usr/bin/env bash
# Fuzzes what reads files that anyone may have written, guided by coverage (Jazzer), and prints totals.
#
#   tools/fuzz-readers.sh [SECONDS [READER...]]   default: 60 each, all of Readers.java
#   KEEP=1                                        adds inputs that cover more to the corpus here
#   JDK=DIR                                       a JDK 21 or newer; default: JAVA_HOME, else java on the PATH
#
# First a canary: Jazzer finds the input that is found only by who sees what our classes do; blind, it
# would pass everything. Our classes are of Java 21, which it knows. A reader that throws anything but
# an InputException, takes 30 s or 1 GB fails the run, and the input is kept in fuzz-findings.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 70
seconds=${1:-60}
[ $# -eq 0 ] || shift
inputs=conformance/cli/src/test/resources/readers
# shellcheck disable=SC2046 # one word a reader
[ $# -gt 0 ] || set -- $(ls "$inputs")
jazzer=0.30.0

die() {
  echo "fuzz-readers: $*" >&2
  exit 70
}

java=java
for home in "${JDK:-}" "${JAVA_HOME:-}"; do
  [ -n "$home" ] && java=$home/bin/java && break
done
release=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
[ "${release%%.*}" -ge 21 ] 2>/dev/null || die "needs a JDK 21 or newer, and $java is '$release'; JDK=DIR names one"

scratch=$(mktemp -d) || exit 70
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

# shellcheck disable=SC2086 # several arguments in one variable
maven() {
  mvn -B -q "$@" ${MMUCHECK_MAVEN_ARGS:-} </dev/null >"$scratch/maven" 2>&1 || {
    cat "$scratch/maven" >&2
    die "Maven failed for the reason above"
  }
}
copy=org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy
for artifact in jazzer jazzer-api; do
  maven $copy -N -Dartifact="com.code-intelligence:$artifact:$jazzer" -DoutputDirectory="$scratch"
done
maven test-compile org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath \
  -Dmdep.outputFile="$scratch/path" -Dmdep.includeScope=test -pl conformance/cli -am
path=$scratch/jazzer-$jazzer.jar:$scratch/jazzer-api-$jazzer.jar:target/test-classes:target/classes:$(cat "$scratch/path")

# fuzz TARGET READER OPTIONS...: what Jazzer says is in $scratch/log
fuzz() {
  target=$1
  reader=$2
  shift 2
  (cd conformance/cli && exec "$java" -Xmx1g -Djava.io.tmpdir="$scratch" -XX:+EnableDynamicAgentLoading -Dmmucheck.reader="$reader" \
    -cp "$path" com.code_intelligence.jazzer.Jazzer --target_class="org.mmucheck.cli.readers.$target" \
    '--instrumentation_includes=org.mmucheck.**:tools.jackson.core.**' --reproducer_path="$scratch" \
    "$@" -timeout=30 -max_len=8192) </dev/null >"$scratch/log" 2>&1
}

mkdir "$scratch/canary"
fuzz FuzzedCanary none -artifact_prefix="$scratch/" -max_total_time=120 "$scratch/canary"
grep -q 'IllegalStateException: seen' "$scratch/log" || {
  tail -n 20 "$scratch/log" >&2
  echo "fuzz-readers: Jazzer has not found the canary, so it does not see what our classes do" >&2
  exit 1
}

bad=0
printf '%-12s %10s %9s %7s  %s\n' READER INPUTS COVERAGE CORPUS FINDINGS
for reader; do
  [ -d "$inputs/$reader" ] || die "no reader $reader; there are $(ls "$inputs" | tr '\n' ' ')"
  found=$PWD/fuzz-findings/$reader
  grown=$scratch/grown-$reader
  mkdir -p "$found" "$grown"
  fuzz FuzzedReader "$reader" --keep_going=20 -artifact_prefix="$found/" -max_total_time="$seconds" \
    "$grown" "src/test/resources/readers/$reader"
  code=$?
  findings=$(find "$found" -type f | wc -l)
  last=$(grep -E '^#[0-9]+[[:space:]].*cov: ' "$scratch/log" | tail -n 1)
  field() { echo "$last" | sed -nE "s/.*$1: *([0-9]+).*/\1/p"; }
  printf '%-12s %10s %9s %7s  %s\n' "$reader" "$(echo "$last" | sed -nE 's/^#([0-9]+).*/\1/p')" \
    "$(field cov)" "$(field corp)" "$findings"
  if [ "$findings" -gt 0 ] || [ -z "$last" ]; then
    bad=1
    grep -A 3 -E '== Java Exception|ERROR: libFuzzer' "$scratch/log" >&2 || { [ $code = 0 ] || tail -n 5 "$scratch/log" >&2; }
  fi
  rmdir "$found" 2>/dev/null
  [ -z "${KEEP:-}" ] || fuzz FuzzedReader "$reader" -merge=1 "src/test/resources/readers/$reader" "$grown"
done
rmdir fuzz-findings 2>/dev/null
exit $bad
