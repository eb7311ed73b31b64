#!/usr/bin/env bash
# Expected: Helgrind and gcc's ThreadSanitizer report that a lock is unlocked which nobody holds, or
#   another thread, for rwlocks and spinlocks as for mutexes.
# What happens: ThreadSanitizer says nothing of an rwlock that is unlocked once too often, was never
#   locked, or is held by another thread for reading: exit code 0. Only where another thread holds it for
#   writing there is a report. Helgrind says nothing of a spinlock that is unlocked once too often or
#   never was locked. Of a mutex both report each of the three; DRD does so of all three kinds of locks.
# Version: Valgrind 3.19.0 and gcc 12.2.0 of Debian 12, on x86-64.
# Known: Helgrind's manual lists these misuses for mutexes, has the checks of mutexes "generally also
#   performed" for rwlocks and does not say that spinlocks are left out. Of
#   ThreadSanitizer nothing was found; that of clang 14 does the same. Newer releases were not run.
# Who meets it: whoever tests a model of KVM's mmu_lock, an rwlock that was a spinlock once, for paths
#   that drop it twice: a second unlock for reading takes away another reader's hold, and a writer enters
#   beside that reader.
# Instead: DRD.
set -euo pipefail

for command in valgrind gcc; do
  command -v "$command" > /dev/null || { echo "$command cannot be had: it is not installed"; exit 3; }
done
[ "$(valgrind --version) $(gcc -dumpfullversion) $(uname -m)" = "valgrind-3.19.0 12.2.0 x86_64" ] ||
  { echo "Valgrind 3.19.0 and gcc 12.2.0 for x86-64 cannot be had"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
unset VALGRIND_OPTS TSAN_OPTIONS

cat > unlock.c <<'C'
#define _GNU_SOURCE
#include <pthread.h>
#include <stddef.h>
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_spinlock_t spinlock;
static void *locker(void *unused) {
  LOCK;
  return unused;
}
static void *unlocker(void *unused) {
  UNLOCK;
  return unused;
}
static void run(void *(*body)(void *)) {
  pthread_t thread;
  pthread_create(&thread, NULL, body, NULL);
  pthread_join(thread, NULL);
}
int main(void) {
  pthread_spin_init(&spinlock, 0);
  run(locker);
  run(unlocker);
}
C
changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# Whether tool $1 of Valgrind says that a lock is unlocked wrongly.
valgrinds() {
  valgrind --tool="$1" ./plain > log 2>&1
  if grep -qE 'unlocked (an invalid|a not-locked) lock|unlocked lock at .* held by|not locked|is not a mutex|Not a reader-writer lock' log
  then echo told; else echo nothing; fi
}
# The same of ThreadSanitizer.
sanitizers() {
  local code=0
  setarch -R ./sanitized > log 2>&1 || code=$?
  case $code in
    0) echo nothing ;;
    66) grep -q 'WARNING: ThreadSanitizer: unlock of an unlocked mutex' log && echo told ;;
    *) sed -n 1p log ;;
  esac
}
# What Helgrind, DRD and ThreadSanitizer say if a thread does $1 and then another does $2.
seen() {
  gcc -w -g -pthread "-DLOCK=$1" "-DUNLOCK=$2" unlock.c -o plain
  gcc -w -g -pthread -fsanitize=thread "-DLOCK=$1" "-DUNLOCK=$2" unlock.c -o sanitized
  echo "$(valgrinds helgrind), $(valgrinds drd), $(sanitizers)"
}
none='(void)0'
lock='pthread_mutex_lock(&mutex)' unlock='pthread_mutex_unlock(&mutex)'
read='pthread_rwlock_rdlock(&rwlock)' write='pthread_rwlock_wrlock(&rwlock)' give='pthread_rwlock_unlock(&rwlock)'
spin='pthread_spin_lock(&spinlock)' stop='pthread_spin_unlock(&spinlock)'
[ "$(seen "$lock; $unlock" "$lock; $unlock")" = 'nothing, nothing, nothing' ] ||
  { echo "ThreadSanitizer cannot be had: $(sed -n 1p log)"; exit 3; }

echo "$(valgrind --version), $(gcc --version | sed -n 1p). What Helgrind, DRD and ThreadSanitizer say of"
expect '  an rwlock locked and unlocked' 'nothing, nothing, nothing' "$(seen "$read; $give" "$write; $give")"
expect '  a spinlock locked and unlocked' 'nothing, nothing, nothing' "$(seen "$spin; $stop" "$spin; $stop")"
echo "an unlock of one that never was locked:"
expect '  mutex' 'told, told, told' "$(seen "$none" "$unlock")"
expect '  rwlock' 'told, told, nothing' "$(seen "$none" "$give")"
expect '  spinlock' 'nothing, told, told' "$(seen "$none" "$stop")"
echo "a second unlock:"
expect '  mutex' 'told, told, told' "$(seen "$none" "$lock; $unlock; $unlock")"
expect '  rwlock, for reading' 'told, told, nothing' "$(seen "$none" "$read; $give; $give")"
expect '  rwlock, for writing' 'told, told, nothing' "$(seen "$none" "$write; $give; $give")"
expect '  spinlock' 'nothing, told, told' "$(seen "$none" "$spin; $stop; $stop")"
echo "an unlock of one that another thread holds:"
expect '  mutex' 'told, told, told' "$(seen "$lock" "$unlock")"
expect '  rwlock, for reading' 'told, told, nothing' "$(seen "$read" "$give")"
expect '  rwlock, for writing' 'told, told, told' "$(seen "$write" "$give")"
expect '  spinlock' 'told, told, told' "$(seen "$spin" "$stop")"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
