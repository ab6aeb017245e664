//! A cluster as a [`Searcher`].

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::archive::{
    ArticleCopy, ArticleVersion, Explanation, Facet, FacetCounts, Field, Filters, Group, Hit,
    Limits, Note, Request, Results, SearchError, Searcher, SelfFilter, Spelling, Stats,
    VersionPlace,
};
use crate::article::Article;
use crate::cluster::cluster_address::{Address, Login};
use crate::cluster::dialect::Dialect;
use crate::cluster::engine_document;
use crate::cluster::every_page::Pages;
use crate::cluster::facet_terms;
use crate::cluster::filter_clauses::{self, Clauses};
use crate::cluster::found_hit::{bare, hit};
use crate::cluster::http::{ClusterError, Http};
use crate::cluster::json_object::quiet;
use crate::cluster::mapping;
use crate::cluster::remote_dictionary::RemoteDictionary;
use crate::cluster::search_body::{DEEPEST, fetched, page, sorted};
use crate::cluster::translate::translate;
use crate::query::Query;
use crate::search::SmallArchive;
use crate::search::view::View;
use crate::stories;

/// Articles that are looked at again at most, where the engine cannot decide.
const LOOKED_AT: usize = 10_000;

/// An archive on a cluster.
#[derive(Debug)]
pub struct Cluster {
    http: Http,
    dialect: Dialect,
    dictionary: Arc<RemoteDictionary>,
    /// What queries are planned with.
    view: Mutex<Option<Arc<View>>>,
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
        Ok(Self {
            dictionary: Arc::new(RemoteDictionary::new(http.clone())),
            http,
            dialect,
            view: Mutex::default(),
        })
    }

    /// Forgets which languages and words the index has: articles may have come.
    pub fn reload(&self) {
        self.dictionary.forget();
        *self.view.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Sends a search to the index; fails where a shard did not answer.
    fn ask(&self, body: &Value) -> Result<Value, SearchError> {
        let index = &self.http.address.index;
        let path = format!(
            "/{index}/_search?search_type=dfs_query_then_fetch&allow_partial_search_results=false"
        );
        let answer = self.http.post(&path, body)?;
        let shards = |key: &str| {
            let number = answer
                .pointer(&format!("/_shards/{key}"))
                .and_then(Value::as_u64);
            usize::try_from(number.unwrap_or(0)).unwrap_or(usize::MAX)
        };
        let is_whole = shards("failed") == 0 && answer.get("timed_out") != Some(&json!(true));
        if !is_whole {
            return Err(SearchError::Partial {
                address: self.http.address.to_string(),
                answered: shards("successful"),
                parts: shards("total"),
            });
        }
        Ok(answer)
    }

    fn view(&self) -> Result<Arc<View>, SearchError> {
        let mut known = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = &*known {
            return Ok(view.clone());
        }
        let languages = self.ask(&json!({
            "size": 0,
            "track_total_hits": false,
            "aggs": {"language": {"terms": {"field": "language", "size": 1_000}}},
        }))?;
        let buckets = languages
            .pointer("/aggregations/language/buckets")
            .and_then(Value::as_array);
        let codes = buckets
            .into_iter()
            .flatten()
            .filter_map(|bucket| bucket.get("key")?.as_str());
        let codes: BTreeSet<String> = codes.map(str::to_owned).collect();
        let view = View::for_planning(codes, self.dictionary.clone());
        let view = Arc::new(view.map_err(|error| SearchError::Read {
            source: Box::new(error),
        })?);
        *known = Some(view.clone());
        Ok(view)
    }

    /// What the engine is asked for a query; `None` for one that asks for nothing.
    fn understood(
        &self,
        query: &Query,
        clauses: &Clauses,
        (today, limits): (Date, &Limits),
    ) -> Result<Understood, SearchError> {
        let view = self.view()?;
        let translated = translate(&query.root, today, &view, self.dialect)?;
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
        self.pages(
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
        let ids = SmallArchive::of(&articles)?.matching(query, today, limits)?;
        let keys: Vec<String> = ids.iter().map(|id| engine_document::key(id)).collect();
        Ok(json!({"bool": {"must": [wide], "filter": [{"terms": {"_id": keys}}]}}))
    }

    fn pages<'a>(&'a self, query: &'a Value, sort: Value, fetched: Value) -> Pages<'a> {
        Pages {
            http: &self.http,
            dialect: self.dialect,
            query,
            sort,
            fetched,
        }
    }

    /// The document of an article.
    fn document(&self, id: &str, parts: &str) -> Result<Option<Value>, SearchError> {
        let path = format!(
            "/{}/_doc/{}?_source_includes={parts}",
            self.http.address.index,
            engine_document::key(id)
        );
        match self.http.get(&path) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The facets asked for: those of the hits, then those that ignore the filters on their own field.
    fn facet_counts(
        &self,
        request: &Request,
        query: &Value,
        clauses: &Clauses,
    ) -> Result<Vec<FacetCounts>, SearchError> {
        let ignores = |facet: &Facet| {
            request.self_filter == SelfFilter::Ignored && clauses.narrows(facet.field)
        };
        let of_hits: Vec<&Facet> = request
            .facets
            .iter()
            .filter(|facet| !ignores(facet))
            .collect();
        let shared = self.aggregated(&of_hits, &narrowed(query, clauses.filter(None)))?;
        let mut found = Vec::with_capacity(request.facets.len());
        for facet in &request.facets {
            if !ignores(facet) {
                found.push(facet_terms::counts(facet, &shared));
                continue;
            }
            let own = narrowed(query, clauses.filter(Some(facet.field)));
            found.push(facet_terms::counts(
                facet,
                &self.aggregated(&[facet], &own)?,
            ));
        }
        Ok(found)
    }

    /// Exact counts: the shards are asked for more values until they agree.
    fn aggregated(&self, facets: &[&Facet], query: &Value) -> Result<Value, SearchError> {
        if facets.is_empty() {
            return Ok(Value::Null);
        }
        let mut shard_size = facet_terms::FEW;
        loop {
            let aggregations = facet_terms::aggregations(facets.iter().copied(), shard_size);
            let body =
                json!({"size": 0, "track_total_hits": false, "query": query, "aggs": aggregations});
            let mut answer = self.ask(&body)?;
            let counted = answer
                .get_mut("aggregations")
                .map(Value::take)
                .unwrap_or_default();
            if !facet_terms::is_unsure(&counted) || shard_size >= facet_terms::MOST {
                return Ok(counted);
            }
            shard_size = (shard_size * 8).min(facet_terms::MOST);
        }
    }

    /// How many texts some matches are: copies count once.
    fn texts(&self, total: u64, query: &Value) -> Result<u64, SearchError> {
        let copied = json!({"bool": {"filter": [query, {"range": {"copies": {"gte": 1}}}]}});
        let groups = json!({"groups": {"terms": {
            "field": "copy_group", "size": facet_terms::MOST, "shard_size": facet_terms::MOST, "min_doc_count": 2,
        }}});
        let answer = self
            .ask(&json!({"size": 0, "track_total_hits": false, "query": copied, "aggs": groups}))?;
        let buckets = answer
            .pointer("/aggregations/groups/buckets")
            .and_then(Value::as_array);
        let members = |bucket: &Value| bucket.get("doc_count").and_then(Value::as_u64).unwrap_or(1);
        let folded: u64 = buckets
            .into_iter()
            .flatten()
            .map(|bucket| members(bucket).saturating_sub(1))
            .sum();
        Ok(total.saturating_sub(folded))
    }

    /// The hits of a page that lies deeper than a search may give.
    fn deep_page(&self, request: &Request, query: &Value) -> Result<Vec<Value>, SearchError> {
        if request.group != Group::Off {
            return Err(self.refused(&format!(
                "hits beyond the first {DEEPEST} cannot be folded; add --group off, or export them"
            )));
        }
        let (mut seen, mut hits) = (0, Vec::new());
        self.pages(query, sorted(request.sort), fetched(request.snippets))
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

    fn refused(&self, reason: &str) -> SearchError {
        SearchError::Refused {
            address: self.http.address.to_string(),
            reason: reason.to_owned(),
        }
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
        let small = SmallArchive::of(articles)?;
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
struct Understood {
    query: Option<Value>,
    notes: Vec<Note>,
    is_lower_bound: bool,
}

fn narrowed(query: &Value, filter: Option<Value>) -> Value {
    match filter {
        Some(filter) => json!({"bool": {"must": [query], "filter": [filter]}}),
        None => query.clone(),
    }
}

impl Searcher for Cluster {
    fn search(&self, request: &Request) -> Result<Results, SearchError> {
        let resolved = stories::resolved(self, &request.query, request.today)?;
        let with_ids = resolved.map(|query| Request {
            query,
            ..request.clone()
        });
        let request = with_ids.as_ref().unwrap_or(request);
        if request.group == Group::Story {
            return Err(self.refused("hits cannot be folded by story on a cluster yet; `dateline stories QUERY` lists them, --group copies folds copies"));
        }
        let clauses = filter_clauses::clauses(&request.filters);
        let understood =
            self.understood(&request.query, &clauses, (request.today, &request.limits))?;
        let mut results = Results {
            notes: understood.notes,
            lower_bound: understood.is_lower_bound,
            ..Results::default()
        };
        let Some(query) = understood.query else {
            let none = |facet: &Facet| facet_terms::counts(facet, &Value::Null);
            results.facets = request.facets.iter().map(none).collect();
            return Ok(results);
        };
        let all = narrowed(&query, clauses.filter(None));
        let is_deep = request.offset.saturating_add(request.limit) > DEEPEST;
        let body = match is_deep {
            true => json!({"query": quiet(&all), "size": 0, "track_total_hits": true}),
            false => page(request, &all),
        };
        let answer = self.ask(&body)?;
        results.total = answer
            .pointer("/hits/total/value")
            .and_then(Value::as_u64)
            .unwrap_or(0);
        if request.group == Group::Copies {
            results.texts = Some(self.texts(results.total, &all)?);
        }
        results.facets = self.facet_counts(request, &query, &clauses)?;
        let found = match is_deep {
            true => self.deep_page(request, &all)?,
            false => answer
                .pointer("/hits/hits")
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default(),
        };
        let mut articles = Vec::with_capacity(found.len());
        for (found, nth) in found.iter().zip(1..) {
            if let Some((hit, article)) = hit(found, request.offset + nth) {
                results.hits.push(hit);
                articles.push(article);
            }
        }
        self.show(&mut results.hits, &articles, request)?;
        if results.total == 0 && request.filters != Filters::default() {
            let without =
                self.ask(&json!({"query": quiet(&query), "size": 0, "track_total_hits": true}))?;
            let articles = without
                .pointer("/hits/total/value")
                .and_then(Value::as_u64)
                .unwrap_or(0);
            if articles > 0 {
                results.notes.push(Note::WithoutFilters { articles });
            }
        }
        Ok(results)
    }

    fn article(&self, id: &str) -> Result<Option<Article>, SearchError> {
        let found = self.document(id, "article,text,ledger")?;
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
                places: vec![place],
            }]
        }))
    }

    fn copies(&self, id: &str) -> Result<Option<Vec<ArticleCopy>>, SearchError> {
        let Some(own) = self.document(id, "copy_group")? else {
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
        self.pages(&query, sort, fetched(0)).each(&mut |hit| {
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
        let resolved = stories::resolved(self, query, today)?;
        let query = resolved.as_ref().unwrap_or(query);
        let clauses = filter_clauses::clauses(filters);
        let understood = self.understood(query, &clauses, (today, &Limits::NONE))?;
        if understood.is_lower_bound {
            return Err(self.refused(&format!(
                "more than {LOOKED_AT} articles may match, too many to look at each; narrow the query by a word or a date"
            )));
        }
        let Some(query) = understood.query else {
            return Ok(0);
        };
        let all = quiet(&narrowed(&query, clauses.filter(None)));
        let mut count = 0;
        let order = json!([{"path": "asc"}, {"id": "asc"}]);
        self.pages(&all, order, json!(["article", "text"]))
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
        _id: &str,
        _filters: &Filters,
        _limit: usize,
        _snippets: usize,
    ) -> Result<Option<Results>, SearchError> {
        Err(self.refused("similar articles cannot be looked for on a cluster yet; search for the words that tell the article from others"))
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
        SmallArchive::of(&[article])?.explain(id, query, today)
    }

    fn spellings(&self, _name: &str, _limits: &Limits) -> Result<Vec<Spelling>, SearchError> {
        Err(self.refused("the spellings of a name are not listed on a cluster; search for those that you know with OR"))
    }

    fn stats(&self) -> Result<Stats, SearchError> {
        let every = Facet {
            field: Field::Source,
            limit: None,
        };
        let languages = Facet {
            field: Field::Language,
            limit: None,
        };
        let all = json!({"match_all": {}});
        let counted = self.aggregated(&[&every, &languages], &all)?;
        let answer = self.ask(&json!({
            "size": 0, "track_total_hits": true, "query": all,
            "aggs": {
                "first": {"min": {"field": "day"}},
                "last": {"max": {"field": "day"}},
                "copies": {"filter": {"term": {"is_copy": true}}},
                "undated": {"missing": {"field": "date"}},
            },
        }))?;
        let number = |path: &str| {
            answer
                .pointer(path)
                .and_then(Value::as_f64)
                .map_or(0, |number| number as u64)
        };
        let day =
            |path: &str| crate::index::store::day_of(number(path)).filter(|_| number(path) > 0);
        let days = day("/aggregations/first/value").zip(day("/aggregations/last/value"));
        // Not every login may ask how large an index is.
        let size = self
            .http
            .get(&format!(
                "/{}/_stats/store,segments",
                self.http.address.index
            ))
            .unwrap_or_default();
        let of_index = |path: &str| size.pointer(path).and_then(Value::as_u64).unwrap_or(0);
        Ok(Stats {
            articles: number("/hits/total/value"),
            copies: number("/aggregations/copies/doc_count"),
            undated: number("/aggregations/undated/doc_count"),
            days,
            sources: facet_terms::counts(&every, &counted).values,
            languages: facet_terms::counts(&languages, &counted).values,
            bytes: of_index("/_all/total/store/size_in_bytes"),
            segments: usize::try_from(of_index("/_all/total/segments/count")).unwrap_or(usize::MAX),
        })
    }
}
