//! Names: of labelled pairs of spellings, how many are taken for one name, and how many other words of a vocabulary are.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use dateline::names::same;
use dateline::text::words::words;
use serde_json::Value;

use crate::floors::Figures;
use crate::labelled;

/// Words of the vocabulary at most.
const VOCABULARY: usize = 100_000;

/// Every so many-th name is looked for in the vocabulary.
const SAMPLED: usize = 60;

/// Recall of pairs of one name, share of pairs of two that are taken for one, and collisions a name.
pub(crate) fn measure(shared: &Path) -> Figures {
    let pairs = labelled::lines(&shared.join("eval/names/token_pairs.jsonl.gz"));
    let (mut variants, mut found, mut others, mut taken) = (0.0, 0.0, 0.0, 0.0);
    let mut spellings: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for pair in &pairs {
        let (a, b) = (text(pair, "a"), text(pair, "b"));
        let is_taken = f64::from(u8::from(same(a, b).is_some()));
        if pair["match"] == 1 {
            variants += 1.0;
            found += is_taken;
            spellings.entry(a).or_default().insert(b);
            spellings.entry(b).or_default().insert(a);
        } else {
            others += 1.0;
            taken += is_taken;
        }
    }
    let vocabulary = vocabulary(shared, &pairs);
    let mut asked: Vec<&str> = spellings.keys().copied().collect();
    asked.sort_unstable();
    let asked: Vec<&str> = asked.into_iter().step_by(SAMPLED).collect();
    let mut collisions = 0.0;
    for name in &asked {
        let own = reachable(name, &spellings);
        let strange = vocabulary
            .iter()
            .filter(|word| !own.contains(word.as_str()));
        collisions += strange.filter(|word| same(name, word).is_some()).count() as f64;
    }
    Figures::from([
        ("pairs.recall".to_owned(), found / variants),
        ("pairs.false".to_owned(), taken / others),
        ("collisions".to_owned(), collisions / asked.len() as f64),
        ("vocabulary".to_owned(), vocabulary.len() as f64),
    ])
}

fn text<'a>(pair: &'a Value, key: &str) -> &'a str {
    pair[key].as_str().unwrap()
}

/// All spellings that pairs join to a name.
fn reachable<'a>(
    name: &'a str,
    spellings: &HashMap<&'a str, BTreeSet<&'a str>>,
) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::from([name]);
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        for &other in spellings.get(next).into_iter().flatten() {
            if found.insert(other) {
                open.push(other);
            }
        }
    }
    found
}

/// The names of the pairs and the words of labelled texts, those with capitals first.
fn vocabulary(shared: &Path, pairs: &[Value]) -> Vec<String> {
    let mut all = BTreeSet::new();
    for pair in pairs {
        all.extend([text(pair, "a").to_owned(), text(pair, "b").to_owned()]);
    }
    let mut with_capital = BTreeSet::new();
    let mut small = BTreeSet::new();
    for file in [
        "neardup/docs",
        "stories/ecbplus",
        "stories/tgcontest_pairs",
        "langid/langid",
    ] {
        for line in labelled::lines(&shared.join(format!("eval/{file}.jsonl.gz"))) {
            collect(&line, &mut with_capital, &mut small);
        }
    }
    for word in with_capital.into_iter().chain(small) {
        if all.len() < VOCABULARY {
            all.insert(word);
        }
    }
    all.into_iter().collect()
}

fn collect(value: &Value, with_capital: &mut BTreeSet<String>, small: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            for word in words(text) {
                let is_latin = |c: char| c.is_alphabetic() && c < '\u{250}';
                if word.text.chars().count() < 3 || !word.text.chars().all(is_latin) {
                    continue;
                }
                if word.text.starts_with(char::is_uppercase) {
                    with_capital.insert(word.text.to_lowercase());
                } else {
                    small.insert(word.text.to_lowercase());
                }
            }
        }
        Value::Array(values) => values
            .iter()
            .for_each(|it| collect(it, with_capital, small)),
        Value::Object(values) => values
            .values()
            .for_each(|it| collect(it, with_capital, small)),
        _ => {}
    }
}
