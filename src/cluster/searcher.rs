//! A cluster as a [`Searcher`].

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::archive::{
    ArticleCopy, ArticleVersion, Explanation, Facet, Fill, Filters, Group, Hit, LearnedSite,
    Limits, Note, Request, Results, SearchError, Searcher, Sort, Spelling, Stats, VersionPlace,
};
use crate::article::Article;
use crate::cluster::cluster_address::{Address, Login};
use crate::cluster::connection::{Connection, narrowed, total};
use crate::cluster::dialect::Dialect;
use crate::cluster::engine_document;
use crate::cluster::facet_terms;
use crate::cluster::fill_query::fill_query;
use crate::cluster::filter_clauses::{self, Clauses};
use crate::cluster::found_hit::{bare, hit, shown};
use crate::cluster::http::{ClusterError, Http};
use crate::cluster::index_stats::stats;
use crate::cluster::index_view::IndexView;
use crate::cluster::json_object::quiet;
use crate::cluster::like::{Like, like};
use crate::cluster::mapping;
use crate::cluster::remote_dictionary::RemoteDictionary;
use crate::cluster::search_body::{DEEPEST, fetched, page, sorted};
use crate::cluster::story_folds::{page_of_folds, place_in_order, place_of_folds};
use crate::cluster::translate::{Engine, translate, unread};
use crate::query::{Expr, Query};
use crate::search::SmallArchive;
use crate::search::all_spellings;
use crate::search::more_like::same_words;
use crate::search::plan::filter_names::whole_names;
use crate::search::story_keys::StoryKeys;
use crate::stories;

/// Articles that are looked at again at most, where the engine cannot decide.
const LOOKED_AT: usize = 10_000;

/// How much less than the last hit with all words the first of the others scores at least.
const BELOW: f32 = 0.999;

/// An archive on a cluster.
#[derive(Debug)]
pub struct Cluster {
    pub(super) connection: Connection,
    dictionary: Arc<RemoteDictionary>,
    /// What queries are planned with.
    view: Mutex<Option<IndexView>>,
}

impl Cluster {
    /// Opens the archive at an address: asks what engine it is, and whether the index is one of ours. `certificates` is a file of
    /// certificates (PEM) that are trusted instead of the usual ones.
    pub fn open(
        address: Address,
        login: Option<&Login>,
        certificates: Option<&Path>,
    ) -> Result<Self, ClusterError> {
        let http = Http::new(address, login, certificates)?;
        let dialect = Dialect::of(&http)?;
        mapping::compare(&http)?;
        let connection = Connection { http, dialect };
        Ok(Self {
            dictionary: Arc::new(RemoteDictionary::new(connection.clone())),
            connection,
            view: Mutex::default(),
        })
    }

