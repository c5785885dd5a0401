#!/usr/bin/env bash
# Measures how trees are stored and read; './scanfleet bench trees --help'. This script checks what
# the machine gives and cleans up; Trees.java and what lies beside it do the work.
set -euo pipefail

here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
home=$(readlink -f "$here/../..")
all=(store open search export compare rows)

usage() {
  cat <<'END'
Usage: ./scanfleet bench trees [OPTION...] [SCENARIO...]

Makes up trees, lets the gateway store them from a RabbitMQ of its own, and asks it for them over
HTTP; and does the same with the plain alternative, one row for each file in the same database.
Without a scenario all of them are run.

  store         the gateway stores trees that lie ready in the queue; always run
  open          open random directories of at most 1,000 entries, with 20 clients
  search        a name that few files have, and one that none has: the first page, and all hits
  export        the whole tree in each format
  compare       with a later tree of the same directory, in which one directory of a thousand differs
  rows          one row per file in the same database, by plain JDBC in a process of its own:
                writing it, and what else was asked for

  --files N,...       files of a tree, about; default: 1000000,10000000
  --shape NAME,...    of sequences (a show: 100 and some files a directory), mixed (a project home);
                      default: both
  --database NAME,... of sqlite, postgresql; default: both
  --rounds N          trees of at most a million files that are timed; default: 3
  --seconds N         of each window of requests; default: 10
  --dir DIR           where the databases and queues are kept meanwhile; default: /var/tmp

Ten million files as rows take 1 to 2 GB, twice that with compare. SCANFLEET_JAVA_OPTS is passed to the gateway.
Debian's packages: rabbitmq-server, postgresql.
END
}

die() {
  echo "scanfleet bench trees: $1" >&2
  exit "${2:-1}"
}

files=1000000,10000000 shape=sequences,mixed database=sqlite,postgresql rounds=3 seconds=10 dir=/var/tmp
scenarios=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit ;;
    --files | --shape | --database | --rounds | --seconds | --dir)
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
[ ${#scenarios[@]} -gt 0 ] || scenarios=("${all[@]}")

"$home/scanfleet" gateway --help >/dev/null # builds and prepares what is missing
java=${JAVA_HOME:+$JAVA_HOME/bin/}java libraries=$home/progress-gateway/target/app/lib
work=$(mktemp -d "$dir/scanfleet-trees.XXXXXX")
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

"$java" -Xmx512m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
  -cp "$work/classes:$libraries/*" Trees "$home" "$work" "$work/classes:$libraries/*" \
  "$files" "$shape" "$database" "$rounds" "$seconds" "${scenarios[@]}" &
bench=$!
status=0
wait "$bench" || status=$?
bench=''
exit "$status"
