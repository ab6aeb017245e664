#!/usr/bin/env bash
# Asks real nodes: starts three, runs tests/cluster/nodes.rs against them, stops them, then asks one with logins (logins.sh). Needs a JDK of version 21, Maven and curl.
# DATELINE_SLOW=1 runs the long versions.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export CLUSTER_DIR=${CLUSTER_DIR:-$PWD/target/cluster} CLUSTER_PORT=${CLUSTER_PORT:-19300}
trap 'tests/cluster/cluster.sh stop' EXIT
tests/cluster/cluster.sh start 3
export DATELINE_CLUSTER=http://127.0.0.1:$CLUSTER_PORT
cargo test --locked --test nodes -- --nocapture --skip a_node_is_killed
# By itself: the others ask all nodes.
cargo test --locked --test nodes -- --nocapture a_node_is_killed
tests/cluster/cluster.sh stop
DATELINE=${CARGO_TARGET_DIR:-target}/debug/dateline tests/cluster/logins.sh
