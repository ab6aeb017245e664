#!/usr/bin/env bash
# Cleans records with docs/examples/spark/clean.py on two executors, kills one of them while it works, and compares what comes out with what one
# machine makes of the same records. Run by hand: it needs Java 17, Python and 350 MB for pyspark from PyPI.
#
#   cargo build && tests/cluster/spark.sh [RECORDS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
records=${1:-20000}
dir=$PWD/target/spark
dateline=${DATELINE:-$PWD/target/debug/dateline}
python=$dir/venv/bin/python
if [ ! -x "$python" ]; then
    python3 -m venv "$dir/venv"
    "$dir/venv/bin/pip" install -q pyspark==3.5.5
fi
rm -rf "$dir/in" "$dir/out" && mkdir -p "$dir/in"
"$python" - "$records" "$dir/in" <<'PY'
import json, sys

places = ["Marrowick", "Skerrin", "Lirselle", "Porto Sereno", "Torreluna"]
things = ["ferry", "bridge", "school", "harbour wall", "tram line"]
count, folder = int(sys.argv[1]), sys.argv[2]
for part in range(16):
    with open(f"{folder}/part-{part:02}.jsonl", "w") as out:
        for n in range(part, count, 16):
            place, thing = places[n % 5], things[n // 5 % 5]
            text = " ".join(
                f"The council of {place} met for the {n + k}th time to speak of the {thing}, and {n * k % 97} people came to listen."
                for k in range(12)
            )
            record = {"id": f"record-{n}", "path": f"crawl/{n % 7}/{n}.html", "url": f"https://paper-{n % 7}.example/{n}", "title": f"{place} waits for its {thing}, part {n}", "text": text}
            out.write(json.dumps(record) + "\n")
PY
same() { "$python" -c 'import json, sys
rows = [json.loads(line) for line in sys.stdin]
print("\n".join(sorted(json.dumps(row, sort_keys=True) for row in rows)))'; }
cat "$dir"/in/*.jsonl | "$dateline" clean --quiet --json - | same >"$dir/expected"

export SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON=$python SPARK_HOME
SPARK_HOME=$("$python" -c 'import pyspark, os; print(os.path.dirname(pyspark.__file__))')
begun=$SECONDS
"$SPARK_HOME/bin/spark-submit" --master 'local-cluster[2,1,1024]' --conf spark.ui.enabled=false \
    docs/examples/spark/clean.py "file://$dir/in/*.jsonl" "file://$dir/out" "$dateline" >"$dir/log" 2>&1 &
driver=$!
# The first executor that has begun is killed.
below() { local child; for child in $(pgrep -P "$1"); do echo "$child"; below "$child"; done; }
killed=
while [ -z "$killed" ] && kill -0 "$driver" 2>/dev/null; do
    for process in $(below "$driver"); do
        if pgrep -P "$process" -x dateline >/dev/null; then
            killed=$process
            while [ -n "$killed" ] && ! tr '\0' ' ' <"/proc/$killed/cmdline" | grep -q CoarseGrainedExecutorBackend; do
                killed=$(awk '/^PPid/ {print $2}' "/proc/$killed/status")
            done
            kill -9 "$killed"
            break
        fi
    done
    sleep 0.2
done
wait "$driver" || { tail -n 30 "$dir/log" >&2; exit 1; }
[ -n "$killed" ] || { echo "spark: no executor was killed" >&2; exit 1; }
cat "$dir"/out/part-* | same >"$dir/found"
cmp "$dir/expected" "$dir/found"
echo "spark: $(wc -l <"$dir/found") articles are those of one machine, with an executor killed, in $((SECONDS - begun)) s"
