//! Who may come in, and what every answer carries.

use super::site_of_tests::{NEWSROOM, OwnSite, article};

#[test]
fn every_answer_carries_the_headers() {
    for address in [
        "/",
        "/?q=ferry",
        "/nowhere",
        "/api/v1/stats",
        "/api/v1/nowhere",
    ] {
        let reply = NEWSROOM.get(address);
        let policy = reply.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{address}");
        assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(
            reply.header("x-content-type-options"),
            "nosniff",
            "{address}"
        );
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
    }
    let problem = NEWSROOM.get("/api/v1/nowhere");
    assert_eq!(problem.status, 404);
    assert_eq!(problem.header("content-type"), "application/problem+json");
}

#[test]
fn a_foreign_host_or_origin_is_refused() {
    let status = |headers: &[(&str, &str)]| NEWSROOM.get_with("/?q=ferry", headers).status.as_u16();
    for host in ["127.0.0.1:8460", "localhost", "LOCALHOST:1", "[::1]:8460"] {
        assert_eq!(status(&[("host", host)]), 200, "{host}");
    }
    for host in [
        "evil.example",
        "evil.example:8460",
        "127.0.0.1.evil.example",
        "",
        "localhost.",
        "127.0.0.1@evil",
    ] {
        assert_eq!(status(&[("host", host)]), 421, "{host}");
    }
    assert_eq!(status(&[("origin", "http://127.0.0.1:8460")]), 200);
    for origin in [
        "https://evil.example",
        "null",
        "http://127.0.0.1:1",
        "http://127.0.0.1:8460.evil.example",
    ] {
        assert_eq!(status(&[("origin", origin)]), 403, "{origin}");
    }
}

#[test]
fn a_token_opens_the_door_and_leaves_the_address() {
    let site =
        OwnSite::of(&[article("a", "Ferry", "Post", "A ferry sailed.")]).with_token("s3cret");
    let away = &[("host", "archive.example")];
    assert_eq!(site.get_with("/", away).status, 401);
    assert_eq!(site.get_with("/?token=wrong", away).status, 401);
    assert_eq!(site.get_with("/assets/x", away).status, 401);
    let welcome = site.get_with("/?q=ferry&token=s3cret", away);
    assert_eq!(welcome.status, 303);
    assert_eq!(welcome.header("location"), "/?q=ferry");
    let cookie = welcome.header("set-cookie").to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let cookie = cookie.split(';').next().unwrap();
    let host = ("host", "archive.example");
    assert_eq!(
        site.get_with("/?q=ferry", &[host, ("cookie", cookie)])
            .status,
        200
    );
    assert_eq!(
        site.get_with("/", &[host, ("authorization", "Bearer s3cret")])
            .status,
        200
    );
    assert_eq!(
        site.get_with("/", &[host, ("cookie", "dateline_token=s3cre")])
            .status,
        401
    );
    assert_eq!(
        site.get_with("//evil.example/?token=s3cret", &[host])
            .header("location"),
        "/evil.example/"
    );
}

#[test]
fn what_a_reader_has_is_not_sent_again() {
    let first = NEWSROOM.get("/?q=ferry");
    let tag = first.header("etag").to_owned();
    let again = NEWSROOM.get_with("/?q=ferry", &[("if-none-match", &tag)]);
    assert_eq!(again.status, 304);
    assert!(again.body.is_empty());
    let page = first.page();
    let style = page
        .split("href=\"/assets/page.")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let style = NEWSROOM.get(&format!("/assets/page.{style}"));
    assert!(style.header("cache-control").contains("immutable"));
    assert!(style.header("content-type").starts_with("text/css"));
}
