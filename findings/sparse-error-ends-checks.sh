#!/usr/bin/env bash
# Expected: Sparse reports a lock that is not released, and a pointer with __rcu that is followed,
#   whatever else it finds in the file; or it says that it did not look.
# What happens: one "error:" in the file, and neither is looked for any more, in no function of it, nor
#   in the files that the command names behind it; nothing is said, and the exit code is 0. An error is
#   not only what no compiler takes. It is also that a pointer with __rcu is compared with one without,
#   so each rcu_dereference() of a pointer that lacks __rcu, as that macro makes such a comparison, and
#   each atomic builtin on a restricted type. An error that is found while parsing, as a failed
#   _Static_assert or a bit field of a restricted type, ends the warnings of types as well. Assigning,
#   passing or casting the same pointer is a "warning:", after which all goes on.
# Version: Sparse 0.6.4 of Debian 12 (sparse 0.6.4-3).
# Known: the manual says nothing of it. In its sources each phase is left out after an error in one
#   before. That the exit code is 0 with errors is known.
# Who meets it: whoever checks locks by "make C=1": where such an error is known and left alone, a silent
#   "context imbalance" means nothing for the file, and reports appear that seem new once the error is
#   mended.
# Instead: take a file with an "error:" for one that is not checked.
set -euo pipefail

[ "$(dpkg --print-architecture 2> /dev/null)" = amd64 ] || { echo "sparse for amd64 cannot be had: no Debian of amd64"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download sparse=0.6.4-3 > apt.log 2>&1 || { echo "sparse 0.6.4-3 cannot be had"; exit 3; }
dpkg -x sparse_*.deb sparse

cat > root.c <<'C'
#define __acquires(x) __attribute__((context(x, 0, 1)))
#define __rcu __attribute__((noderef, address_space(__rcu)))
#define __force __attribute__((force))
#define __bitwise __attribute__((bitwise))
#define rcu_dereference(p) \
  ((void)(((typeof(*p) __rcu *)(p)) == (p)), (typeof(*p) __force *)(p))
typedef unsigned long __bitwise tdp_pte;
struct root { int level; };
extern int mmu_lock;
extern void lock(void) __acquires(mmu_lock);
extern struct root __rcu *marked;
extern struct root *unmarked;
extern tdp_pte pte;

static void locks(void) { lock(); }
static int follows(void) { return marked->level; }
static struct root *assigns(void) { return marked; }
#if CASE == 1
static struct root *reads(void) { return rcu_dereference(marked); }
#elif CASE == 2
static struct root *reads(void) { return rcu_dereference(unmarked); }
#elif CASE == 3
static int compares(void) { return marked == unmarked; }
#elif CASE == 4
static tdp_pte loads(void) { return __atomic_load_n(&pte, __ATOMIC_RELAXED); }
#elif CASE == 5
struct bits { tdp_pte pfn : 40; };
static struct bits bits;
static tdp_pte field(void) { return bits.pfn; }
#elif CASE == 6
_Static_assert(sizeof(struct root) == 8, "a root has a size");
#endif
C
sed -n '/^#define __acquires/p; /^extern.*mmu_lock/p; /^static void locks/p' root.c > locks.c

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# What is reported of the options and files given, in the functions that do not change.
seen() {
  local code=0 all=
  sparse/usr/bin/sparse "$@" > checked 2>&1 || code=$?
  ! grep -q ': error: ' checked || all+="error, "
  ! grep -q "^root.c.*context imbalance in 'locks'" checked || all+="lock, "
  ! grep -q "^locks.c.*context imbalance in 'locks'" checked || all+="lock of the other file, "
  ! grep -q 'dereference of noderef' checked || all+="followed, "
  ! grep -q 'return expression (different address spaces)' checked || all+="assigned, "
  echo "${all}exit code $code"
}

sparse/usr/bin/sparse --version
all='lock, followed, assigned, exit code 0'
expect 'a lock that is kept, a pointer with __rcu that is followed and assigned' "$all" "$(seen root.c)"
echo "The same, and in another function"
expect '  rcu_dereference() of that pointer' "$all" "$(seen -DCASE=1 root.c)"
expect '  rcu_dereference() of one without __rcu' 'error, assigned, exit code 0' "$(seen -DCASE=2 root.c)"
expect '  a pointer with __rcu is compared with one without' 'error, assigned, exit code 0' "$(seen -DCASE=3 root.c)"
expect '  an atomic load of a restricted type' 'error, assigned, exit code 0' "$(seen -DCASE=4 root.c)"
expect '  a bit field of a restricted type' 'error, exit code 0' "$(seen -DCASE=5 root.c)"
expect '  a static assertion that fails' 'error, exit code 0' "$(seen -DCASE=6 root.c)"
echo "With a second file that keeps a lock,"
expect '  behind that file' 'error, lock of the other file, assigned, exit code 0' "$(seen -DCASE=3 locks.c root.c)"
expect '  before that file' 'error, assigned, exit code 0' "$(seen -DCASE=3 root.c locks.c)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
