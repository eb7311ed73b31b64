#!/usr/bin/env bash
# Expected: --witnesses counts the traces in which a predicate is true in some state, and one that
#   cannot be evaluated is an error, as it is for --invariant.
# What happens: the initial state is not looked at. What holds in it alone is "witnessed in 0 trace(s)",
#   so a choice of init that the first step overwrites, and one after which no step is possible. A
#   predicate that fails, as by the lookup of a key that a map has not, counts as false, without a
#   word; as an invariant the same predicate ends the run with an error.
# Version: Quint 0.33.1 (npm), backend typescript.
# Known: quint-co/quint pull request 1562 brought the option and does not name the initial state;
#   nothing found in the tracker.
# Who meets it: whoever asks by a witness if init, which chooses, makes the case that matters, and
#   reads 0% as "never happens".
# Instead: count what has been true in a variable of the spec, or check not(witness) as an invariant:
#   its violation is the witness. Check a witness once as an invariant, so that it can be evaluated.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export QUINT_HOME="$work/quint-home"
# antlr4ts is pinned too: Quint asks for ^0.5.0-alpha.4, and with 0.5.0-dev it does not start.
echo '{"private": true, "overrides": {"antlr4ts": "0.5.0-alpha.4"}}' > package.json
npm install --no-audit --no-fund @informalsystems/quint@0.33.1 > npm.log 2>&1 ||
  { echo "@informalsystems/quint@0.33.1 cannot be had"; exit 3; }
quint() { node_modules/.bin/quint "$@"; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

echo "Quint $(quint --version), backend typescript"
cat > start.qnt <<'QNT'
module start {
  var mode: str
  var n: int
  var seen: int -> int
  action init = all {
    nondet m = Set("fast", "stuck").oneOf()
    mode' = m,
    n' = 0,
    seen' = Map(0 -> 0),
  }
  action step = all { mode != "stuck", mode' = "slow", n' = n + 1, seen' = seen }
  val first = n == 0
  val fast = mode == "fast"
  val stuck = mode == "stuck"
  val slow = mode == "slow"
  val unknown = seen.get(n) == 0 or true
  val notFast = mode != "fast"
}
QNT
# Simulates 100 traces with further options; leaves the output in the file out, its exit code in code.
simulate() {
  code=0
  quint run --backend=typescript --seed=1 --max-samples=100 --max-steps=3 start.qnt "$@" > out 2>&1 || code=$?
}
witnessed() { sed -n "s/^$1 was witnessed in \(.*\) explored.*/\1/p" out; }

simulate --witnesses first fast stuck slow unknown
grep 'was witnessed' out
expect "exit code" 0 "$code"
expect "n == 0, which is so in each initial state" '0 trace(s) out of 100' "$(witnessed first)"
expect "a mode that init chooses, and step changes" '0 trace(s) out of 100' "$(witnessed fast)"
expect "a mode that init chooses, and no step follows" '0 trace(s) out of 100' "$(witnessed stuck)"
expect "the lookup of a key that is not there, or true" '0 trace(s) out of 100' "$(witnessed unknown)"
simulate --invariant=notFast
grep -F '[State' out
expect 'not(witness) as an invariant, exit code' 1 "$code"
simulate --invariant=unknown
expect 'the lookup as an invariant' QNT507 "$(grep -om1 'QNT[0-9]*' out || true)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
