//! Collecting: the best hits, how many there are, and the counts of facets, in one walk over the matches.

use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, SegmentReader};

use crate::index::schema::column;
use crate::search::columns::{Columns, Numbers};
use crate::search::facets::{self, BLOCK, Counter, Counts};
use crate::search::view::View;
use crate::search::{Facet, Sort};

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
    /// Whether every match is walked; without, only those that may be among the best are, and nothing is counted.
    pub(crate) walk: Walk,
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
            walk: Walk::All,
            columns: view.columns.clone(),
            ranks: Arc::default(),
            alone: view.searcher.segment_readers().len() == 1,
        }
    }

    /// Values of a facet that a segment has to name: where there are others, a value that is rare here may be common there.
    fn needed(&self, facet: &Facet) -> usize {
        facet.limit.filter(|_| self.alone).unwrap_or(usize::MAX)
    }

    /// Nothing but counts.
    pub(crate) fn counting(facets: Vec<Facet>, view: &View) -> Self {
        Self {
            facets,
            ..Self::new(0, Sort::Relevance, view)
        }
    }
}

/// Which matches are walked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Walk {
    /// All of them.
    All,
    /// Those that may be among the best.
    Best {
        /// The score that no match reaches.
        most: Score,
        /// For each segment, the most of [`View::slack`] over the fields that are searched.
        slack: Vec<Score>,
    },
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
}

/// A hit that may be shown. The least comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    first: u64,
    second: u64,
    segment: u32,
    id_ord: u64,
    doc: DocId,
}

impl Candidate {
    pub(crate) fn address(&self) -> DocAddress {
        DocAddress::new(self.segment, self.doc)
    }

    /// The score, when the hits are sorted by it.
    pub(crate) fn score(&self) -> Score {
        Score::from_bits(!u32::try_from(self.first).unwrap_or(0))
    }

    fn rank(&self) -> (u64, u64) {
        (self.first, self.second)
    }
}

/// Scores are positive, so their bits order them; the best is the least.
fn by_score(score: Score) -> u64 {
    u64::from(!score.max(0.0).to_bits())
}

/// The candidates from `skip` on, `take` of them, in the order of the answer: ties by id.
pub(crate) fn page(
    mut best: Vec<Candidate>,
    (skip, take): (usize, usize),
    view: &View,
) -> tantivy::Result<Vec<Candidate>> {
    best.sort_unstable();
    if view.searcher.segment_readers().len() > 1 {
        break_ties(&mut best, view)?;
    }
    Ok(best.into_iter().skip(skip).take(take).collect())
}

/// Sorts candidates of equal rank by id where they come from several segments.
fn break_ties(best: &mut [Candidate], view: &View) -> tantivy::Result<()> {
    for tied in best.chunk_by_mut(|a, b| a.rank() == b.rank()) {
        let first = tied.first().map(|candidate| candidate.segment);
        if tied
            .iter()
            .all(|candidate| Some(candidate.segment) == first)
        {
            continue;
        }
        let ids = strings(
            tied.iter().map(|one| (one.segment, one.id_ord)),
            column::ID,
            view,
        )?;
        tied.sort_by(|a, b| {
            ids.get(&(a.segment, a.id_ord))
                .cmp(&ids.get(&(b.segment, b.id_ord)))
        });
    }
    Ok(())
}

/// The strings behind ordinals of a column, segment by segment: asked for all at once, one block is unpacked once.
fn strings(
    ords: impl Iterator<Item = (u32, u64)>,
    name: &'static str,
    view: &View,
) -> tantivy::Result<HashMap<(u32, u64), Arc<str>>> {
    let mut by_segment: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for (segment, ord) in ords {
        by_segment.entry(segment).or_default().push(ord);
    }
    let mut found = HashMap::new();
    for (segment, mut ords) in by_segment {
        ords.sort_unstable();
        ords.dedup();
        if let Some(names) = view
            .columns
            .names(view.searcher.segment_reader(segment), name)?
        {
            found.extend(ords.iter().map(|&ord| (segment, ord)).zip(names.of(&ords)?));
        }
    }
    Ok(found)
}