    /// Forgets which languages and words the index has: articles may have come.
    pub fn reload(&self) {
        self.dictionary.forget();
        *self.view.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn view(&self) -> Result<IndexView, SearchError> {
        let mut known = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = &*known {
            return Ok(view.clone());
        }
        let view = IndexView::ask(&self.connection, self.dictionary.clone())?;
        *known = Some(view.clone());
        Ok(view)
    }

    /// What queries are translated with.
    fn engine<'a>(
        &self,
        index: &'a IndexView,
        count: &'a dyn Fn(&Value) -> Result<u64, SearchError>,
        today: Date,
    ) -> Engine<'a> {
        Engine {
            view: &index.view,
            scores: index.scores,
            dialect: self.connection.dialect,
            count,
            today,
        }
    }

    /// What the engine is asked for a query; `None` for one that asks for nothing.
    pub(super) fn understood(
        &self,
        query: &Query,
        clauses: &Clauses,
        (today, limits): (Date, &Limits),
    ) -> Result<Understood, SearchError> {
        let view = self.view()?;
        let translated = translate(
            &query.root,
            self.engine(&view, &|query| self.connection.count(query), today),
        )?;
        let mut understood = Understood {
            query: translated.query,
            notes: translated.notes,
            is_lower_bound: false,
        };
        if translated.finds_too_much
            && let Some(wide) = understood.query.take()
        {
            understood.query =
                Some(self.looked_at(&wide, query, clauses, (today, limits), &mut understood)?);
        }
        Ok(understood)
    }

    /// The query for those articles alone that match, of those that the engine takes for matches.
    fn looked_at(
        &self,
        wide: &Value,
        query: &Query,
        clauses: &Clauses,
        (today, limits): (Date, &Limits),
        understood: &mut Understood,
    ) -> Result<Value, SearchError> {
        let narrowed = narrowed(wide, clauses.filter(None));
        let mut articles = Vec::new();
        let mut are_all = true;
        self.connection
            .pages(
                &narrowed,
                json!([{"_score": "desc"}, {"id": "asc"}]),
                fetched(1),
            )
            .each(&mut |hit| {
                if articles.len() == LOOKED_AT {
                    are_all = false;
                    return ControlFlow::Break(());
                }
                articles.extend(engine_document::article(hit));
                ControlFlow::Continue(())
            })?;
        if !are_all {
            understood.is_lower_bound = true;
            understood.notes.push(Note::LookedAtSome {
                articles: LOOKED_AT,
            });
        }
        let small = SmallArchive::of(&articles, self.dictionary.clone())?;
        let (ids, about_patterns) = small.matching(query, today, limits)?;
        understood.notes.extend(about_patterns);
        let keys: Vec<String> = ids.iter().map(|id| engine_document::key(id)).collect();
        Ok(json!({"bool": {"must": [wide], "filter": [{"terms": {"_id": keys}}]}}))
    }

    /// The page's hits and how many there are.
    fn hits(
        &self,
        request: &Request,
        all: &Value,
        results: &mut Results,
    ) -> Result<(), SearchError> {
        let is_deep = request.offset.saturating_add(request.limit) > DEEPEST;
        let body = match is_deep {
            true => json!({"query": quiet(all), "size": 0, "track_total_hits": true}),
            false => page(request, all),
        };
        let answer = self.connection.ask(&body)?;
        results.total = total(&answer);
        if request.group == Group::Copies {
            results.texts = Some(self.connection.texts(results.total, all)?);
            if let Some(place) = place_of_folds(request, results) {
                let mut folds = page_of_folds(request, all, place, None, &self.connection)?;
                self.show(&mut folds.hits, &folds.articles, request)?;
                results.hits = folds.hits;
                return Ok(());
            }
        }
        let found = match is_deep {
            true => self.deep_page(request, all)?,
            false => found(&answer),
        };
        let ranked = found.iter().zip(request.offset + 1..);
        let (mut hits, articles): (Vec<Hit>, Vec<Article>) =
            ranked.filter_map(|(found, rank)| hit(found, rank)).unzip();
        self.show(&mut hits, &articles, request)?;
        results.hits = hits;
        Ok(())
    }

    /// The same, folded by story.
    fn hits_by_story(
        &self,
        request: &Request,
        all: &Value,
        results: &mut Results,
    ) -> Result<(), SearchError> {
        results.total = self.connection.count(all)?;
        if results.total > stories::MOST as u64 {
            return Err(self.connection.refused(&format!(
                "{} articles match, and no more than {} are folded by story on a cluster; narrow the query, or fold copies with --group copies",
                results.total,
                stories::MOST
            )));
        }
        let keys = StoryKeys::of_matches(self, request)?;
        let place = place_in_order(request.sort);
        let mut page = page_of_folds(request, all, place, Some(&keys), &self.connection)?;
        self.show(&mut page.hits, &page.articles, request)?;
        results.hits = page.hits;
        results.texts = Some(page.texts);
        results.stories = Some(page.folds);
        Ok(())
    }

    /// Adds articles that have most of the words, where those that have all do not fill the page; gives the words that no article has.
    fn fill(
        &self,
        request: &Request,
        all: &Value,
        clauses: &Clauses,
        results: &mut Results,
    ) -> Result<Option<Vec<Expr>>, SearchError> {
        let full = results.stories.or(results.texts).unwrap_or(results.total);
        let full = usize::try_from(full).unwrap_or(usize::MAX);
        let end = request.offset.saturating_add(request.limit);
        let is_open = request.fill == Fill::MostWords && request.query.plain;
        if !is_open || results.lower_bound || request.limit == 0 || end > DEEPEST || full >= end {
            return Ok(None);
        }
        let view = self.view()?;
        let count = |query: &Value| self.connection.count(query);
        let Some(most) = fill_query(&request.query, self.engine(&view, &count, request.today))?
        else {
            return Ok(None);
        };
        let mut query = narrowed(&most.query, clauses.filter(None));
        if request.group != Group::Off {
            // What folds under a hit is not shown again.
            let shown = json!({"terms": {"copy_group": self.connection.copy_groups(all, end)?}});
            query = json!({"bool": {"must": [query], "must_not": [shown]}});
        }
        let first = request.offset.max(full);
        let rest = Request {
            offset: first - full,
            limit: end - first,
            group: match request.group {
                Group::Off => Group::Off,
                Group::Copies | Group::Story => Group::Copies,
            },
            ..request.clone()
        };
        let answer = self.connection.ask(&page(&rest, &query))?;
        results.partial = total(&answer);
        if results.partial == 0 {
            return Ok(None);
        }
        results.notes.push(most.note(results.total));
        let (mut hits, mut articles) = (Vec::new(), Vec::new());
        for (found, rank) in found(&answer).iter().zip(first + 1..) {
            let Some((mut hit, article)) = hit(found, rank) else {
                continue;
            };
            hit.missing = most.missing(shown(found));
            hits.push(hit);
            articles.push(article);
        }
        self.show(&mut hits, &articles, request)?;
        if request.sort == Sort::Relevance {
            keep_below(&results.hits, &mut hits);
        }
        results.hits.extend(hits);
        Ok(Some(most.unknown))
    }

    /// The hits of a page that lies deeper than a search may give.
    fn deep_page(&self, request: &Request, query: &Value) -> Result<Vec<Value>, SearchError> {
        let (mut seen, mut hits) = (0, Vec::new());
        self.connection
            .pages(query, sorted(request.sort), fetched(request.snippets))
            .each(&mut |hit| {
                seen += 1;
                if seen > request.offset {
                    hits.push(hit.clone());
                }
                if hits.len() >= request.limit {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            })?;
        Ok(hits)
    }

    /// Puts passages and marks into hits, whose articles are these.
    fn show(
        &self,
        hits: &mut [Hit],
        articles: &[Article],
        request: &Request,
    ) -> Result<(), SearchError> {
        if hits.is_empty() {
            return Ok(());
        }
        let small = SmallArchive::of(articles, self.dictionary.clone())?;
        let shown = small.shown(
            &request.query,
            request.snippets,
            request.today,
            &request.limits,
        )?;
        for own in shown {
            let Some(hit) = hits.iter_mut().find(|hit| hit.id == own.id) else {
                continue;
            };
            hit.title_marks = own.title_marks;
            hit.snippets = own.snippets;
        }
        Ok(())
    }
}

