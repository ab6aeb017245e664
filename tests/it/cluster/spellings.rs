//! Names in all spellings: which beginnings of sounds the engine is asked for, and what is made of the names that it lists.

use std::collections::BTreeMap;

use dateline::archive::{Note, Searcher, Unread};
use dateline::cluster::{Address, Cluster};
use expect_test::expect;
use regex::Regex;
use serde_json::{Value, json};

use super::fake_engine::{Asked, FakeEngine, usual};
use super::{archive, article, load, made, query_of_page, request};

/// Names of many languages, some of them of one person.
const NAMES: &str = "Lukashenko Lukashenka Łukaszenka Lukaschenko Loukachenko Lukašenka Лукашенко Лукашэнка Лукашенкой ルカシェンコ \
    Tikhanovskaya Tsikhanouskaya Tichanowskaja Тихановская Statkevich Statkiewicz Statkewitsch Статкевич Stankevich Cole Coale Cool \
    Zelensky Zelenskyy Zełenski Зеленський Зеленского Gaddafi Qaddafi Kadhafi Gadhafi Khrushchev Chruschtschow Хрущёв Netanyahu נתניהו \
    Mubarak Moubarak مبارك Putin Poutine Путин プーチン Papandreou Παπανδρέου Ivanov Ivanova Smith Schmidt Mikalai Nicholas Nikolai Николай Xi";

/// The values of a field, each with the articles that have it, as a load has sent them.
fn values(engine: &FakeEngine, field: &str) -> BTreeMap<String, u64> {
    let mut found = BTreeMap::new();
    for asked in engine.asked("POST /news/_bulk") {
        for line in asked.body.lines().skip(1).step_by(2) {
            let doc: Value = serde_json::from_str(line).unwrap();
            for value in doc[field].as_array().into_iter().flatten() {
                *found.entry(value.as_str().unwrap().to_owned()).or_default() += 1;
            }
        }
    }
    found
}

/// An engine that lists these values, says that `others` values stand beside them, and has every word in every language.
fn lists(mapping: String, listed: BTreeMap<String, u64>, others: u64) -> FakeEngine {
    FakeEngine::new(move |asked: &Asked, _| match asked.what.as_str() {
        "GET /news/_mapping" => Some((200, mapping.clone())),
        "POST /news/_search" => {
            let body: Value = serde_json::from_str(&asked.body).unwrap();
            let include = body["aggs"]["terms"]["terms"]["include"].as_str()?;
            let regex = Regex::new(&format!("^(?:{include})$")).unwrap();
            let found = listed.iter().filter(|(value, _)| regex.is_match(value));
            let buckets: Vec<Value> = found
                .map(|(value, count)| json!({"key": value, "doc_count": count}))
                .collect();
            let mut answer: Value = serde_json::from_str(&usual(asked).1).unwrap();
            answer["aggregations"]["terms"] =
                json!({"buckets": buckets, "sum_other_doc_count": others});
            Some((200, answer.to_string()))
        }
        "POST /news/_msearch" => {
            let languages =
                json!({"buckets": [{"key": "en", "doc_count": 1}, {"key": "de", "doc_count": 1}]});
            let one =
                json!({"hits": {"total": {"value": 2}}, "aggregations": {"language": languages}});
            let asked = asked.body.lines().count() / 2;
            Some((200, json!({"responses": vec![one; asked]}).to_string()))
        }
        _ => None,
    })
}

/// Every name finds the spellings that the embedded archive finds.
#[test]
fn spellings_that_the_engine_lists() {
    let texts = NAMES.split_whitespace().enumerate();
    let articles =
        texts.map(|(at, name)| article(&format!("n{at}"), "Talks", &format!("Then {name} spoke.")));
    let (_dir, embedded) = archive(articles);
    let maker = FakeEngine::new(|_, _| None);
    load(&embedded, &maker).0.unwrap();
    let mapping = made(&maker.asked("PUT /news")[0].body);
    let engine = lists(mapping, values(&maker, "name_sound"), 0);
    let cluster = Cluster::open(Address::parse(&engine.address()).unwrap(), None, None).unwrap();
    for name in NAMES.split_whitespace() {
        let noted = |archive: &dyn Searcher| {
            let notes = archive
                .search(&request(&format!("name:{name}")))
                .unwrap()
                .notes;
            let is_of_spellings = |note: &Note| matches!(note, Note::Spellings { .. });
            notes.into_iter().find(is_of_spellings)
        };
        assert_eq!(noted(&cluster), noted(&embedded), "{name}");
    }
    let asked = engine.asked("POST /news/_search");
    let longest = asked.iter().map(|asked| asked.body.len()).max().unwrap();
    // The engine refuses regular expressions of more than 30,000 characters, and each is sent twice.
    assert!(longest < 56_000, "{longest}");
}

#[test]
fn a_name_in_the_engines_language() {
    let maker = FakeEngine::new(|_, _| None);
    load(
        &archive([article("a", "Talks", "There Cole met Coale.")]).1,
        &maker,
    )
    .0
    .unwrap();
    let listed = values(&maker, "name_sound");
    expect!["coale/Coale 1, cole/Cole 1"].assert_eq(
        &listed
            .iter()
            .map(|(value, count)| format!("{value} {count}"))
            .collect::<Vec<_>>()
            .join(", "),
    );
    let mapping = made(&maker.asked("PUT /news")[0].body);
    let engine = lists(mapping, listed, 0);
    let cluster = Cluster::open(Address::parse(&engine.address()).unwrap(), None, None).unwrap();
    cluster.search(&request("name:Cole")).unwrap();
    expect![[r#"{"bool":{"minimum_should_match":1,"should":[{"bool":{"filter":[{"intervals":{"written":{"match":{"analyzer":"places","filter":{"not_contained_by":{"match":{"analyzer":"places","query":"cole","use_field":"exact"}}},"query":"cole","use_field":"written"}}}}],"should":[{"match":{"written":{"analyzer":"alternatives","query":"cole"}}}]}},{"bool":{"boost":0.800000011920929,"must":[{"bool":{"filter":[{"intervals":{"written":{"match":{"analyzer":"places","filter":{"not_contained_by":{"match":{"analyzer":"places","query":"coale","use_field":"exact"}}},"query":"coale","use_field":"written"}}}}],"should":[{"match":{"written":{"analyzer":"alternatives","query":"coale"}}}]}}]}}]}}"#]].assert_eq(&query_of_page(&engine));
}

/// Where the engine has more names that begin so than it lists, or more long words, the reader is told that some were not looked for.
#[test]
fn a_list_that_is_cut() {
    let maker = FakeEngine::new(|_, _| None);
    let cole = article("a", "Talks", "There Cole met Coale.");
    load(&archive([cole]).1, &maker).0.unwrap();
    let mapping = made(&maker.asked("PUT /news")[0].body);
    for (others, is_cut) in [(0, false), (1, true)] {
        let engine = lists(mapping.clone(), values(&maker, "name_sound"), others);
        let cluster =
            Cluster::open(Address::parse(&engine.address()).unwrap(), None, None).unwrap();
        for query in ["name:Cole", "Gefangene"] {
            let results = cluster.search(&request(query)).unwrap();
            let unread = Unread::Words;
            let is_told = results.notes.contains(&Note::Stopped { unread });
            assert_eq!((is_told, results.lower_bound), (is_cut, is_cut), "{query}");
        }
    }
}
