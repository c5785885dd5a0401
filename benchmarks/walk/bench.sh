#!/usr/bin/env bash
# Runs the walker and its peers over the same trees in turn; './scanfleet bench walk --help'.
# Figures are of whole processes, from start to summary: wall and CPU seconds, the median of the
# rounds with the smallest and the largest, and the wall of each as a ratio to the Linux reader's.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
home=$here/../..

usage() {
  cat <<'END'
Usage: ./scanfleet bench walk [--dir DIR] [--rounds N] [--size PERCENT] [--cold] [SHAPE...]

Makes trees of the shapes wide (1 M files), deep (400 k files in chains of 200 directories) and flat
(500 k files in one directory), runs what is installed of find, du, ncdu, gdu, dust, dua and fd, a
C program of the same system calls, and both of Scanfleet's readers, and prints the figures.

  --dir DIR       where the trees are made and kept; default: /var/tmp/scanfleet-bench
  --rounds N      how often each is run; default: 5
  --size PERCENT  of the number of files; default: 100
  --cold          drop the system's caches before each run; as root, and for everybody on the host
END
}

dir=/var/tmp/scanfleet-bench rounds=5 size=100 cold='' shapes=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit ;;
    --dir) dir=$2 && shift ;;
    --rounds) rounds=$2 && shift ;;
    --size) size=$2 && shift ;;
    --cold) cold=yes ;;
    wide | deep | flat) shapes+=("$1") ;;
    *) echo "scanfleet bench walk: unknown argument '$1' (see --help)" >&2 && exit 2 ;;
  esac
  shift
done
[ ${#shapes[@]} -gt 0 ] || shapes=(wide deep flat)
if [ -n "$cold" ] && ! [ -w /proc/sys/vm/drop_caches ]; then
  echo 'scanfleet bench walk: --cold needs root' >&2
  exit 2
fi
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
mkdir -p "$dir"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if command -v cc >/dev/null; then
  cc -O2 -pthread -o "$work/limit" "$here/limit.c"
else
  echo 'No C compiler: the limit is left out.' >&2
fi

has() { command -v "$1" >/dev/null; }

tools() { # prints the names of what can be run
  echo linux-reader
  echo portable-reader
  if [ -x "$work/limit" ]; then echo limit.c; fi
  for tool in gdu du find ncdu dust dua fd; do
    if has "$tool"; then echo "$tool"; fi
  done
}

run() { # TOOL TREE
  case $1 in
    linux-reader) "$home/scanfleet" scan "$2" ;;
    portable-reader) "$home/scanfleet" scan --portable "$2" ;;
    limit.c) "$work/limit" "$2" "$(nproc)" ;;
    gdu) gdu -n -p "$2" ;;
    du) du -s "$2" ;;
    find) find "$2" -printf '%s %b\n' ;;
    ncdu) ncdu -0 -o /dev/null "$2" ;;
    dust) dust -n 1 "$2" ;;
    dua) dua "$2" ;;
    fd) fd -u --threads "$(nproc)" . "$2" ;;
  esac >/dev/null 2>"$work/err" </dev/null || true
}

median_of() { # COLUMN FILE: median, smallest and largest
  sort -n -k "$1,$1" "$2" | awk -v c="$1" '{ v[NR] = $c } END { printf "%.2f %.2f %.2f\n", v[int((NR + 1) / 2)], v[1], v[NR] }'
}

warm_engine() { # the walker without its start, in turn with the C program
  local walk figures
  coproc engine { "$java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:+UseCompactObjectHeaders \
    -cp "$home/scan-agent/target/app/scan-agent-exec.jar" "$here/WarmEngine.java" "$tree" "$(nproc)"; }
  for walk in $(seq -9 "$rounds"); do # ten walks to warm up
    echo >&"${engine[1]}"
    read -r figures <&"${engine[0]}"
    if [ "$walk" -gt 0 ]; then
      echo "$figures" >>"$work/$shape.warm-engine"
      { time run limit.c "$tree"; } 2>&1 | awk '{ print $1, $2 + $3 }' >>"$work/$shape.limit-in-turn"
    fi
  done
  exec {engine[1]}>&-
  wait "$engine_PID"
  read -r limit _ < <(median_of 2 "$work/$shape.limit-in-turn")
  read -r wall least most < <(median_of 1 "$work/$shape.warm-engine")
  read -r cpu cpu_least cpu_most < <(median_of 2 "$work/$shape.warm-engine")
  printf '%-16s %22s %22s   %s times the CPU of limit.c in turn with it (%s)\n' 'warm engine' \
    "$wall ($least–$most)" "$cpu ($cpu_least–$cpu_most)" \
    "$(awk -v a="$cpu" -v b="$limit" 'BEGIN { printf "%.2f", a / b }')" "$limit"
}

"$home/scanfleet" scan "$here" >/dev/null # builds and prepares what is missing
TIMEFORMAT='%R %U %S'
for shape in "${shapes[@]}"; do
  tree=$dir/$shape-$size
  case $shape in wide) files=1000000 ;; deep) files=400000 ;; flat) files=500000 ;; esac
  if [ ! -e "$tree.made" ]; then
    echo "Making $tree…" >&2
    rm -rf "$tree"
    "$java" "$here/MakeTree.java" "$shape" "$tree" $((files * size / 100))
    touch "$tree.made"
  fi
  mapfile -t names < <(tools)
  for round in $(seq 0 "$rounds"); do # the round 0 only warms up
    if [ "$round" = 0 ] && [ -n "$cold" ]; then continue; fi
    for name in "${names[@]}"; do
      printf '\r\033[K%s, round %s of %s: %s' "$shape" "$round" "$rounds" "$name" >&2
      if [ -n "$cold" ]; then sync && echo 3 >/proc/sys/vm/drop_caches; fi
      figures=$({ time run "$name" "$tree"; } 2>&1)
      if [ "$round" != 0 ]; then
        awk '{ print $1, $2 + $3 }' <<<"$figures" >>"$work/$shape.$name"
      fi
    done
  done
  printf '\r\033[K' >&2
  read -r ours _ < <(median_of 1 "$work/$shape.linux-reader")
  printf '\n%s%s, %s rounds on %s cores\n' "$shape" "${cold:+, cold}" "$rounds" "$(nproc)"
  printf '%-16s %22s %22s %8s\n' '' 'wall s (least–most)' 'CPU s (least–most)' 'ratio'
  for name in "${names[@]}"; do
    read -r wall least most < <(median_of 1 "$work/$shape.$name")
    read -r cpu cpu_least cpu_most < <(median_of 2 "$work/$shape.$name")
    printf '%-16s %22s %22s %8s\n' "$name" "$wall ($least–$most)" "$cpu ($cpu_least–$cpu_most)" \
      "$(awk -v a="$wall" -v b="$ours" 'BEGIN { printf "%.2f", a / b }')"
  done
  if [ -z "$cold" ] && [ -x "$work/limit" ]; then warm_engine; fi
done