/// A query as the engine is asked.
pub(super) struct Understood {
    pub(super) query: Option<Value>,
    notes: Vec<Note>,
    pub(super) is_lower_bound: bool,
}

/// The hits in an answer of the engine.
fn found(answer: &Value) -> Vec<Value> {
    let found = answer.pointer("/hits/hits").and_then(Value::as_array);
    found.cloned().unwrap_or_default()
}

/// Scales the scores of `others` so that none is above that of a hit with all words.
fn keep_below(full: &[Hit], others: &mut [Hit]) {
    let (Some(last), Some(first)) = (full.last(), others.first()) else {
        return;
    };
    let most = last.score * BELOW;
    if first.score > most {
        let factor = most / first.score;
        others.iter_mut().for_each(|hit| hit.score *= factor);
    }
}

impl Searcher for Cluster {
    fn search(&self, request: &Request) -> Result<Results, SearchError> {
        let request = &*stories::resolved_request(self, request)?;
        let (filters, about_filters) = whole_names(&request.filters, &self.connection)?;
        let request = &Request {
            filters,
            ..request.clone()
        };
        let clauses = filter_clauses::clauses(&request.filters);
        let mut understood =
            self.understood(&request.query, &clauses, (request.today, &request.limits))?;
        if request.sort != Sort::Relevance {
            let is_of_order = |note: &Note| *note == Note::OrderedByWords;
            understood.notes.retain(|note| !is_of_order(note));
        }
        let is_stopped = |note: &Note| matches!(note, Note::Stopped { .. });
        let lower_bound = understood.is_lower_bound || understood.notes.iter().any(is_stopped);
        let mut results = Results {
            notes: [about_filters, understood.notes].concat(),
            lower_bound,
            ..Results::default()
        };
        let Some(query) = understood.query else {
            let none = |facet: &Facet| facet_terms::counts(facet, &Value::Null);
            results.facets = request.facets.iter().map(none).collect();
            return Ok(results);
        };
        let all = narrowed(&query, clauses.filter(None));
        match request.group {
            Group::Story => self.hits_by_story(request, &all, &mut results)?,
            Group::Off | Group::Copies => self.hits(request, &all, &mut results)?,
        }
        results.facets = self.connection.facet_counts(request, &query, &clauses)?;
        let unknown = self.fill(request, &all, &clauses, &mut results)?;
        if results.total > 0 || results.lower_bound {
            return Ok(results);
        }
        if request.filters != Filters::default() {
            let articles = self.connection.count(&query)?;
            if articles > 0 {
                results.notes.push(Note::WithoutFilters { articles });
                return Ok(results);
            }
        }
        results
            .notes
            .extend(self.advice(request, unknown.as_deref())?);
        Ok(results)
    }

