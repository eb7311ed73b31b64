#!/usr/bin/env bash
# Expected: drgn's cast("_Bool", x) is what (_Bool)x is in C, 1 unless x is zero: its manual says that
#   cast() "uses the programming language's rules for explicit conversions".
# What happens: it keeps the lowest byte. A flag of 0x100 or more, any pointer to something aligned to
#   256 bytes, as to a page, and 0.5 become 0, which Python takes for false; a flag of 4 becomes 4, which
#   is not equal to 1, nor to another flag's 8. The object itself, without the cast, is true.
# Version: drgn 0.0.22 of Debian 12 (python3-drgn 0.0.22-1), on x86-64.
# Known: nothing was found in the tracker. Newer releases were not run.
# Who meets it: whoever writes a helper in drgn after a predicate of the kernel that returns bool, as
#   "entry & mask" of a page table entry, where the mask is often above bit 7: each entry lacks the flag.
# Instead: Object(prog, "_Bool", bool(x)), or "x != 0".
set -euo pipefail

[ "$(dpkg --print-architecture 2> /dev/null)" = amd64 ] || { echo "drgn for amd64 cannot be had: no Debian of amd64"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in python3-drgn=0.0.22-1 libkdumpfile10=0.5.1-1 liblzo2-2=2.10-2 libsnappy1v5=1.1.9-3; do
  apt-get download "$package" > apt.log 2>&1 || { echo "$package cannot be had"; exit 3; }
  dpkg -x "${package%%=*}"_*.deb debian
done
# What drgn says of the expression $1.
seen() {
  LD_LIBRARY_PATH="$work/debian/usr/lib/x86_64-linux-gnu:$work/debian/lib/x86_64-linux-gnu" \
    PYTHONPATH="$work/debian/usr/lib/python3/dist-packages" PYTHONDONTWRITEBYTECODE=1 \
    python3 -c '
import sys
from drgn import Object, Program, cast, host_platform
prog = Program(host_platform)
entry = Object(prog, "unsigned long", 0x8000000000000104)
page = Object(prog, "void *", 0xffff888000001000)
print(eval(sys.argv[1]))' "$1" 2>&1 | tail -n 1
}
[ "$(seen 1)" = 1 ] || { echo "drgn cannot be had: $(seen 1)"; exit 3; }

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# Compares the value of the expression $1 with $2.
value() { expect "  $1" "$2" "$(seen "$1")"; }

echo "drgn 0.0.22. A page table entry of 0x8000000000000104 and a page at 0xffff888000001000:"
value 'entry & 0x100' '(unsigned long)256'
value 'bool(entry & 0x100)' True
value 'cast("_Bool", entry & 0x100)' '(_Bool)0'
value 'bool(cast("_Bool", entry & 0x100))' False
value 'cast("_Bool", entry & (1 << 63))' '(_Bool)0'
value 'cast("_Bool", entry & 4)' '(_Bool)4'
value 'cast("_Bool", entry & 4) == True' False
value 'cast("_Bool", entry & 2)' '(_Bool)0'
value 'cast("_Bool", page)' '(_Bool)0'
value 'cast("_Bool", page + 8)' '(_Bool)8'
value 'cast("_Bool", Object(prog, "double", 0.5))' '(_Bool)0'
value 'Object(prog, "_Bool", bool(entry & 0x100))' '(_Bool)1'

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
