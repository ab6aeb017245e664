//! The tools for language models: the whole table by rmcp's own client, in both lifecycles that it speaks; sizes, errors, both ways in.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::sync::{Arc, LazyLock};

use dateline::archive::Clock;
use dateline::mcp::{MOST_BYTES, McpServer, Toolbox};
use dateline::search::Archive;
use jiff::civil::Date;
use rmcp::ServiceExt;
use rmcp::model::{CallToolRequestParams, ProtocolVersion};
use rmcp::service::{ClientLifecycleMode, ClientServiceExt};
use serde_json::{Map, Value, json};
use tokio::sync::Semaphore;

use crate::support::{Desk, newsroom};

struct Still;

impl Clock for Still {
    fn today(&self) -> Date {
        Date::constant(2025, 11, 30)
    }

    fn seconds(&self) -> f64 {
        0.0
    }
}

static NEWSROOM: LazyLock<(Desk, Arc<Toolbox>)> = LazyLock::new(|| {
    let desk = Desk::new();
    desk.run(&["index", "-q", newsroom().to_str().unwrap()])
        .ok();
    let archive = Archive::open(&desk.path("archive")).unwrap();
    (
        desk,
        Arc::new(Toolbox::new(Arc::new(archive), Arc::new(Still))),
    )
});

