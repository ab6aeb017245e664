//! Patterns as the words of the archive that they match.

use std::collections::BTreeMap;

use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::index::analysis::{OF, WRITTEN};
use crate::search::budget::Budget;
use crate::search::plan::node::{List, PositionMask, WordsLike};
use crate::search::plan::slips;

/// Words that one pattern may stand for; the commonest are taken when there are more, and the answer says so.
pub(crate) const MOST: usize = 1_024;

/// What it costs to look whether a word matches, in postings: a regular expression takes longer than to read one.
pub(crate) const LOOK: u64 = 16;

/// What it costs to find the words that are spelt almost alike: the automaton is made anew for each.
const SLIPS: u64 = 1_000_000;

/// What a list costs that is found: it is opened in each walk.
const FOUND: u64 = 100;

/// What a pattern matches, over folded words.
pub(crate) enum Pattern {
    /// Words that begin so.
    Prefix(String),
    /// Words that match, and all begin so.
    Regex {
        /// The expression, anchored at both ends.
        regex: Box<regex::Regex>,
        /// What every match begins with.
        prefix: String,
        /// What was asked for.
        asked: WordsLike,
    },
    /// Words within a distance of this one.
    Fuzzy {
        /// The word.
        word: String,
        /// 1 or 2.
        distance: u8,
    },
}

/// The posting lists of the words that a pattern matches.
pub(crate) struct Expansion {
    /// Their lists.
    pub(crate) lists: Vec<List>,
    /// How many words there are.
    pub(crate) words: usize,
    /// Whether there are more that were left out.
    pub(crate) capped: bool,
}

impl Pattern {
    /// A wildcard pattern (`?` for one character, `*` for any number) over folded words.
    pub(crate) fn wildcard(pattern: &str) -> Option<Self> {
        let mut expression = String::from("^(?s:");
        for c in pattern.chars() {
            match c {
                '?' => expression.push('.'),
                '*' => expression.push_str(".*"),
                other => expression.push_str(&regex::escape(other.encode_utf8(&mut [0; 4]))),
            }
        }
        expression.push_str(")$");
        let prefix = pattern
            .chars()
            .take_while(|c| !matches!(c, '?' | '*'))
            .collect();
        Some(Self::Regex {
            regex: Box::new(bounded(&expression)?),
            prefix,
            asked: WordsLike::Wildcard(pattern.to_owned()),
        })
    }

    /// A regular expression over folded words; it matches whole words.
    pub(crate) fn regex(pattern: &str) -> Option<Self> {
        let special = |c: char| "\\.+*?()|[]{}^$#&-~".contains(c);
        let plain: String = pattern.chars().take_while(|&c| !special(c)).collect();
        let rest = pattern.strip_prefix(plain.as_str()).unwrap_or_default();
        let optional = rest.starts_with(['*', '?', '{']) || pattern.contains('|');
        let mut prefix = plain;
        if optional {
            prefix.pop();
        }
        if pattern.contains('|') {
            prefix.clear();
        }
        Some(Self::Regex {
            regex: Box::new(bounded(&format!("^(?:{pattern})$"))?),
            prefix,
            asked: WordsLike::Regex(pattern.to_owned()),
        })
    }

    /// The pattern for an archive that finds the words itself.
    pub(crate) fn words_like(&self) -> WordsLike {
        match self {
            Self::Prefix(prefix) => WordsLike::Prefix(prefix.clone()),
            Self::Regex { asked, .. } => asked.clone(),
            Self::Fuzzy { word, distance } => WordsLike::Fuzzy(word.clone(), *distance),
        }
    }

    fn matches(&self, word: &str) -> bool {
        match self {
            Self::Prefix(prefix) => word.starts_with(prefix.as_str()),
            Self::Regex { regex, .. } => regex.is_match(word),
            Self::Fuzzy { .. } => true,
        }
    }

    fn prefix(&self) -> &str {
        match self {
            Self::Prefix(prefix) | Self::Regex { prefix, .. } => prefix,
            Self::Fuzzy { .. } => "",
        }
    }
}

fn bounded(expression: &str) -> Option<regex::Regex> {
    regex::RegexBuilder::new(expression)
        .size_limit(1 << 20)
        .dfa_size_limit(1 << 20)
        .build()
        .ok()
}

