//! Elasticsearch is not started by any test: what it is asked is held against what was recorded.

use std::ops::ControlFlow;

use dateline::archive::{Filters, Searcher};
use dateline::cluster::{Address, Cluster};
use dateline::query::parse;
use expect_test::{Expect, expect};
use jiff::civil::date;
use serde_json::Value;

use crate::cluster::fake_engine::{FakeEngine, usual};
use crate::cluster::{ferries, load, made};

/// An engine that says it is Elasticsearch, and has one article that every search finds.
fn elasticsearch() -> FakeEngine {
    let maker = FakeEngine::new(|_, _| None);
    load(&ferries(1).1, &maker).0.unwrap();
    let mapping = made(&maker.asked("PUT /news")[0].body);
    let batch = maker.asked("POST /news/_bulk")[0].body.clone();
    let document: Value = serde_json::from_str(batch.lines().nth(1).unwrap()).unwrap();
    let answer = move |what: &str, body: &str, usual: String| match what {
        "GET /" => r#"{"version":{"number":"8.15.0","build_flavor":"default"}}"#.to_owned(),
        "GET /news/_mapping" => mapping.clone(),
        "POST /news/_pit" => r#"{"id":"point"}"#.to_owned(),
        "POST /_search" if !body.contains("search_after") => {
            let hit =
                serde_json::json!({"_id": "1", "_source": document, "sort": ["f0.html", "f0"]});
            serde_json::json!({"pit_id": "moved", "hits": {"hits": [hit]}}).to_string()
        }
        _ => usual,
    };
    FakeEngine::new(move |asked, _| Some((200, answer(&asked.what, &asked.body, usual(asked).1))))
}

/// What was asked since the index was opened, one request a line, with as much of its body as tells the engines apart.
fn check(ask: impl Fn(&Cluster), expected: &Expect) {
    let engine = elasticsearch();
    let cluster = Cluster::open(Address::parse(&engine.address()).unwrap(), None, None).unwrap();
    ask(&cluster);
    let mut lines = String::new();
    for asked in engine.all() {
        let mut body: Value = serde_json::from_str(&asked.body).unwrap_or_default();
        let told: Vec<String> = ["id", "pit", "sort", "search_after", "keep_alive", "query"]
            .iter()
            .filter_map(|key| Some(format!(" {key}={}", body.get_mut(*key)?.take())))
            .collect();
        lines.push_str(&format!("{}{}\n", asked.what, told.concat()));
    }
    expected.assert_eq(&lines);
}

#[test]
fn a_point_in_time() {
    check(
        |cluster| {
            let query = parse("lang:en").0;
            let mut each = |_| ControlFlow::Continue(());
            let found = cluster.export(&query, &Filters::default(), date(2025, 1, 1), &mut each);
            assert_eq!(found.unwrap(), 1);
        },
        &expect![[r#"
            GET /
            GET /news/_mapping
            POST /news/_search
            POST /news/_pit
            POST /_search pit={"id":"point","keep_alive":"5m"} sort=[{"path":"asc"},{"id":"asc"}] query={"bool":{"filter":[{"bool":{"filter":[{"term":{"language_whole":"en"}}]}}]}}
            DELETE /_pit id="moved"
        "#]],
    );
}

#[test]
fn a_pattern_beside_a_word() {
    check(
        |cluster| {
            cluster
                .search(&crate::cluster::request("ferr* NEAR/3 boat"))
                .unwrap();
        },
        &expect![[r#"
            GET /
            GET /news/_mapping
            POST /news/_search
            POST /news/_msearch
            POST /news/_msearch
            POST /news/_search query={"bool":{"filter":[{"regexp":{"name_sound":{"value":"\\>boa[t].{0,}"}}}]}}
            POST /news/_search query={"bool":{"filter":[{"regexp":{"name_sound":{"value":"\\<tao[b].{0,}"}}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"intervals":[{"wildcard":{"pattern":"ferr*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":2,"ordered":true}},{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"pattern":"ferr*","use_field":"written"}}],"max_gaps":2,"ordered":true}}]}}}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}]}}
            POST /news/_search sort=[{"_score":"desc"},{"id":"asc"}] query={"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"intervals":[{"wildcard":{"pattern":"ferr*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":2,"ordered":true}},{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"pattern":"ferr*","use_field":"written"}}],"max_gaps":2,"ordered":true}}]}}}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"intervals":[{"wildcard":{"pattern":"ferr*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":4,"ordered":true}},{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"pattern":"ferr*","use_field":"written"}}],"max_gaps":4,"ordered":true}}]}}}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"intervals":[{"wildcard":{"pattern":"ferr*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":4,"ordered":true}},{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"pattern":"ferr*","use_field":"written"}}],"max_gaps":4,"ordered":true}}]}}}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"intervals":[{"wildcard":{"pattern":"ferr*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":9,"ordered":true}},{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"pattern":"ferr*","use_field":"written"}}],"max_gaps":9,"ordered":true}}]}}}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"intervals":[{"wildcard":{"pattern":"ferr*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":9,"ordered":true}},{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"pattern":"ferr*","use_field":"written"}}],"max_gaps":9,"ordered":true}}]}}}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"intervals":[{"wildcard":{"pattern":"ferr*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":24,"ordered":true}},{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"pattern":"ferr*","use_field":"written"}}],"max_gaps":24,"ordered":true}}]}}}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"intervals":[{"wildcard":{"pattern":"ferr*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":24,"ordered":true}},{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"pattern":"ferr*","use_field":"written"}}],"max_gaps":24,"ordered":true}}]}}}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"intervals":[{"wildcard":{"pattern":"ferr*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":99,"ordered":true}},{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"pattern":"ferr*","use_field":"written"}}],"max_gaps":99,"ordered":true}}]}}}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"intervals":{"written":{"any_of":{"intervals":[{"all_of":{"intervals":[{"wildcard":{"pattern":"ferr*","use_field":"written"}},{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}}],"max_gaps":99,"ordered":true}},{"all_of":{"intervals":[{"any_of":{"intervals":[{"match":{"analyzer":"places","query":"boat/de","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat/en","use_field":"stem"}},{"match":{"analyzer":"places","query":"boat","use_field":"written"}}]}},{"wildcard":{"pattern":"ferr*","use_field":"written"}}],"max_gaps":99,"ordered":true}}]}}}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"must":[{"bool":{"filter":[{"prefix":{"written":{"value":"ferr"}}}],"should":[{"prefix":{"written":{"rewrite":"top_terms_blended_freqs_64","value":"ferr"}}}]}},{"bool":{"filter":[{"bool":{"minimum_should_match":1,"should":[{"match":{"written":{"analyzer":"alternatives","query":"boat"}}},{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}],"must_not":[]}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"prefix":{"written":{"value":"ferr"}}}],"should":[{"prefix":{"written":{"rewrite":"top_terms_blended_freqs_64","value":"ferr"}}}]}}]}}
            POST /news/_search query={"bool":{"filter":[{"bool":{"filter":[{"bool":{"minimum_should_match":1,"should":[{"match":{"written":{"analyzer":"alternatives","query":"boat"}}},{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}],"should":[{"match":{"score":{"analyzer":"alternatives","query":"boat/de|boat/en"}}}]}}]}}
            POST /news/_search
        "#]],
    );
}
