//! A node of its own beside those of the other tests, with its data.

use dateline::cluster::Address;
use serde_json::Value;

use crate::engine::{ask, script};

pub(crate) struct OwnNode {
    version: String,
    dir: String,
    port: u32,
    jars: String,
    settings: String,
}

impl OwnNode {
    /// Starts a node of this version in a folder of this name, so many ports behind the first of the others, with these settings.
    pub(crate) fn start(version: &str, folder: &str, ports: u32, settings: &str) -> Self {
        let others = std::env::var("CLUSTER_DIR").expect("CLUSTER_DIR is where the nodes are");
        let port: u32 = std::env::var("CLUSTER_PORT").unwrap().parse().unwrap();
        let node = Self {
            version: version.to_owned(),
            jars: std::env::var("CLUSTER_JARS").unwrap_or_else(|_| format!("{others}/jars")),
            dir: format!("{others}/{folder}"),
            port: port + ports,
            settings: settings.to_owned(),
        };
        node.script(version, &["start", "1"]);
        node
    }

    pub(crate) fn script(&self, version: &str, words: &[&str]) {
        let settings = [
            ("OPENSEARCH", version),
            ("CLUSTER_DIR", self.dir.as_str()),
            ("CLUSTER_PORT", &self.port.to_string()),
            ("CLUSTER_JARS", self.jars.as_str()),
            ("CLUSTER_SETTINGS", self.settings.as_str()),
        ];
        script(words, &settings);
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn index(&self, name: &str) -> Address {
        Address::parse(&format!("{}/{name}", self.address())).unwrap()
    }

    pub(crate) fn version(&self) -> Value {
        ask(&self.address(), "GET", "/", &Value::Null)["version"]["number"].clone()
    }
}

impl Drop for OwnNode {
    fn drop(&mut self) {
        self.script(&self.version, &["stop"]);
    }
}
