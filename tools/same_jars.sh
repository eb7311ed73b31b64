#!/usr/bin/env bash
# Builds the last commit twice, in folders of different names, and compares every jar.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
commit=$(git rev-parse HEAD)
for copy in one another; do
  mkdir "$work/$copy"
  git archive "$commit" | tar -x -C "$work/$copy"
  (cd "$work/$copy" && mvn -B -q package -Dmaven.test.skip=true </dev/null)
  (cd "$work/$copy" && find . -path '*/target/*.jar' -print0 | sort -z | xargs -0 sha256sum) >"$work/$copy.sums"
done
diff "$work/one.sums" "$work/another.sums"
echo "$(wc -l <"$work/one.sums") jars, all the same"
