//! An archive on a cluster, against a small engine that answers as it is told: what is sent, and what becomes of every answer.
//! `tests/cluster/nodes/` asks real nodes.
mod elasticsearch;
mod fake_engine;
mod spellings;

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::Duration;

use dateline::archive::{Limits, Request, SearchError, Searcher};
use dateline::article::{Article, Entry, Evidence, Found, Language, Witness};
use dateline::cluster::{self, Address, Cluster, LoadError, Loaded, Login, Rejected};
use dateline::index::{self, Marks, Writer};
use dateline::query::parse;
use dateline::search::Archive;
use expect_test::{Expect, expect};
use jiff::civil::date;
use serde_json::Value;

use self::fake_engine::{Answer, Asked, FakeEngine, items, usual};
use crate::support::Desk;

fn article(id: &str, title: &str, text: &str) -> Article {
    let evidence = || Evidence::new("test", Witness::Given, 1.0);
    Article {
        id: id.to_owned(),
        path: format!("{id}.html"),
        title: Some(Found {
            value: title.to_owned(),
            evidence: evidence(),
        }),
        text: text.to_owned(),
        language: Some(Found {
            value: Language("en".into()),
            evidence: evidence(),
        }),
        ..Article::default()
    }
}

/// An archive of so many articles, and its folder.
fn archive(articles: impl IntoIterator<Item = Article>) -> (tempfile::TempDir, Archive) {
    let dir = tempfile::tempdir().unwrap();
    let writer = Writer::open_or_create(dir.path(), &index::Options::default()).unwrap();
    for article in articles {
        writer
            .add(&Entry::new(article, 1), &Marks::default())
            .unwrap();
    }
    writer.finish().unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    (dir, archive)
}

fn ferries(count: usize) -> (tempfile::TempDir, Archive) {
    archive((0..count).map(|at| article(&format!("f{at}"), "Ferry delayed", "The ferry was late.")))
}

/// Loads without waiting; gives what was refused too.
fn load(archive: &Archive, engine: &FakeEngine) -> (Result<Loaded, LoadError>, Vec<Rejected>) {
    let rejected = Mutex::new(Vec::new());
    let options = cluster::Options {
        shards: 3,
        replicas: 1,
        wait: &|_: Duration| {},
        progress: &mut |_| ControlFlow::Continue(()),
        rejected: &mut |one| rejected.lock().unwrap().push(one.clone()),
    };
    let address = Address::parse(&engine.address()).unwrap();
    let loaded = cluster::load(archive, address, None, None, options);
    (loaded, rejected.into_inner().unwrap())
}

fn is_bulk(asked: &Asked) -> bool {
    asked.what == "POST /news/_bulk"
}

/// The ids of the documents of each batch.
fn batches(engine: &FakeEngine) -> Vec<String> {
    let mut found = Vec::new();
    for asked in engine.asked("POST /news/_bulk") {
        let lines = asked.body.lines().skip(1).step_by(2);
        let ids = lines.map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["id"]
                .as_str()
                .unwrap()
                .to_owned()
        });
        found.push(ids.collect::<Vec<_>>().join(" "));
    }
    found
}

