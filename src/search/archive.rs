//! The embedded archive as a [`Searcher`].

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use tantivy::collector::Count;
use tantivy::query::{AllQuery, BooleanQuery, Occur};
use tantivy::{DocAddress, TantivyError};

use crate::article::Article;
use crate::index::store::{LEDGER, REST, Stored, TEXT};
use crate::index::{OpenError, Reader};
use crate::query::Query;
use crate::search::answer::{self, Shown};
use crate::search::collect::{self, Candidate, Collect};
use crate::search::explain::{self, Explanation};
use crate::search::facets;
use crate::search::filter::{self, OrdQuery};
use crate::search::plan::{self, Planner};
use crate::search::similar::{self, Like};
use crate::search::view::View;
use crate::search::{Facet, Field, Filters, Request, Results, SearchError, Searcher, Sort, Stats};

/// An archive on this machine.
#[derive(Debug)]
pub struct Archive {
    reader: Reader,
    /// What the last question was asked of.
    view: Mutex<Option<Arc<View>>>,
}

impl Archive {
    /// Opens the archive in `dir` for reading.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        Ok(Self {
            reader: Reader::open(dir)?,
            view: Mutex::new(None),
        })
    }

    /// Sees what was committed since it was opened.
    pub fn reload(&self) -> Result<(), OpenError> {
        self.reader.reload()
    }

    /// What is in the archive now.
    fn view(&self) -> tantivy::Result<Arc<View>> {
        let searcher = self.reader.searcher();
        let mut kept = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(view) if view.is_of(&searcher) => Ok(view.clone()),
            _ => Ok(kept
                .insert(Arc::new(View::new(searcher, self.reader.fields())?))
                .clone()),
        }
    }

    fn find(&self, id: &str) -> tantivy::Result<Option<Article>> {
        let view = self.view()?;
        let Some(address) = locate(id, &view)? else {
            return Ok(None);
        };
        view.searcher
            .doc::<Stored<LEDGER>>(address)?
            .article()
            .map(Some)
    }

    fn like(
        &self,
        id: &str,
        filters: &Filters,
        limit: usize,
        snippets: usize,
    ) -> tantivy::Result<Option<Results>> {
        let view = self.view()?;
        let searcher = &view.searcher;
        let Some(address) = locate(id, &view)? else {
            return Ok(None);
        };
        let article = searcher.doc::<Stored<REST>>(address)?.article()?;
        let Some(Like { query, marks }) = similar::like(&article, &view.fields, searcher)? else {
            return Ok(Some(Results::default()));
        };
        let mut clauses = filter::clauses(filters, &view, None);
        let collect = Collect::new(
            limit.saturating_mul(2).saturating_add(10),
            Sort::Relevance,
            &view,
        );
        let collected = if clauses.is_empty() {
            query.collect(&collect, &view)?
        } else {
            clauses.push((Occur::Must, Box::new(query)));
            view.search(&BooleanQuery::new(clauses), &collect)?
        };
        let best = collect::page(collected.best, (0, usize::MAX), &view)?;
        let (mut others, mut copies) = (Vec::new(), Vec::new());
        for candidate in best {
            let stored: Stored<TEXT> = searcher.doc(candidate.address())?;
            let same = similar::same_words(&stored.text, &article.text);
            if same {
                copies.push(candidate)
            } else {
                others.push(candidate)
            }
        }
        others.append(&mut copies);
        others.truncate(limit);
        let shown = Shown {
            skipped: 0,
            snippets,
            sort: Sort::Relevance,
        };
        let hits = answer::hits(&others, &marks, &shown, &view)?;
        Ok(Some(Results {
            hits,
            total: collected.total,
            ..Results::default()
        }))
    }

    fn why(&self, id: &str, query: &Query, today: Date) -> tantivy::Result<Option<Explanation>> {
        let view = self.view()?;
        let Some(address) = locate(id, &view)? else {
            return Ok(None);
        };
        explain::explain(&query.root, address, &Planner::new(&view, today), &view).map(Some)
    }

    fn each(
        &self,
        (query, today): (&Query, Date),
        filters: &Filters,
        each: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> tantivy::Result<u64> {
        let view = self.view()?;
        let plan = plan::plan(&query.root, &Planner::new(&view, today))?;
        let Some(query) = answer::narrowed(&plan, filters, None, &view)? else {
            return Ok(0);
        };
        let mut handed = 0;
        for address in collect::by_path(&*query, &view)? {
            let stored: Stored<LEDGER> = view.searcher.doc(address)?;
            handed += 1;
            if each(stored.article()?).is_break() {
                break;
            }
        }
        Ok(handed)
    }

    fn figures(&self) -> tantivy::Result<Stats> {
        let view = self.view()?;
        let searcher = &view.searcher;
        let asked =
            [Field::Source, Field::Language, Field::Day].map(|field| Facet { field, limit: None });
        let collected = searcher.search(&AllQuery, &Collect::counting(asked.to_vec(), &view))?;
        let undated = searcher.search(&*filter::undated(&view.columns), &Count)?;
        let mut counted = asked
            .iter()
            .zip(collected.facets)
            .map(|(facet, counts)| facets::ordered(facet, counts));
        let mut next = || counted.next().unwrap_or_default();
        let (sources, languages, days) = (next(), next(), next());
        // The newest come first, and "undated", which is no day, last.
        let mut days = days.iter().filter_map(|day| day.value.parse().ok());
        let last = days.next();
        let first = days.next_back().or(last);
        Ok(Stats {
            articles: collected.total,
            undated: undated as u64,
            days: first.zip(last),
            sources,
            languages,
            bytes: self.reader.bytes(),
            segments: searcher.segment_readers().len(),
        })
    }
}

/// Where the article with this id is.
fn locate(id: &str, view: &View) -> tantivy::Result<Option<DocAddress>> {
    let found = view.searcher.search(
        &OrdQuery::id(id, &view.columns),
        &Collect::new(1, Sort::Newest, view),
    )?;
    Ok(collect::page(found.best, (0, 1), view)?
        .first()
        .map(Candidate::address))
}

impl Searcher for Archive {
    fn search(&self, request: &Request) -> Result<Results, SearchError> {
        self.view()
            .and_then(|view| answer::answer(request, &view))
            .map_err(read)
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

    fn explain(
        &self,
        id: &str,
        query: &Query,
        today: Date,
    ) -> Result<Option<Explanation>, SearchError> {
        self.why(id, query, today).map_err(read)
    }

    fn stats(&self) -> Result<Stats, SearchError> {
        self.figures().map_err(read)
    }
}

fn read(error: TantivyError) -> SearchError {
    SearchError::Read {
        source: Box::new(error),
    }
}
