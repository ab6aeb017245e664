#!/usr/bin/env bash
# Asks a node with TLS and logins (secure.sh): what cannot be trusted is not asked, and no password stands in any message.
# DATELINE=target/debug/dateline is the binary.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dateline=${DATELINE:-target/debug/dateline}
export SECURE_DIR=${SECURE_DIR:-$PWD/target/secure-cluster} SECURE_PORT=${SECURE_PORT:-19720}
work=$(mktemp -d)
trap 'tests/cluster/secure.sh stop || true; rm -rf "$work"' EXIT
tests/cluster/secure.sh start
tls=$SECURE_DIR/secure/config
export HOME=$work
failed=0

# expected exit code, expected words, password, address, then the command
check() {
    local code=$1 words=$2 said got=0
    said=$(DATELINE_PASSWORD=$3 DATELINE_INDEX=$4 timeout 60 "$dateline" "${@:5}" 2>&1 </dev/null) || got=$?
    if [ "$got" != "$code" ] || [[ $said != *"$words"* ]]; then
        echo "logins: $4 ${*:5}: exit code $got, not $code, or no \"$words\" in: $said" >&2
        failed=1
    fi
    if [[ $said == *s3cr3t-word* ]]; then
        echo "logins: the password stands in: $said" >&2
        failed=1
    fi
}

printf '{"id":"a","title":"Ferry late","text":"%s"}\n' \
    'The ferry sailed two hours late on Tuesday, although its bow door had been mended in the week before, the port authority said.' >"$work/page.jsonl"
at=localhost:$SECURE_PORT
check 0 "1 articles sent" admin "https://admin@$at/news" index "$work/page.jsonl" --ca "$tls/ca.pem"
check 0 "Ferry late" admin "https://admin@$at/news" search ferry --ca "$tls/ca.pem"
check 2 "invalid peer certificate" admin "https://admin@$at/news" search ferry --ca "$tls/other.pem"
check 2 "invalid peer certificate" admin "https://admin@$at/news" search ferry
check 2 "certificate not valid for name" admin "https://admin@127.0.0.1:$SECURE_PORT/news" search ferry --ca "$tls/ca.pem"
check 2 "the name or the password is wrong" s3cr3t-word "https://admin@$at/news" search ferry --ca "$tls/ca.pem"
check 2 "it asks for a login" "" "https://$at/news" search ferry --ca "$tls/ca.pem"
check 2 "403" readall "https://readall@$at/other" index "$work/page.jsonl" --ca "$tls/ca.pem"
# A reader needs read and indices:admin/mappings/get, which this role has not.
check 2 "indices:admin/mappings/get" readall "https://readall@$at/news" search ferry --ca "$tls/ca.pem"
check 2 "cannot be reached" admin "http://admin@$at/news" search ferry
printf 'machine localhost login admin password admin\n' >"$work/.netrc"
unset DATELINE_PASSWORD
check 0 "1 article" "" "https://$at/news" stats --ca "$tls/ca.pem"
if grep -rq "s3cr3t-word" "$SECURE_DIR/secure/logs"; then echo "logins: the password stands in the node's log" >&2; failed=1; fi
exit $failed
