//! The node below an index becomes a newer one; dateline becomes a newer one.

use dateline::cluster::{self, Cluster};
use serde_json::{Value, json};

use crate::engine::ask;
use crate::own_node::OwnNode;
use crate::queries::queries_of;
use crate::{Dice, NEWSROOM, agrees, articles, load_at, new_name};

/// The older version, which logins.sh asks too, and the newer.
const VERSIONS: [&str; 2] = ["2.19.1", "3.8.0"];

/// An index that a node of 2.19 has written is read, searched and loaded into by one of 3 over the same data.
#[test]
fn the_node_becomes_a_newer_one() {
    let [older, newer] = VERSIONS;
    let node = OwnNode::start(older, "upgrade", 40, "");
    assert_eq!(node.version(), older);
    let archive = &NEWSROOM.1;
    let all = articles(archive);
    let name = new_name("upgrade");
    let address = || node.index(&name);
    let loaded = load_at(archive, address(), 2, &mut |_| ()).unwrap();
    assert_eq!(loaded.written, all.len() as u64);
    let mut dice = Dice(19);
    let queries: Vec<String> = all
        .iter()
        .step_by(71)
        .flat_map(|article| queries_of(article, &mut dice))
        .collect();
    let cluster = Cluster::open(address(), None, None).unwrap();
    agrees(archive, &cluster, &queries);

    node.script(older, &["kill", "1"]);
    node.script(newer, &["fetch"]);
    node.script(newer, &["start-node", "1"]);
    node.script(newer, &["await", "1", "1"]);
    assert_eq!(node.version(), newer);
    let path = format!("/_cluster/health/{name}?wait_for_status=yellow&timeout=60s");
    ask(&node.address(), "GET", &path, &Value::Null);
    agrees(
        archive,
        &Cluster::open(address(), None, None).unwrap(),
        &queries,
    );
    let again = load_at(archive, address(), 2, &mut |_| ()).unwrap();
    assert_eq!(again.unchanged, all.len() as u64);

    // An index of an older dateline is refused, to read and to write, with what to do.
    let ours = ask(
        &node.address(),
        "GET",
        &format!("/{name}/_mapping"),
        &Value::Null,
    );
    let ours = ours[&*name]["mappings"]["_meta"]["dateline"].clone();
    for (part, older) in [("analysis", json!("0")), ("format", json!(1))] {
        let mut meta = ours.clone();
        meta[part] = older;
        let path = format!("/{name}/_mapping");
        ask(
            &node.address(),
            "PUT",
            &path,
            &json!({"_meta": {"dateline": meta}}),
        );
        for refused in [
            Cluster::open(address(), None, None).err(),
            cluster::check(&address(), None, None).err(),
        ] {
            let said = refused.unwrap().to_string();
            assert!(
                said.ends_with("load the articles into an index of a new name"),
                "{said}"
            );
        }
    }
}
