#!/usr/bin/env bash
# Expected: the monitor's "info tlb" shows of each page where it leads and what may be done with it, as
#   the CPU translates.
# What happens: it shows the last entry alone. A page that its table's entry makes writable and open to
#   the user is shown as "UW" though the directory's entry forbids both and a write to it faults; "info
#   mem" of the same machine shows "-r-". And of a 4 MiB page that a 32-bit guest has above 4 GiB (PSE-36)
#   it shows 32 bits of the address: for the page at 4100 MiB that at 4 MiB, where other data lies.
#   "gva2gpa", "x" and the CPU take the right one.
# Version: QEMU 7.2.22 of Debian 12 (qemu-system-x86).
# Known: the manual says "show the active virtual memory mappings" and no more; of this, nothing was
#   found. Newer releases were not run.
# Who meets it: whoever compares a hypervisor's or a kernel's page tables with what it meant to map, by
#   the one command that lists them: a page that is write-protected at the directory, as for dirty
#   logging or a shared table, looks writable.
# Instead: "info mem" for the rights, which it combines, "gva2gpa" for the address.
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
# What the monitor's command $1 prints.
monitor() {
  ask "{\"execute\": \"human-monitor-command\", \"arguments\": {\"command-line\": \"$1\"}}"
  told=$(sed -E 's/^\{"return": "(.*)"\}.*/\1/; s/\\r//g; s/\\n/\n/g' <<< "$line")
}

# A Multiboot kernel, loaded at 1 MiB, that turns on 4 MiB pages, write protection and paging with the
# directory at 2 MiB, writes 0x11223344 to address $1 (four bytes), and stays where it is.
kernel() {
  printf '\x02\xb0\xad\x1b\x00\x00\x01\x00\xfe\x4f\x51\xe4' # magic, flags, checksum
  printf '\x00\x00\x10\x00\x00\x00\x10\x00\x00\x00\x00\x00' # header and loading at 1 MiB, the whole file
  printf '\x00\x00\x00\x00\x20\x00\x10\x00'                 # no bss, entry 0x100020
  printf '\xb8\x10\x00\x00\x00\x0f\x22\xe0'                 # CR4: PSE
  printf '\xb8\x00\x00\x20\x00\x0f\x22\xd8'                 # CR3: 2 MiB
  printf '\x0f\x20\xc0\x0d\x00\x00\x01\x80\x0f\x22\xc0'     # CR0: PG, WP
  printf '\xc7\x05%b\x44\x33\x22\x11\xeb\xfe' "$1"          # movl, jmp to itself
}
kernel '\x00\x00\x40\x00' > large
kernel '\x00\x00\xc0\x00' > guarded

# QEMU's options for a machine of 3 GiB, one of them above 4 GiB, whose directory maps address 0 as it
# is, address 4 MiB to 4100 MiB (bit 13 is bit 32 of a large page's address), and at 12 MiB, read-only and
# for the supervisor alone, a table at 3 MiB with one page, writable and for the user.
machine=(-machine q35,accel=tcg -cpu max -m 3072 -display none -nodefaults)
set_word() { machine+=(-device "loader,addr=$1,data=$2,data-len=4"); }
set_word 0x200000 0x00000083
set_word 0x200004 0x00402083
set_word 0x20000c 0x00300001
set_word 0x300000 0x00007007
set_word 0x400000 0x55667788

qemu-system-x86_64 --version | sed -n 1p
coproc QEMU { exec qemu-system-x86_64 "${machine[@]}" -kernel large -qmp stdio 2> qemu.log; }
pid=$QEMU_PID
answer '"QMP"'
ask '{"execute": "qmp_capabilities"}'
# Up to the write.
for _ in $(seq 100); do
  monitor 'xp /1xw 0x100400000'
  [ "${told##* }" != 0x11223344 ] || break
  sleep 0.1
done
expect "written to address 4 MiB, found at 4100 MiB" '0000000100400000: 0x11223344' "$told"
monitor 'xp /1xw 0x400000'
expect "found at 4 MiB" '0000000000400000: 0x55667788' "$told"
monitor 'gva2gpa 0x400000'
expect "gva2gpa of address 4 MiB" 'gpa: 0x100400000' "$told"
monitor 'info tlb'
expect "info tlb of address 4 MiB" '0000000000400000: 0000000000400000 --PDA---W' "$(grep '^0000000000400000' <<< "$told")"
expect "info tlb of address 12 MiB" '0000000000c00000: 0000000000007000 -------UW' "$(grep '^0000000000c00000' <<< "$told")"
monitor 'info mem'
expect "info mem of address 12 MiB" '0000000000c00000-0000000000c01000 0000000000001000 -r-' "$(grep '^0000000000c00000' <<< "$told")"
ask '{"execute": "quit"}'
wait "$pid"

timeout 60 qemu-system-x86_64 "${machine[@]}" -kernel guarded -no-reboot -d int -D int.log > qemu.log 2>&1 || true
expect "write to address 12 MiB: page fault, error code, address" '0003 0000000000c00000' \
  "$(sed -nE 's/.* v=0e e=([0-9a-f]+) .* CR2=([0-9a-f]+).*/\1 \2/p' int.log | sed -n 1p)"

[ "$changed" -eq 0 ] && echo "As recorded."
exit "$changed"