#[test]
fn an_article_as_rows() {
    let engine = FakeEngine::new(|_, _| None);
    let text = "The cease-fires held. McDonald's café in Łódź didn't.\n\nIt shut.";
    let (_dir, archive) = archive([article("a", "Truces held", text)]);
    load(&archive, &engine).0.unwrap();
    let body = &engine.asked("POST /news/_bulk")[0].body;
    let doc: Value = serde_json::from_str(body.lines().nth(1).unwrap()).unwrap();
    let mut rows = String::new();
    for row in ["stem", "written", "exact", "joined", "start", "end"] {
        for value in doc[row].as_array().unwrap() {
            rows.push_str(&format!("{row}: {}\n", value.as_str().unwrap()));
        }
    }
    expect![[r#"
        stem: truce/en held/en _
        stem: the/en ceas/en fire/en held/en mcdonald/en cafe/en in/en lodz/en didnt/en it/en shut/en
        written: truces held _
        written: the cease fires held mcdonald cafe in lodz didnt it shut
        exact: Truces held _
        exact: The cease fires held McDonald café in Łódź didnt It shut
        joined: _ _ _
        joined: _ ceasefir/en + _ _ _ _ _ _ _ _
        start: p _ m
        start: p _ _ _ s _ _ _ _ p _
        end: _ P _
        end: _ _ _ S _ _ _ _ P _ LP
    "#]].assert_eq(&rows);
    // All rows agree place by place.
    for value in 0..2 {
        let places = |row: &str| doc[row][value].as_str().unwrap().split(' ').count();
        for row in ["written", "exact", "joined", "start", "end"] {
            assert_eq!(places(row), places("stem"), "{row}");
        }
    }
    let mapping = engine.asked("PUT /news");
    assert!(mapping[0].body.contains(r#""dynamic":"strict""#));
}

#[test]
fn only_what_failed_is_sent_again() {
    let engine = FakeEngine::new(|asked, before| {
        let busy = |doc: &Value| {
            if before == 0 && doc["id"] == "f1" {
                429
            } else {
                201
            }
        };
        is_bulk(asked).then(|| {
            (
                200,
                serde_json::json!({"items": items(&asked.body, &busy)}).to_string(),
            )
        })
    });
    let (loaded, rejected) = load(&ferries(3).1, &engine);
    assert_eq!((loaded.unwrap().written, rejected.len()), (3, 0));
    assert_eq!(batches(&engine), ["f0 f1 f2", "f1"]);
}

#[test]
fn bad_items_among_good_ones() {
    let engine = FakeEngine::new(|asked, _| {
        let bad = |doc: &Value| if doc["id"] == "f1" { 400 } else { 201 };
        is_bulk(asked).then(|| {
            (
                200,
                serde_json::json!({"items": items(&asked.body, &bad)}).to_string(),
            )
        })
    });
    let (loaded, rejected) = load(&ferries(3).1, &engine);
    let loaded = loaded.unwrap();
    assert_eq!((loaded.written, loaded.rejected), (2, 1));
    let refused = |one: &Rejected| format!("{} {} {}", one.id, one.path, one.reason);
    assert_eq!(
        rejected.iter().map(refused).collect::<Vec<_>>(),
        ["f1 f1.html bad field"]
    );
}

/// A busy cluster, one behind a broken proxy, a reply that is lost: the same batch is sent again.
#[test]
fn a_whole_batch_is_sent_again() {
    for first in [
        (429, String::new()),
        (503, "Service Unavailable".to_owned()),
        (0, String::new()),
    ] {
        let answer: Answer = first.clone();
        let engine = FakeEngine::new(move |asked, before| {
            (is_bulk(asked) && before == 0).then(|| answer.clone())
        });
        let (loaded, _) = load(&ferries(2).1, &engine);
        assert_eq!(loaded.unwrap().written, 2, "{first:?}");
        assert_eq!(batches(&engine), ["f0 f1", "f0 f1"], "{first:?}");
    }
}

#[test]
fn a_batch_that_is_too_large_is_parted() {
    let engine = FakeEngine::new(|asked, before| {
        (is_bulk(asked) && before == 0).then(|| (413, String::new()))
    });
    assert_eq!(load(&ferries(2).1, &engine).0.unwrap().written, 2);
    assert_eq!(batches(&engine), ["f0 f1", "f0", "f1"]);
}

/// One article that the engine never takes does not keep the others out.
#[test]
fn an_article_that_is_too_large() {
    let engine = FakeEngine::new(|asked, _| {
        (is_bulk(asked) && asked.body.contains(r#""id":"f1""#)).then(|| (413, String::new()))
    });
    let (loaded, rejected) = load(&ferries(3).1, &engine);
    assert_eq!(loaded.unwrap().written, 2);
    let refused: Vec<&str> = rejected.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(refused, ["f1.html"]);
    assert!(rejected[0].reason.contains("413"), "{}", rejected[0].reason);
}

/// A full disk does not pass by itself, though its status is that of a busy cluster.
#[test]
fn a_full_disk_ends_the_load() {
    let block = r#"{"error":{"type":"cluster_block_exception","reason":"index [news] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]"}}"#;
    let engine = FakeEngine::new(move |asked, _| is_bulk(asked).then(|| (429, block.to_owned())));
    let error = load(&ferries(1).1, &engine).0.unwrap_err();
    assert!(matches!(error, LoadError::Blocked { .. }));
    expect!["the cluster takes no documents: index [news] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark]; its disks may be full: make room, and run the same command again to go on"]
        .assert_eq(&error.to_string());
    assert_eq!(batches(&engine).len(), 1);
}

#[test]
fn a_cluster_that_stays_busy() {
    let engine = FakeEngine::new(|asked, _| is_bulk(asked).then(|| (429, String::new())));
    assert!(matches!(
        load(&ferries(1).1, &engine).0,
        Err(LoadError::Busy { .. })
    ));
}

#[test]
fn engines_that_are_known() {
    for (version, expected) in [
        (
            r#"{"distribution":"opensearch","number":"2.19.6"}"#,
            "known",
        ),
        (r#"{"distribution":"opensearch","number":"3.8.0"}"#, "known"),
        (r#"{"number":"8.15.0","build_flavor":"default"}"#, "known"),
        (
            r#"{"distribution":"opensearch","number":"1.3.0"}"#,
            "opensearch 1.3.0 is not supported; OpenSearch 2 or 3, or Elasticsearch from 8 on, is needed",
        ),
        (
            r#"{"number":"7.10.2"}"#,
            "Elasticsearch 7.10.2 is not supported; OpenSearch 2 or 3, or Elasticsearch from 8 on, is needed",
        ),
    ] {
        let engine = FakeEngine::new(move |asked, _| {
            (asked.what == "GET /").then(|| (200, format!(r#"{{"version":{version}}}"#)))
        });
        let address = Address::parse(&engine.address()).unwrap();
        let said = cluster::check(&address, None, None)
            .map_or_else(|error| error.to_string(), |()| "known".to_owned());
        assert_eq!(said, expected);
    }
}

#[test]
fn addresses() {
    let read = |text: &str| match Address::parse(text) {
        Ok(address) => format!("{address} {} {:?}", address.host, address.user),
        Err(error) => error.to_string(),
    };
    let cases = [
        "https://ada@search.example:9200/news",
        "http://localhost/a/b/news-1",
        "https://a%40b@search.example/news",
        "https://ada:secret@search.example/news",
        "https://search.example",
        "https://search.example/News",
        "https://search.example/news?x=1",
    ];
    let all: Vec<String> = cases.iter().map(|case| read(case)).collect();
    assert!(!all.join("").contains("secret"));
    expect![[r#"
        https://search.example:9200/news search.example Some("ada")
        http://localhost/a/b/news-1 localhost None
        https://search.example/news search.example Some("a@b")
        the address of the archive has a password, which others can see on the command line; leave it out, and set DATELINE_PASSWORD or write it into ~/.netrc
        the address of the archive is not like https://user@host:9200/name
        "News" cannot be the name of an index: small letters, digits, - and _ only, beginning with a letter or digit
        the address of the archive is not like https://user@host:9200/name"#]].assert_eq(&all.join("\n"));
}

/// A login that may only read an index is not told what the engine is.
#[test]
fn a_login_that_may_only_read() {
    let forbidden =
        r#"{"error":{"type":"security_exception","reason":"no permissions"},"status":403}"#;
    let engine = FakeEngine::new(move |asked, _| {
        (asked.what == "GET /").then(|| (403, forbidden.to_owned()))
    });
    let address = Address::parse(&engine.address()).unwrap();
    assert!(cluster::check(&address, None, None).is_ok());
}

/// The refusal of a login says what to do, and never repeats the password.
#[test]
fn logins() {
    let engine = FakeEngine::new(|_, _| Some((401, "Unauthorized".to_owned())));
    let address = Address::parse(&engine.address()).unwrap();
    let login = Login {
        user: "ada".into(),
        password: "s3cret".into(),
    };
    assert!(!format!("{login:?}").contains("s3cret"));
    let with = Cluster::open(address.clone(), Some(&login), None).unwrap_err();
    let without = Cluster::open(address, None, None).unwrap_err();
    assert!(
        with.to_string()
            .ends_with("answered 401: the name or the password is wrong"),
        "{with}"
    );
    assert!(
        without.to_string().ends_with(
            "answered 401: it asks for a login; write https://user@host into the address"
        ),
        "{without}"
    );
    assert!(!format!("{with:?}").contains("s3cret"));
    let sent = engine.asked("GET /");
    assert_eq!(
        sent[0].authorization.as_deref(),
        Some("Basic YWRhOnMzY3JldA==")
    );
    assert_eq!(sent[1].authorization, None);
}

/// The mapping that a load has made, as the engine gives it back.
fn made(mapping: &str) -> String {
    let made: Value = serde_json::from_str(mapping).unwrap();
    serde_json::json!({"news": {"mappings": made["mappings"]}}).to_string()
}

/// A cluster that has no articles, and what it was asked.
fn opened() -> (FakeEngine, Cluster) {
    opened_with(|_| None)
}

/// The same, where some requests are answered otherwise.
fn opened_with(
    answer: impl Fn(&Asked) -> Option<Answer> + Send + 'static,
) -> (FakeEngine, Cluster) {
    let maker = FakeEngine::new(|_, _| None);
    load(&ferries(1).1, &maker).0.unwrap();
    let mapping = made(&maker.asked("PUT /news")[0].body);
    let engine = FakeEngine::new(move |asked, _| match asked.what.as_str() {
        "GET /news/_mapping" => Some((200, mapping.clone())),
        _ => answer(asked),
    });
    let cluster = Cluster::open(Address::parse(&engine.address()).unwrap(), None, None).unwrap();
    (engine, cluster)
}

fn request(query: &str) -> Request {
    Request {
        limit: 10,
        limits: Limits::NONE,
        ..Request::new(parse(query).0, date(2025, 10, 1))
    }
}

fn check(query: &str, expected: &Expect) {
    let (engine, cluster) = opened();
    cluster.search(&request(query)).unwrap();
    expected.assert_eq(&query_of_page(&engine));
}

/// The query whose hits were asked for.
fn query_of_page(engine: &FakeEngine) -> String {
    for asked in engine.asked("POST /news/_search") {
        let body: Value = serde_json::from_str(&asked.body).unwrap();
        if body["from"].is_number() {
            return body["query"].to_string();
        }
    }
    panic!("no page was asked for");
}

#[test]
fn queries_in_the_engines_language() {
    check(
        "ferries",
        &expect![[
            r#"{"bool":{"filter":[{"bool":{"minimum_should_match":1,"should":[{"match":{"written":{"analyzer":"alternatives","query":"ferries"}}},{"match":{"score":{"analyzer":"alternatives","query":"ferri/de|ferri/en"}}}]}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"ferri/de|ferri/en"}}}]}}"#
        ]],
    );
    check(
        "\"new ferry\"",
        &expect![[
            r#"{"match_phrase":{"written":{"analyzer":"alternatives","query":"new ferry"}}}"#
        ]],
    );
    check(
        "=Ferry",
        &expect![[r#"{"match":{"exact":{"analyzer":"alternatives","query":"Ferry"}}}"#]],
    );
    check(
        "ferry PRE/3 boat",
        &expect![[
            r#"{"bool":{"filter":[{"intervals":{"written":{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"ferri/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"ferry/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"ferry","use_field":"written"}}]}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":2,"ordered":true}}}}],"should":[{"script_score":{"query":{"bool":{"should":[{"script_score":{"query":{"intervals":{"written":{"any_of":{"filter":{"contained_by":{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"ferri/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"ferry/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"ferry","use_field":"written"}}]}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":2,"ordered":true}}},"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"ferri/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"ferry/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"ferry","use_field":"written"}}]}}]}}}},"script":{"params":{"each":1},"source":"params.each * _score / (1 - _score)"}}}]}},"script":{"params":{"place":0.97767,"short":0.30033,"weight":3.58351893845611},"source":"long length = doc['score_length'].value; if (length >= 40) { long above = length - 24; length -= above % (Long.highestOneBit(above) / 8); } return params.weight * _score / (_score + params.short + params.place * length);"}}}]}}"#
        ]],
    );
    check(
        "boat w/s ferry*",
        &expect![[
            r#"{"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"filter":{"contained_by":{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"s","use_field":"start"}},{"match":{"analyzer":"places","query":"p","use_field":"start"}}]}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"S","use_field":"end"}},{"match":{"analyzer":"places","query":"P","use_field":"end"}},{"match":{"analyzer":"places","query":"LS","use_field":"end"}},{"match":{"analyzer":"places","query":"LP","use_field":"end"}}]}}],"ordered":true}}},"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"max_expansions":1024,"pattern":"ferry*","use_field":"written"}}],"ordered":true}},{"all_of":{"filter":{"contained_by":{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"s","use_field":"start"}},{"match":{"analyzer":"places","query":"p","use_field":"start"}}]}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"S","use_field":"end"}},{"match":{"analyzer":"places","query":"P","use_field":"end"}},{"match":{"analyzer":"places","query":"LS","use_field":"end"}},{"match":{"analyzer":"places","query":"LP","use_field":"end"}}]}}],"ordered":true}}},"intervals":[{"wildcard":{"max_expansions":1024,"pattern":"ferry*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"ordered":true}}]}}}}],"should":[{"script_score":{"query":{"bool":{"should":[{"script_score":{"query":{"intervals":{"written":{"any_of":{"filter":{"contained_by":{"any_of":{"intervals":[{"all_of":{"filter":{"contained_by":{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"s","use_field":"start"}},{"match":{"analyzer":"places","query":"p","use_field":"start"}}]}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"S","use_field":"end"}},{"match":{"analyzer":"places","query":"P","use_field":"end"}},{"match":{"analyzer":"places","query":"LS","use_field":"end"}},{"match":{"analyzer":"places","query":"LP","use_field":"end"}}]}}],"ordered":true}}},"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"max_expansions":1024,"pattern":"ferry*","use_field":"written"}}],"ordered":true}},{"all_of":{"filter":{"contained_by":{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"s","use_field":"start"}},{"match":{"analyzer":"places","query":"p","use_field":"start"}}]}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"S","use_field":"end"}},{"match":{"analyzer":"places","query":"P","use_field":"end"}},{"match":{"analyzer":"places","query":"LS","use_field":"end"}},{"match":{"analyzer":"places","query":"LP","use_field":"end"}}]}}],"ordered":true}}},"intervals":[{"wildcard":{"max_expansions":1024,"pattern":"ferry*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"ordered":true}}]}}},"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}]}}}},"script":{"params":{"each":1},"source":"params.each * _score / (1 - _score)"}}}]}},"script":{"params":{"place":0.97767,"short":0.30033,"weight":3.58351893845611},"source":"long length = doc['score_length'].value; if (length >= 40) { long above = length - 24; length -= above % (Long.highestOneBit(above) / 8); } return params.weight * _score / (_score + params.short + params.place * length);"}}}]}}"#
        ]],
    );
    check(
        "title:ferry NOT source:herald",
        &expect![[
            r#"{"bool":{"must":[{"bool":{"filter":[{"intervals":{"written":{"any_of":{"filter":{"before":{"match":{"analyzer":"places","query":"m","use_field":"start"}}},"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"ferri/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"ferry/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"ferry","use_field":"written"}}]}}]}}}}],"should":[{"match":{"title_stem":{"analyzer":"alternatives","query":"ferri/en|ferry/de"}}}]}}],"must_not":[{"match":{"source_words":{"analyzer":"alternatives","query":"herald"}}}]}}"#
        ]],
    );
    check(
        "/fer{2}y\\d?/ after:2025",
        &expect![[
            r#"{"bool":{"must":[{"bool":{"filter":[{"regexp":{"written":{"value":"fe(r){2,2}y([0-9٠-٩۰-۹߀-߉०-९০-৯੦-੯૦-૯୦-୯௦-௯౦-౯೦-೯൦-൯෦-෯๐-๙໐-໙༠-༩၀-၉႐-႙០-៩᠐-᠙᥆-᥏᧐-᧙᪀-᪉᪐-᪙᭐-᭙᮰-᮹᱀-᱉᱐-᱙꘠-꘩꣐-꣙꤀-꤉꧐-꧙꧰-꧹꩐-꩙꯰-꯹０-９𐒠-𐒩𐴰-𐴹𐵀-𐵉𑁦-𑁯𑃰-𑃹𑄶-𑄿𑇐-𑇙𑋰-𑋹𑑐-𑑙𑓐-𑓙𑙐-𑙙𑛀-𑛉𑛐-𑛣𑜰-𑜹𑣠-𑣩𑥐-𑥙𑯰-𑯹𑱐-𑱙𑵐-𑵙𑶠-𑶩𑽐-𑽙𖄰-𖄹𖩠-𖩩𖫀-𖫉𖭐-𖭙𖵰-𖵹𜳰-𜳹𝟎-𝟿𞅀-𞅉𞋰-𞋹𞓰-𞓹𞗱-𞗺𞥐-𞥙🯰-🯹])?"}}}],"should":[{"script_score":{"query":{"bool":{"should":[{"script_score":{"query":{"intervals":{"written":{"regexp":{"max_expansions":1024,"pattern":"fe(r){2,2}y([0-9٠-٩۰-۹߀-߉०-९০-৯੦-੯૦-૯୦-୯௦-௯౦-౯೦-೯൦-൯෦-෯๐-๙໐-໙༠-༩၀-၉႐-႙០-៩᠐-᠙᥆-᥏᧐-᧙᪀-᪉᪐-᪙᭐-᭙᮰-᮹᱀-᱉᱐-᱙꘠-꘩꣐-꣙꤀-꤉꧐-꧙꧰-꧹꩐-꩙꯰-꯹０-９𐒠-𐒩𐴰-𐴹𐵀-𐵉𑁦-𑁯𑃰-𑃹𑄶-𑄿𑇐-𑇙𑋰-𑋹𑑐-𑑙𑓐-𑓙𑙐-𑙙𑛀-𑛉𑛐-𑛣𑜰-𑜹𑣠-𑣩𑥐-𑥙𑯰-𑯹𑱐-𑱙𑵐-𑵙𑶠-𑶩𑽐-𑽙𖄰-𖄹𖩠-𖩩𖫀-𖫉𖭐-𖭙𖵰-𖵹𜳰-𜳹𝟎-𝟿𞅀-𞅉𞋰-𞋹𞓰-𞓹𞗱-𞗺𞥐-𞥙🯰-🯹])?","use_field":"written"}}}},"script":{"params":{"each":1},"source":"params.each * _score / (1 - _score)"}}},{"script_score":{"query":{"intervals":{"written":{"any_of":{"filter":{"before":{"match":{"analyzer":"places","query":"m","use_field":"start"}}},"intervals":[{"regexp":{"max_expansions":1024,"pattern":"fe(r){2,2}y([0-9٠-٩۰-۹߀-߉०-९০-৯੦-੯૦-૯୦-୯௦-௯౦-౯೦-೯൦-൯෦-෯๐-๙໐-໙༠-༩၀-၉႐-႙០-៩᠐-᠙᥆-᥏᧐-᧙᪀-᪉᪐-᪙᭐-᭙᮰-᮹᱀-᱉᱐-᱙꘠-꘩꣐-꣙꤀-꤉꧐-꧙꧰-꧹꩐-꩙꯰-꯹０-９𐒠-𐒩𐴰-𐴹𐵀-𐵉𑁦-𑁯𑃰-𑃹𑄶-𑄿𑇐-𑇙𑋰-𑋹𑑐-𑑙𑓐-𑓙𑙐-𑙙𑛀-𑛉𑛐-𑛣𑜰-𑜹𑣠-𑣩𑥐-𑥙𑯰-𑯹𑱐-𑱙𑵐-𑵙𑶠-𑶩𑽐-𑽙𖄰-𖄹𖩠-𖩩𖫀-𖫉𖭐-𖭙𖵰-𖵹𜳰-𜳹𝟎-𝟿𞅀-𞅉𞋰-𞋹𞓰-𞓹𞗱-𞗺𞥐-𞥙🯰-🯹])?","use_field":"written"}}]}}}},"script":{"params":{"each":2},"source":"params.each * _score / (1 - _score)"}}}]}},"script":{"params":{"place":0.97767,"short":0.30033,"weight":1.791759469228055},"source":"long length = doc['score_length'].value; if (length >= 40) { long above = length - 24; length -= above % (Long.highestOneBit(above) / 8); } return params.weight * _score / (_score + params.short + params.place * length);"}}}]}},{"bool":{"filter":[{"range":{"date":{"gte":739617}}}]}}],"must_not":[]}}"#
        ]],
    );
    check(
        "atleast2(harbour)",
        &expect![[
            r#"{"bool":{"filter":[{"intervals":{"written":{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"harbour/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"harbour/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"harbour","use_field":"written"}}]}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"harbour/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"harbour/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"harbour","use_field":"written"}}]}}],"ordered":true}}}}],"should":[{"script_score":{"query":{"bool":{"should":[{"script_score":{"query":{"intervals":{"written":{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"harbour/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"harbour/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"harbour","use_field":"written"}}]}}}},"script":{"params":{"each":1},"source":"params.each * _score / (1 - _score)"}}}]}},"script":{"params":{"place":0.97767,"short":0.30033,"weight":1.791759469228055},"source":"long length = doc['score_length'].value; if (length >= 40) { long above = length - 24; length -= above % (Long.highestOneBit(above) / 8); } return params.weight * _score / (_score + params.short + params.place * length);"}}}]}}"#
        ]],
    );
}

/// A pattern that stands for more words than the engine takes beside others: its articles are looked at here.
#[test]
fn a_pattern_of_too_many_words() {
    let said = r#"{"error":{"type":"illegal_state_exception","reason":"Automaton [f*] expanded to too many terms (limit 1024)"}}"#;
    let (engine, cluster) = opened_with(move |asked| {
        let is_refused = asked.body.contains("intervals") && asked.body.contains("wildcard");
        is_refused.then(|| (500, said.to_owned()))
    });
    cluster.search(&request("f* NEAR/3 =Boat")).unwrap();
    // What would find something is asked for afterwards.
    let asked = engine.asked("POST /news/_search").into_iter();
    let queries: Vec<String> = asked
        .map(|asked| serde_json::from_str::<Value>(&asked.body).unwrap()["query"].to_string())
        .collect();
    let expected = r#"{"bool":{"filter":[{"terms":{"_id":[]}}],"must":[{"bool":{"must":[{"bool":{"filter":[{"prefix":{"written":{"value":"f"}}}],"should":[{"prefix":{"written":{"rewrite":"top_terms_blended_freqs_64","value":"f"}}}]}},{"match":{"exact":{"analyzer":"alternatives","query":"Boat"}}}]}}]}}"#;
    assert!(
        queries.iter().any(|query| query == expected),
        "{queries:#?}"
    );
}

/// An index that another version has made is refused with what to do.
#[test]
fn an_older_analysis() {
    let maker = FakeEngine::new(|_, _| None);
    load(&ferries(1).1, &maker).0.unwrap();
    let mapping = made(&maker.asked("PUT /news")[0].body);
    let mut older: Value = serde_json::from_str(&mapping).unwrap();
    older["news"]["mappings"]["_meta"]["dateline"]["analysis"] = "0".into();
    let engine = FakeEngine::new(move |asked, _| {
        (asked.what == "GET /news/_mapping").then(|| (200, older.to_string()))
    });
    let error = Cluster::open(Address::parse(&engine.address()).unwrap(), None, None).unwrap_err();
    assert!(error.to_string().ends_with(
        "its words were analysed by another version, whose stems differ; load the articles into an index of a new name"
    ));
}

#[test]
fn an_answer_without_all_shards_is_none() {
    let (engine, _) = opened();
    let mapping = engine.asked("GET /news/_mapping");
    assert_eq!(mapping.len(), 1);
    let maker = FakeEngine::new(|_, _| None);
    load(&ferries(1).1, &maker).0.unwrap();
    let mapping = made(&maker.asked("PUT /news")[0].body);
    let engine = FakeEngine::new(move |asked, _| match asked.what.as_str() {
        "GET /news/_mapping" => Some((200, mapping.clone())),
        "POST /news/_search" => Some((
            200,
            usual(asked).1.replace(
                r#""failed":0,"successful":1"#,
                r#""failed":1,"successful":0"#,
            ),
        )),
        _ => None,
    });
    let cluster = Cluster::open(Address::parse(&engine.address()).unwrap(), None, None).unwrap();
    let error = cluster.search(&request("ferry")).unwrap_err();
    assert!(
        matches!(
            error,
            SearchError::Partial {
                answered: 0,
                parts: 1,
                ..
            }
        ),
        "{error}"
    );
}

/// A node leaves while it searches: the search is sent again, and finds what another copy has.
#[test]
fn a_search_is_sent_again() {
    let maker = FakeEngine::new(|_, _| None);
    load(&ferries(1).1, &maker).0.unwrap();
    let mapping = made(&maker.asked("PUT /news")[0].body);
    for first in [(503, "no shard".to_owned()), (0, String::new())] {
        let (mapping, first) = (mapping.clone(), first.clone());
        let engine = FakeEngine::new(move |asked, before| match asked.what.as_str() {
            "GET /news/_mapping" => Some((200, mapping.clone())),
            "POST /news/_search" if before == 0 => Some(first.clone()),
            _ => None,
        });
        let address = Address::parse(&engine.address()).unwrap();
        let cluster = Cluster::open(address, None, None).unwrap();
        cluster.search(&request("ferry")).unwrap();
        let sent = engine.asked("POST /news/_search");
        assert_eq!(sent[0].body, sent[1].body);
    }
}

/// Commands that work on the files of an archive say what to do on a cluster; a password in an address is refused and not repeated.
#[test]
fn commands() {
    let desk = Desk::new();
    desk.write("folder/page.txt", "A page.");
    for (words, expected) in [
        (
            &["backup", "to"][..],
            "dateline: this works on an archive in a folder; on a cluster the engine's own snapshots do it\n",
        ),
        (
            &["stats", "--furniture"],
            "dateline: this works on an archive in a folder; on a cluster nothing is kept of what was learned of sites\n",
        ),
        (
            &["search", "x", "folder"],
            "dateline: this works on an archive in a folder; on a cluster index the pages first, then search without paths\n",
        ),
    ] {
        let mut command = desk.command();
        command
            .env("DATELINE_INDEX", "http://127.0.0.1:1/news")
            .env("HOME", desk.path("home"))
            .args(words);
        let run = crate::support::Run::of(&command.output().unwrap());
        assert_eq!((run.code, run.err.as_str()), (2, expected), "{words:?}");
    }
    let mut command = desk.command();
    command
        .env("DATELINE_INDEX", "https://ada:s3cret@127.0.0.1:1/news")
        .args(["search", "x"]);
    let run = crate::support::Run::of(&command.output().unwrap());
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("DATELINE_PASSWORD") && !run.err.contains("s3cret"),
        "{}",
        run.err
    );
}
