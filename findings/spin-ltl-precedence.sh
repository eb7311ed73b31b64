#!/usr/bin/env bash
# Expected: Spin reads one LTL formula in one way, whether it stands in the model, ltl { ... }, or comes
#   by -f or from the file of -F. && binds more than ||, and || more than ->, as in Promela and in C.
# What happens: that is so in the model alone. By -f and -F the four operators &&, ||, -> and <-> have
#   one rank and are taken from the left: "error || request && late -> <> alert" asks for the alert
#   only where late holds, and an error without an alert passes. The other way round, "request ->
#   granted && valid" also asks for valid where nothing is requested. No word of it; the comment in
#   the claim repeats the formula as it was written.
# Version: Spin 6.5.2 of Debian 12 (spin).
# Known: the page on ltl names the operators and gives no ranks; in the tracker nothing was found.
#   Newer releases were not run.
# Who meets it: whoever keeps formulas in files beside the model, has a program hand them to Spin, or
#   takes one from ltl { ... } to -f, or from another tool's input.
# Instead: write the formula in the model, or parentheses around each pair; "ltl p: ..." is how Spin
#   says that it has read one of the model.
set -euo pipefail
shopt -s inherit_errexit

for command in spin gcc; do
  command -v "$command" > /dev/null || { echo "$command cannot be had: it is not installed"; exit 3; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

# Checks the model in model.pml; prints its number of errors.
errors() {
  spin -a "$@" model.pml > spin.log 2>&1
  gcc -w -o pan pan.c 2> gcc.log
  ./pan -a > out 2>&1
  sed -n 's/.*, errors: \([0-9]*\)$/\1/p' out
}
# The formula $2 of the process $1, in the model.
inline() {
  printf 'bool error, request, late, alert, granted, valid;\nactive proctype P() { %s }\n' "$1" > model.pml
  printf 'ltl p { %s }\n' "$2" >> model.pml
  errors
}
# The same by -F, negated, as -f and -F ask for what must not be.
file() {
  printf 'bool error, request, late, alert, granted, valid;\nactive proctype P() { %s }\n' "$1" > model.pml
  printf '!(%s)\n' "$2" > formula
  errors -F formula
}
# And by -f, the claim put behind the model.
option() {
  printf 'bool error, request, late, alert, granted, valid;\nactive proctype P() { %s }\n' "$1" > model.pml
  spin -f "!($2)" >> model.pml
  errors
}

spin -V
echo "A process has an error, and no alert."
step='error = true'
formula='[] (error || request && late -> <> alert)'
paired='[] ((error || (request && late)) -> <> alert)'
expect "$formula in the model, errors" 1 "$(inline "$step" "$formula")"
expect "the same by -F" 0 "$(file "$step" "$formula")"
expect "the same by -f" 0 "$(option "$step" "$formula")"
expect "with parentheses, in the model" 1 "$(inline "$step" "$paired")"
expect "with parentheses, by -F" 1 "$(file "$step" "$paired")"

echo "A process requests nothing."
step='late = true'
formula='[] (request -> granted && valid)'
paired='[] (request -> (granted && valid))'
expect "$formula in the model, errors" 0 "$(inline "$step" "$formula")"
expect "the same by -F" 1 "$(file "$step" "$formula")"
expect "with parentheses, by -F" 0 "$(file "$step" "$paired")"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
