#!/usr/bin/env bash
# Measures the gateway's fan-out beside its peers'; './scanfleet bench live --help'. This script
# checks what the machine gives and cleans up; Live.java and what lies beside it do the work.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
home=$(readlink -f "$here/../..")
all=(crowd calm small many most memory reconnect idle-latency)

usage() {
  cat <<'END'
Usage: ./scanfleet bench live [OPTION...] [SCENARIO...]

Feeds the gateway through a RabbitMQ of its own, and what is installed of nchan, node ws, mosquitto
and RabbitMQ's web-stomp in the way natural to each; opens WebSocket sessions to it; and prints how
old news is when it arrives, how much of it does, and what it costs. The server under test has core
0, generator and broker have core 1. Without a scenario all of them are run, which takes hours.

  crowd         10,000 sessions, 10 batches at 20/s, 1 % of the sessions do not read
  calm          10,000 sessions, 10 batches at 4/s
  small         1,000 sessions, 10 batches at 20/s, 1 % do not read
  many          10,000 sessions with 5 of 10 batches each, at 4/s
  most          the most sessions with 99 % of the news under 300 ms old, 10 batches at 20/s
  memory        heap and resident memory of 10,000 idle sessions
  reconnect     10,000 sessions drop at once and come back: seconds till all have their state
  idle-latency  1 session, 1 batch, a tick each 120 to 180 ms

  --only SERVER,...  of gateway, nchan, node, mosquitto, web-stomp; default: all that are installed
  --sessions N       instead of 10,000; small takes a tenth; default: 10000
  --seconds N        of each window; most takes half; default: 15
  --warm-up N        seconds of load before each; default: 8
  --size BYTES       of peers' messages; default: the gateway's own
  --sample N         sessions that are timed; the others are read four times a second; default: 500
  --ticks N          that idle-latency waits for; default: 2000
  --from N --to N    where most searches; default: 1,000 to what the open-file limit permits

Sessions that do not read are closed by the gateway 30 s after their buffers are full: warm-up and
window together should stay below that. SCANFLEET_JAVA_OPTS is passed to the gateway.
Debian's packages: rabbitmq-server; nginx and libnginx-mod-nchan; node-ws; mosquitto.
END
}

die() {
  echo "scanfleet bench live: $1" >&2
  exit "${2:-1}"
}

only='' sessions=10000 seconds=15 warm_up=8 size=0 sample=500 ticks=2000 from=1000 to='' scenarios=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit ;;
    --only | --sessions | --seconds | --warm-up | --size | --sample | --ticks | --from | --to)
      [ $# -gt 1 ] || die "$1 needs a value (see --help)" 2
      name=${1#--}
      printf -v "${name//-/_}" %s "$2"
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
for number in sessions size sample ticks from to; do
  [[ ${!number} =~ ^[0-9]*$ ]] || die "--$number takes a whole number, not '${!number}'" 2
done
[ ${#scenarios[@]} -gt 0 ] || scenarios=("${all[@]}")
[ "$(nproc)" -ge 2 ] || die 'needs two cores: one for the server, one for generator and broker'
command -v taskset >/dev/null || die "needs taskset: 'apt install util-linux'"

# Every session is an open file in the server and in the generator, each of which has some of its own.
ulimit -Sn "$(ulimit -Hn)"
spare=600 limit=$(ulimit -n)
if [ "$limit" = unlimited ]; then limit=1000000; fi
most=$((limit - spare))
if [ "$most" -gt 27000 ]; then most=27000; fi # one address has no more ports for clients
if [ "$sessions" -gt "$most" ]; then
  echo "The open-file limit of $limit is too low for $sessions sessions: 'ulimit -n $((sessions + spare))' before. Taking $most." >&2
  sessions=$most
fi
: "${to:=$most}"
if [ "$to" -gt "$most" ]; then to=$most; fi
if [ "$from" -gt "$to" ]; then from=$to; fi

"$home/scanfleet" gateway --help >/dev/null # builds and prepares what is missing
java=${JAVA_HOME:+$JAVA_HOME/bin/}java libraries=$home/progress-gateway/target/app/lib
work=$(mktemp -d)
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

# Compiled beforehand: the compiler would keep the generator's core busy for a while.
"${java}c" -d "$work/classes" -cp "$libraries/*" "$here"/*.java "$here"/../common/*.java || die "needs a JDK, not only a Java runtime"

taskset -c 1 "$java" -Xmx1g -XX:+UseSerialGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
  -cp "$work/classes:$libraries/*" Live "$home" "$work" "$limit" "$sessions" \
  "$seconds" "$warm_up" "$size" "$sample" "$ticks" "$from" "$to" "$only" "${scenarios[@]}" &
bench=$!
status=0
wait "$bench" || status=$?
bench=''
exit "$status"
