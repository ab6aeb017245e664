//! The places of words in the index are those of the rows that were sent.

use std::collections::BTreeMap;

use dateline::article::Article;
use dateline::cluster::Address;
use serde_json::{Value, json};

use crate::engine::{ask, get};
use crate::generated::{found, generated};
use crate::proxy::Proxy;
use crate::{NEWSROOM, archive_of, articles, load, load_at, new_name, node};

const ROWS: &[&str] = &["stem", "written", "exact", "joined", "start", "end"];

/// Places between headline and text.
const GAP: usize = 100;

/// Which tokens stand at each place of a row as it was sent.
fn sent(row: &Value) -> BTreeMap<usize, Vec<String>> {
    let mut places = BTreeMap::new();
    let mut begin = 0;
    for value in row.as_array().unwrap() {
        let tokens: Vec<&str> = value.as_str().unwrap().split_whitespace().collect();
        for (at, token) in tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| **token != "_")
        {
            let mut all: Vec<String> = token.split('|').map(str::to_owned).collect();
            all.sort_unstable();
            places.insert(begin + at, all);
        }
        begin += tokens.len() + GAP;
    }
    places
}

/// Which tokens stand at each place of a row as the index has it.
fn kept(row: &Value) -> BTreeMap<usize, Vec<String>> {
    let mut places: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let terms = row["terms"].as_object();
    for (term, of) in terms.into_iter().flatten() {
        for token in of["tokens"].as_array().unwrap() {
            let at = token["position"].as_u64().unwrap() as usize;
            places.entry(at).or_default().push(term.clone());
        }
    }
    places.values_mut().for_each(|all| all.sort_unstable());
    places
}

/// Texts in which a row could lose its step: signs, long words, compounds that overlap, characters beyond the first plane.
fn odd() -> Vec<Article> {
    let texts = [
        "U.S. C-130s, 1,000 km_h, _ and __init__; a|b, <b>bold</b> & x/y/z.",
        "fire-fight-back cease-fire-talks fire-fight. Fire-fight!\n\nWord-for-word.",
        "ﷺ ﷻ ½ ① Ⅷ 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𠮷野家 👩‍👩‍👧 e\u{301}te\u{301} 𠮷",
        "",
        "One",
        "İstanbul ŒUVRE straße ǅ ﬁne",
    ];
    let long = "antidisestablishment".repeat(40);
    let texts = texts
        .into_iter()
        .map(str::to_owned)
        .chain([format!("A {long} b {long}-{long} c.")]);
    let named = texts.enumerate().map(|(at, text)| Article {
        id: format!("odd{at}"),
        path: format!("odd{at}.txt"),
        title: (at % 2 == 0)
            .then(|| found("Cease-fire _ held.".to_owned()))
            .flatten(),
        text,
        ..Article::default()
    });
    named.collect()
}

/// Makes an index like those that a load makes, which keeps the places of its rows so that they can be read back.
fn make_index_with_places(name: &str) {
    let usual = new_name("usual");
    load(&archive_of([]).1, &usual, 2);
    let made = get(&format!("/{usual}"))[&*usual].clone();
    let mut mappings = made["mappings"].clone();
    for row in ROWS {
        mappings["properties"][row]["term_vector"] = json!("with_positions");
    }
    let settings = &made["settings"]["index"];
    let settings = json!({"analysis": settings["analysis"], "similarity": settings["similarity"], "number_of_shards": 2});
    let body = json!({"settings": {"index": settings}, "mappings": mappings});
    assert_eq!(
        ask(&node(), "PUT", &format!("/{name}"), &body)["acknowledged"],
        true
    );
}

#[test]
fn places_are_those_of_the_rows() {
    let mut all = articles(&NEWSROOM.1);
    all.extend(generated(60, &articles(&NEWSROOM.1)));
    all.extend(odd());
    assert!(all.len() >= 200);
    let (_dir, archive) = archive_of(all);
    let (proxy, name) = (Proxy::new(0), new_name("rows"));
    make_index_with_places(&name);
    let address = Address::parse(&proxy.address(&name)).unwrap();
    load_at(&archive, address, 2, &mut |_| ()).unwrap();
    let (mut articles, mut places) = (0, 0);
    for documents in proxy.documents().chunks(50) {
        let ids: Vec<&String> = documents.iter().map(|(key, _)| key).collect();
        let asked = json!({"ids": ids, "parameters": {
            "fields": ROWS, "positions": true, "offsets": false, "payloads": false, "field_statistics": false,
        }});
        let answer = ask(&node(), "POST", &format!("/{name}/_mtermvectors"), &asked);
        // The answer has an order of its own.
        let all = answer["docs"].as_array().unwrap();
        for (key, document) in documents {
            let of = all.iter().find(|of| of["_id"] == *key).unwrap();
            for row in ROWS {
                let (sent, kept) = (sent(&document[row]), kept(&of["term_vectors"][row]));
                assert_eq!(sent, kept, "{row} of {}", document["id"]);
                places += sent.len();
            }
            articles += 1;
        }
    }
    println!("{places} places of {articles} articles are as they were sent");
    assert!(articles >= 200);
}
