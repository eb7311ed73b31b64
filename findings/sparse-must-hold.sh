#!/usr/bin/env bash
# Expected: Sparse's -Wcontext asks what its manual says a function with the attribute
#   context(expression, in, out) does: that the expression, for instance a lock, has the value "in" when
#   the function is called. So a call of a function with the kernel's __must_hold, which is (lock, 1, 1),
#   is reported where the lock is not held, and each lock is counted for itself.
# What happens: of a call, "out" less "in" is added to one count of the caller, whatever the expression,
#   and that is all. __must_hold is thus not looked at in any caller. One lock may be taken and another
#   released. "Unexpected unlock" is reported only where the count is below zero at a branch: without
#   one, a function may drop its caller's lock and take it again, unannotated. An inline function is not
#   held to its attribute, and where it is called its body alone counts; a call that stands before the
#   definition, and one by a pointer whose type has no attribute, do not count at all, though the
#   pointer was set to an annotated function without a word.
# Version: Sparse 0.6.4 of Debian 12 (sparse 0.6.4-3).
# Known: the kernel's page on Sparse has __must_hold as "held on function entry and exit" and does not
#   say that callers are left out. Newer kernels hand these annotations to clang instead.
# Who meets it: whoever reads a silent "make C=1" of a released kernel as "mmu_lock is held wherever
#   __must_hold asks for it".
# Instead: lockdep_assert_held() in the function, at run time, or clang's thread safety analysis.
set -euo pipefail

[ "$(dpkg --print-architecture 2> /dev/null)" = amd64 ] || { echo "sparse for amd64 cannot be had: no Debian of amd64"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download sparse=0.6.4-3 > apt.log 2>&1 || { echo "sparse 0.6.4-3 cannot be had"; exit 3; }
dpkg -x sparse_*.deb sparse

cat > locks.c <<'C'
#define __acquires(x) __attribute__((context(x, 0, 1)))
#define __releases(x) __attribute__((context(x, 1, 0)))
#define __must_hold(x) __attribute__((context(x, 1, 1)))
struct lock { int word; };
extern struct lock mmu_lock, slots_lock;
extern void lock(struct lock *l) __acquires(l);
extern void unlock(struct lock *l) __releases(l);
extern void zap(void) __must_hold(&mmu_lock);
extern int more(void);
extern int pages;

static void forgets(void) { lock(&mmu_lock); zap(); }
static void releases(void) { if (more()) unlock(&mmu_lock); }

static void never(void) { zap(); }
static void after(void) { lock(&mmu_lock); unlock(&mmu_lock); zap(); }
static void other(void) { lock(&slots_lock); zap(); unlock(&slots_lock); }
static void swaps(void) { lock(&mmu_lock); zap(); unlock(&slots_lock); }
static void drops(void) { unlock(&mmu_lock); more(); lock(&mmu_lock); }
static void branches(void) { unlock(&mmu_lock); if (more()) pages++; lock(&mmu_lock); }

static void claims(void) __acquires(&mmu_lock) { pages++; }
static inline void claims_inline(void) __acquires(&mmu_lock) { pages++; }
static void calls_inline(void) { claims_inline(); }

static void takes(void);
static void before(void) { takes(); }
static void takes(void) __acquires(&mmu_lock) { lock(&mmu_lock); }
static void behind(void) { takes(); }

static struct { void (*take)(struct lock *); } plain = { lock };
static void by_plain(void) { plain.take(&mmu_lock); }
static struct { void (*take)(struct lock *l) __acquires(l); } annotated = { lock };
static void by_annotated(void) { annotated.take(&mmu_lock); }
C
sparse/usr/bin/sparse locks.c > checked 2>&1

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# What is reported of function $1.
verdict() {
  local report
  report=$(sed -n "s/.*context imbalance in '$1' - //p" checked)
  echo "${report:-nothing}"
}

sparse/usr/bin/sparse --version
expect 'a lock is not released' 'wrong count at exit' "$(verdict forgets)"
expect 'a lock is released that was not taken, on one path' 'unexpected unlock' "$(verdict releases)"
echo "A function that must be called with mmu_lock held is called"
expect '  without any lock' nothing "$(verdict never)"
expect '  behind the unlock' nothing "$(verdict after)"
expect '  under another lock' nothing "$(verdict other)"
expect '  under mmu_lock, and then another lock is released' nothing "$(verdict swaps)"
echo "A function without an attribute releases mmu_lock and takes it again,"
expect '  with a call between' nothing "$(verdict drops)"
expect '  with a branch between' 'unexpected unlock' "$(verdict branches)"
echo "A function whose attribute says that it takes the lock does not"
expect '  and is static' 'wrong count at exit' "$(verdict claims)"
expect '  and is static inline' nothing "$(verdict claims_inline)"
expect '  the same, for its caller' nothing "$(verdict calls_inline)"
echo "A function that takes the lock, as its definition says, is called, and the lock not released,"
expect '  behind the definition' 'wrong count at exit' "$(verdict behind)"
expect '  before the definition' nothing "$(verdict before)"
expect '  by a pointer with the attribute' 'wrong count at exit' "$(verdict by_annotated)"
expect '  by a pointer without it' nothing "$(verdict by_plain)"
expect 'lines in all' 6 "$(wc -l < checked)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
