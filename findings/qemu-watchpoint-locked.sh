#!/usr/bin/env bash
# Expected: gdb's access watchpoint (awatch) stops at each access to a word of a guest under TCG that
#   its read and its write watchpoint stop at; and so does a debug register that the guest sets itself,
#   for reads and writes, as Linux does with HW_BREAKPOINT_RW.
# What happens: in a machine of two CPUs, the second of which need not run, locked instructions (lock
#   inc, lock bts, lock cmpxchg, lock cmpxchg8b, xchg) stop at neither. They do at watch and at rwatch,
#   each set alone, and in a machine of one CPU at all. Nor do they stop at watch if there is an rwatch
#   at another word of the page. A plain store or load of the same word always stops.
# Version: QEMU 7.2.22 of Debian 12 (qemu-system-x86), gdb 13.1.
# Known: "accel/tcg: Trigger watchpoints from atomic_mmu_lookup", of March 2023, is to mend it; Debian
#   12 has it not. Of when it shows, nothing was found. Newer releases were not run.
# Who meets it: whoever watches a page table entry, a lock or a reference count, which kernels change by
#   cmpxchg and xchg: the one store that matters is not reported, and the value has changed at the next
#   stop.
# Instead: watch, with nothing that watches reads in the same page; or one thread for all CPUs, -accel
#   tcg,thread=single.
set -euo pipefail

for tool in qemu-system-x86_64 gdb; do
  command -v "$tool" > /dev/null || { echo "$tool cannot be had: it is not installed"; exit 3; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

# A Multiboot kernel of the bytes that follow, loaded at 1 MiB and begun, in 32 bits and without paging,
# after a header of 32 bytes.
kernel() {
  printf '\x02\xb0\xad\x1b\x00\x00\x01\x00\xfe\x4f\x51\xe4' # magic, flags, checksum
  printf '\x00\x00\x10\x00\x00\x00\x10\x00\x00\x00\x00\x00' # header and loading at 1 MiB, the whole file
  printf '\x00\x00\x00\x00\x20\x00\x10\x00'                 # no bss, entry 0x100020
  printf '%b' "$1"
}
nop='\x90'
word='\xbb\x00\x00\x30\x00' # mov $0x300000,%ebx
store='\x46\x90\x90\x90\x89\x33' # inc %esi, nops, mov %esi,(%ebx)
# lock incl, xchg %eax, lock btsl $3, lock cmpxchg %ecx, lock cmpxchg8b, each of (%ebx)
locked='\xf0\xff\x03\x90\x87\x03\x90\xf0\x0f\xba\x2b\x03\x90\xf0\x0f\xb1\x0b\x90\xf0\x0f\xc7\x0b'
load='\x8b\x03' # mov (%ebx),%eax
# At 0x100025 a loop: a store, lock inc, xchg, lock bts, lock cmpxchg, lock cmpxchg8b, a load; a nop after each.
kernel "$word$store$nop$locked$nop$load$nop\\xeb\\xdd" > loop
# The same once, after debug register 0 is set to that word, 4 bytes, writes (d) or reads and writes
# (f), and DR7 to that; then cli, hlt.
for kind in d f; do
  kernel "$word\\x0f\\x23\\xc3\\xb8\\x02\\x00\\x0$kind\\x00\\x0f\\x23\\xf8$locked$nop$store$nop\\xfa\\xf4" > "once-$kind"
done

# What the instructions of the loop are called by the address behind each.
name() {
  sed -nE 's/^0x0*(10[0-9a-f]{4}) in .*/\1/p' | sed 's/10002b/store/; s/10002f/inc/; s/100032/xchg/
    s/100038/bts/; s/10003d/cmpxchg/; s/100042/cmpxchg8b/; s/100045/load/'
}

# Where a machine of $1 CPUs with further options $2 stops in a round of the loop, with the watchpoints $3...
stops() {
  local cpus=$1 options=$2 set=()
  shift 2
  for command; do set+=(-ex "$command"); done
  # shellcheck disable=SC2086
  qemu-system-x86_64 -S -accel "tcg$options" -smp "$cpus" -m 64 -display none -nodefaults \
    -kernel loop -gdb unix:gdb.sock,server=on,wait=off > qemu.log 2>&1 &
  local pid=$!
  for _ in $(seq 100); do
    [ -S gdb.sock ] && break
    sleep 0.1
  done
  timeout 120 gdb -q -nx -batch -ex 'set confirm off' -ex 'set arch i386:x86-64' \
    -ex 'target remote gdb.sock' -ex 'break *0x100025' -ex continue -ex delete "${set[@]}" \
    -ex continue -ex continue -ex continue -ex continue -ex continue -ex continue -ex continue -ex continue \
    -ex kill < /dev/null > gdb.log 2>&1 || true
  kill "$pid" 2> /dev/null || true
  wait "$pid" || true
  rm -f gdb.sock
  grep -A999 'atchpoint 2: ' gdb.log | name |
    awk 'NR == 1 { first = $0 } NR > 1 && $0 == first { exit } { printf "%s%s", between, $0; between = " " }'
}

# The address of the instruction behind the first that raises #DB in a machine of $1 CPUs with $2.
debug() {
  timeout 60 qemu-system-x86_64 -accel tcg -smp "$1" -m 64 -display none -nodefaults -no-reboot \
    -kernel "$2" -d int -D int.log > qemu.log 2>&1 || true
  sed -nE 's/.* v=01 .* IP=0008:0*([0-9a-f]+) .*/\1/p' int.log | sed -n 1p
}

qemu-system-x86_64 --version | sed -n 1p
gdb --version | sed -n 1p
word='*(int *) 0x300000'
all='store inc xchg bts cmpxchg cmpxchg8b load'
expect "awatch, one CPU" "$all" "$(stops 1 '' "awatch $word")"
expect "awatch, two CPUs" 'store load' "$(stops 2 '' "awatch $word")"
expect "awatch, two CPUs in one thread" "$all" "$(stops 2 ,thread=single "awatch $word")"
expect "rwatch, two CPUs" 'inc xchg bts cmpxchg cmpxchg8b load' "$(stops 2 '' "rwatch $word")"
# gdb itself goes on at a write watchpoint where the value is the old one.
changing='store inc xchg bts'
expect "watch, two CPUs" "$changing" "$(stops 2 '' "watch $word" | sed 's/ cmp.*//')"
expect "watch, and rwatch of another word of the page" store \
  "$(stops 2 '' "watch $word" 'rwatch *(int *) 0x300100')"
expect "watch, and rwatch of a word of another page" "$changing" \
  "$(stops 2 '' "watch $word" 'rwatch *(int *) 0x301100' | sed 's/ cmp.*//')"
echo "A debug register of the guest's own: lock inc ends at 100033, the store behind the locked ones at 10004d"
expect "writes, one CPU" 100033 "$(debug 1 once-d)"
expect "writes, two CPUs" 100033 "$(debug 2 once-d)"
expect "reads and writes, one CPU" 100033 "$(debug 1 once-f)"
expect "reads and writes, two CPUs" 10004d "$(debug 2 once-f)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
