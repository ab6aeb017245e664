//! The embedded archive as a [`Searcher`].

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use tantivy::collector::Count;
use tantivy::query::{AllQuery, BooleanQuery, Occur, Query as Clause};
use tantivy::{DocAddress, TantivyDocument, TantivyError};

use crate::article::Article;
use crate::index::{OpenError, Reader, languages, store};
use crate::query::Query;
use crate::search::collect::{self, Candidate, Collect, Collected, Walk};
use crate::search::explain::{self, Explanation};
use crate::search::filter::{self, OrdQuery};
use crate::search::parted::Parted;
use crate::search::plan::{self, Mark, Plan, Planner};
use crate::search::similar::{self, Like};
use crate::search::{
    Facet, FacetCounts, Field, Filters, Hit, Request, Results, SearchError, Searcher, Sort, Stats,
};
use crate::search::{advice, snippet};

/// An archive on this machine.
#[derive(Debug)]
pub struct Archive {
    reader: Reader,
    /// The languages in the archive, for the generation of the index they were read from.
    languages: Mutex<Option<(u64, Arc<BTreeSet<String>>)>>,
}

impl Archive {
    /// Opens the archive in `dir` for reading.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        Ok(Self { reader: Reader::open(dir)?, languages: Mutex::new(None) })
    }

    /// Sees what was committed since it was opened.
    pub fn reload(&self) -> Result<(), OpenError> {
        self.reader.reload()
    }

    fn languages(&self, searcher: &tantivy::Searcher) -> tantivy::Result<Arc<BTreeSet<String>>> {
        let generation = searcher.generation().generation_id();
        let mut kept = self.languages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, languages)) = &*kept
            && *of == generation
        {
            return Ok(languages.clone());
        }
        let languages = Arc::new(languages(searcher)?);
        *kept = Some((generation, languages.clone()));
        Ok(languages)
    }

    fn plan(&self, query: &Query, today: Date, searcher: &tantivy::Searcher) -> tantivy::Result<Plan> {
        let languages = self.languages(searcher)?;
        let planner = Planner::new(searcher, self.reader.fields(), &languages, today);
        plan::plan(&query.root, &planner)
    }

    /// The planned query with the filters, but those on `except`.
    fn filtered(&self, plan: &Plan, filters: &Filters, except: Option<Field>) -> Option<Box<dyn Clause>> {
        let clauses = filter::clauses(filters, self.reader.fields(), except);
        let narrow = |query: &dyn Clause| -> Box<dyn Clause> {
            if clauses.is_empty() {
                return query.box_clone();
            }
            let mut all = vec![(Occur::Must, query.box_clone())];
            all.extend(clauses.iter().map(|(occur, clause)| (*occur, clause.box_clone())));
            Box::new(BooleanQuery::new(all))
        };
        let whole = narrow(&**plan.query.as_ref()?);
        if plan.parts.is_empty() {
            return Some(whole);
        }
        let parts = plan.parts.iter().map(|part| narrow(&**part)).collect();
        Some(Box::new(Parted::new(whole, parts)))
    }

    fn answer(&self, request: &Request) -> tantivy::Result<Results> {
        let searcher = self.reader.searcher();
        let plan = self.plan(&request.query, request.today, &searcher)?;
        let mut results = Results { notes: plan.notes.clone(), ..Results::default() };
        let Some(query) = self.filtered(&plan, &request.filters, None) else {
            results.facets =
                request.facets.iter().map(|facet| counts(facet, &Collected::default(), None)).collect();
            return Ok(results);
        };
        let selected = |field| {
            let filters = &request.filters;
            filters.only.iter().chain(&filters.not).any(|(of, _)| *of == field)
        };
        let keep = if request.limit == 0 { 0 } else { request.offset.saturating_add(request.limit) };
        let together: Vec<Field> =
            request.facets.iter().map(|facet| facet.field).filter(|&field| !selected(field)).collect();
        let holes = searcher.segment_readers().iter().any(tantivy::SegmentReader::has_deletes);
        let unfiltered = request.filters == Filters::default();
        let by_score = request.sort == Sort::Relevance && keep > 0;
        let quick = plan.single && unfiltered && !holes && by_score && together.is_empty();
        let ranks = if request.sort == Sort::Source { collect::source_ranks(&searcher)? } else { Vec::new() };
        let collector = Collect {
            keep: keep.min(usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX)),
            sort: request.sort,
            facets: together.clone(),
            walk: if quick { Walk::Best } else { Walk::All },
            ranks: Arc::new(ranks),
        };
        let only_counted = keep == 0 && together.is_empty();
        let collected =
            if only_counted { Collected::default() } else { searcher.search(&*query, &collector)? };
        results.total = if quick || only_counted { query.count(&searcher)? as u64 } else { collected.total };
        for facet in &request.facets {
            results.facets.push(match together.iter().position(|&field| field == facet.field) {
                Some(at) => counts(facet, &collected, Some(at)),
                None => {
                    let collector =
                        Collect { keep: 0, facets: vec![facet.field], walk: Walk::All, ..collector.clone() };
                    let query = self.filtered(&plan, &request.filters, Some(facet.field));
                    let apart = query.map(|query| searcher.search(&*query, &collector)).transpose()?;
                    counts(facet, &apart.unwrap_or_default(), Some(0))
                }
            });
        }
        let page = collect::page(collected.best, (request.offset, request.limit), &searcher)?;
        let shown = Shown { skipped: request.offset, snippets: request.snippets, sort: request.sort };
        results.hits = self.hits(&page, &plan.marks, &shown, &searcher)?;
        if results.total == 0
            && let Some(query) = &plan.query
        {
            results.notes.extend(self.advice(request, &**query, &searcher)?);
        }
        Ok(results)
    }

    fn hits(
        &self,
        page: &[Candidate],
        marks: &[Mark],
        shown: &Shown,
        searcher: &tantivy::Searcher,
    ) -> tantivy::Result<Vec<Hit>> {
        let addresses: Vec<DocAddress> = page.iter().map(Candidate::address).collect();
        let mut matched = snippet::matched(&addresses, marks, self.reader.fields().text, searcher)?;
        let mut hits = Vec::with_capacity(page.len());
        for (candidate, rank) in page.iter().zip(shown.skipped + 1..) {
            let doc: TantivyDocument = searcher.doc(candidate.address())?;
            let article = store::article(&doc, self.reader.fields())?;
            let (text_start, words) = matched.remove(&candidate.address()).unwrap_or_default();
            let title = article.title.map(|found| found.value).unwrap_or_default();
            let snippets = snippet::snippets(&article.text, text_start, &words, marks, shown.snippets);
            hits.push(Hit {
                rank,
                score: if shown.sort == Sort::Relevance { candidate.score() } else { 0.0 },
                title_marks: snippet::title_marks(&title, text_start, &words),
                title,
                snippets,
                id: article.id,
                source: article.source.map(|found| found.value),
                domain: article.domain,
                wire: article.wire.map(|found| found.value),
                published: article.published.map(|found| found.value),
                language: article.language.map(|found| found.value.0),
                authors: article.authors.map(|found| found.value).unwrap_or_default(),
                url: article.url,
                path: article.path,
            });
        }
        Ok(hits)
    }

    fn locate(&self, id: &str, searcher: &tantivy::Searcher) -> tantivy::Result<Option<DocAddress>> {
        let collector = Collect {
            keep: 1,
            sort: Sort::Newest,
            facets: Vec::new(),
            walk: Walk::All,
            ranks: Arc::default(),
        };
        let found = searcher.search(&OrdQuery::id(id), &collector)?;
        Ok(collect::page(found.best, (0, 1), searcher)?.first().map(Candidate::address))
    }

    fn find(&self, id: &str) -> tantivy::Result<Option<Article>> {
        let searcher = self.reader.searcher();
        let Some(address) = self.locate(id, &searcher)? else { return Ok(None) };
        let doc: TantivyDocument = searcher.doc(address)?;
        let mut article = store::article(&doc, self.reader.fields())?;
        store::read_ledger(&doc, self.reader.fields(), &mut article)?;
        Ok(Some(article))
    }

    fn like(
        &self,
        id: &str,
        filters: &Filters,
        limit: usize,
        snippets: usize,
    ) -> tantivy::Result<Option<Results>> {
        let searcher = self.reader.searcher();
        let fields = self.reader.fields();
        let Some(address) = self.locate(id, &searcher)? else { return Ok(None) };
        let article = store::article(&searcher.doc(address)?, fields)?;
        let Some(Like { query, marks }) = similar::like(&article, fields, &searcher)? else {
            return Ok(Some(Results::default()));
        };
        let mut clauses = filter::clauses(filters, fields, None);
        clauses.push((Occur::Must, query));
        let query: Box<dyn Clause> = Box::new(BooleanQuery::new(clauses));
        let collector = Collect {
            keep: limit.saturating_mul(2).saturating_add(10),
            sort: Sort::Relevance,
            facets: Vec::new(),
            walk: Walk::All,
            ranks: Arc::default(),
        };
        let collected = searcher.search(&*query, &collector)?;
        let best = collect::page(collected.best, (0, usize::MAX), &searcher)?;
        let (mut others, mut copies) = (Vec::new(), Vec::new());
        for candidate in best {
            let text = store::article(&searcher.doc(candidate.address())?, fields)?.text;
            let same = similar::same_words(&text, &article.text);
            if same { copies.push(candidate) } else { others.push(candidate) }
        }
        others.append(&mut copies);
        others.truncate(limit);
        let shown = Shown { skipped: 0, snippets, sort: Sort::Relevance };
        let hits = self.hits(&others, &marks, &shown, &searcher)?;
        Ok(Some(Results { hits, total: collected.total, ..Results::default() }))
    }

    fn why(&self, id: &str, query: &Query, today: Date) -> tantivy::Result<Option<Explanation>> {
        let searcher = self.reader.searcher();
        let Some(address) = self.locate(id, &searcher)? else { return Ok(None) };
        let languages = self.languages(&searcher)?;
        let planner = Planner::new(&searcher, self.reader.fields(), &languages, today);
        explain::explain(&query.root, address, &planner, &searcher).map(Some)
    }

    /// What to tell a reader who has found nothing.
    fn advice(
        &self,
        request: &Request,
        query: &dyn Clause,
        searcher: &tantivy::Searcher,
    ) -> tantivy::Result<Vec<String>> {
        let unfiltered = request.filters == Filters::default();
        let without = if unfiltered { 0 } else { query.count(searcher)? };
        if without > 0 {
            let articles = if without == 1 { "article" } else { "articles" };
            return Ok(vec![format!("without the filters: {without} {articles}")]);
        }
        let languages = self.languages(searcher)?;
        let planner = Planner::new(searcher, self.reader.fields(), &languages, request.today);
        advice::advise(&request.query.root, &planner, self.reader.fields(), searcher)
    }

    fn each(
        &self,
        (query, today): (&Query, Date),
        filters: &Filters,
        each: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> tantivy::Result<u64> {
        let searcher = self.reader.searcher();
        let plan = self.plan(query, today, &searcher)?;
        let Some(query) = self.filtered(&plan, filters, None) else { return Ok(0) };
        let mut handed = 0;
        for address in collect::by_path(&*query, &searcher)? {
            let doc: TantivyDocument = searcher.doc(address)?;
            let mut article = store::article(&doc, self.reader.fields())?;
            store::read_ledger(&doc, self.reader.fields(), &mut article)?;
            handed += 1;
            if each(article).is_break() {
                break;
            }
        }
        Ok(handed)
    }

    fn figures(&self) -> tantivy::Result<Stats> {
        let searcher = self.reader.searcher();
        let facets = vec![Field::Source, Field::Language, Field::Day];
        let collector =
            Collect { keep: 0, sort: Sort::Relevance, facets, walk: Walk::All, ranks: Arc::default() };
        let collected = searcher.search(&AllQuery, &collector)?;
        let undated = searcher.search(&*filter::undated(), &Count)?;
        let mut facets = collected.facets.into_iter();
        let mut next = || facets.next().unwrap_or_default();
        let (sources, languages, mut days) = (next(), next(), next());
        days.remove(Field::Day.missing());
        let day = |text: Option<&String>| text.and_then(|text| text.parse().ok());
        let first = day(days.keys().next());
        let last = day(days.keys().next_back());
        Ok(Stats {
            articles: collected.total,
            undated: undated as u64,
            days: first.zip(last),
            sources: collect::ordered_values(Field::Source, sources, None),
            languages: collect::ordered_values(Field::Language, languages, None),
            bytes: self.reader.bytes(),
            segments: searcher.segment_readers().len(),
        })
    }
}

