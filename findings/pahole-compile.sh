#!/usr/bin/env bash
# Expected: what "pahole --compile" writes of a file's BTF, "compilable code with all definitions",
#   compiles to structs with the sizes and offsets that the BTF has, as what "bpftool btf dump format c"
#   writes does; or it says which it cannot write.
# What happens: it compiles, to other structs than the comments beside the members say. A member that is
#   packed loses that, and lies elsewhere with all behind it; an aligned struct that is known by a
#   typedef alone loses the room at its end, and what follows it moves in; a struct that is aligned
#   around a packed one loses its alignment and its size; behind a bit field of length 0 the size is
#   another. Nothing is said, and the exit code is 0. bpftool writes all of them, from the same BTF, with
#   the right sizes and offsets.
# Version: pahole 1.24 and bpftool 7.1 of Debian 12, gcc 12.2, on x86-64.
# Known: nothing was found in the tracker. Newer releases were not run.
# Who meets it: whoever reads a kernel's or a guest's memory with types taken from its BTF: fields are
#   read at wrong places, arrays of such structs with a wrong stride.
# Instead: bpftool, and a _Static_assert of each size and offset that matters.
set -euo pipefail

for tool in pahole bpftool gcc; do
  command -v "$tool" > /dev/null || { echo "$tool cannot be had: it is not installed"; exit 3; }
done
[ "$(uname -m)" = x86_64 ] || { echo "gcc for x86-64 cannot be had: this is $(uname -m)"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > structs.c <<'C'
struct plain { char a; long b; char c; int d : 3; int e; };
struct packed { char a; long b; char c; } __attribute__((packed));
struct member { char a; long b __attribute__((packed)); short c; };
typedef struct { int word; } __attribute__((aligned(64))) line;
struct lines { char a; line b; char c; };
struct inner { char a; struct { char x; int y; } __attribute__((packed)) b; } __attribute__((aligned(4)));
struct field { char a; int : 8; int b : 8; long : 0; char c; };
struct plain plain;
struct packed packed;
struct member member;
struct lines lines;
struct inner inner;
struct field field;
C
gcc -gdwarf-4 -c structs.c -o structs.o
pahole -J structs.o
pahole -F btf --compile structs.o > pahole.h
bpftool btf dump file structs.o format c > bpftool.h

cat > main.c <<'C'
#include TYPES
int printf(const char *, ...);
#define SHOW(name, last) \
  printf(#name " %d, " #last " at %d\n", (int)sizeof(struct name), (int)__builtin_offsetof(struct name, last))
int main(void) {
  SHOW(plain, e);
  SHOW(packed, c);
  SHOW(member, c);
  SHOW(lines, c);
  SHOW(inner, b);
  SHOW(field, c);
}
C
for from in structs.c pahole.h bpftool.h; do
  gcc -w "-DTYPES=\"$from\"" main.c -o main
  ./main > "${from%.*}"
done

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# Size and offset of the last member of struct $1 in the source, by pahole and by bpftool.
layouts() {
  local from
  for from in structs pahole bpftool; do
    sed -n "s/^$1 //p" "$from"
  done | awk '{ printf "%s%s", between, $0; between = "; " }'
}

echo "pahole $(pahole --version | sed 's/^v//'), $(bpftool version | sed -n 1p)"
gcc --version | sed -n 1p
echo "Sizes, and where a member is: source; pahole; bpftool"
expect 'plain struct' '24, e at 20; 24, e at 20; 24, e at 20' "$(layouts plain)"
expect 'packed struct' '10, c at 9; 10, c at 9; 10, c at 9' "$(layouts packed)"
expect 'packed member' '12, c at 10; 24, c at 16; 12, c at 10' "$(layouts member)"
expect 'member of an aligned type' '192, c at 128; 128, c at 68; 192, c at 128' "$(layouts lines)"
expect 'packed struct in an aligned one' '8, b at 1; 6, b at 1; 8, b at 1' "$(layouts inner)"
expect 'bit field of length 0' '12, c at 8; 16, c at 8; 12, c at 8' "$(layouts field)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
