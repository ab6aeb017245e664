//! Collecting: the best hits, how many there are, and the counts of facets, in one walk over the matches.
pub(crate) mod candidate;
pub(crate) mod folding;

use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Weight;
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

use crate::archive::{Facet, Sort};
use crate::index::schema::column;
use crate::search::budget::Budget;
use crate::search::collect::candidate::{Candidate, by_score, ordered};
use crate::search::collect::folding::{Folder, Folding, Folds};
use crate::search::columns::{Columns, Numbers};
use crate::search::counts::{self, BLOCK, Counter, Counts};
use crate::search::plan::optimize::Bounds;
use crate::search::view::View;

/// Articles whose scores are handed over at once.
pub(crate) const GROUP: usize = 64;

/// Scores below this are 0: no word scores so little.
const NOTHING: Score = 1e-30;

/// What rounding may take from a score.
const ROUNDED: Score = 1.0 - 1e-6;

/// What to collect.
#[derive(Debug, Clone)]
pub(crate) struct Collect {
    /// Best hits to keep.
    pub(crate) keep: usize,
    /// In which order.
    pub(crate) sort: Sort,
    /// Facets to count.
    pub(crate) facets: Vec<Facet>,
    /// What folds; a walk to the best alone folds nothing.
    pub(crate) fold: Option<Folding>,
    /// Which matches are looked at, and until when.
    pub(crate) pace: Pace,
    /// Whether there is but one segment.
    pub(crate) alone: bool,
    /// The columns of what is searched.
    pub(crate) columns: Arc<Columns>,
    /// For [`Sort::Source`]: the rank of each source name of each segment among all.
    pub(crate) ranks: Arc<Vec<Vec<u64>>>,
}

impl Collect {
    /// The best `keep` hits in this order, of all matches.
    pub(crate) fn new(keep: usize, sort: Sort, view: &View) -> Self {
        let articles = usize::try_from(view.searcher.num_docs()).unwrap_or(usize::MAX);
        Self {
            keep: keep.min(articles),
            sort,
            facets: Vec::new(),
            fold: None,
            pace: Pace::All,
            columns: view.columns.clone(),
            ranks: Arc::default(),
            alone: view.searcher.segment_readers().len() == 1,
        }
    }

    /// Values of a facet that a segment has to name: where there are others, a value that is rare here may be common there.
    fn needed(&self, facet: &Facet) -> usize {
        facet.limit.filter(|_| self.alone).unwrap_or(usize::MAX)
    }

    /// Whether nothing but the total is asked for.
    pub(crate) fn counts_only(&self) -> bool {
        self.keep == 0 && self.facets.is_empty() && self.fold.is_none()
    }

    /// Nothing but counts.
    pub(crate) fn counting(facets: Vec<Facet>, view: &View) -> Self {
        Self {
            facets,
            ..Self::new(0, Sort::Relevance, view)
        }
    }
}

/// Which matches are looked at.
#[derive(Debug, Clone)]
pub(crate) enum Pace {
    /// All of them.
    All,
    /// Those that may be among the best; nothing is counted.
    Best(Bounds),
    /// All of them, until the budget is spent.
    Watched(Watch),
}

/// A walk that may be stopped.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    /// What it may cost.
    pub(crate) budget: Arc<Budget>,
    /// What each match costs.
    pub(crate) per_match: u64,
    /// Whether the matches come in the order of the index, so that the walk can end at any of them.
    pub(crate) in_order: bool,
}

/// What was collected.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    /// The best hits, in no order yet.
    pub(crate) best: Vec<Candidate>,
    /// How many matches were walked.
    pub(crate) total: u64,
    /// Counts of each facet asked for.
    pub(crate) facets: Vec<Counts>,
    /// The matches that fold; they are not among the best.
    pub(crate) folds: Folds,
}

impl Collector for Collect {
    type Fruit = Collected;
    type Child = Walker;

