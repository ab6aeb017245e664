//! Which words an index has, for the planner.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use crate::cluster::http::Http;
use crate::cluster::translate::token_query;
use crate::search::plan::dictionary::Dictionary;

/// Words that are remembered: a server that runs for long forgets all when there are more.
const REMEMBERED: usize = 100_000;

/// The words of an index, asked for once.
#[derive(Debug)]
pub(crate) struct RemoteDictionary {
    http: Http,
    known: Mutex<HashMap<String, u64>>,
}

impl RemoteDictionary {
    pub(crate) fn new(http: Http) -> Self {
        Self {
            http,
            known: Mutex::default(),
        }
    }

    /// Forgets what was asked.
    pub(crate) fn forget(&self) {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// Asks the cluster how many articles have each of these.
    fn ask(&self, keys: &[&str]) -> Option<Vec<u64>> {
        let mut lines = String::new();
        for key in keys {
            let query = json!({"size": 0, "track_total_hits": true, "query": token_query(key)});
            lines.push_str(&format!("{{}}\n{query}\n"));
        }
        let path = format!("/{}/_msearch", self.http.address.index);
        let answer = self.http.post_lines(&path, lines.as_bytes());
        let answer = match answer {
            Ok(answer) => answer,
            Err(error) => {
                tracing::warn!(%error, "words could not be looked up; they are taken to be there");
                return None;
            }
        };
        let all = answer.get("responses").and_then(Value::as_array)?;
        // Without a count it is not known whether the word is there: nothing is remembered of this answer.
        let count = |one: &Value| one.pointer("/hits/total/value").and_then(Value::as_u64);
        all.iter().map(count).collect()
    }
}

impl Dictionary for RemoteDictionary {
    fn doc_freqs(&self, keys: &[&str]) -> Vec<Option<u64>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > REMEMBERED {
            known.clear();
        }
        let new = |key: &&str| !known.contains_key(*key);
        let unknown: Vec<&str> = keys.iter().copied().filter(new).collect();
        if !unknown.is_empty()
            && let Some(found) = self.ask(&unknown)
        {
            let pairs = unknown.iter().zip(found);
            known.extend(pairs.map(|(key, found)| ((*key).to_owned(), found)));
        }
        keys.iter().map(|key| known.get(*key).copied()).collect()
    }
}
