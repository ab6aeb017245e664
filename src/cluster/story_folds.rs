//! Hits folded by story, and pages of copies that lie deep: the engine gives every match in order, and they are folded here.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::ControlFlow;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Value, json};

use crate::archive::{Hit, Request, Results, SearchError, Sort};
use crate::article::Article;
use crate::cluster::connection::Connection;
use crate::cluster::engine_document;
use crate::cluster::found_hit::{NAMED, folded_hit, hit};
use crate::cluster::search_body::{DEEPEST, fetched, sorted};
use crate::index::store;
use crate::search::story_keys::StoryKeys;

/// A match, as much of it as folding needs.
struct Match {
    id: String,
    score: f64,
    /// What it is shown for in its fold: the least is.
    order: (i64, Reverse<u64>, String),
}

/// Matches that are shown as one.
struct Fold {
    /// In the order of the hits.
    matches: Vec<Match>,
    /// Where the fold stands among the others: the place of one of its matches.
    place: usize,
    shown: usize,
}

/// The match of a fold at whose place it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The first in the order of the hits.
    OfBest,
    /// The one that is shown.
    OfShown,
}

/// Where a fold stands among the others, in this order of matches.
pub(crate) fn place_in_order(sort: Sort) -> Place {
    match sort {
        Sort::Relevance => Place::OfBest,
        Sort::Newest | Sort::Oldest | Sort::Source => Place::OfShown,
    }
}

/// How copies are folded here; `None` where the engine folds them, which lets a fold stand at the place of its best match, and gives no
/// pages that lie deep.
pub(crate) fn place_of_folds(request: &Request, results: &Results) -> Option<Place> {
    let are_few = results.total <= DEEPEST as u64;
    let is_deep = request.offset.saturating_add(request.limit) > DEEPEST;
    let place = match are_few {
        true => place_in_order(request.sort),
        // All pages of a list agree, and most are the engine's.
        false => Place::OfBest,
    };
    let folds_any = results.texts != Some(results.total);
    let differs = folds_any && place == Place::OfShown && request.sort != Sort::Oldest;
    (is_deep || (are_few && differs)).then_some(place)
}

/// One page of folds.
pub(crate) struct FoldPage {
    pub(crate) hits: Vec<Hit>,
    pub(crate) articles: Vec<Article>,
    /// How many texts and folds the matches are.
    pub(crate) texts: u64,
    pub(crate) folds: u64,
}

/// The page of a request whose matches fold: by story where there are `keys`, else as copies. `query` finds them.
pub(crate) fn page_of_folds(
    request: &Request,
    query: &Value,
    place: Place,
    keys: Option<&StoryKeys>,
    connection: &Connection,
) -> Result<FoldPage, SearchError> {
    let (mut folds, texts) = folds(request.sort, query, place, keys, connection)?;
    folds.sort_by_key(|fold| fold.place);
    let count = folds.len() as u64;
    let shown = folds
        .into_iter()
        .skip(request.offset)
        .take(request.limit)
        .collect::<Vec<Fold>>();
    let documents = documents(&shown, request.snippets, connection)?;
    let (mut hits, mut articles) = (Vec::new(), Vec::new());
    for (fold, rank) in shown.iter().zip(request.offset + 1..) {
        let Some((id, found)) = fold.shown().and_then(|id| Some((id, documents.get(id)?))) else {
            continue;
        };
        let Some((mut hit, article)) = hit(found, rank) else {
            continue;
        };
        hit.score = fold.matches.first().map_or(0.0, |best| best.score as f32);
        hit.story = keys.map(|keys| keys.id(id).to_owned());
        hit.folded.count = fold.matches.len() as u64 - 1;
        hit.folded.first = fold
            .others()
            .filter_map(|id| folded_hit(documents.get(id)?))
            .collect();
        hits.push(hit);
        articles.push(article);
    }
    Ok(FoldPage {
        hits,
        articles,
        texts,
        folds: count,
    })
}

/// Every match in its fold, and how many texts they are.
fn folds(
    sort: Sort,
    query: &Value,
    place: Place,
    keys: Option<&StoryKeys>,
    connection: &Connection,
) -> Result<(Vec<Fold>, u64), SearchError> {
    let mut folds: Vec<Fold> = Vec::new();
    let mut by_group: FxHashMap<u64, usize> = FxHashMap::default();
    let mut texts: FxHashSet<String> = FxHashSet::default();
    let mut nth = 0;
    let fields = json!(["id", "copy_group", "length", "published"]);
    connection
        .pages(query, sorted(sort), fields)
        .each(&mut |found| {
            let Some((one, text)) = read(found) else {
                return ControlFlow::Continue(());
            };
            nth += 1;
            let group = keys.and_then(|keys| keys.of_several(store::key(&one.id)));
            let group = group.unwrap_or_else(|| store::key(&text));
            texts.insert(text);
            let at = *by_group.entry(group).or_insert(folds.len());
            match folds.get_mut(at) {
                Some(fold) => fold.add(one, nth, place),
                None => folds.push(Fold {
                    matches: vec![one],
                    place: nth,
                    shown: 0,
                }),
            }
            ControlFlow::Continue(())
        })?;
    Ok((folds, texts.len() as u64))
}

/// A match, and the id of its text.
fn read(found: &Value) -> Option<(Match, String)> {
    let source = found.get("_source")?;
    let id = source.get("id")?.as_str()?.to_owned();
    let text = source.get("copy_group").and_then(Value::as_str);
    let text = text.unwrap_or(&id).to_owned();
    let published = source.get("published").and_then(Value::as_i64);
    let length = source.get("length").and_then(Value::as_u64).unwrap_or(0);
    let order = (published.unwrap_or(i64::MAX), Reverse(length), id.clone());
    let score = found.get("_score").and_then(Value::as_f64).unwrap_or(0.0);
    Some((Match { id, score, order }, text))
}

/// The documents of the matches that are shown or named.
fn documents(
    folds: &[Fold],
    snippets: usize,
    connection: &Connection,
) -> Result<HashMap<String, Value>, SearchError> {
    let ids = folds
        .iter()
        .flat_map(|fold| fold.shown().into_iter().chain(fold.others()));
    let ids: Vec<String> = ids.map(engine_document::key).collect();
    let mut found = HashMap::with_capacity(ids.len());
    let query = json!({"terms": {"_id": ids}});
    connection
        .pages(&query, json!([{"id": "asc"}]), fetched(snippets))
        .each(&mut |document| {
            if let Some(article) = engine_document::article(document) {
                found.insert(article.id, document.clone());
            }
            ControlFlow::Continue(())
        })?;
    Ok(found)
}

impl Fold {
    fn add(&mut self, one: Match, nth: usize, place: Place) {
        let shown = self.matches.get(self.shown);
        if shown.is_some_and(|shown| one.order < shown.order) {
            self.shown = self.matches.len();
            if place == Place::OfShown {
                self.place = nth;
            }
        }
        self.matches.push(one);
    }

    /// The id of the match that is shown.
    fn shown(&self) -> Option<&str> {
        self.matches.get(self.shown).map(|one| one.id.as_str())
    }

    /// The ids of the best of the others.
    fn others(&self) -> impl Iterator<Item = &str> {
        let ids = self.matches.iter().map(|one| one.id.as_str());
        let others = ids.enumerate().filter(|(at, _)| *at != self.shown);
        others.map(|(_, id)| id).take(NAMED)
    }
}
