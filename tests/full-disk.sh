#!/usr/bin/env bash
# A file system that fills up while an archive is written to: the run says so by name, nothing that was committed is lost, searches go on, and the
# next run goes on once there is room. The file system is a small tmpfs in a name space of its own: no other process sees it. Not every machine
# allows that, so this is run by hand; in `cargo test` a limit on the size of files stands for it.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" != inside ]; then
    cargo build --locked
    # Root may mount in a name space of its own; others need one of users too.
    user=()
    [ "$(id -u)" = 0 ] || user=(--user --map-root-user)
    exec unshare "${user[@]}" --mount bash tests/full-disk.sh inside
fi

dateline=$PWD/target/debug/dateline
desk=$(mktemp -d)
trap 'rm -rf "$desk"' EXIT
mkdir "$desk/disk"
mount -t tmpfs -o size=24m none "$desk/disk"
trap 'umount "$desk/disk"; rm -rf "$desk"' EXIT
cd "$desk"
export DATELINE_INDEX=$desk/disk/archive

fail() { echo "$*" >&2; cat said >&2; exit 1; }

# An export of so many articles from a number on.
articles() {
    awk -v from="$1" -v count="$2" 'BEGIN {
        for (n = from; n < from + count; n++) {
            text = ""
            for (word = 0; word < 60; word++) text = text " mark" (n * 7919 + word * 104729) % 50021
            printf "{\"url\": \"https://pier-news.example/2031/05/%d\", \"title\": \"Pier %d of Marrowick was closed\", ", n, n
            printf "\"text\": \"The wardens of Marrowick closed pier %d on Monday, as its planks were wet. They counted%s.\"}\n", n, text
        }
    }'
}

articles 0 300 >first.jsonl
articles 1000 4000 >second.jsonl
"$dateline" index first.jsonl --quiet
"$dateline" export '*' >before
[ "$(wc -l <before)" = 300 ] || fail "the first run put $(wc -l <before) articles"

room_left() { df --output=avail -k disk | tail -1; }
for room in 0 8 100 500 1500 2500; do
    # All but so many kilobytes are taken.
    dd if=/dev/zero of=disk/ballast bs=1024 count=$(($(room_left) - room)) status=none
    code=0
    "$dateline" index second.jsonl --quiet --memory 30MB 2>said || code=$?
    [ "$code" = 2 ] || fail "room for $room KB: exit code $code"
    grep -q 'No space left on device' said || fail "room for $room KB: the error does not say why"
    grep -q "$desk/disk\|segments" said || fail "room for $room KB: the error names no file"
    if grep -q panicked said; then fail "room for $room KB: a panic"; fi
    echo "room for $room KB: $(tr '\n' ' ' <said | sed "s|$desk/||g" | cut -c1-200)"
    "$dateline" search 'warden planks' >/dev/null || fail "room for $room KB: no search"
    "$dateline" check >/dev/null 2>said || fail "room for $room KB: damage"
    "$dateline" export '*' | cmp - before || fail "room for $room KB: other articles"
    rm disk/ballast
done

"$dateline" index second.jsonl --quiet
"$dateline" check --full
"$dateline" export '*' >after
DATELINE_INDEX=$desk/whole "$dateline" index first.jsonl second.jsonl --quiet
DATELINE_INDEX=$desk/whole "$dateline" export '*' | cmp - after
echo "$(wc -l <after) articles after the disk had room again, as an undisturbed run has them"
