#!/usr/bin/env bash
# Expected: spatch looks for what a semantic patch says in each function that it parses, and
#   "spatch --parse-c" tells which it cannot parse.
# What happens: a function in which the end of a do-while body is not reached, as each path leaves it by
#   return, break or goto, is left out, all of it, also what stands before the loop and has nothing to do
#   with it: a lock that is not released on an error path is not found, and a call that is to be renamed
#   keeps its name. The same in a while or for loop is no matter, nor is code behind a return. A computed
#   goto has the effect, too. Nothing is said, the exit code is 0, and --parse-c and --verbose-parsing
#   have the file for perfect; only --debug has a line "FLOW: deadcode detected".
# Version: Coccinelle 1.1.1 of Debian 12 (coccinelle 1.1.1.deb-2+b1).
# Known: issue 162 of coccinelle, open since 2019, has a return at the end of a do-while(0); that
#   "perfect" is said of such a file is not in it. Newer releases were not run.
# Who meets it: whoever checks locks, or renames a function in a tree, by spatch and takes no output for
#   no match: "do { ...; if (bad) break; ...; return 0; } while (0)" is a way to write error paths without
#   a goto.
# Instead: look for "deadcode" in what --debug says, and read the functions that it names.
set -euo pipefail

[ "$(dpkg --print-architecture 2> /dev/null)" = amd64 ] || { echo "spatch for amd64 cannot be had: no Debian of amd64"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in coccinelle=1.1.1.deb-2+b1 libpcre3=2:8.39-15; do
  apt-get download "$package" > apt.log 2>&1 || { echo "$package cannot be had"; exit 3; }
  dpkg -x "${package%%=*}"_*.deb debian
done
export TMPDIR="$work" COCCINELLE_HOME="$work/debian/usr/lib/coccinelle"
spatch() {
  LD_LIBRARY_PATH="$work/debian/usr/lib/x86_64-linux-gnu:$work/debian/lib/x86_64-linux-gnu" debian/usr/bin/spatch "$@"
}
spatch --version > version 2> log || { echo "spatch cannot be had: $(tail -n 1 log)"; exit 3; }

cat > kept.cocci <<'COCCI'
@@
expression l;
@@
* mutex_lock(l);
  ... when != mutex_unlock(l)
* return ...;
COCCI
cat > rename.cocci <<'COCCI'
@@
@@
- trace_old();
+ trace_new();
COCCI

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# What spatch finds in a function that keeps its lock and has a call to rename, with statement $1 behind.
seen() {
  local code=0 found=
  cat > zap.c <<C
int zap(void *where)
{
	trace_old();
	mutex_lock(&m);
	if (busy())
		return -1;
	mutex_unlock(&m);
	$1
out:
	return 0;
}
C
  spatch --sp-file kept.cocci zap.c > kept 2> log || code=$?
  ! grep -q '^-[[:space:]]*mutex_lock' kept || found+="lock, "
  spatch --sp-file rename.cocci zap.c > renamed 2> log || code=$?
  ! grep -q '^+[[:space:]]*trace_new' renamed || found+="rename, "
  echo "${found:-nothing, }exit code $code"
}

sed -n 1p version
both='lock, rename, exit code 0'
none='nothing, exit code 0'
expect 'no loop' "$both" "$(seen '')"
expect 'do { flush(); } while (more());' "$both" "$(seen 'do { flush(); } while (more());')"
expect 'do { if (more()) break; return 1; } while (0);' "$none" "$(seen 'do { if (more()) break; return 1; } while (0);')"
expect 'do { if (more()) goto out; return 1; } while (0);' "$none" "$(seen 'do { if (more()) goto out; return 1; } while (0);')"
expect 'do { flush(); break; } while (0);' "$none" "$(seen 'do { flush(); break; } while (0);')"
for options in --parse-c '--verbose-parsing --sp-file rename.cocci'; do
  # shellcheck disable=SC2086
  spatch $options zap.c > told 2>&1
  expect "  spatch $options: mentions of trouble" 0 "$(grep -ciE 'dead|bad:|error|skip' told || true)"
done
spatch --parse-c zap.c > told 2>&1
expect '  spatch --parse-c' 'perfect = 1; pbs = 0' "$(grep -o 'perfect = [0-9]*; pbs = [0-9]*' told)"
spatch --debug --sp-file rename.cocci zap.c > told 2>&1
expect '  spatch --debug' 'FLOW: deadcode detected' "$(grep -o 'FLOW: deadcode detected' told || echo nothing)"
expect 'do { if (more()) continue; return 1; } while (0);' "$both" "$(seen 'do { if (more()) continue; return 1; } while (0);')"
expect 'while (1) { if (more()) break; return 1; }' "$both" "$(seen 'while (1) { if (more()) break; return 1; }')"
expect 'for (;;) { flush(); break; }' "$both" "$(seen 'for (;;) { flush(); break; }')"
expect 'return 1; flush();' "$both" "$(seen 'return 1; flush();')"
expect 'goto *where;' "$none" "$(seen 'goto *where;')"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
