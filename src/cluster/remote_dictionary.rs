//! Which words an index has, for the planner.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::archive::SearchError;
use crate::cluster::connection::Connection;
use crate::cluster::listed_terms::{begin_with, term_of};
use crate::cluster::translate::{WordOfIndex, word_of_index};
use crate::index::analysis::language_code;
use crate::search::plan::dictionary::{Dictionary, ListedTerm, Listing};

/// Words that are remembered: a server that runs for long forgets all when there are more.
const REMEMBERED: usize = 100_000;

/// Terms that the engine lists for one question; where there are more, it is asked for parts of them.
const LISTED: usize = 30_000;

/// Questions for one list at most: then the commonest terms of each part are all that is known.
const QUESTIONS: usize = 6;

/// Signs of an expression with which few articles have a term: only they are gone through. Of a longer one most articles have some, and
/// to find them first takes longer than it saves.
const TELLING: usize = 3_000;

/// The words of an index, asked for once.
#[derive(Debug)]
pub(crate) struct RemoteDictionary {
    connection: Connection,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    doc_freqs: HashMap<String, u64>,
    /// By what was asked.
    lists: HashMap<Vec<String>, Listing>,
    /// Terms in all of the lists.
    listed: usize,
}

impl RemoteDictionary {
    pub(crate) fn new(connection: Connection) -> Self {
        Self {
            connection,
            known: Mutex::default(),
        }
    }

    /// Forgets what was asked.
    pub(crate) fn forget(&self) {
        *self.known() = Known::default();
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the cluster how many articles have each of these.
    fn ask(&self, keys: &[&str]) -> Option<HashMap<String, u64>> {
        let mut words: BTreeMap<WordOfIndex, Vec<(Option<String>, &str)>> = BTreeMap::new();
        for key in keys {
            let (word, code) = word_of_index(key);
            words.entry(word).or_default().push((code, key));
        }
        let mut lines = String::new();
        for (word, codes) in &words {
            let codes = codes.iter().filter_map(|(code, _)| code.as_deref());
            let languages = json!({"terms": {"field": "language", "size": 1_000}});
            let body = json!({
                "size": 0, "track_total_hits": true, "query": word.query(codes), "aggs": {"language": languages},
            });
            lines.push_str(&format!("{{}}\n{body}\n"));
        }
        let http = &self.connection.http;
        let path = format!("/{}/_msearch", http.address.index);
        let answer = match http.post_lines(&path, lines.as_bytes()) {
            Ok(answer) => answer,
            Err(error) => {
                tracing::warn!(%error, "words could not be looked up; they are taken to be there");
                return None;
            }
        };
        let answers = answer.get("responses").and_then(Value::as_array)?;
        let mut found = HashMap::with_capacity(keys.len());
        for (codes, answer) in words.values().zip(answers) {
            // Without a count it is not known whether the word is there: nothing is remembered of this answer.
            let articles = by_language(answer)?;
            for (code, key) in codes {
                let count = match code {
                    Some(code) => articles.get(code).copied().unwrap_or(0),
                    None => articles.values().sum(),
                };
                found.insert((*key).to_owned(), count);
            }
        }
        Some(found)
    }

    /// Asks for the terms that begin so, in parts where they are many.
    fn list(&self, beginnings: &[String]) -> Result<Listing, SearchError> {
        let (mut found, mut has_all) = (Vec::new(), true);
        let mut waiting = vec![beginnings];
        let mut asked = 0;
        while let Some(part) = waiting.pop() {
            asked += 1;
            let (terms, are_all) = self.list_once(part)?;
            if are_all || part.len() < 2 || asked + waiting.len() >= QUESTIONS {
                found.extend(terms);
                has_all &= are_all;
                continue;
            }
            let (one, other) = part.split_at(part.len() / 2);
            waiting.extend([one, other]);
        }
        Ok(Listing {
            terms: found.into(),
            are_all: has_all,
        })
    }

    /// The commonest terms that begin so, and whether those are all.
    fn list_once(&self, beginnings: &[String]) -> Result<(Vec<ListedTerm>, bool), SearchError> {
        let regex = begin_with(beginnings);
        let terms =
            json!({"field": "name_sound", "include": regex, "size": LISTED, "shard_size": LISTED});
        let query = match regex.len() {
            ..=TELLING => {
                json!({"bool": {"filter": [{"regexp": {"name_sound": {"value": regex}}}]}})
            }
            _ => json!({"match_all": {}}),
        };
        let answer = self.connection.ask(&json!({
            "size": 0, "track_total_hits": false, "query": query, "aggs": {"terms": {"terms": terms}},
        }))?;
        let buckets = answer.pointer("/aggregations/terms/buckets");
        let buckets = buckets.and_then(Value::as_array).into_iter().flatten();
        let listed = buckets.filter_map(|bucket| {
            Some(ListedTerm {
                term: term_of(bucket.get("key")?.as_str()?),
                articles: bucket.get("doc_count")?.as_u64()?,
            })
        });
        let others = answer.pointer("/aggregations/terms/sum_other_doc_count");
        let are_all = others.and_then(Value::as_u64).unwrap_or(0) == 0;
        Ok((listed.collect(), are_all))
    }
}

/// How many articles in each language an answer counts.
fn by_language(answer: &Value) -> Option<HashMap<String, u64>> {
    let mut found: HashMap<String, u64> = HashMap::new();
    let total = answer
        .pointer("/hits/total/value")
        .and_then(Value::as_u64)?;
    if total == 0 {
        return Some(found);
    }
    let buckets = answer
        .pointer("/aggregations/language/buckets")?
        .as_array()?;
    for bucket in buckets {
        let code = language_code(bucket.get("key")?.as_str()?);
        *found.entry(code).or_default() += bucket.get("doc_count")?.as_u64()?;
    }
    Some(found)
}

impl Dictionary for RemoteDictionary {
    fn doc_freqs(&self, keys: &[&str]) -> Vec<Option<u64>> {
        let mut known = self.known();
        let doc_freqs = &mut known.doc_freqs;
        if doc_freqs.len() > REMEMBERED {
            doc_freqs.clear();
        }
        let new = |key: &&str| !doc_freqs.contains_key(*key);
        let unknown: Vec<&str> = keys.iter().copied().filter(new).collect();
        if !unknown.is_empty() {
            doc_freqs.extend(self.ask(&unknown).unwrap_or_default());
        }
        keys.iter()
            .map(|key| doc_freqs.get(*key).copied())
            .collect()
    }

    fn name_terms(&self, beginnings: &[String]) -> io::Result<Listing> {
        let different: BTreeSet<String> = beginnings.iter().cloned().collect();
        let beginnings: Vec<String> = different.into_iter().collect();
        if beginnings.is_empty() {
            return Ok(Listing {
                terms: Arc::default(),
                are_all: true,
            });
        }
        if let Some(listing) = self.known().lists.get(&beginnings) {
            return Ok(listing.clone());
        }
        let listing = self.list(&beginnings).map_err(io::Error::other)?;
        let mut known = self.known();
        if known.listed + listing.terms.len() > REMEMBERED {
            known.lists.clear();
            known.listed = 0;
        }
        known.listed += listing.terms.len();
        known.lists.insert(beginnings, listing.clone());
        Ok(listing)
    }
}
