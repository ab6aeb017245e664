//! Every match, one after the other, in the order of the paths.
//!
//! That order is the same whatever the history of the archive, and near the order on disk. Of the matches a bit each is kept, and the
//! next few thousand of each segment, so that the memory does not grow with what is exported.

use std::collections::BinaryHeap;
use std::ops::ControlFlow;
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::{BitSet, DocAddress, DocId};

use crate::archive::Filters;
use crate::article::Article;
use crate::index::schema::column;
use crate::index::store::{REST, Stored};
use crate::query::Query;
use crate::search::budget::Budget;
use crate::search::columns::{Names, Numbers};
use crate::search::plan;
use crate::search::plan::filter_names::whole_names;
use crate::search::view::View;
use crate::search::walk;

/// Matches of a segment that are put in order at once; each such step goes over all matches of the segment.
const BATCH: usize = 1 << 16;

/// Hands the matches to `each` until it breaks, without their ledgers. Returns how many were handed over.
pub(crate) fn export(
    query: &Query,
    filters: &Filters,
    today: Date,
    view: &View,
    each: &mut dyn FnMut(Article) -> ControlFlow<()>,
) -> tantivy::Result<u64> {
    let plan = plan::plan(&query.root, today, view, &Arc::new(Budget::unlimited()))?;
    let (filters, _) = whole_names(filters, view)?;
    let Some(matches) = plan.narrowed_whole(&filters, view) else {
        return Ok(0);
    };
    let mut segments = Vec::new();
    for (segment, reader) in (0..).zip(view.searcher.segment_readers()) {
        let Some(paths) = view.columns.names(reader, column::PATH)? else {
            continue;
        };
        let mut found = BitSet::with_max_value(reader.max_doc());
        walk::matches_of_segment(&matches, segment, view, &mut |doc| {
            found.insert(doc);
        })?;
        let mut segment = Segment {
            segment,
            ords: paths.ords(),
            paths,
            found,
            next: Vec::new(),
            last: None,
        };
        segment.fill()?;
        segments.push(segment);
    }
    let mut handed = 0;
    while let Some(address) = take_first(&mut segments)? {
        let stored: Stored<REST> = view.searcher.doc(address)?;
        handed += 1;
        if each(stored.article()?).is_break() {
            break;
        }
    }
    Ok(handed)
}

/// The match whose path comes first; of one path in several segments, that of the first segment.
fn take_first(segments: &mut [Segment]) -> tantivy::Result<Option<DocAddress>> {
    let mut first: Option<(&Arc<str>, usize)> = None;
    for (at, segment) in segments.iter().enumerate() {
        let Some((path, _)) = segment.next.last() else {
            continue;
        };
        if first.is_none_or(|(least, _)| path < least) {
            first = Some((path, at));
        }
    }
    let at = first.map(|(_, at)| at);
    match at.and_then(|at| segments.get_mut(at)) {
        Some(segment) => segment.take(),
        None => Ok(None),
    }
}

/// The matches of one segment in the order of their paths.
struct Segment {
    segment: u32,
    paths: Names,
    /// The number of each article's path in the order of the paths.
    ords: Numbers,
    /// The matches.
    found: BitSet,
    /// The next of them, the first one last.
    next: Vec<(Arc<str>, DocId)>,
    /// The last that was put into `next`.
    last: Option<(u64, DocId)>,
}

impl Segment {
    fn take(&mut self) -> tantivy::Result<Option<DocAddress>> {
        let taken = self.next.pop();
        if self.next.is_empty() {
            self.fill()?;
        }
        Ok(taken.map(|(_, doc)| DocAddress::new(self.segment, doc)))
    }

    /// Puts the next matches in order.
    fn fill(&mut self) -> tantivy::Result<()> {
        let mut least: BinaryHeap<(u64, DocId)> = BinaryHeap::new();
        for doc in 0..self.found.max_value() {
            if !self.found.contains(doc) {
                continue;
            }
            let key = (self.ords.get_val(doc), doc);
            if self.last.is_some_and(|last| key <= last) {
                continue;
            }
            if least.len() < BATCH {
                least.push(key);
            } else if let Some(mut greatest) = least.peek_mut()
                && key < *greatest
            {
                *greatest = key;
            }
        }
        let sorted = least.into_sorted_vec();
        self.last = sorted.last().copied().or(self.last);
        let mut ords: Vec<u64> = sorted.iter().map(|(ord, _)| *ord).collect();
        ords.dedup();
        let names = self.paths.of(&ords)?;
        for (ord, doc) in sorted.into_iter().rev() {
            let at = ords.partition_point(|&other| other < ord);
            if let Some(path) = names.get(at) {
                self.next.push((path.clone(), doc));
            }
        }
        Ok(())
    }
}
