#!/usr/bin/env bash
# Expected: "trace-cmd report" computes an event's "print fmt" as C does, since it is C of the kernel, that
#   the kernel itself runs for the file "trace".
# What happens: operators of one rank are taken from the right: "a - b - c" is a - (b - c), "a * b / c" is
#   a * (b / c). "a ? b : c ? d : e" is (a ? b : c) ? d : e, so that of three names the last is shown
#   where the first is meant. And a negative value is often taken for a large one: a field of 8 or 16 bits
#   is shown so, with -R as well; "(long)REC->ret" of an int of -22 is 4294967274, though %d of it is -22;
#   "REC->ret < 0" is false, also of a long; -22 >> 1 is 2147483637. A filter by -F, on the other hand,
#   extends the sign of each field to 64 bits, and does not find the 255 that is shown. Nothing is said.
# Version: trace-cmd 3.1.6 of Debian 12 (trace-cmd 3.1.6-1, libtraceevent1 1:1.7.1-1), gcc 12.2.
# Known: nothing was found in the tracker. Newer releases, and perf, were not run.
# Who meets it: whoever reads error codes, levels, sizes or names off a report of events, whose formats have
#   such casts and conditionals, or compares them with a trace of one's own.
# Instead: the file "trace" of the kernel itself; in events of one's own, parentheses around each pair.
set -euo pipefail

