#!/usr/bin/env bash
# Measures the page in a real Chromium; './scanfleet bench page --help'. This script checks what the
# machine gives and cleans up; PageBench.java and what lies beside it do the work.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
home=$(readlink -f "$here/../..")
all=(bytes scroll first open updates)

usage() {
  cat <<'END'
Usage: ./scanfleet bench page [OPTION...] [SCENARIO...]

Opens the page of a real 'scanfleet run' in a real Chromium without a window, and prints how soon it
is there and what it costs. Without a scenario all of them are run.

  bytes    the page's own files by folder: their sources, and what is sent of them
  scroll   a directory of 300,000 entries, by the wheel, from top to bottom, and by the scroll bar
  first    the dashboard and a directory of a tree, in a new process and profile each time
  open     a click on a tree in the dashboard, and then on a directory of it
  updates  what a page takes of a core while a scan tells of itself 20 times a second; with gateway,
           agent and a RabbitMQ of its own

  --files N     of the tree of first and open; default: 10000000
  --rounds N    how often first and open open each page, and how often the scroll bar is dragged;
                default: 9
  --seconds N   of each window of scroll and updates; default: 10
  --dir DIR     where the data is kept meanwhile; default: /var/tmp

Ten million files take 200 MB there; updates makes some 80,000 empty files. SCANFLEET_JAVA_OPTS is
passed to the servers. Debian's packages: chromium; rabbitmq-server for updates.
END
}

die() {
  echo "scanfleet bench page: $1" >&2
  exit "${2:-1}"
}

files=10000000 rounds=9 seconds=10 dir=/var/tmp scenarios=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit ;;
    --files | --rounds | --seconds | --dir)
      [ $# -gt 1 ] || die "$1 needs a value (see --help)" 2
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    -*) die "unknown option '$1' (see --help)" 2 ;;
    *)
      [[ " ${all[*]} " == *" $1 "* ]] || die "no such scenario: '$1' (see --help)" 2
      scenarios+=("$1")
      ;;
  esac
  shift
done
for number in files rounds seconds; do
  [[ ${!number} =~ ^[1-9][0-9]{0,8}$ ]] || die "--$number takes a whole number above 0, not '${!number}'" 2
done
[ -d "$dir" ] || die "no such directory: '$dir'" 2
[ ${#scenarios[@]} -gt 0 ] || scenarios=("${all[@]}")

for program in run gateway agent; do
  "$home/scanfleet" "$program" --help >/dev/null # builds and prepares what is missing
done
java=${JAVA_HOME:+$JAVA_HOME/bin/}java libraries=$home/standalone/target/app/lib
work=$(mktemp -d "$dir/scanfleet-page.XXXXXX")
bench=''
clean_up() {
  # The program kills what it has started; this is for when it was killed itself.
  if [ -n "$bench" ]; then kill -TERM "$bench" 2>/dev/null && wait "$bench" || true; fi
  if [ -f "$work/pids" ]; then
    while read -r pid; do kill -KILL "$pid" 2>/dev/null || true; done <"$work/pids"
  fi
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

"${java}c" -d "$work/classes" -cp "$libraries/*" "$here"/*.java "$here"/../common/*.java ||
  die "needs a JDK, not only a Java runtime"

"$java" -Xmx256m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
  -cp "$work/classes:$libraries/*" PageBench "$home" "$work" "$files" "$rounds" "$seconds" "${scenarios[@]}" &
bench=$!
status=0
wait "$bench" || status=$?
bench=''
exit "$status"
