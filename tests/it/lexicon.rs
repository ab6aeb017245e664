//! The lexicon of cues: every row can be read, and the languages of the news are all there.
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use dateline::article::Reason;

const LANGUAGES: &str = "en de fr es it pt nl sv da no fi pl cs sk hu ro bg hr sr sl el tr ru uk ar he fa hi bn ta ur th vi id ms zh ja ko";

const REASONS: &str = "related promotion paywall comments share consent advertisement copyright credit byline date-line navigation";

fn rows() -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/clean/data/cues.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_row_can_be_read() {
    let mut seen = BTreeSet::new();
    for row in rows() {
        let [reason, _, how, place, phrases] = row.as_slice() else {
            panic!("five cells: {row:?}")
        };
        assert!(
            Reason::ALL.iter().any(|known| known.name() == reason),
            "no reason: {row:?}"
        );
        assert!(
            ["line", "open", "start", "long", "end", "has"].contains(&how.as_str()),
            "no way: {row:?}"
        );
        assert!(
            ["any", "html", "text"].contains(&place.as_str()),
            "no place: {row:?}"
        );
        for phrase in phrases.split('|') {
            assert_eq!(phrase, phrase.trim().to_lowercase(), "{row:?}");
            assert!(
                seen.insert((reason.clone(), how.clone(), phrase.to_owned())),
                "twice: {reason} {how} {phrase}"
            );
        }
    }
}

#[test]
fn every_great_language_has_cues_for_every_great_reason() {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows() {
        known
            .entry(row[0].clone())
            .or_default()
            .insert(row[1].clone());
    }
    for reason in REASONS.split(' ') {
        let missing: Vec<&str> = LANGUAGES
            .split(' ')
            .filter(|language| !known[reason].contains(*language))
            .collect();
        assert!(missing.is_empty(), "{reason}: no cues in {missing:?}");
    }
}