/// The rank of each source name of each segment among all of them, without case.
pub(crate) fn source_ranks(view: &View) -> tantivy::Result<Vec<Vec<u64>>> {
    let mut names: BTreeMap<String, u64> = BTreeMap::new();
    let mut segments = Vec::new();
    for segment in view.searcher.segment_readers() {
        let mut local = Vec::new();
        if let Some(values) = view.columns.names(segment, column::SOURCE)? {
            let mut stream = values.column.dictionary().stream()?;
            while stream.advance() {
                let name = String::from_utf8_lossy(stream.key());
                // Unknown sources come last.
                let key = if name.is_empty() {
                    "\u{10FFFF}".to_owned()
                } else {
                    name.to_lowercase()
                };
                names.insert(key.clone(), 0);
                local.push(key);
            }
        }
        segments.push(local);
    }
    for (rank, slot) in (0..).zip(names.values_mut()) {
        *slot = rank;
    }
    let rank = |name: &String| names.get(name).copied().unwrap_or(u64::MAX);
    Ok(segments
        .iter()
        .map(|local| local.iter().map(rank).collect())
        .collect())
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
        let ranks = usize::try_from(segment)
            .ok()
            .and_then(|at| self.ranks.get(at))
            .cloned()
            .unwrap_or_default();
        let (most, slack) = match &self.walk {
            Walk::All => (Score::MAX, 1.0),
            Walk::Best { most, slack } => (
                *most,
                usize::try_from(segment)
                    .ok()
                    .and_then(|at| slack.get(at))
                    .copied()
                    .unwrap_or(1.0),
            ),
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
            most,
            slack,
            total: 0,
            ids,
            dates,
            sources,
            ranks,
            shown: self.facets.iter().map(|facet| self.needed(facet)).collect(),
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
            for (into, from) in all.facets.iter_mut().zip(fruit.facets) {
                facets::add(into, from);
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
        let mut walker = self.for_segment(segment, reader)?;
        let alive = reader.alive_bitset();
        let is_alive = |doc| alive.is_none_or(|alive| alive.is_alive(doc));
        if let Walk::Best { .. } = self.walk {
            weight.for_each_pruning(Score::MIN, reader, &mut |doc, score| {
                if is_alive(doc) {
                    walker.collect(doc, score);
                }
                walker.threshold()
            })?;
        } else if self.requires_scoring() {
            weight.for_each(reader, &mut |doc, score| {
                if is_alive(doc) {
                    walker.collect(doc, score);
                }
            })?;
        } else {
            weight.for_each_no_score(reader, &mut |docs| {
                for &doc in docs {
                    if is_alive(doc) {
                        walker.collect(doc, 0.0);
                    }
                }
            })?;
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
    most: Score,
    /// See [`View::slack`].
    slack: Score,
    total: u64,
    ids: Option<Numbers>,
    dates: Option<Column<i64>>,
    sources: Option<Numbers>,
    ranks: Vec<u64>,
    counters: Vec<Counter>,
    /// Values of each that are needed.
    shown: Vec<usize>,
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

    /// Blocks whose best score, as tantivy estimates it, is not above this are passed over. Where the length of articles counts `slack` times
    /// as much as tantivy has assumed, a score of `most / (1 + x)` by its estimate may be one of `most / (1 + x / slack)`; the sum of
    /// several words' scores is no further off, as that is concave in the estimate.
    fn threshold(&self) -> Score {
        if self.heap.len() < self.keep {
            return Score::MIN;
        }
        // What ties with the worst that is kept must still be looked at, for the order by id.
        let x = (self.most / self.worst - 1.0).max(0.0);
        (self.most / (1.0 + x * self.slack)).min(self.worst) * ROUNDED
    }

    /// Keeps a match if it is among the best.
    #[inline(never)]
    fn offer(&mut self, doc: DocId, score: Score) {
        let (first, second) = self.rank(doc, score);
        let id_ord = self.ids.as_ref().map_or(0, |ids| ids.get_val(doc));
        let candidate = Candidate {
            first,
            second,
            segment: self.segment,
            id_ord,
            doc,
        };
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

/// Seconds as a number of the same order.
fn ordered(seconds: i64) -> u64 {
    seconds.cast_unsigned() ^ (1 << 63)
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
        })
    }
}

/// Every match in the order of the paths: stable, whatever the history of the archive, and near the order on disk.
pub(crate) fn by_path(
    query: &dyn tantivy::query::Query,
    view: &View,
) -> tantivy::Result<Vec<DocAddress>> {
    let searcher = &view.searcher;
    let matches = searcher.search(query, &tantivy::collector::DocSetCollector)?;
    let mut ords = Vec::with_capacity(matches.len());
    for address in matches {
        ords.push(address);
    }
    ords.sort_unstable();
    let mut keyed: Vec<(u32, u64, DocAddress)> = Vec::with_capacity(ords.len());
    for of_segment in ords.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let Some(at) = of_segment.first() else {
            continue;
        };
        let reader = searcher.segment_reader(at.segment_ord);
        let Some(paths) = view.columns.names(reader, column::PATH)? else {
            continue;
        };
        let values = paths.ords();
        keyed.extend(
            of_segment
                .iter()
                .map(|&at| (at.segment_ord, values.get_val(at.doc_id), at)),
        );
    }
    if searcher.segment_readers().len() == 1 {
        keyed.sort_unstable();
    } else {
        let paths = strings(
            keyed.iter().map(|&(segment, ord, _)| (segment, ord)),
            column::PATH,
            view,
        )?;
        keyed.sort_by(|a, b| paths.get(&(a.0, a.1)).cmp(&paths.get(&(b.0, b.1))));
    }
    Ok(keyed.into_iter().map(|(_, _, address)| address).collect())
}
