//! The engine itself, asked beside the archive that is on it.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::node;

/// How long the cluster may take to become what is waited for.
const PATIENCE: Duration = Duration::from_secs(180);

/// Asks a node; the answer is `Null` where it gives none.
pub(crate) fn ask(node: &str, method: &str, path: &str, body: &Value) -> Value {
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .new_agent();
    let request = ureq::http::Request::builder()
        .method(method)
        .uri(format!("{node}{path}"))
        .header("content-type", "application/json");
    let body = match body {
        Value::Null => String::new(),
        body => body.to_string(),
    };
    let request = agent
        .configure_request(request.body(body).unwrap())
        .allow_non_standard_methods(true)
        .build();
    let answer = agent.run(request).and_then(|mut answer| {
        let limited = answer.body_mut().with_config().limit(1 << 28);
        limited.read_to_string()
    });
    let text = answer.unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

pub(crate) fn get(path: &str) -> Value {
    ask(&node(), "GET", path, &Value::Null)
}

/// The address of the node of this number, counted from 1.
pub(crate) fn address_of(number: usize) -> String {
    let first = node();
    let (host, port) = first.rsplit_once(':').unwrap();
    let port: usize = port.parse().unwrap();
    format!("{host}:{}", port + number - 1)
}

/// The number of the node that manages the cluster.
pub(crate) fn manager(node: &str) -> usize {
    let answer = ask(
        node,
        "GET",
        "/_cat/cluster_manager?format=json",
        &Value::Null,
    );
    let name = answer[0]["node"].as_str().unwrap();
    name.trim_start_matches("node").parse().unwrap()
}

/// Waits until a node says that an index has all its copies, on so many nodes.
pub(crate) fn await_green(node: &str, index: &str, nodes: u64) {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let path = format!("/_cluster/health/{index}?timeout=1s");
        let health = ask(node, "GET", &path, &Value::Null);
        if health["status"] == "green" && health["number_of_nodes"] == nodes {
            return;
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    panic!("{index} did not become whole");
}

/// How many articles each copy of each shard finds for a query string: the shard's number, then the count.
pub(crate) fn counts_by_copy(node: &str, index: &str, query: &str) -> Vec<(String, u64)> {
    let path = format!("/_cat/shards/{index}?format=json&h=shard,id,state");
    let copies = ask(node, "GET", &path, &Value::Null);
    let mut counts = Vec::new();
    for copy in copies.as_array().unwrap() {
        assert_eq!(copy["state"], "STARTED");
        let (shard, id) = (
            copy["shard"].as_str().unwrap(),
            copy["id"].as_str().unwrap(),
        );
        let path = format!(
            "/{index}/_search?size=0&track_total_hits=true&q={query}&preference=_shards:{shard}%7C_only_nodes:{id}"
        );
        let answer = ask(node, "GET", &path, &Value::Null);
        let count = answer["hits"]["total"]["value"].as_u64();
        counts.push((
            shard.to_owned(),
            count.unwrap_or_else(|| panic!("{answer}")),
        ));
    }
    counts
}

/// Runs the script that starts and kills nodes, with further settings.
pub(crate) fn script(words: &[&str], settings: &[(&str, &str)]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cluster/cluster.sh");
    let mut command = std::process::Command::new(script);
    command.args(words).envs(settings.iter().copied());
    assert!(command.status().unwrap().success(), "{words:?}");
}
