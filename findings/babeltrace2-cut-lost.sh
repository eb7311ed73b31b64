#!/usr/bin/env bash
# Expected: a trace that is cut with "babeltrace2 --end=... -o ctf" tells of lost events as the same command
#   does without -o ctf.
# What happens: shown as text, the cut trace has "may have discarded events" from the end of the last packet
#   to the cut. Written as CTF and read again, it has nothing if the cut is between two packets, and
#   "discarded 1 event" if it is within one, of which the tracer had lost four or five. No word of it, and
#   the exit code is 0. A trace that is not cut keeps its numbers, and so does what is before the cut.
# Version: Babeltrace 2.0.4 of Debian 12 (babeltrace2 2.0.4-1+b6).
# Known: the manual of sink.ctf.fs says that a message of discarded events without a number counts as 1, and
#   not that one with no packet behind it is dropped. Nothing was found in the tracker. Newer releases were
#   not run.
# Who meets it: whoever cuts a long trace of a kernel up to the failure before it is checked against a
#   model: the part looks complete, or nearly so, where it is not.
# Instead: --end where the trace is read, not where it is copied.
set -euo pipefail

[ "$(dpkg --print-architecture 2> /dev/null)" = amd64 ] || { echo "babeltrace2 for amd64 cannot be had: no Debian of amd64"; exit 3; }
command -v python3 > /dev/null || { echo "python3 cannot be had: it is not installed"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for package in babeltrace2 libbabeltrace2-0; do
  apt-get download "$package=2.0.4-1+b6" > apt.log 2>&1 || { echo "$package 2.0.4-1+b6 cannot be had"; exit 3; }
  dpkg -x "$package"_*.deb debian
done
library="$work/debian/usr/lib/x86_64-linux-gnu"
babeltrace() {
  LD_LIBRARY_PATH="$library" BABELTRACE_PLUGIN_PATH="$library/babeltrace2/plugins" \
    LIBBABELTRACE2_PLUGIN_PROVIDER_DIR="$library/babeltrace2/plugin-providers" debian/usr/bin/babeltrace2 "$@"
}

# A trace of three packets, of which the second follows 4 lost events and the third 5.
mkdir trace
cat > trace/metadata <<'TSDL'
/* CTF 1.8 */
typealias integer { size = 32; align = 8; signed = false; } := uint32_t;
typealias integer { size = 64; align = 8; signed = false; } := uint64_t;
trace {
  major = 1; minor = 8; byte_order = le;
  packet.header := struct { uint32_t magic; uint32_t stream_id; };
};
clock { name = monotonic; freq = 1000000000; };
typealias integer { size = 64; align = 8; signed = false; map = clock.monotonic.value; } := time_t;
stream {
  id = 0;
  packet.context := struct {
    time_t timestamp_begin; time_t timestamp_end; uint64_t content_size; uint64_t packet_size;
    uint64_t packet_seq_num; uint64_t events_discarded;
  };
  event.header := struct { uint32_t id; time_t timestamp; };
};
event { id = 1; name = "zap"; stream_id = 0; fields := struct { uint64_t start; }; };
TSDL
python3 -c '
from struct import pack
def packet(number, begin, end, times, lost):
    events = b"".join(pack("<IQQ", 1, time * 10**9, 4096) for time in times)
    bits = (56 + len(events)) * 8
    context = pack("<QQQQQQ", begin * 10**9, end * 10**9, bits, bits, number, lost)
    return pack("<II", 0xC1FC1FC1, 0) + context + events
open("trace/stream", "wb").write(
    packet(0, 1, 3, (1, 2), 0) + packet(1, 4, 5, (4, 5), 4) + packet(2, 6, 8, (6, 7), 9))'

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}
# Number of events and what is said of lost ones, with these arguments.
told() {
  local code=0
  babeltrace --clock-seconds "$@" > events 2> log || code=$?
  echo "$(grep -c ' zap: ' events || true) events$(sed -nE \
    's/^WARNING: Tracer (may have )?discarded ([0-9]+)? ?events? between \[([0-9]*\.[0-9]).*\] and \[([0-9]*\.[0-9]).*\] in.*/, lost \1\2 \3 to \4/p' \
    log | sed 's/lost may have  */lost some /' | tr -d '\n')$([ "$code" -eq 0 ] || echo ", exit code $code")"
}
# The same, shown at once and after the way over CTF.
seen() {
  local text
  text=$(told trace "$@")
  rm -rf copy
  babeltrace trace "$@" -o ctf -w copy > log 2>&1 || { tail -n 1 log; return; }
  echo "$text | $(told copy)"
}

babeltrace --version > version 2> log || { echo "babeltrace2 cannot be had: $(tail -n 1 log)"; exit 3; }
sed -n 1p version
echo "Shown | written as CTF, and that shown:"
expect 'All' '6 events, lost 4 3.0 to 5.0, lost 5 5.0 to 8.0 | 6 events, lost 4 3.0 to 5.0, lost 5 5.0 to 8.0' "$(seen)"
expect '--end=3.5' '2 events, lost some 3.0 to 3.5 | 2 events' "$(seen --end=3.5)"
expect '--end=4.5' '3 events, lost some 3.0 to 4.5 | 3 events, lost 1 3.0 to 4.5' "$(seen --end=4.5)"
expect '--end=5.5' '4 events, lost 4 3.0 to 5.0, lost some 5.0 to 5.5 | 4 events, lost 4 3.0 to 5.0' "$(seen --end=5.5)"
expect '--end=6.5' '5 events, lost 4 3.0 to 5.0, lost some 5.0 to 6.5 | 5 events, lost 4 3.0 to 5.0, lost 1 5.0 to 6.5' \
  "$(seen --end=6.5)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