[ "$(dpkg --print-architecture 2> /dev/null)" = amd64 ] || { echo "trace-cmd for amd64 cannot be had: no Debian of amd64"; exit 3; }
for command in python3 gcc; do
  command -v "$command" > /dev/null || { echo "$command cannot be had: it is not installed"; exit 3; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in trace-cmd=3.1.6-1 libtraceevent1=1:1.7.1-1 libtracefs1=1.6.4-1; do
  apt-get download "$package" > apt.log 2>&1 || { echo "$package cannot be had"; exit 3; }
  dpkg -x "${package%%=*}"_*.deb debian
done
report() {
  LD_LIBRARY_PATH="$work/debian/usr/lib/x86_64-linux-gnu" debian/usr/bin/trace-cmd report -N "$@"
}

# A trace of version 6, little endian, one CPU, one page, one event, whose format is $1.
cat > write.py <<'PY'
from struct import pack
from sys import argv

def block(text):
    return pack("<Q", len(text)) + text.encode()

def format(name, number, fields, shown):
    text, at = f"name: {name}\nID: {number}\nformat:\n", 0
    common = [("unsigned short common_type", 2, 0), ("unsigned char common_flags", 1, 0),
              ("unsigned char common_preempt_count", 1, 0), ("int common_pid", 4, 1)]
    for field, size, signed in common + fields:
        text += f"\tfield:{field};\toffset:{at};\tsize:{size};\tsigned:{signed};\n"
        at += size
        text += "\n" if field.endswith("common_pid") else ""
    return text + f"\nprint fmt: {shown}\n"

page = "".join(f"\tfield: {field};\toffset:{at};\tsize:{size};\tsigned:{signed};\n" for field, at, size, signed in (
    ("u64 timestamp", 0, 8, 0), ("local_t commit", 8, 8, 1), ("int overwrite", 8, 1, 1), ("char data", 16, 4080, 1)))
header = ("# compressed entry header\n\ttype_len    :    5 bits\n\ttime_delta  :   27 bits\n\tarray       :   32 bits\n\n"
          "\tpadding     : type == 29\n\ttime_extend : type == 30\n\ttime_stamp : type == 31\n\tdata max type_len  == 28\n")
retry = format("retry", 300, [("long wide", 8, 1), ("int ret", 4, 1), ("s16 delta", 2, 1), ("s8 level", 1, 1),
                              ("u8 kind", 1, 0), ("u32 end", 4, 0), ("u32 start", 4, 0), ("u32 hole", 4, 0)], argv[1])
data = pack("<HBBi", 300, 0, 0, 100) + pack("<qihbBIII", -22, -22, -2, -1, 1, 7, 3, 2)
events = pack("<I", len(data) // 4 | 1000000 << 5) + data
out = b"\x17\x08\x44tracing6\0" + bytes([0, 8]) + pack("<I", 4096)
out += b"header_page\0" + block(page) + b"header_event\0" + block(header) + pack("<I", 0)
out += pack("<I", 1) + b"mmu\0" + pack("<I", 1) + block(retry)
out += pack("<II", 0, 0) + block("100 vcpu\n") + pack("<I", 1) + b"options  \0" + pack("<H", 0) + b"flyrecord\0"
out += pack("<QQ", 8192, 4096)
out = out.ljust(8192, b"\0") + (pack("<QQ", 1000000000, len(events)) + events).ljust(4096, b"\0")
open("trace.dat", "wb").write(out)
PY

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# What C and trace-cmd make of the format $1.
seen() {
  cat > print.c <<C
#include <stdio.h>
typedef short s16;
typedef signed char s8;
typedef unsigned char u8;
typedef unsigned int u32;
static struct { long wide; int ret; s16 delta; s8 level; u8 kind; u32 end, start, hole; } event = {
  -22, -22, -2, -1, 1, 7, 3, 2
}, *REC = &event;
int main(void) { printf($1); }
C
  gcc -w print.c -o print
  python3 write.py "$1"
  report trace.dat > log 2>&1 || true
  echo "$(./print) in C, $(sed -n 's/.* retry: *//p' log)"
}
# Compares both values of the format $1 with $2 and $3.
value() { expect "  $1" "$2 in C, $3" "$(seen "$1")"; }

[ "$(seen '"%d", 1')" = '1 in C, 1' ] || { echo "trace-cmd cannot be had: $(tail -n 1 log)"; exit 3; }
echo "trace-cmd 3.1.6. An event with end 7, start 3, hole 2 and kind 1:"
value '"%d", REC->end - REC->start' 4 4
value '"%d", REC->end - REC->start - REC->hole' 2 6
value '"%d", (REC->end - REC->start) - REC->hole' 2 2
value '"%d", REC->end - REC->start + REC->hole' 6 2
value '"%d", REC->end * REC->start / REC->hole' 10 7
value '"%d", REC->end / REC->start / REC->hole' 1 7
value '"%d", 1 << REC->hole << REC->start' 32 65536
value '"%d", REC->end + REC->start * REC->hole' 13 13
value '"%s", REC->kind == 1 ? "read" : "write"' read read
value '"%s", REC->kind == 1 ? "read" : REC->kind == 2 ? "write" : "exec"' read exec
value '"%s", REC->kind == 0 ? "read" : REC->kind == 1 ? "write" : "exec"' write write
value '"%s", REC->kind == 1 ? "read" : (REC->kind == 2 ? "write" : "exec")' read read
echo "With a long and an int of -22, an s16 of -2 and an s8 of -1:"
value '"%ld", REC->wide' -22 -22
value '"%d", REC->ret' -22 -22
value '"%d", REC->delta' -2 65534
value '"%d", REC->level' -1 255
value '"%d", (int)REC->level' -1 255
value '"%ld", (long)REC->ret' -22 4294967274
value '"%lld", (long long)REC->ret' -22 4294967274
value '"%lx", (long)REC->ret' ffffffffffffffea ffffffea
value '"%s", REC->ret < 0 ? "failed" : "ok"' failed ok
value '"%s", REC->wide < 0 ? "failed" : "ok"' failed ok
value '"%d", REC->ret >> 1' -11 2147483637
value '"%d", -REC->ret' 22 22
value '"%d %d", REC->delta, REC->level' '-2 -1' '65534 255'
report -R trace.dat > log 2>&1
expect 'That event with -R' 'wide=-22 ret=-22 delta=65534 level=255 kind=1 end=7 start=3 hole=2' "$(sed -n 's/.* retry: *//p' log)"
report -F 'retry: level == 255' trace.dat > log 2>&1
expect 'Events with level == 255, by -F' 0 "$(grep -c ' retry: ' log || true)"
report -F 'retry: level == 0xffffffffffffffff' trace.dat > log 2>&1
expect 'With level == 0xffffffffffffffff' 1 "$(grep -c ' retry: ' log || true)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