    fn article(&self, id: &str) -> Result<Option<Article>, SearchError> {
        let found = self.connection.document(id, "article,text,ledger")?;
        Ok(found.as_ref().and_then(engine_document::article))
    }

    fn versions(&self, id: &str) -> Result<Option<Vec<ArticleVersion>>, SearchError> {
        // A cluster holds the version that is shown, and no older one.
        let article = self.article(id)?;
        Ok(article.map(|article| {
            let place = VersionPlace {
                path: article.path.clone(),
                url: article.url.clone(),
                captured: article.captured,
            };
            vec![ArticleVersion {
                article,
                blocks: Vec::new(),
                places: vec![place],
            }]
        }))
    }

    fn copies(&self, id: &str) -> Result<Option<Vec<ArticleCopy>>, SearchError> {
        let Some(own) = self.connection.document(id, "copy_group")? else {
            return Ok(None);
        };
        let group = own
            .pointer("/_source/copy_group")
            .and_then(Value::as_str)
            .unwrap_or(id)
            .to_owned();
        let query = json!({"bool": {"filter": [{"term": {"copy_group": group}}], "must_not": [{"term": {"id": id}}]}});
        let sort = json!([{"published": {"order": "asc", "missing": "_last"}}, {"id": "asc"}]);
        let mut found = Vec::new();
        self.connection
            .pages(&query, sort, fetched(0))
            .each(&mut |hit| {
                if let Some(article) = engine_document::article(hit) {
                    let Hit {
                        id,
                        title,
                        source,
                        domain,
                        published,
                        ..
                    } = bare(&article);
                    let is_first = id == group;
                    found.push(ArticleCopy {
                        id,
                        title,
                        source,
                        domain,
                        published,
                        is_first,
                    });
                }
                ControlFlow::Continue(())
            })?;
        found.sort_by_key(|copy| !copy.is_first);
        Ok(Some(found))
    }

