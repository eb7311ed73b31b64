#!/usr/bin/env bash
# Expected: with gcc's -fsanitize=thread, a memset() or memcpy() that races with another thread is found,
#   as a loop over the same words is.
# What happens: with -O1 and up, one of a constant size up to 8 KiB is not looked at at all. gcc replaces
#   the call by instructions of its own, as "rep stos", behind the pass that instruments, and without the
#   call the runtime does not see it. So a table of 4 KiB that is zeroed, or half copied, while another
#   thread reads it passes, with exit code 0. A memcpy() is found where gcc makes one load and store of
#   it, as of 8 bytes, or the assignment of a whole struct; a memset() of 8 bytes is not. memmove() and
#   bzero() of 24 bytes are lost with -O0, too.
# Version: gcc 12.2.0 of Debian 12, on x86-64.
# Known: gcc's manual says that "memory access instructions are instrumented" and nothing of this. clang
#   had it in 2013 (google/sanitizers issue 423, fixed): clang 14 reports each of these at -O0 to -O2.
#   Newer releases of gcc were not run.
# Who meets it: whoever runs a model of page table code, or any code that clears and copies whole pages,
#   under ThreadSanitizer, with -O1 or more as its documentation advises.
# Instead: -fno-builtin, or clang. Helgrind sees the instructions.
set -euo pipefail

command -v gcc > /dev/null || { echo "gcc cannot be had: it is not installed"; exit 3; }
[ "$(gcc -dumpfullversion) $(uname -m)" = "12.2.0 x86_64" ] ||
  { echo "gcc 12.2.0 for x86-64 cannot be had: this is $(gcc -dumpfullversion), $(uname -m)"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > table.c <<'C'
#define _GNU_SOURCE
#include <pthread.h>
#include <string.h>
#include <strings.h>
static struct table { unsigned long entries[512]; } table, other;
static void *writer(void *unused) {
  WRITE;
  return unused;
}
static void *reader(void *unused) {
  if (((volatile unsigned char *)&table)[AT]) return unused;
  return NULL;
}
int main(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, writer, NULL);
  pthread_create(&second, NULL, reader, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
}
C
unset TSAN_OPTIONS
# What ThreadSanitizer says if one thread does $1 and the other reads byte $2; options of gcc behind.
seen() {
  local code=0
  gcc -w -pthread -fsanitize=thread "-DWRITE=$1" "-DAT=$2" "${@:3}" table.c -o table
  setarch -R ./table > log 2>&1 || code=$?
  case $code in
    0) echo nothing ;;
    66) sed -n 's/^WARNING: ThreadSanitizer: \(data race\) .*/\1/p' log | sed -n 1p ;;
    *) sed -n 1p log ;;
  esac
}
loop='for (int i = 0; i < 512; i++) table.entries[i] = 0'
[ "$(seen '(void)0' 0 -O0)" = nothing ] || { echo "ThreadSanitizer cannot be had: $(sed -n 1p log)"; exit 3; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

gcc --version | sed -n 1p
for level in -O0 -O1 -O2; do
  echo "$level"
  lost=nothing
  [ "$level" != -O0 ] || lost='data race'
  expect '  a loop that zeroes 4096 bytes' 'data race' "$(seen "$loop" 800 "$level")"
  expect '  a struct of 4096 bytes assigned' 'data race' "$(seen 'table = other' 800 "$level")"
  expect '  memset of 4096 bytes' "$lost" "$(seen 'memset(&table, 0, sizeof table)' 800 "$level")"
  expect '  memcpy of 4096 bytes, the whole struct' 'data race' "$(seen 'memcpy(&table, &other, sizeof table)' 800 "$level")"
  expect '  memcpy of 2048 bytes' "$lost" "$(seen 'memcpy(&table, &other, 2048)' 800 "$level")"
  expect '  memset of 8 bytes' "$lost" "$(seen 'memset(&table, 0, 8)' 0 "$level")"
  expect '  memcpy of 8 bytes' 'data race' "$(seen 'memcpy(&table, &other, 8)' 0 "$level")"
  expect '  memcpy of 24 bytes' "$lost" "$(seen 'memcpy(&table, &other, 24)' 0 "$level")"
  expect '  memmove of 24 bytes' nothing "$(seen 'memmove(&table, &other, 24)' 0 "$level")"
  expect '  bzero of 24 bytes' nothing "$(seen 'bzero(&table, 24)' 0 "$level")"
done
expect '-O2 -fno-builtin, memset of 4096 bytes' 'data race' "$(seen 'memset(&table, 0, sizeof table)' 800 -O2 -fno-builtin)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
