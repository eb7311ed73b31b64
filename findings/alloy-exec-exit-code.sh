#!/usr/bin/env bash
# Expected: "alloy exec", Alloy's command line, ends with a status other than 0 where a check has a
#   counterexample, as model checkers do, and where the command that it is to run does not exist.
# What happens: 0 in both. A counterexample is a line with SAT, a check that holds one with UNSAT, and
#   both end with 0; so does a run without an instance. Of a name that no command has, by -c, nothing is
#   run, printed or written, and it ends with 0, while a number that is too large is an error. Only
#   what the command itself says to expect, "expect 0", makes a counterexample 1.
# Version: Alloy 6.2.0 (org.alloytools:org.alloytools.alloy.dist).
# Known: the help names wildcards for -c and no exit status; nothing found in the tracker.
# Who meets it: whoever runs checks in a build, and renames one, or writes a new one without "expect 0".
# Instead: "expect 0" behind each check and "expect 1" behind each run, no -c, and the lines counted.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=org.alloytools:org.alloytools.alloy.dist:6.2.0 -DoutputDirectory="$work" > mvn.log 2>&1 ||
  { echo "org.alloytools:org.alloytools.alloy.dist:6.2.0 cannot be had"; exit 3; }
mkdir tmp

# A lock that two may hold.
cat > lock.als <<'ALS'
sig Thread { waits: lone Thread }
sig Held in Thread {}
exclusive: check { lone Held } for 3
typed: check { Held in Thread } for 3
five: run { #Thread = 5 } for 3
sure: check { lone Held } for 3 expect 0
ALS

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# Has Alloy run the command $1; prints its verdict, and its exit status.
alloy() {
  local code=0 verdict
  java -Djava.io.tmpdir="$work/tmp" -jar org.alloytools.alloy.dist-6.2.0.jar exec -f -o solutions \
    -c "$1" lock.als > out 2>&1 || code=$?
  verdict=$(grep -owE 'SAT|UNSAT' out | paste -sd' ')
  [ -s out ] || verdict="no output"
  echo "${verdict:-no verdict}, $code"
}

java -Djava.io.tmpdir="$work/tmp" -jar org.alloytools.alloy.dist-6.2.0.jar version 2>&1 | sed -n 1p
expect "a check with a counterexample" "SAT, 0" "$(alloy exclusive)"
expect "a check that holds" "UNSAT, 0" "$(alloy typed)"
expect "a run without an instance" "UNSAT, 0" "$(alloy five)"
expect "a command that does not exist" "no output, 0" "$(alloy exclusiv)"
expect "a number that is too large" "no verdict, 1" "$(alloy 9)"
expect "a check with a counterexample, expect 0" "SAT, 1" "$(alloy sure)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