/// Words, each with the articles that have it and the terms that stand for it.
type Found = BTreeMap<String, (u64, Vec<Spelt>)>;

/// A term and where it is found.
struct Spelt {
    key: Box<str>,
    infos: Vec<(SegmentId, TermInfo)>,
}

/// The lists of the words in `field` that `pattern` matches.
pub(crate) fn expand(
    searcher: &Searcher,
    field: Field,
    pattern: &Pattern,
    budget: &Budget,
) -> tantivy::Result<Expansion> {
    let mut found = Found::new();
    match pattern {
        Pattern::Fuzzy { .. } if !budget.spend(SLIPS) => {}
        Pattern::Fuzzy { word, distance } => {
            for segment in searcher.segment_readers() {
                let index = segment.inverted_index(field)?;
                let id = segment.segment_id();
                slips::like(&index, (word, *distance), &mut |key, info| {
                    note(key, (id, info), &mut found);
                })?;
            }
        }
        _ => {
            for mark in ["", "\u{1}"] {
                range(searcher, (field, mark), pattern, &mut found, budget)?;
            }
        }
    }
    let words = found.len();
    budget.spend(FOUND * words.min(MOST) as u64);
    let mut terms: Vec<_> = found.into_iter().collect();
    let capped = words > MOST;
    if capped {
        terms.sort_by(|a, b| b.1.0.cmp(&a.1.0).then_with(|| a.0.cmp(&b.0)));
        terms.truncate(MOST);
    }
    let mut lists = Vec::new();
    for spelt in terms.into_iter().flat_map(|(_, (_, terms))| terms) {
        let mask = if spelt.key.starts_with(WRITTEN) {
            PositionMask::ALL
        } else {
            PositionMask::AS_WRITTEN
        };
        let term = Term::from_field_text(field, &spelt.key);
        lists.push(List::at(term, mask, spelt.infos));
    }
    Ok(Expansion {
        lists,
        words,
        capped,
    })
}

/// The mark before a written form that is not the stem.
const MARK: &[u8] = &[WRITTEN as u8];

/// The word that a term stands for: without its mark and its language.
pub(crate) fn word_of(key: &[u8]) -> Option<&str> {
    let key = std::str::from_utf8(key.strip_prefix(MARK).unwrap_or(key)).ok()?;
    Some(key.split_once(OF).map_or(key, |(word, _)| word))
        .filter(|word| !word.starts_with(char::is_control))
}

fn note(key: &[u8], (segment, info): (SegmentId, &TermInfo), found: &mut Found) {
    let (Some(word), Ok(key)) = (word_of(key), std::str::from_utf8(key)) else {
        return;
    };
    let (all, terms) = match found.get_mut(word) {
        Some(known) => known,
        None => found.entry(word.to_owned()).or_default(),
    };
    let articles = u64::from(info.doc_freq);
    *all += articles;
    let found = (segment, info.clone());
    match terms.iter_mut().find(|spelt| *spelt.key == *key) {
        Some(spelt) => spelt.infos.push(found),
        None => terms.push(Spelt {
            key: key.into(),
            infos: vec![found],
        }),
    }
}

fn range(
    searcher: &Searcher,
    (field, mark): (Field, &str),
    pattern: &Pattern,
    found: &mut Found,
    budget: &Budget,
) -> tantivy::Result<()> {
    let from = format!("{mark}{}", pattern.prefix()).into_bytes();
    // Terms that begin with a mark sort below all words.
    let from = if from.is_empty() { vec![b' '] } else { from };
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut builder = index.terms().range().ge(&from);
        if let Some(end) = after(&from).filter(|_| from != [b' ']) {
            builder = builder.lt(end);
        }
        let mut terms = builder.into_stream()?;
        while terms.advance() && budget.spend(LOOK) {
            if word_of(terms.key()).is_some_and(|word| pattern.matches(word)) {
                note(terms.key(), (segment.segment_id(), terms.value()), found);
            }
        }
    }
    Ok(())
}

/// The first key after all that begin with `prefix`.
pub(crate) fn after(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < 0xFF {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}
