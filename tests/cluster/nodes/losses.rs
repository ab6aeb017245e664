//! What goes wrong while articles are loaded: replies are lost, queues and disks are full, articles are refused. Nothing is lost, nothing is there
//! twice, and the reason is named.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::process::Command;

use dateline::archive::{Filters, Searcher};
use dateline::article::Article;
use dateline::cluster::{Address, LoadError};
use dateline::query::Query;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::engine::{ask, get};
use crate::proxy::Proxy;
use crate::{address, archive_of, load, load_at, new_name, node, numbered, open, request};

/// Each article is found by a word, and listed once.
fn has_each_once(index: &str, count: usize) {
    let cluster = open(index);
    let found = cluster.search(&request("everywhere")).unwrap().total;
    assert_eq!(found, count as u64);
    let mut ids = Vec::new();
    let mut each = |article: Article| {
        ids.push(article.id);
        ControlFlow::Continue(())
    };
    cluster
        .export(&Query::default(), &Filters::default(), Date::MIN, &mut each)
        .unwrap();
    assert_eq!(ids.len(), count);
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>().len(), count);
}

#[test]
fn replies_are_lost() {
    let (_dir, archive) = numbered(2_500);
    let (proxy, name) = (Proxy::new(2), new_name("lost"));
    let address = Address::parse(&proxy.address(&name)).unwrap();
    let loaded = load_at(&archive, address, 3, &mut |_| ()).unwrap();
    assert_eq!(loaded.written, 2_500);
    let sent = proxy.documents().len();
    assert!(
        proxy.lost() >= 2 && sent > 2_500,
        "{} lost, {sent} sent",
        proxy.lost()
    );
    has_each_once(&name, 2_500);
    println!(
        "{} replies lost, {sent} documents sent, none twice",
        proxy.lost()
    );
}

/// How many writes the nodes have refused as their queues were full.
fn refused_writes() -> u64 {
    let stats = get("/_nodes/stats/thread_pool");
    let nodes = stats["nodes"].as_object().unwrap().values();
    nodes
        .map(|node| node["thread_pool"]["write"]["rejected"].as_u64().unwrap())
        .sum()
}

/// Many loaders at once: the nodes of tests/cluster/run.sh have short queues, and refuse what does not fit.
#[test]
fn queues_are_full() {
    let (_dir, archive) = numbered(1_500);
    let name = new_name("busy");
    let before = refused_writes();
    let each = |nth: u32| {
        let loaded = load_at(&archive, address(&name), 9, &mut |_| ()).unwrap();
        assert_eq!(loaded.written + loaded.unchanged, 1_500, "loader {nth}");
    };
    std::thread::scope(|scope| {
        let each = &each;
        for nth in 0..12 {
            scope.spawn(move || each(nth));
        }
    });
    let refused = refused_writes() - before;
    assert!(
        refused > 0,
        "no queue was full; the nodes need thread_pool.write.queue_size: 5"
    );
    has_each_once(&name, 1_500);
    println!("{refused} writes refused by full queues, nothing lost");
}

/// The engine locks an index when its node's disk is full. What was acknowledged is there; the same load goes on once there is room.
#[test]
fn the_disk_is_full() {
    let (_dir, archive) = numbered(3_500);
    let name = new_name("full");
    let lock = |is_locked: Value| {
        let settings = json!({"index.blocks.read_only_allow_delete": is_locked});
        let answer = ask(&node(), "PUT", &format!("/{name}/_settings"), &settings);
        assert_eq!(answer["acknowledged"], true);
    };
    let mut acknowledged = 0;
    let error = load_at(&archive, address(&name), 3, &mut |loaded| {
        let is_time = acknowledged == 0 && loaded.written > 0;
        acknowledged = loaded.written;
        if is_time {
            lock(json!(true));
        }
    })
    .unwrap_err();
    assert!(matches!(error, LoadError::Blocked { .. }), "{error}");
    let said = error.to_string();
    assert!(
        said.contains("make room") && said.contains("run the same command again"),
        "{said}"
    );
    lock(Value::Null);
    let loaded = load(&archive, &name, 3);
    assert!(loaded.unchanged >= acknowledged, "{loaded:?}");
    assert_eq!(loaded.written + loaded.unchanged, 3_500);
    has_each_once(&name, 3_500);
    println!(
        "locked after {acknowledged} articles: {} there already, {} written then",
        loaded.unchanged, loaded.written
    );
}

/// Bad articles among good ones: the good ones land, the bad ones are listed with file and line, and the exit code says so.
#[test]
fn articles_are_refused() {
    let name = new_name("bad");
    load(&archive_of([]).1, &name, 1);
    // A term as long as this one is more than the engine takes; usually the mapping leaves such out.
    let url = json!({"properties": {"url": {"type": "keyword", "ignore_above": 1_000_000}}});
    ask(&node(), "PUT", &format!("/{name}/_mapping"), &url);
    let dir = tempfile::tempdir().unwrap();
    let (pages, rejects) = (
        dir.path().join("pages.jsonl"),
        dir.path().join("rejects.jsonl"),
    );
    let mut lines = String::new();
    for line in 1..=5 {
        let path = if line % 2 == 0 {
            "x".repeat(40_000)
        } else {
            "short".to_owned()
        };
        let text = format!(
            "The ferry number {line} sailed two hours late on Tuesday, although its bow door had been mended in the week before, the port authority said."
        );
        let record = json!({"id": format!("p{line}"), "title": format!("Ferry {line} late"), "text": text, "url": format!("https://a.example/{line}/{path}")});
        lines.push_str(&format!("{record}\n"));
    }
    std::fs::write(&pages, lines).unwrap();
    let ended = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args([
            "index",
            "--quiet",
            "--index",
            &format!("{}/{name}", node()),
            "--rejects",
        ])
        .args([&rejects, &pages])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("refused 2 articles"), "{said}");
    let listed = std::fs::read_to_string(&rejects).unwrap();
    let listed: BTreeSet<String> = listed
        .lines()
        .map(|line| {
            let one: Value = serde_json::from_str(line).unwrap();
            assert!(
                one["reason"].as_str().unwrap().contains("immense term"),
                "{line}"
            );
            format!(
                "{} {}",
                one["id"].as_str().unwrap(),
                one["path"].as_str().unwrap()
            )
        })
        .collect();
    let expected = [2, 4].map(|line| format!("p{line} {}#{line}", pages.display()));
    assert_eq!(listed, BTreeSet::from(expected));
    assert_eq!(open(&name).search(&request("ferry")).unwrap().total, 3);
}
