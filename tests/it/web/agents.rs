//! The tools for language models at `/mcp`: by the same door as the pages.

use serde_json::{Value, json};

use super::site_of_tests::{NEWSROOM, OwnSite, article};

const HEADERS: [(&str, &str); 2] = [
    ("content-type", "application/json"),
    ("accept", "application/json, text/event-stream"),
];

fn asked() -> String {
    let params = json!({"name": "count", "arguments": {"query": "ferry"}});
    json!({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params}).to_string()
}

#[test]
fn tools_are_called_by_post() {
    let reply = NEWSROOM.post_with("/mcp", &HEADERS, asked());
    let answer: Value = reply.json();
    let text = answer["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.contains("\"articles\""), "{answer}");
    assert!(
        reply
            .header("content-security-policy")
            .starts_with("default-src 'none'")
    );
    assert_eq!(NEWSROOM.get("/mcp").status, 405);
    let long = [&HEADERS[..], &[("content-length", "40000")]].concat();
    assert_eq!(
        NEWSROOM.post_with("/mcp", &long, "x".repeat(40_000)).status,
        413
    );
    // Nor does it help not to say how long it is.
    let chunked = NEWSROOM.post_with("/mcp", &HEADERS, "x".repeat(40_000));
    assert_eq!(chunked.status, 413, "{}", chunked.body);
}

#[test]
fn the_door_is_the_same() {
    let status = |site: &OwnSite, more: &[(&str, &str)]| {
        let headers = [&HEADERS, more].concat();
        site.post_with("/mcp", &headers, asked()).status.as_u16()
    };
    assert_eq!(status(&NEWSROOM, &[("host", "evil.example")]), 421);
    assert_eq!(
        status(&NEWSROOM, &[("origin", "https://evil.example")]),
        403
    );
    assert_eq!(
        status(&NEWSROOM, &[("origin", "http://127.0.0.1:8460")]),
        200
    );
    let site =
        OwnSite::of(&[article("a", "Ferry", "Post", "A ferry sailed.")]).with_token("s3cret");
    let away = ("host", "archive.example");
    assert_eq!(status(&site, &[away]), 401);
    assert_eq!(
        status(&site, &[away, ("authorization", "Bearer s3cret")]),
        200
    );
}