/// How hits are shown.
struct Shown {
    /// Hits before the first.
    skipped: usize,
    /// Passages of each at most.
    snippets: usize,
    sort: Sort,
}

fn counts(facet: &Facet, collected: &Collected, at: Option<usize>) -> FacetCounts {
    let counts = at.and_then(|at| collected.facets.get(at)).cloned().unwrap_or_default();
    FacetCounts { field: facet.field, values: collect::ordered_values(facet.field, counts, facet.limit) }
}

impl Searcher for Archive {
    fn search(&self, request: &Request) -> Result<Results, SearchError> {
        self.answer(request).map_err(read)
    }

    fn article(&self, id: &str) -> Result<Option<Article>, SearchError> {
        self.find(id).map_err(read)
    }

    fn export(
        &self,
        query: &Query,
        filters: &Filters,
        today: Date,
        each: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> Result<u64, SearchError> {
        self.each((query, today), filters, each).map_err(read)
    }

    fn similar(
        &self,
        id: &str,
        filters: &Filters,
        limit: usize,
        snippets: usize,
    ) -> Result<Option<Results>, SearchError> {
        self.like(id, filters, limit, snippets).map_err(read)
    }

    fn explain(&self, id: &str, query: &Query, today: Date) -> Result<Option<Explanation>, SearchError> {
        self.why(id, query, today).map_err(read)
    }

    fn stats(&self) -> Result<Stats, SearchError> {
        self.figures().map_err(read)
    }
}

fn read(error: TantivyError) -> SearchError {
    SearchError::Read { source: Box::new(error) }
}
