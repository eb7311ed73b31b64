#!/usr/bin/env bash
# Expected: a simulation in which no action is enabled any more says so, as TLC does (exit code 11);
#   --max-steps=20 means traces of 20 steps.
# What happens: "[ok] No violation found", exit code 0. Every trace ends after 3 steps, since the
#   only action is disabled from then on. The one sign is max=4 in the trace length statistics (it
#   counts states). A trace written by --out-itf has status "ok" and no mark of its early end.
# Version: Quint 0.33.1 (npm), backend typescript.
# Known: quint-co/quint pull request 1669 added the statistics in order to show that the simulator
#   gives up; there is no option that makes it an error.
# Who meets it: whoever simulates a protocol that can get stuck, and whoever generates tests from
#   ITF traces and takes --max-steps for their length.
# Instead: add an action that is enabled only if no other is and sets a flag that an invariant
#   forbids; compare the trace length with --max-steps + 1.
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
# The value of an expression, as the read-eval-print loop prints it.
value() { echo "$1" | quint repl --backend=typescript | sed -n 's/^>>> \(.\+\)$/\1/p' | head -1; }

echo "Quint $(quint --version), backend typescript"
cat > stuck.qnt <<'QNT'
module stuck {
  var x: int
  action init = x' = 0
  action step = all { x < 3, x' = x + 1 }
  val inv = x < 10
}
QNT
code=0
quint run --backend=typescript --invariant=inv --max-samples=10 --max-steps=20 \
  --out-itf="$work/trace.itf.json" stuck.qnt > out 2>&1 || code=$?
grep -E '^\[ok\]|statistics' out
expect 'exit code' 0 "$code"
expect 'says that no violation was found' yes "$(grep -qF '[ok] No violation found' out && echo yes || echo no)"
expect 'states of the longest trace, of 21' 'max=4' "$(grep -o 'max=[0-9]*' out)"
expect 'speaks of a deadlock' no "$(grep -qi deadlock out && echo yes || echo no)"
cat > read.js <<'JS'
const trace = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'))
console.log(`${trace['#meta'].status}, ${trace.states.length} states`)
JS
expect 'written trace' 'ok, 4 states' "$(node read.js trace.itf.json)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
