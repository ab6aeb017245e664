//! What follows the hits that match, where they are too few: articles that have most of the words of a query.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::archive::{Note, SearchError};
use crate::cluster::translate::{Engine, enough_of, translate_among};
use crate::query::{Expr, Kind, Query};
use crate::search::budget::Budget;
use crate::search::plan::most_words::most_words;
use crate::search::plan::weights::together;

/// A query for articles that have most of some words.
pub(crate) struct FillQuery {
    /// For the engine; its hits name the words that they have.
    pub(crate) query: Value,
    /// The words, in the order of the query.
    words: Vec<String>,
    /// Those of them that no article has.
    pub(crate) unknown: Vec<Expr>,
}

/// What asks for most of the words of `query`; `None` where it may not be loosened, or has too few words for it.
pub(crate) fn fill_query(
    query: &Query,
    engine: Engine<'_>,
) -> Result<Option<FillQuery>, SearchError> {
    let budget = Arc::new(Budget::unlimited());
    let most = most_words(query, engine.today, engine.view, &budget);
    let most = most.map_err(|error| SearchError::Read {
        source: Box::new(error),
    })?;
    let (Some(most), Kind::And(all)) = (most, &query.root.kind) else {
        return Ok(None);
    };
    let different = together(all);
    let words: Vec<String> = different.iter().map(|(part, _)| part.to_string()).collect();
    let mut parts = Vec::with_capacity(most.words.len());
    for word in &most.words {
        let Some((part, weight)) = different.get(word.at) else {
            continue;
        };
        let part = translate_among(part, all.len(), engine)?;
        let Some(query) = part.query.filter(|_| !part.finds_too_much) else {
            return Ok(None);
        };
        let named =
            json!({"bool": {"must": [query], "boost": weight, "_name": word.at.to_string()}});
        parts.push((named, word.rarity));
    }
    let any: Vec<&Value> = parts.iter().map(|(part, _)| part).collect();
    // What has all of them was found before.
    let full = match most.unknown.is_empty() {
        true => json!({"bool": {"filter": any}}),
        false => json!({"match_none": {}}),
    };
    let query = json!({"bool": {
        "must": [enough_of(&parts, most.enough)],
        "filter": [{"bool": {"should": any, "minimum_should_match": most.fewest}}],
        "must_not": [full],
    }});
    Ok(Some(FillQuery {
        query,
        words,
        unknown: most.unknown.into_iter().map(|(_, word)| word).collect(),
    }))
}

impl FillQuery {
    /// The words that a hit of the engine has not, in the order of the query.
    pub(crate) fn missing(&self, found: &Value) -> Vec<String> {
        let has = found.get("matched_queries").and_then(Value::as_array);
        let has: Vec<&str> = has
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let missing = self
            .words
            .iter()
            .enumerate()
            .filter(|(at, _)| !has.contains(&at.to_string().as_str()));
        missing.map(|(_, word)| word.clone()).collect()
    }

    /// What the reader should know of it, where so many articles match.
    pub(crate) fn note(&self, full: u64) -> Note {
        Note::MostWords {
            full,
            words: self.words.len(),
            unknown: self.unknown.iter().map(Expr::to_string).collect(),
        }
    }
}
