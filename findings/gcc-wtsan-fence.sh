#!/usr/bin/env bash
# Expected: with -fsanitize=thread gcc warns, by default, of each memory fence on its own, as
#   ThreadSanitizer does not support them: -Wtsan is made for that.
# What happens: it warns of the builtin, __atomic_thread_fence(), and not of atomic_thread_fence(), C11's
#   name for it: that is a macro of <stdatomic.h>, which is a system header, and in macros of those gcc
#   does not warn, not even with -Wall -Wextra. -Wsystem-headers brings the warning. Nor is there one of
#   __sync_synchronize(). If the macro stands in an inline function that is inlined there is one again.
#   The fence is ignored all the same: a correct program has a "data race", in a place where nothing
#   says why.
# Version: gcc 12.2.0 of Debian 12, on x86-64.
# Known: the manual says of -Wno-tsan that std::atomic_thread_fence is not supported and can give false
#   positives; in C++ it is a function and the warning comes. That C lacks it was not found in the
#   trackers. clang 14 has no such warning at all. Newer releases of gcc were not run.
# Who meets it: whoever writes a seqcount, an RCU list or a refcount after the kernel's smp_wmb() and
#   smp_rmb() in C11 and takes the silence of the compiler for "fences are fine", and the report for an
#   error of the code.
# Instead: -Wsystem-headers once, or acquire and release on the accesses themselves under ThreadSanitizer.
set -euo pipefail

command -v gcc > /dev/null || { echo "gcc cannot be had: it is not installed"; exit 3; }
[ "$(gcc -dumpfullversion) $(uname -m)" = "12.2.0 x86_64" ] ||
  { echo "gcc 12.2.0 for x86-64 cannot be had: this is $(gcc -dumpfullversion), $(uname -m)"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > message.c <<'C'
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
static int message;
static atomic_int there;
static inline void release(void) { atomic_thread_fence(memory_order_release); }
static inline void acquire(void) { atomic_thread_fence(memory_order_acquire); }
static void *sender(void *unused) {
  message = 1;
#if FENCE == 1
  __atomic_thread_fence(memory_order_release);
#elif FENCE == 2
  atomic_thread_fence(memory_order_release);
#elif FENCE == 3
  __sync_synchronize();
#elif FENCE == 4
  release();
#endif
  atomic_store_explicit(&there, 1, FENCE ? memory_order_relaxed : memory_order_release);
  return unused;
}
static void *receiver(void *unused) {
  while (!atomic_load_explicit(&there, FENCE ? memory_order_relaxed : memory_order_acquire)) {}
#if FENCE == 1
  __atomic_thread_fence(memory_order_acquire);
#elif FENCE == 2
  atomic_thread_fence(memory_order_acquire);
#elif FENCE == 3
  __sync_synchronize();
#elif FENCE == 4
  acquire();
#endif
  if (message != 1) abort();
  return unused;
}
int main(void) {
  pthread_t first, second;
  pthread_create(&first, NULL, sender, NULL);
  pthread_create(&second, NULL, receiver, NULL);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
}
C
unset TSAN_OPTIONS
# Warnings of gcc with the options given, and what ThreadSanitizer then says of the program.
seen() {
  local code=0 warnings
  gcc -O1 -pthread -fsanitize=thread "$@" message.c -o message 2> warnings
  warnings=$(grep -c "'-fsanitize=thread' \[-Wtsan\]" warnings) || true
  setarch -R ./message > log 2>&1 || code=$?
  case $code in
    0) echo "$warnings, nothing" ;;
    66) echo "$warnings, $(sed -n 's/^WARNING: ThreadSanitizer: \(data race\) .*/\1/p' log | sed -n 1p)" ;;
    *) echo "$warnings, $(sed -n 1p log)" ;;
  esac
}
export LC_ALL=C
[ "$(seen -DFENCE=0)" = '0, nothing' ] || { echo "ThreadSanitizer cannot be had: $(sed -n 1p log)"; exit 3; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

gcc --version | sed -n 1p
echo "A message is handed over by two fences. Warnings of the compiler, and ThreadSanitizer's verdict:"
expect 'release and acquire of the flag, without a fence' '0, nothing' "$(seen -DFENCE=0 -Wall -Wextra)"
expect '__atomic_thread_fence()' '2, data race' "$(seen -DFENCE=1)"
expect 'atomic_thread_fence() of <stdatomic.h>' '0, data race' "$(seen -DFENCE=2)"
expect 'the same, -Wall -Wextra -Wtsan' '0, data race' "$(seen -DFENCE=2 -Wall -Wextra -Wtsan)"
expect 'the same, -Wsystem-headers' '2, data race' "$(seen -DFENCE=2 -Wsystem-headers)"
expect 'the same, in inline functions' '2, data race' "$(seen -DFENCE=4)"
expect '__sync_synchronize()' '0, data race' "$(seen -DFENCE=3 -Wall -Wextra -Wsystem-headers)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
