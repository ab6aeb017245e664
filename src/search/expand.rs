//! Patterns as the words of the archive that they match.

use std::collections::BTreeMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::index::analysis::WRITTEN;
use crate::search::places::{Keep, List};

/// Words that one pattern may stand for; the commonest are taken when there are more, and the answer says so.
pub(crate) const MOST: usize = 1_024;

/// Words of the archive that are looked at for one pattern.
const LOOKED_AT: usize = 20_000_000;

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
    /// The lists.
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
        let prefix = pattern.chars().take_while(|c| !matches!(c, '?' | '*')).collect();
        Some(Self::Regex { regex: Box::new(bounded(&expression)?), prefix })
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
        Some(Self::Regex { regex: Box::new(bounded(&format!("^(?:{pattern})$"))?), prefix })
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
    regex::RegexBuilder::new(expression).size_limit(1 << 20).dfa_size_limit(1 << 20).build().ok()
}

/// The lists of the words in `field` that `pattern` matches.
pub(crate) fn expand(searcher: &Searcher, field: Field, pattern: &Pattern) -> tantivy::Result<Expansion> {
    // Term -> (articles, kept positions), over all segments.
    let mut found: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    for written in ["", "\u{1}"] {
        match pattern {
            Pattern::Fuzzy { word, distance } => {
                fuzzy(searcher, field, written, (word, *distance), &mut found)?;
            }
            _ => range(searcher, field, written, pattern, &mut found)?,
        }
    }
    let words = found.len();
    let mut terms: Vec<(Vec<u8>, u64)> = found.into_iter().collect();
    let capped = words > MOST;
    if capped {
        terms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        terms.truncate(MOST);
    }
    let lists = terms.into_iter().filter_map(|(key, _)| {
        let text = String::from_utf8(key).ok()?;
        let keep = if text.starts_with(WRITTEN) { Keep::ALL } else { Keep::AS_WRITTEN };
        Some(List { term: Term::from_field_text(field, &text), keep, languages: None })
    });
    Ok(Expansion { lists: lists.collect(), words, capped })
}

fn range(
    searcher: &Searcher,
    field: Field,
    written: &str,
    pattern: &Pattern,
    found: &mut BTreeMap<Vec<u8>, u64>,
) -> tantivy::Result<()> {
    let from = format!("{written}{}", pattern.prefix()).into_bytes();
    // Terms that begin with a mark sort below all words.
    let from = if from.is_empty() { vec![b' '] } else { from };
    let mut looked = 0;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut builder = index.terms().range().ge(&from);
        if let Some(end) = after(&from).filter(|_| from != [b' ']) {
            builder = builder.lt(end);
        }
        let mut terms = builder.into_stream()?;
        while terms.advance() && looked < LOOKED_AT {
            looked += 1;
            let key = terms.key();
            let word = std::str::from_utf8(key).ok().and_then(|key| key.strip_prefix(written));
            if word.is_some_and(|word| pattern.matches(word)) {
                let articles = u64::from(terms.value().doc_freq);
                match found.get_mut(key) {
                    Some(count) => *count += articles,
                    None => {
                        found.insert(key.to_vec(), articles);
                    }
                }
            }
        }
    }
    Ok(())
}

/// The first key after all that begin with `prefix`.
fn after(prefix: &[u8]) -> Option<Vec<u8>> {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < 0xFF {
            end.push(last + 1);
            return Some(end);
        }
    }
    None
}

fn fuzzy(
    searcher: &Searcher,
    field: Field,
    written: &str,
    (word, distance): (&str, u8),
    found: &mut BTreeMap<Vec<u8>, u64>,
) -> tantivy::Result<()> {
    let term = Term::from_field_text(field, &format!("{written}{word}"));
    let query = FuzzyTermQuery::new(term, distance.clamp(1, 2), true);
    let automaton = query.automaton()?;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut terms = index.terms().search(&automaton).into_stream()?;
        while terms.advance() {
            let key = terms.key();
            // A mark is a character to the automaton; the marks must agree.
            let marked = key.first().is_some_and(|&byte| byte < b' ');
            if marked == written.is_empty() || (marked && !key.starts_with(written.as_bytes())) {
                continue;
            }
            *found.entry(key.to_vec()).or_insert(0) += u64::from(terms.value().doc_freq);
        }
    }
    Ok(())
}
