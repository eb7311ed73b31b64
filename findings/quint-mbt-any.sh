#!/usr/bin/env bash
# Expected: with --mbt each state of a trace has the name of the action that step took and each value
#   that was drawn in it, so that a driver can do the same with the code.
# What happens: an "any" within the action forgets both. Where its branches are written out, the name is
#   empty; where they are actions, it is theirs, and not that of the action that step chose. A value
#   that was drawn before the "any", in the same action, is None, though the state was made with it. A
#   value around the "any" stays. No word of it.
# Version: Quint 0.33.1 (npm), backend typescript; the option is marked as experimental.
# Known: quint-co/quint pull request 1929 mended names that were kept too long; of names and values that
#   are lost nothing was found.
# Who meets it: whoever drives an implementation by ITF traces: an action with two outcomes, such as a
#   message that may be lost, has no name, and its argument may be missing.
# Instead: keep the name and the values in variables of the spec; or have each outcome an action of its
#   own, and "any" in step alone.
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
cat > send.qnt <<'QNT'
module send {
  var sent: int
  var did: str
  action init = all { sent' = 0, did' = "init" }
  // One outcome.
  action plain = { nondet k = Set(1, 2).oneOf() all { sent' = k, did' = "plain" } }
  // Two outcomes, written out.
  action lossy = {
    nondet k = Set(1, 2).oneOf()
    any { all { sent' = k, did' = "lossy" }, all { sent' = -k, did' = "lossy" } }
  }
  // Two outcomes that have names.
  action kept(k) = all { sent' = k, did' = "named" }
  action lost(k) = all { sent' = -k, did' = "named" }
  action named = { nondet k = Set(1, 2).oneOf() any { kept(k), lost(k) } }
  // A value first, and then one of two.
  action before = all { { nondet k = Set(1, 2).oneOf() sent' = k }, any { did' = "before", did' = "before" } }
  action step = any { plain, lossy, named, before }
}
QNT
quint run --backend=typescript --mbt --seed=4 --max-samples=1 --max-steps=200 \
  --out-itf=trace.itf.json send.qnt > out 2>&1
# For each kind of step the names and values that its states have.
cat > read.js <<'JS'
const seen = {}
for (const state of JSON.parse(require('fs').readFileSync('trace.itf.json')).states) {
  const pick = state['mbt::nondetPicks'].k
  const value = pick.tag === 'None' ? 'None' : 'the value'
  if (value !== 'None' && Math.abs(state.sent['#bigint']) !== Number(pick.value['#bigint'])) {
    throw new Error('another value')
  }
  seen[state.did] ??= new Set()
  seen[state.did].add(`"${state['mbt::actionTaken']}" with ${value}`)
}
for (const did in seen) console.log(`${did}: ${[...seen[did]].sort().join(', ')}`)
JS
node read.js > names
seen() { sed -n "s/^$1: //p" names; }
expect "an action with one outcome" '"plain" with the value' "$(seen plain)"
expect "with two, written out" '"" with the value' "$(seen lossy)"
expect "with two that have names" '"kept" with the value, "lost" with the value' "$(seen named)"
expect "with a value that is drawn before" '"" with None' "$(seen before)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
