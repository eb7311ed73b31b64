#!/usr/bin/env bash
# Expected: runs with different --seed see different samples, so five seeds of 200 samples are about
#   1,000.
# What happens: a seed is a place in one fixed sequence of random numbers, and each draw goes one
#   further. Seed 2 starts one draw after seed 1; as soon as a sample of one begins where one of the
#   other does, all that follow are the same. Where samples differ in length, as where runs may get
#   stuck, that is at once: seeds 1 to 5 have 204 different traces of 1,000, though each step draws
#   one of a million values. Where all take as many draws, seeds that differ by that number have all
#   traces but one in common. Seeds that are a million apart have 1,000.
# Version: Quint 0.33.1 (npm), backend typescript.
# Known: the generator is a counter with a hash, so that the seed of each sample can be told
#   (quint-co/quint#750); that neighbouring seeds share their samples was not found in the tracker.
# Who meets it: whoever runs Quint with seeds 1, 2, 3, ... on several machines or nights, and adds up
#   the samples.
# Instead: seeds that are farther apart than samples times draws of one sample, such as 1000000 * i;
#   or none, Quint then draws one and prints it.
set -euo pipefail
shopt -s inherit_errexit

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
cat > draw.qnt <<'QNT'
module draw {
  var x: int
  action init = x' = 0
  // Gets stuck after one value of ten.
  action stuck = { nondet k = 1.to(1000000).oneOf() all { x % 10 != 1, x' = k } }
  // Draws once in each step.
  action fixed = { nondet k = 1.to(1000000).oneOf() x' = k }
}
QNT
# For each trace its values of x.
cat > read.js <<'JS'
const fs = require('fs')
for (let i = 0; fs.existsSync(`trace${i}.itf.json`); i++) {
  const trace = JSON.parse(fs.readFileSync(`trace${i}.itf.json`))
  console.log(trace.states.map(state => state.x['#bigint']).join(' '))
}
JS
# The number of different traces that seeds $2, $3, ... have of step $1, 200 samples each.
different() {
  local step=$1 seed
  shift
  : > traces
  for seed in "$@"; do
    rm -f trace*.itf.json
    quint run --backend=typescript --step="$step" --seed="$seed" --max-samples=200 --max-steps=20 \
      --n-traces=200 --out-itf='trace{seq}.itf.json' draw.qnt > out 2>&1
    node read.js > one
    [ "$(wc -l < one)" -eq 200 ]
    cat one >> traces
  done
  sort -u traces | wc -l
}

expect "runs that get stuck, seeds 1 to 5, different traces of 1000" 204 "$(different stuck 1 2 3 4 5)"
expect "seeds a million apart" 1000 "$(different stuck 1 1000001 2000001 3000001 4000001)"
expect "runs of 20 draws, seeds 1 and 2, of 400" 400 "$(different fixed 1 2)"
expect "seeds 1 and 21" 201 "$(different fixed 1 21)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