    fn for_segment(&self, segment: u32, reader: &SegmentReader) -> tantivy::Result<Walker> {
        let columns = &*self.columns;
        let ids = columns.names(reader, column::ID)?.map(|ids| ids.ords());
        let dates = match self.sort {
            Sort::Relevance => None,
            _ => columns.seconds(reader, column::PUBLISHED)?,
        };
        let sources = match self.sort {
            Sort::Source => columns
                .names(reader, column::SOURCE)?
                .map(|names| names.ords()),
            _ => None,
        };
        let at = usize::try_from(segment).unwrap_or(usize::MAX);
        let (score_bound, norm_ratio) = match &self.pace {
            Pace::All | Pace::Watched(_) => (Score::MAX, 1.0),
            Pace::Best(bounds) => {
                let norm_ratio = bounds.norm_ratio.get(at).copied();
                (bounds.score_bound, norm_ratio.unwrap_or(1.0))
            }
        };
        Ok(Walker {
            keep: self.keep,
            sort: self.sort,
            segment,
            heap: BinaryHeap::new(),
            worst: if self.keep == 0 {
                Score::INFINITY
            } else {
                Score::MIN
            },
            score_bound,
            norm_ratio,
            total: 0,
            ids,
            dates,
            sources,
            ranks: self.ranks.get(at).cloned().unwrap_or_default(),
            shown: self.facets.iter().map(|facet| self.needed(facet)).collect(),
            folder: match &self.fold {
                Some(folding) => Some(Folder::open(folding, reader, columns)?),
                None => None,
            },
            uncounted: Vec::with_capacity(BLOCK),
            counters: self
                .facets
                .iter()
                .map(|facet| Counter::open(facet.field, reader, columns))
                .collect::<tantivy::Result<_>>()?,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance && self.keep > 0
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Collected>>) -> tantivy::Result<Collected> {
        let mut all = Collected {
            facets: vec![Counts::new(); self.facets.len()],
            ..Collected::default()
        };
        for fruit in fruits {
            let fruit = fruit?;
            all.total += fruit.total;
            all.best.extend(fruit.best);
            all.folds.merge(fruit.folds);
            for (into, from) in all.facets.iter_mut().zip(fruit.facets) {
                counts::add(into, from);
            }
        }
        Ok(all)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: u32,
        reader: &SegmentReader,
    ) -> tantivy::Result<tantivy::Result<Collected>> {
        let scored = self.requires_scoring();
        let mut walker = self.for_segment(segment, reader)?;
        let alive = reader.alive_bitset();
        let is_alive = |doc| alive.is_none_or(|alive| alive.is_alive(doc));
        match &self.pace {
            Pace::Best(_) => weight.for_each_pruning(Score::MIN, reader, &mut |doc, score| {
                if is_alive(doc) {
                    walker.collect(doc, score);
                }
                walker.threshold()
            })?,
            Pace::All if scored => {
                weight.for_each(reader, &mut |doc, score| {
                    if is_alive(doc) {
                        walker.collect(doc, score);
                    }
                })?;
            }
            Pace::All => weight.for_each_no_score(reader, &mut |docs| {
                for &doc in docs {
                    if is_alive(doc) {
                        walker.collect(doc, 0.0);
                    }
                }
            })?,
            Pace::Watched(watch) if watch.in_order => {
                let mut scorer = weight.scorer(reader, 1.0)?;
                while scorer.doc() != TERMINATED && watch.budget.spend(watch.per_match) {
                    let doc = scorer.doc();
                    if is_alive(doc) {
                        let score = if scored { scorer.score() } else { 0.0 };
                        walker.collect(doc, score);
                    }
                    scorer.advance();
                }
            }
            Pace::Watched(watch) => weight.for_each(reader, &mut |doc, score| {
                if watch.budget.spend(watch.per_match) && is_alive(doc) {
                    walker.collect(doc, score);
                }
            })?,
        }
        Ok(walker.harvest())
    }
}

/// The collector of one segment.
pub(crate) struct Walker {
    keep: usize,
    sort: Sort,
    segment: u32,
    heap: BinaryHeap<Candidate>,
    /// The least score that a match must have to be looked at: once enough are kept, that of the worst of them.
    worst: Score,
    /// The score that no match reaches.
    score_bound: Score,
    /// See [`View::norm_ratio`].
    norm_ratio: Score,
    total: u64,
    ids: Option<Numbers>,
    dates: Option<Column<i64>>,
    sources: Option<Numbers>,
    ranks: Vec<u64>,
    counters: Vec<Counter>,
    /// Values of each that are needed.
    shown: Vec<usize>,
    folder: Option<Folder>,
    /// Matches that the counters have not seen.
    uncounted: Vec<DocId>,
}

impl Walker {
    /// Collects the articles from `first` on that have a score above 0; one below [`NOTHING`] stands for 0.
    pub(crate) fn group(&mut self, first: DocId, scores: &[Score; GROUP]) {
        let number = |least: Score| {
            scores
                .iter()
                .map(|&score| u32::from(score >= least))
                .sum::<u32>()
        };
        self.total += u64::from(number(Score::MIN_POSITIVE));
        if number(self.worst.max(Score::MIN_POSITIVE)) > 0 {
            for (doc, &score) in (first..).zip(scores).filter(|(_, score)| **score > 0.0) {
                let score = if score < NOTHING { 0.0 } else { score };
                if score >= self.worst {
                    self.offer(doc, score);
                }
            }
        }
        if !self.counters.is_empty() {
            self.count_later(first, positive(scores));
        }
    }

    /// Lets the counters see the articles from `first` on whose bit is set.
    #[inline(never)]
    fn count_later(&mut self, first: DocId, mut found: u64) {
        let mut docs = [0; GROUP];
        let mut number = 0;
        for doc in &mut docs {
            if found == 0 {
                break;
            }
            *doc = first + found.trailing_zeros();
            found &= found - 1;
            number += 1;
        }
        if self.uncounted.len() + number > BLOCK {
            self.count();
        }
        self.uncounted.extend(docs.iter().take(number));
    }

    /// Counts the values of the matches that wait for it.
    fn count(&mut self) {
        for counter in &mut self.counters {
            counter.count(&self.uncounted);
        }
        self.uncounted.clear();
    }

    /// Blocks whose best score, as tantivy estimates it, is not above this are passed over. Where the length of articles counts
    /// `norm_ratio` times as much as tantivy has assumed, a score of `score_bound / (1 + x)` by its estimate may be one of
    /// `score_bound / (1 + x / norm_ratio)`; the sum of several words' scores is no further off, as that is concave in the estimate.
    fn threshold(&self) -> Score {
        if self.heap.len() < self.keep {
            return Score::MIN;
        }
        // What ties with the worst that is kept must still be looked at, for the order by id.
        let x = (self.score_bound / self.worst - 1.0).max(0.0);
        let bound = self.score_bound / (1.0 + x * self.norm_ratio);
        bound.min(self.worst) * ROUNDED
    }

    /// Keeps a match if it is among the best.
    #[inline(never)]
    fn offer(&mut self, doc: DocId, score: Score) {
        let candidate = self.candidate(doc, score);
        if self.heap.len() < self.keep {
            self.heap.push(candidate);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && candidate < *worst
        {
            *worst = candidate;
        }
        if self.sort == Sort::Relevance
            && self.heap.len() >= self.keep
            && let Some(worst) = self.heap.peek()
        {
            self.worst = worst.score();
        }
    }

    fn candidate(&self, doc: DocId, score: Score) -> Candidate {
        let (first, second) = self.rank(doc, score);
        Candidate {
            first,
            second,
            segment: self.segment,
            id_ord: self.ids.as_ref().map_or(0, |ids| ids.get_val(doc)),
            doc,
        }
    }

    /// Whether a match folds with others; it is kept with them then.
    fn folds(&mut self, doc: DocId, score: Score) -> bool {
        let group = self.folder.as_ref().and_then(|folder| folder.group(doc));
        let Some(group) = group else {
            return false;
        };
        let candidate = self.candidate(doc, score);
        if let Some(folder) = &mut self.folder {
            folder.add(group, candidate);
        }
        true
    }

    fn rank(&self, doc: DocId, score: Score) -> (u64, u64) {
        let newest = || {
            let date = self.dates.as_ref().and_then(|dates| dates.first(doc));
            date.map_or(u64::MAX, |seconds| !ordered(seconds))
        };
        match self.sort {
            Sort::Relevance => (by_score(score), 0),
            Sort::Newest => (newest(), 0),
            Sort::Oldest => {
                let date = self.dates.as_ref().and_then(|dates| dates.first(doc));
                (date.map_or(u64::MAX, ordered), 0)
            }
            Sort::Source => {
                let ord = self
                    .sources
                    .as_ref()
                    .map_or(u64::MAX, |sources| sources.get_val(doc));
                let rank = usize::try_from(ord)
                    .ok()
                    .and_then(|ord| self.ranks.get(ord));
                (rank.copied().unwrap_or(u64::MAX), newest())
            }
        }
    }
}

/// Which of the scores are above 0, as bits.
fn positive(scores: &[Score; GROUP]) -> u64 {
    let bytes = scores.map(|score| u8::from(score > 0.0));
    let (eights, _) = bytes.as_chunks::<8>();
    // The lowest bits of eight bytes, side by side.
    let bits =
        |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights
        .iter()
        .rev()
        .fold(0, |all, eight| all << 8 | bits(eight))
}

impl SegmentCollector for Walker {
    type Fruit = tantivy::Result<Collected>;

    #[inline]
    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if !self.counters.is_empty() {
            self.uncounted.push(doc);
            if self.uncounted.len() == BLOCK {
                self.count();
            }
        }
        if self.folder.is_some() && self.folds(doc, score) {
            return;
        }
        if score >= self.worst {
            self.offer(doc, score);
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        self.count();
        let counted = self
            .counters
            .into_iter()
            .zip(self.shown)
            .map(|(counter, shown)| counter.counts(shown));
        let facets = counted.collect::<tantivy::Result<_>>()?;
        Ok(Collected {
            best: self.heap.into_vec(),
            total: self.total,
            facets,
            folds: self.folder.map(Folder::folds).unwrap_or_default(),
        })
    }
}
