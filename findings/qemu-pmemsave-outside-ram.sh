#!/usr/bin/env bash
# Expected: pmemsave of physical addresses where the machine has no memory is refused, as memsave
#   refuses such virtual addresses ("Invalid addr") and xp such physical ones ("Cannot access memory").
# What happens: no error, and a file of the length asked for, with zeros where there is no memory. A
#   q35 machine of 3 GiB has 2 GiB of them from address 0 and the third from 4 GiB on: pmemsave of
#   as many bytes from 0 as the machine has memory says nothing, ends in 1 GiB of the hole that is
#   left to devices, here zeros, and lacks the memory above 4 GiB.
# Version: QEMU 7.2.22 of Debian 12 (qemu-system-x86).
# Known: the manual says only that it saves physical memory; nothing was found. Newer releases were
#   not run.
# Who meets it: whoever takes a dump of the guest's memory to walk its page tables: an entry that
#   points nowhere leads to a table of entries that are not present, and a dump of the size of the
#   memory looks whole.
# Instead: dump-guest-memory, which writes the ranges there are, with their addresses, or ask gpa2hva
#   first, which says that there is no memory.
set -euo pipefail

command -v qemu-system-x86_64 > /dev/null ||
  { echo "qemu-system-x86_64 cannot be had: it is not installed"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

changed=0
# Compares what is seen with what was recorded: expect WHAT RECORDED SEEN
expect() {
  echo "$1: $3"
  [ "$2" = "$3" ] || { echo "  changed; recorded: $2"; changed=1; }
}

# Has QEMU run $1 as a QMP command; leaves its answer in the variable line.
ask() {
  echo "$1" >&"${QEMU[1]}"
  answer '"return"' '"error"'
}
answer() {
  while IFS= read -r -t 60 line <&"${QEMU[0]}"; do
    case $line in *"$1"* | *"${2:-$1}"*) return 0 ;; esac
  done
  echo "QEMU gave no answer with $1"
  exit 1
}

# What the command $1 (pmemsave or memsave) answers for $3 bytes from $2 on to file $4.
save() {
  ask "{\"execute\": \"$1\",
        \"arguments\": {\"val\": $(($2)), \"size\": $3, \"filename\": \"$work/$4\"}}"
  told=$(sed -nE 's/.*"desc": "([A-Za-z ]+ addr).*/\1/p' <<< "$line")
  [ -n "$told" ] || told=$line
}
# What the monitor's command $1 prints.
monitor() {
  ask "{\"execute\": \"human-monitor-command\", \"arguments\": {\"command-line\": \"$1\"}}"
  told=$(sed -E 's/^\{"return": "(.*)"\}.*/\1/; s/\\r|\\n//g' <<< "$line")
}
# The distinct bytes of file $1, from byte $2 on.
bytes() { tail -c "+$(($2 + 1))" "$1" | od -An -v -tx1 -w1 | sort -u | tr -d ' ' | tr '\n' ' ' | sed 's/ $//'; }

qemu-system-x86_64 --version | sed -n 1p
# Stopped before its first instruction, with one word at the start of the memory above 4 GiB, and one
# at the end of that below.
coproc QEMU { exec qemu-system-x86_64 -S -machine q35,accel=tcg -m 3072 -display none -nodefaults \
  -device loader,addr=0x100000000,data=0x1122334455667788,data-len=8 \
  -device loader,addr=0x7ffffff8,data=0x1122334455667788,data-len=8 -qmp stdio 2> qemu.log; }
pid=$QEMU_PID
answer '"QMP"'
ask '{"execute": "qmp_capabilities"}'

save pmemsave 0x80000000 4096 hole
expect "pmemsave at 2 GiB of 3 GiB of memory" '{"return": {}}' "${told%$'\r'}"
expect "bytes saved" 4096 "$(stat -c %s hole)"
expect "what they are" 00 "$(bytes hole 0)"
save pmemsave 0x7ffffff8 16 end
expect "pmemsave across the end" '{"return": {}}' "${told%$'\r'}"
expect "bytes before it" '88 77 66 55 44 33 22 11' "$(head -c 8 end | od -An -tx1 | sed 's/^ //')"
expect "bytes beyond it" 00 "$(bytes end 8)"
save pmemsave 0x100000000 8 high
expect "pmemsave at 4 GiB" '88 77 66 55 44 33 22 11' "$(od -An -tx1 high | sed 's/^ //')"
save memsave 0x80000000 4096 virtual
expect "memsave at 2 GiB, paging off" 'Invalid addr' "$told"
monitor 'xp /1x 0x80000000'
expect "xp at 2 GiB" '0000000080000000: Cannot access memory' "$told"
monitor 'gpa2hva 0x80000000'
expect "gpa2hva at 2 GiB" 'No memory is mapped at address 0x80000000' "$told"

ask '{"execute": "quit"}'
wait "$pid"
[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