fn object(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn call(tool: &str, arguments: &Value) -> Value {
    let text = NEWSROOM.1.call(tool, &object(arguments)).unwrap();
    assert!(
        text.len() <= MOST_BYTES,
        "{tool} {arguments}: {} bytes",
        text.len()
    );
    serde_json::from_str(&text).unwrap()
}

fn fault(tool: &str, arguments: &Value) -> String {
    NEWSROOM
        .1
        .call(tool, &object(arguments))
        .unwrap_err()
        .to_string()
}

/// An id of the newsroom.
fn some_id(query: &str) -> String {
    call("search", &json!({"query": query, "limit": 1}))["hits"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// A call of each tool.
fn whole_table() -> Vec<(&'static str, Value)> {
    let id = some_id("ferry inspection");
    vec![
        ("describe", json!({})),
        ("search", json!({"query": "ferry inspection"})),
        ("fetch", json!({"id": id})),
        ("count", json!({"query": "ferry", "by": "source"})),
        ("passages", json!({"query": "ferry"})),
        (
            "verify_quote",
            json!({"quote": "There is no reason to panic, but there is every reason to leave", "speaker": "Weissmueller"}),
        ),
        ("story", json!({"id": id, "part": "lineage"})),
        ("names", json!({"name": "Korolchuk"})),
    ]
}

fn on_a_runtime<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    runtime.unwrap().block_on(future)
}

#[test]
fn its_own_client_runs_the_whole_table_in_both_lifecycles() {
    let server = McpServer::new(NEWSROOM.1.clone(), Arc::new(Semaphore::new(2)));
    let lifecycles = [
        ClientLifecycleMode::Initialize,
        ClientLifecycleMode::Discover {
            preferred_versions: vec![ProtocolVersion::V_2026_07_28],
        },
    ];
    for lifecycle in lifecycles {
        on_a_runtime(async {
            let (near, far) = tokio::io::duplex(1 << 16);
            let server = server.clone();
            tokio::spawn(async move { server.serve(far).await.unwrap().waiting().await });
            let client = ().serve_with_lifecycle(near, lifecycle).await.unwrap();
            let tools = client.list_all_tools().await.unwrap();
            let names: Vec<&str> = tools.iter().map(|tool| tool.name.as_ref()).collect();
            assert_eq!(names, Toolbox::names());
            for tool in &tools {
                let hints = tool.annotations.as_ref().unwrap();
                assert_eq!(
                    (hints.read_only_hint, hints.destructive_hint),
                    (Some(true), Some(false))
                );
                // No tool takes a path, or anything that is not in its schema.
                let schema = Value::Object(tool.input_schema.as_ref().clone());
                assert_eq!(schema["additionalProperties"], false);
                assert!(
                    !schema["properties"].to_string().contains("path"),
                    "{schema}"
                );
            }
            for (tool, arguments) in whole_table() {
                let request = CallToolRequestParams::new(tool).with_arguments(object(&arguments));
                let result = client.call_tool(request).await.unwrap();
                let text = &result.content[0].as_text().unwrap().text;
                assert_eq!(result.is_error, Some(false), "{tool}: {text}");
                assert!(text.len() <= MOST_BYTES);
                assert!(serde_json::from_str::<Value>(text).unwrap()["notice"].is_string());
            }
            let request = CallToolRequestParams::new("fetch")
                .with_arguments(object(&json!({"id": "nowhere"})));
            let result = client.call_tool(request).await.unwrap();
            assert_eq!(result.is_error, Some(true));
            client.cancel().await.unwrap();
        });
    }
}

#[test]
fn answers_say_what_was_left_out_and_how_to_get_it() {
    let first = call("search", &json!({"query": "*", "limit": 20}));
    let shown = first["hits"].as_array().unwrap().len();
    let said = first["left_out"].as_str().unwrap();
    assert!(said.contains(&format!("offset {shown}")), "{said}");
    let next = call(
        "search",
        &json!({"query": "*", "offset": shown, "limit": 3}),
    );
    assert_ne!(next["hits"][0]["id"], first["hits"][shown - 1]["id"]);

    let count = call("count", &json!({"query": "*", "by": "source"}));
    assert_eq!(count["articles"], first["articles"]);
    assert!(count["values"].as_array().unwrap().len() > 5);

    // Going on as the answer says reaches every occurrence once.
    let (mut seen, mut place) = (Vec::new(), (0, 0));
    loop {
        let page = call(
            "passages",
            &json!({"query": "ferry", "limit": 7, "offset": place.0, "line": place.1}),
        );
        seen.extend(
            page["lines"]
                .as_array()
                .unwrap()
                .iter()
                .map(|line| (line["id"].clone(), line["at"].clone())),
        );
        let Some(said) = page["left_out"].as_str() else {
            break;
        };
        let numbers: Vec<usize> = said
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        assert!((numbers[0], numbers[1]) > place, "{said}");
        place = (numbers[0], numbers[1]);
    }
    let all = seen.len();
    seen.sort_by_key(|(id, at)| format!("{id}{at}"));
    seen.dedup();
    assert_eq!(all, seen.len());
    assert!(all > 30, "{all}");
}

#[test]
fn slices_of_an_article_join_to_its_text() {
    let id = some_id("ferry inspection");
    let (mut text, mut hash) = (String::new(), Value::Null);
    loop {
        let slice = call(
            "fetch",
            &json!({"id": id, "offset": text.len(), "length": 701, "hash": hash}),
        );
        text.push_str(slice["text"].as_str().unwrap());
        hash = slice["hash"].clone();
        if slice["left_out"].is_null() {
            assert_eq!(slice["bytes"], text.len());
            break;
        }
    }
    let place = call(
        "passages",
        &json!({"query": format!("id:{id} inspection"), "limit": 1}),
    );
    let at = place["lines"][0]["at"].as_array().unwrap();
    let slice = &text[at[0].as_u64().unwrap() as usize..at[1].as_u64().unwrap() as usize];
    assert_eq!(slice, place["lines"][0]["match"].as_str().unwrap());
    let said = fault("fetch", &json!({"id": id, "hash": "00"}));
    assert!(
        said.contains("has changed") && said.contains("offset 0"),
        "{said}"
    );
}

#[test]
fn faults_name_the_next_step() {
    for (tool, arguments, said) in [
        (
            "search",
            json!({}),
            "`query` is needed: words, or the query language",
        ),
        ("search", json!({"query": " "}), "`query` is empty"),
        ("search", json!({"query": 3}), "`query` must be a text"),
        (
            "search",
            json!({"query": "a", "path": "/etc"}),
            "there is no parameter `path`; this tool takes `query`, `sort`, `limit`, `offset`",
        ),
        (
            "search",
            json!({"query": "a", "limit": 500}),
            "`limit` must be a number from 0 to 20",
        ),
        (
            "search",
            json!({"query": "a", "sort": "best"}),
            "must be one of relevance, oldest, newest",
        ),
        ("fetch", json!({"id": "x"}), "`search` lists the ids"),
        ("story", json!({"id": "x"}), "`search` lists the ids"),
        (
            "verify_quote",
            json!({"quote": "…"}),
            "give the quotation itself",
        ),
        (
            "verify_quote",
            json!({"quote": "a".repeat(5000)}),
            "verify it in parts",
        ),
        (
            "verify_quote",
            json!({"quote": "a b", "since": "May"}),
            "write a day as 2025-09-12",
        ),
        (
            "delete",
            json!({}),
            "there is no tool `delete`; there are describe, search",
        ),
    ] {
        let fault = fault(tool, &arguments);
        assert!(fault.contains(said), "{tool} {arguments}: {fault}");
    }
    let id = some_id("ferry");
    assert!(fault("fetch", &json!({"id": id, "offset": 9_999_999})).contains("has"));
    // Numbers as texts are understood, and what is null is not given.
    call(
        "search",
        &json!({"query": "ferry", "limit": "2", "sort": null}),
    );
}

#[test]
fn a_quotation_comes_with_the_archives_own_words() {
    let quote = "There is no reason for panic, but there is every reason to leave";
    let answer = call("verify_quote", &json!({"quote": quote}));
    assert_eq!(answer["verdict"], "altered");
    let first = &answer["first_printed"];
    assert!(
        first["words"]
            .as_str()
            .unwrap()
            .contains("no reason to panic"),
        "{answer}"
    );
    assert_eq!(
        first["differences"][0],
        json!({"changed": "for", "archive": "to"})
    );
    assert!(first["at"].is_array() && first["id"].is_string());
}

/// About as many tokens as models make of a text: four letters of ASCII each, every other character its own.
fn tokens(text: &str) -> usize {
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    (text.chars().count() - wide).div_ceil(4) + wide
}

#[test]
fn answers_about_quotations_are_short() {
    let articles = crate::quotes::newsroom_articles();
    let mut sizes: Vec<usize> = crate::quotes::samples(&articles, 40, 3)
        .iter()
        .map(|sample| {
            call(
                "verify_quote",
                &json!({"quote": sample.quote, "speaker": sample.speaker}),
            )
        })
        .map(|answer| tokens(&answer.to_string()))
        .collect();
    sizes.sort_unstable();
    assert!(sizes[sizes.len() / 2] <= 1_500, "{sizes:?}");
}

#[test]
fn the_binary_serves_a_client_on_standard_input() {
    let mut server = NEWSROOM.0.command();
    let mut server = server
        .arg("mcp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = server.stdin.take().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}});
    writeln!(input, "{hello}").unwrap();
    let reply: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(reply["result"]["serverInfo"]["name"], "dateline");
    assert_eq!(reply["result"]["protocolVersion"], "2025-06-18");
    writeln!(
        input,
        "{}",
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"})
    )
    .unwrap();
    let asked = json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "count", "arguments": {"query": "ferry"}}});
    writeln!(input, "{asked}").unwrap();
    let reply: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert!(
        reply["result"]["content"][0]["text"]
            .as_str()
            .unwrap()
            .contains("\"articles\""),
        "{reply}"
    );
    drop(input);
    assert!(server.wait().unwrap().success());
}
