//! Loading: the articles of an archive in a folder into an index on a cluster.
//!
//! A document is written under the key of its article's id, so that a load that was broken off is begun again without harm, and what
//! the cluster has already is not sent again.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::archive::{Filters, Searcher};
use crate::article::{Article, Span};
use crate::cluster::bulk::{self, BATCH_BYTES, Pending};
use crate::cluster::cluster_address::{Address, Login};
use crate::cluster::dialect::Dialect;
use crate::cluster::engine_document::{self, Kin};
use crate::cluster::http::{ClusterError, Http};
use crate::cluster::load_error::{LoadError, Rejected};
use crate::cluster::mapping;
use crate::query::{Expr, Kind, Query};

/// Documents of a batch at most.
const BATCH: usize = 1_000;

/// How articles are loaded.
pub struct Options<'a> {
    /// Into how many parts a new index is divided.
    pub shards: u32,
    /// How many copies of each part a new index has, beside the first.
    pub replicas: u32,
    /// Waits so long before something is tried again.
    pub wait: &'a dyn Fn(Duration),
    /// Told after each batch how far it is; the load ends in order where it breaks.
    pub progress: &'a mut dyn FnMut(&Loaded) -> ControlFlow<()>,
    /// Told of each article that the cluster refuses.
    pub rejected: &'a mut dyn FnMut(&Rejected),
}

/// What has become of the articles of a load.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Written, and acknowledged by the cluster.
    pub written: u64,
    /// There already.
    pub unchanged: u64,
    /// Refused by the cluster.
    pub rejected: u64,
    /// It was broken off.
    pub is_stopped: bool,
}

/// Whether a cluster answers, is of a kind that can be used, and has no index of this name that was made for something else.
pub fn check(
    address: &Address,
    login: Option<&Login>,
    certificates: Option<&Path>,
) -> Result<(), ClusterError> {
    let http = Http::new(address.clone(), login, certificates)?;
    Dialect::of(&http)?;
    match mapping::exists(&http)? {
        true => mapping::compare(&http),
        false => Ok(()),
    }
}

/// Loads every article of `archive` into an index, which is made where it is missing.
pub fn load<'a>(
    archive: &'a dyn Searcher,
    address: Address,
    login: Option<&Login>,
    certificates: Option<&Path>,
    options: Options<'a>,
) -> Result<Loaded, LoadError> {
    let http = Http::new(address, login, certificates)?;
    Dialect::of(&http)?;
    let is_new = !mapping::exists(&http)?;
    mapping::create(&http, options.shards, options.replicas)?;
    let mut loader = Loader {
        archive,
        http,
        options,
        is_new,
        linked: linked(archive)?,
        waiting: Vec::new(),
        bytes: 0,
        loaded: Loaded::default(),
    };
    loader.every_article()?;
    loader.http.post(
        &format!("/{}/_refresh", loader.http.address.index),
        &json!({}),
    )?;
    Ok(loader.loaded)
}

/// The ids of the articles that share text with others.
fn linked(archive: &dyn Searcher) -> Result<HashSet<String>, LoadError> {
    let query = Query {
        root: Expr::new(Kind::Independent(false), Span { start: 0, end: 0 }),
        plain: false,
    };
    let mut ids = HashSet::new();
    archive.export(&query, &Filters::default(), Date::MIN, &mut |article| {
        ids.insert(article.id);
        ControlFlow::Continue(())
    })?;
    Ok(ids)
}

struct Loader<'a> {
    archive: &'a dyn Searcher,
    http: Http,
    options: Options<'a>,
    /// The index was made by this load: nothing is there yet.
    is_new: bool,
    /// The articles that share text with others.
    linked: HashSet<String>,
    waiting: Vec<(String, Pending)>,
    bytes: usize,
    loaded: Loaded,
}

impl Loader<'_> {
    fn every_article(&mut self) -> Result<(), LoadError> {
        let archive = self.archive;
        let mut result = Ok(());
        archive.export(
            &Query::default(),
            &Filters::default(),
            Date::MIN,
            &mut |article| {
                result = self.take(&article);
                match &result {
                    Ok(()) if !self.loaded.is_stopped => ControlFlow::Continue(()),
                    _ => ControlFlow::Break(()),
                }
            },
        )?;
        result?;
        self.flush()
    }

    fn take(&mut self, brief: &Article) -> Result<(), LoadError> {
        // What is exported has no ledger.
        let Some(article) = self.archive.article(&brief.id)? else {
            return Ok(());
        };
        let kin = self.kin(&article.id)?;
        let mut doc = engine_document::document(&article, &kin)?;
        let stamp = engine_document::stamp(&doc);
        if let Some(doc) = doc.as_object_mut() {
            doc.insert("stamp".to_owned(), json!(stamp));
        }
        let pending = Pending {
            key: engine_document::key(&article.id),
            id: article.id,
            path: article.path,
            line: doc.to_string(),
        };
        if self.bytes + pending.line.len() > BATCH_BYTES || self.waiting.len() >= BATCH {
            self.flush()?;
        }
        self.bytes += pending.line.len();
        self.waiting.push((stamp, pending));
        Ok(())
    }

    fn kin(&self, id: &str) -> Result<Kin, LoadError> {
        let copies = self.archive.copies(id)?.unwrap_or_default();
        let first = copies.iter().find(|copy| copy.is_first);
        Ok(Kin {
            first: first.map_or(id, |first| &first.id).to_owned(),
            copies: copies.len() as u64,
            is_linked: self.linked.contains(id),
        })
    }

    fn flush(&mut self) -> Result<(), LoadError> {
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let batch = match self.is_new {
            true => waiting.into_iter().map(|(_, pending)| pending).collect(),
            false => self.not_there(waiting)?,
        };
        let (rejected, loaded) = (&mut self.options.rejected, &mut self.loaded);
        let written = bulk::write(&self.http, batch, self.options.wait, &mut |refused| {
            loaded.rejected += 1;
            rejected(&refused);
        })?;
        self.loaded.written += written;
        if (self.options.progress)(&self.loaded).is_break() {
            self.loaded.is_stopped = true;
        }
        Ok(())
    }

    /// What of a batch the index has not, or has otherwise.
    fn not_there(&mut self, waiting: Vec<(String, Pending)>) -> Result<Vec<Pending>, LoadError> {
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        let keys: Vec<&String> = waiting.iter().map(|(_, pending)| &pending.key).collect();
        let path = format!("/{}/_mget?_source_includes=stamp", self.http.address.index);
        let answer = self.http.post(&path, &json!({"ids": keys}))?;
        let docs = answer.get("docs").and_then(Value::as_array);
        let mut there: HashMap<&str, &str> = HashMap::new();
        for doc in docs.into_iter().flatten() {
            let key = doc.get("_id").and_then(Value::as_str);
            let stamp = doc.pointer("/_source/stamp").and_then(Value::as_str);
            there.extend(key.zip(stamp));
        }
        let mut batch = Vec::new();
        for (stamp, pending) in waiting {
            match there.get(pending.key.as_str()) == Some(&stamp.as_str()) {
                true => self.loaded.unchanged += 1,
                false => batch.push(pending),
            }
        }
        Ok(batch)
    }
}