    fn export(
        &self,
        query: &Query,
        filters: &Filters,
        today: Date,
        each: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> Result<u64, SearchError> {
        let query = &*stories::resolved(self, query, today)?;
        let (filters, _) = whole_names(filters, &self.connection)?;
        let clauses = filter_clauses::clauses(&filters);
        let understood = self.understood(query, &clauses, (today, &Limits::NONE))?;
        if understood.is_lower_bound {
            return Err(self.connection.refused(&format!(
                "more than {LOOKED_AT} articles may match, too many to look at each; narrow the query by a word or a date"
            )));
        }
        let Some(query) = understood.query else {
            return Ok(0);
        };
        let all = quiet(&narrowed(&query, clauses.filter(None)));
        let mut count = 0;
        let order = json!([{"path": "asc"}, {"id": "asc"}]);
        self.connection
            .pages(&all, order, json!(["article", "text"]))
            .each(&mut |hit| {
                let Some(article) = engine_document::article(hit) else {
                    return ControlFlow::Continue(());
                };
                count += 1;
                each(article)
            })?;
        Ok(count)
    }

    fn similar(
        &self,
        id: &str,
        filters: &Filters,
        limit: usize,
        snippets: usize,
    ) -> Result<Option<Results>, SearchError> {
        let Some(article) = self.article(id)? else {
            return Ok(None);
        };
        let Some(Like { query, marks }) = like(&article, &self.connection.http)? else {
            return Ok(Some(Results::default()));
        };
        let (filters, notes) = whole_names(filters, &self.connection)?;
        let all = narrowed(&query, filter_clauses::clauses(&filters).filter(None));
        let request = Request {
            // Some of the best are copies, which come last; they are told by their texts.
            limit: limit.saturating_mul(2).saturating_add(10).min(DEEPEST),
            snippets: snippets.max(1),
            ..Request::new(marks, Date::MIN)
        };
        let answer = self.connection.ask(&page(&request, &all))?;
        let found = found(&answer);
        let found = found.iter().filter_map(|found| hit(found, 0));
        let (copies, mut others): (Vec<_>, Vec<_>) =
            found.partition(|(_, other)| same_words(&other.text, &article.text));
        others.extend(copies);
        others.truncate(limit);
        let (mut hits, articles): (Vec<Hit>, Vec<Article>) = others.into_iter().unzip();
        for (hit, rank) in hits.iter_mut().zip(1..) {
            hit.rank = rank;
        }
        let request = Request {
            snippets,
            ..request
        };
        self.show(&mut hits, &articles, &request)?;
        Ok(Some(Results {
            hits,
            total: total(&answer),
            notes,
            ..Results::default()
        }))
    }

    fn explain(
        &self,
        id: &str,
        query: &Query,
        today: Date,
    ) -> Result<Option<Explanation>, SearchError> {
        let Some(article) = self.article(id)? else {
            return Ok(None);
        };
        SmallArchive::of(&[article], self.dictionary.clone())?.explain(id, query, today)
    }

    fn spellings(&self, name: &str, limits: &Limits) -> Result<Vec<Spelling>, SearchError> {
        let view = self.view()?;
        let spellings = all_spellings::uncounted(name, limits, &view.view).map_err(unread)?;
        let mut found = Vec::with_capacity(spellings.len());
        for (text, why) in spellings {
            let results = self.search(&all_spellings::in_this_spelling(&text, limits))?;
            found.push(all_spellings::counted(text, why, results));
        }
        Ok(all_spellings::in_order(found))
    }

    fn learned(&self) -> Result<Vec<LearnedSite>, SearchError> {
        // The loader sends articles, not what its staging archive knows of their sites.
        Ok(Vec::new())
    }

    fn stats(&self) -> Result<Stats, SearchError> {
        stats(&self.connection)
    }
}
