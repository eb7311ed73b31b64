#!/usr/bin/env bash
# Expected: --n-traces=10 writes up to ten traces of a simulation instead of one, and "only affects
#   output to out-itf", as the help says. A trace of status "violation" breaks the invariant in its
#   last state and nowhere before; the one that is printed under "[violation]" is a counterexample.
# What happens: the simulation goes on until as many states break the invariant. A trace goes on, too,
#   and each such state of one trace counts. From the first on, every trace has status "violation",
#   also those in which the invariant holds everywhere, and traces before it have "ok". The shortest
#   is printed first: where runs may get stuck, that is one that got stuck early, and what is shown as
#   the violation breaks nothing. Of nine here three are so; with --n-traces=1 all is well.
# Version: Quint 0.33.1 (npm), backend typescript.
# Known: nothing found in the tracker.
# Who meets it: whoever takes test cases from ITF traces by their status, or looks for the cause of a
#   violation in a trace that has none.
# Instead: several runs with --n-traces=1 and seeds far apart; or check the invariant in each state of
#   a trace again before it is used.
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
cat > stuck.qnt <<'QNT'
module stuck {
  var x: int
  action init = x' = 0
  action step = { nondet k = 1.to(6).oneOf() all { x != 5, x' = k } }
  val inv = x != 6
}
QNT
# For each trace its status and its values of x, in the order of the files' numbers.
cat > read.js <<'JS'
const fs = require('fs')
for (let i = 0; fs.existsSync(`trace${i}.itf.json`); i++) {
  const trace = JSON.parse(fs.readFileSync(`trace${i}.itf.json`))
  console.log(trace['#meta'].status, trace.states.map(state => state.x['#bigint']).join(' '))
}
JS
# Simulates with --n-traces=$1; leaves the output in the file out, the traces in the file traces.
simulate() {
  local code=0
  rm -f trace*.itf.json
  quint run --backend=typescript --invariant=inv --seed=1 --max-samples=1000 --max-steps=4 \
    --n-traces="$1" --out-itf='trace{seq}.itf.json' stuck.qnt > out 2>&1 || code=$?
  node read.js > traces
  expect "--n-traces=$1, exit code" 1 "$code"
}
# The values of x in the printed trace.
printed() { sed -n 's/^\[State .*x: \([0-9]*\) }$/\1/p' out | paste -sd' '; }

simulate 1
expect "printed as the violation of x != 6" "0 6" "$(printed)"

simulate 10
cat traces
expect "printed as the violation of x != 6" "0 5" "$(printed)"
expect 'traces of status "violation"' 9 "$(grep -c '^violation' traces || true)"
expect "of these, with a 6 at the end alone" 1 "$(grep -cE '^violation ([0-5] )*6$' traces || true)"
expect "of these, without any 6" 3 "$(grep '^violation' traces | grep -vcw 6 || true)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
