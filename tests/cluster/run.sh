#!/usr/bin/env bash
# Asks real nodes: starts three, runs tests/cluster/nodes/ against them, stops them, then asks one with logins (logins.sh). Needs JDKs of version 21 or later
# and of version 17, Maven and curl. DATELINE_SLOW=1 runs the long versions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export CLUSTER_DIR=${CLUSTER_DIR:-$PWD/target/cluster} CLUSTER_PORT=${CLUSTER_PORT:-19300}
# The nodes of all versions share their jars. Short queues: a load has to be sent again in parts.
export CLUSTER_JARS=${CLUSTER_JARS:-$CLUSTER_DIR/jars} CLUSTER_SETTINGS='thread_pool.write.queue_size: 5'
trap 'tests/cluster/cluster.sh stop' EXIT
tests/cluster/cluster.sh start 3
export DATELINE_CLUSTER=http://127.0.0.1:$CLUSTER_PORT
cargo test --locked --test nodes -- --nocapture --skip a_node_is_killed --skip figures
# By themselves: the others ask all nodes.
[ -z "${DATELINE_SLOW:-}" ] || cargo test --locked --test nodes -- --nocapture figures
cargo test --locked --test nodes -- --nocapture a_node_is_killed
tests/cluster/cluster.sh stop
DATELINE=${CARGO_TARGET_DIR:-target}/debug/dateline tests/cluster/logins.sh
