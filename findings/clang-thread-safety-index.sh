#!/usr/bin/env bash
# Expected: clang's -Wthread-safety knows the locks of an array apart: what locks[1] guards is not
#   written under locks[0]. It does so for locks[i] and locks[j], and for members of two objects.
# What happens: it compares how a lock is written, and takes all literals for equal. locks[0] and
#   locks[1] are one lock: what the other guards passes, a function that requires the other may be
#   called, and taking both is "already held". A macro for the number is a number. Named constants are
#   told apart, but from numbers, too: what locks[1] guards is rejected under locks[SECOND]. A string is
#   a literal as well. And a lock whose index or pointer has changed since is still the one that was
#   taken: after "slot = slot->next" the next slot's fields pass under the lock of the first.
# Version: clang 14.0.6 of Debian 12 (clang-14 1:14.0.6-12).
# Known: the manual names "no alias analysis" as a limit and says nothing of literals. Issue 58535 of
#   llvm-project has the "already held" of two elements of a vector; pull request 179041 of 2026 has
#   literals compared. Newer releases were not run.
# Who meets it: whoever annotates code with a lock for each address space, each level or each node, as
#   slots[0] and slots[1] of KVM's two address spaces.
# Instead: constexpr or enum constants in the annotations and in the code, everywhere.
set -euo pipefail

[ "$(dpkg --print-architecture 2> /dev/null)" = amd64 ] || { echo "clang for amd64 cannot be had: no Debian of amd64"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in clang-14 libclang-cpp14 libllvm14; do
  apt-get download "$package=1:14.0.6-12" > apt.log 2>&1 || { echo "$package 1:14.0.6-12 cannot be had"; exit 3; }
  dpkg -x "$package"_*.deb debian
done
clang() { LD_LIBRARY_PATH="$work/debian/usr/lib/x86_64-linux-gnu" debian/usr/lib/llvm-14/bin/clang "$@"; }
clang --version > version 2> log || { echo "clang 14 cannot be had: $(tail -n 1 log)"; exit 3; }

cat > slots.cc <<'C'
#define GUARDED_BY(l) __attribute__((guarded_by(l)))
struct __attribute__((capability("mutex"))) Lock { int word; };
void take(Lock *l) __attribute__((acquire_capability(*l)));
void give(Lock *l) __attribute__((release_capability(*l)));
Lock *find(const char *name);
struct Slot { Lock lock; int pages GUARDED_BY(lock); Slot *next; };
enum { FIRST = 0, SECOND = 1 };
#define ONE 1
extern Slot slots[2];
struct Vm { Lock locks[2]; int first GUARDED_BY(locks[0]); int second GUARDED_BY(locks[1]); };
void flush(Vm *vm) __attribute__((requires_capability(vm->locks[1])));
extern int named GUARDED_BY(find("first"));

void none(int i) { slots[i].pages++; }
void same(int i) { take(&slots[i].lock); slots[i].pages++; give(&slots[i].lock); }
void variables(int i, int j) { take(&slots[i].lock); slots[j].pages++; give(&slots[i].lock); }
void objects(Slot *a, Slot *b) { take(&a->lock); b->pages++; give(&a->lock); }
void numbers() { take(&slots[0].lock); slots[1].pages++; give(&slots[0].lock); }
void macro() { take(&slots[0].lock); slots[ONE].pages++; give(&slots[0].lock); }
void sums(int i) { take(&slots[i + 1].lock); slots[i + 2].pages++; give(&slots[i + 1].lock); }
void released() { take(&slots[0].lock); slots[0].pages++; give(&slots[1].lock); }
void constants() { take(&slots[FIRST].lock); slots[SECOND].pages++; give(&slots[FIRST].lock); }
void member(Vm *vm) { take(&vm->locks[0]); vm->second++; give(&vm->locks[0]); }
void required(Vm *vm) { take(&vm->locks[0]); flush(vm); give(&vm->locks[0]); }
void both(Vm *vm) { take(&vm->locks[0]); take(&vm->locks[1]); give(&vm->locks[1]); give(&vm->locks[0]); }
void mixed(Vm *vm) { take(&vm->locks[SECOND]); vm->second++; give(&vm->locks[SECOND]); }
void strings() { take(find("second")); named++; give(find("second")); }
void changed(int i) { take(&slots[i].lock); i++; slots[i].pages++; give(&slots[i].lock); }
void moved(Slot *s) { take(&s->lock); s = s->next; s->pages++; give(&s->lock); }
C
clang -fsyntax-only -Wall -Wthread-safety slots.cc > checked 2>&1

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# What is first reported of function $1.
verdict() {
  local line report
  line=$(grep -n "^void $1(" slots.cc | cut -d: -f1)
  report=$(sed -n "s/^slots.cc:$line:[0-9]*: warning: \(.*\) \[.*/\1/p" checked | sed -n 1p)
  echo "${report:-nothing}"
}

sed -n 1p version
requires() { echo "writing variable '$1' requires holding mutex '$2' exclusively"; }
expect 'slots[i], no lock' "$(requires pages 'slots[i].lock')" "$(verdict none)"
expect 'slots[i] under the lock of slots[i]' nothing "$(verdict same)"
expect 'slots[j] under that of slots[i]' "$(requires pages 'slots[j].lock')" "$(verdict variables)"
expect 'b->pages under a->lock' "$(requires pages 'b->lock')" "$(verdict objects)"
expect 'slots[1] under that of slots[0]' nothing "$(verdict numbers)"
expect 'slots[ONE], a macro, under that of slots[0]' nothing "$(verdict macro)"
expect 'slots[i + 2] under that of slots[i + 1]' nothing "$(verdict sums)"
expect 'the lock of slots[1] is released for that of slots[0]' nothing "$(verdict released)"
expect 'slots[SECOND] under that of slots[FIRST], an enum' "$(requires pages 'slots[SECOND].lock')" "$(verdict constants)"
expect 'a member guarded by locks[1] under locks[0]' nothing "$(verdict member)"
expect 'a function that requires locks[1] under locks[0]' nothing "$(verdict required)"
expect 'locks[0] and then locks[1]' "acquiring mutex 'vm->locks[1]' that is already held" "$(verdict both)"
expect 'a member guarded by locks[1] under locks[SECOND]' "$(requires second 'vm->locks[1]')" "$(verdict mixed)"
expect 'a variable guarded by find("first") under find("second")' nothing "$(verdict strings)"
expect 'slots[i], i raised since the lock was taken' nothing "$(verdict changed)"
expect 's->pages, s moved on since the lock was taken' nothing "$(verdict moved)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
