#!/usr/bin/env bash
# Expected: "trace-cmd split" writes into the new file the events from the start time on, each once.
# What happens: with a start time, the first event of each CPU that has none before that time is written
#   twice. "-e 4" counts both, so that the file has three or two events of the trace, and what the trace
#   has behind them is missing. Without a start time, or with one behind the CPU's first event, all is
#   right. Nothing is said.
# Version: trace-cmd 3.1.6 of Debian 12 (trace-cmd 3.1.6-1, libtraceevent1 1:1.7.1-1).
# Known: nothing was found in the tracker. Newer releases were not run.
# Who meets it: whoever cuts a long trace before it is checked or counted: CPUs that were idle at the start
#   have an event too many, as a lock that is taken twice.
# Instead: a split without a start time, or "trace-cmd report" and its lines from the start time on.
set -euo pipefail

[ "$(dpkg --print-architecture 2> /dev/null)" = amd64 ] || { echo "trace-cmd for amd64 cannot be had: no Debian of amd64"; exit 3; }
command -v python3 > /dev/null || { echo "python3 cannot be had: it is not installed"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in trace-cmd=3.1.6-1 libtraceevent1=1:1.7.1-1 libtracefs1=1.6.4-1; do
  apt-get download "$package" > apt.log 2>&1 || { echo "$package cannot be had"; exit 3; }
  dpkg -x "${package%%=*}"_*.deb debian
done
trace_cmd() { LD_LIBRARY_PATH="$work/debian/usr/lib/x86_64-linux-gnu" debian/usr/bin/trace-cmd "$@"; }
report() { trace_cmd report -N "$@"; }
split() { trace_cmd split "$@"; }

# A trace of version 6, little endian, two CPUs, two pages of each.
cat > write.py <<'PY'
from struct import pack

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

def event(pid, zap):
    data = pack("<HBBi", 300, 0, 0, pid) + pack("<i", zap)
    return pack("<I", len(data) // 4 | 1000000 << 5) + data

def block_of(time, pid, zaps, lost=None):
    events, gap, count = b"".join(event(pid, zap) for zap in zaps), 0, b""
    if lost is not None:
        gap, count = 1 << 31 | 1 << 30, pack("<q", lost)
    return (pack("<QQ", time, len(events) | gap) + events + count).ljust(4096, b"\0")

page = "".join(f"\tfield: {field};\toffset:{at};\tsize:{size};\tsigned:{signed};\n" for field, at, size, signed in (
    ("u64 timestamp", 0, 8, 0), ("local_t commit", 8, 8, 1), ("int overwrite", 8, 1, 1), ("char data", 16, 4080, 1)))
header = ("# compressed entry header\n\ttype_len    :    5 bits\n\ttime_delta  :   27 bits\n\tarray       :   32 bits\n\n"
          "\tpadding     : type == 29\n\ttime_extend : type == 30\n\ttime_stamp : type == 31\n\tdata max type_len  == 28\n")
zap = format("zap", 300, [("int number", 4, 1)], '"%d", REC->number')
out = b"\x17\x08\x44tracing6\0" + bytes([0, 8]) + pack("<I", 4096)
out += b"header_page\0" + block(page) + b"header_event\0" + block(header) + pack("<I", 0)
out += pack("<I", 1) + b"mmu\0" + pack("<I", 1) + block(zap)
out += pack("<II", 0, 0) + block("100 vcpu0\n101 vcpu1\n") + pack("<I", 2) + b"options  \0" + pack("<H", 0) + b"flyrecord\0"
out += pack("<QQQQ", 8192, 8192, 16384, 8192)
out = out.ljust(8192, b"\0")
out += block_of(1000000000, 100, (1, 2)) + block_of(1010000000, 100, (3, 4), 7)
out += block_of(1005000000, 101, (11, 12)) + block_of(1015000000, 101, (13,), 3)
open("trace.dat", "wb").write(out)
PY
python3 write.py

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# Numbers of the events in a file.
numbers() {
  report "$1" > log 2>&1 || true
  sed -n 's/.* zap: *//p' log | tr '\n' ' '
}
# The same of the first file into which the trace is split with these arguments.
seen() {
  rm -f part*
  split -i trace.dat -o part "$@" > split.log 2>&1 || true
  numbers part.1
}

[ -n "$(numbers trace.dat)" ] || { echo "trace-cmd cannot be had: $(tail -n 1 log)"; exit 3; }
echo "trace-cmd 3.1.6. CPU 0 has events 1 to 4, from 1.001 s on, CPU 1 events 11 to 13, from 1.006 s on."
expect 'The trace' '1 2 11 12 3 4 13 ' "$(numbers trace.dat)"
expect 'split' '1 2 11 12 3 4 13 ' "$(seen)"
expect 'split 0.5' '1 1 2 11 11 12 3 4 13 ' "$(seen 0.5)"
expect 'split 1.0015' '2 11 11 12 3 4 13 ' "$(seen 1.0015)"
expect 'split 1.0065' '12 3 4 13 ' "$(seen 1.0065)"
expect 'split -e 4' '1 2 11 12 ' "$(seen -e 4)"
expect 'split -e 4 0.5' '1 1 2 11 ' "$(seen -e 4 0.5)"
expect 'split 0.5 1.0065' '1 1 2 11 11 ' "$(seen 0.5 1.0065)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
