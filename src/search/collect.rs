//! Collecting: the best hits, how many there are, and the counts of facets, in one walk over the matches.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, SegmentReader};

use crate::index::schema::column;
use crate::index::store;
use crate::search::columns::{Columns, Numbers, first};
use crate::search::view::View;
use crate::search::{Facet, FacetValue, Field, Sort};

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
        }
    }

    /// Nothing but counts.
    pub(crate) fn counting(facets: Vec<Facet>, view: &View) -> Self {
        Self { facets, ..Self::new(0, Sort::Relevance, view) }
    }
}

/// Which matches are walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Walk {
    /// All of them.
    All,
    /// Those that may be among the best.
    Best,
}

/// What was collected.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    /// The best hits, in no order yet.
    pub(crate) best: Vec<Candidate>,
    /// How many matches were walked.
    pub(crate) total: u64,
    /// Counts of each facet asked for.
    pub(crate) facets: Vec<BTreeMap<String, u64>>,
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
        if tied.iter().all(|candidate| Some(candidate.segment) == first) {
            continue;
        }
        let ids = strings(tied.iter().map(|one| (one.segment, one.id_ord)), column::ID, view)?;
        tied.sort_by(|a, b| ids.get(&(a.segment, a.id_ord)).cmp(&ids.get(&(b.segment, b.id_ord))));
    }
    Ok(())
}

/// The strings behind ordinals of a column, segment by segment: asked for all at once, one block is unpacked once.
fn strings(
    ords: impl Iterator<Item = (u32, u64)>,
    name: &'static str,
    view: &View,
) -> tantivy::Result<HashMap<(u32, u64), Vec<u8>>> {
    let mut by_segment: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for (segment, ord) in ords {
        by_segment.entry(segment).or_default().push(ord);
    }
    let mut found = HashMap::new();
    for (segment, mut ords) in by_segment {
        ords.sort_unstable();
        ords.dedup();
        if let Some(values) = view.columns.names(view.searcher.segment_reader(segment), name)? {
            let mut order = ords.iter();
            values.dictionary().sorted_ords_to_term_cb(&ords, |term| {
                if let Some(&ord) = order.next() {
                    found.insert((segment, ord), term.to_vec());
                }
            })?;
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
            let mut stream = values.dictionary().stream()?;
            while stream.advance() {
                let name = String::from_utf8_lossy(stream.key());
                // Unknown sources come last.
                let key = if name.is_empty() { "\u{10FFFF}".to_owned() } else { name.to_lowercase() };
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
    Ok(segments.iter().map(|local| local.iter().map(rank).collect()).collect())
}

impl Collector for Collect {
    type Fruit = Collected;
    type Child = Walker;

    fn for_segment(&self, segment: u32, reader: &SegmentReader) -> tantivy::Result<Walker> {
        let columns = &*self.columns;
        let ids = columns.names(reader, column::ID)?.map(|ids| first(ids.ords(), u64::MAX));
        let dates = match self.sort {
            Sort::Relevance => None,
            _ => columns.seconds(reader, column::PUBLISHED)?,
        };
        let sources = match self.sort {
            Sort::Source => {
                columns.names(reader, column::SOURCE)?.map(|values| first(values.ords(), u64::MAX))
            }
            _ => None,
        };
        let ranks =
            usize::try_from(segment).ok().and_then(|at| self.ranks.get(at)).cloned().unwrap_or_default();
        Ok(Walker {
            keep: self.keep,
            sort: self.sort,
            segment,
            heap: BinaryHeap::new(),
            worst: 0.0,
            total: 0,
            ids,
            dates,
            sources,
            ranks,
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
        let mut all = Collected { facets: vec![BTreeMap::new(); self.facets.len()], ..Collected::default() };
        for fruit in fruits {
            let fruit = fruit?;
            all.total += fruit.total;
            all.best.extend(fruit.best);
            for (into, from) in all.facets.iter_mut().zip(fruit.facets) {
                for (value, count) in from {
                    *into.entry(value).or_insert(0) += count;
                }
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
        if self.walk == Walk::Best {
            // One step below the worst kept: what ties with it must still be looked at, for the order by id.
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
    /// The worst score kept once the heap is full.
    worst: Score,
    total: u64,
    ids: Option<Numbers>,
    dates: Option<Column<i64>>,
    sources: Option<Numbers>,
    ranks: Vec<u64>,
    counters: Vec<Counter>,
    /// Matches that the counters have not seen.
    uncounted: Vec<DocId>,
}

/// Matches that are counted at once: a column gives many values faster than one at a time.
const BLOCK: usize = 64;

impl Walker {
    /// Counts the values of the matches that wait for it.
    fn count(&mut self) {
        for counter in &mut self.counters {
            counter.count(&self.uncounted);
        }
        self.uncounted.clear();
    }

    fn threshold(&self) -> Score {
        if self.heap.len() < self.keep { Score::MIN } else { self.worst.next_down() }
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
                let ord = self.sources.as_ref().map_or(u64::MAX, |sources| sources.get_val(doc));
                let rank = usize::try_from(ord).ok().and_then(|ord| self.ranks.get(ord));
                (rank.copied().unwrap_or(u64::MAX), newest())
            }
        }
    }
}

/// Seconds as a number of the same order.
fn ordered(seconds: i64) -> u64 {
    seconds.cast_unsigned() ^ (1 << 63)
}

impl SegmentCollector for Walker {
    type Fruit = tantivy::Result<Collected>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if !self.counters.is_empty() {
            self.uncounted.push(doc);
            if self.uncounted.len() == BLOCK {
                self.count();
            }
        }
        let full = self.heap.len() >= self.keep;
        if full && (self.keep == 0 || (self.sort == Sort::Relevance && score < self.worst)) {
            return;
        }
        let (first, second) = self.rank(doc, score);
        let id_ord = self.ids.as_ref().map_or(0, |ids| ids.get_val(doc));
        let candidate = Candidate { first, second, segment: self.segment, id_ord, doc };
        if full {
            let Some(mut worst) = self.heap.peek_mut() else { return };
            if candidate >= *worst {
                return;
            }
            *worst = candidate;
        } else {
            self.heap.push(candidate);
        }
        if self.heap.len() >= self.keep {
            self.worst = self.heap.peek().map_or(0.0, Candidate::score);
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        self.count();
        let facets = self.counters.into_iter().map(Counter::values).collect::<tantivy::Result<_>>()?;
        Ok(Collected { best: self.heap.into_vec(), total: self.total, facets })
    }
}

/// Counts the values of one field.
enum Counter {
    /// One name an article.
    Name { field: Field, ords: Numbers, values: StrColumn, counts: Vec<u32> },
    /// Several names an article.
    Names { field: Field, values: StrColumn, counts: Vec<u32> },
    /// A number that is never big.
    Small { field: Field, values: Numbers, counts: Vec<u32> },
    /// A number.
    Number { field: Field, values: Numbers, counts: HashMap<u64, u32> },
    /// No article has a value.
    Nothing,
}

impl Counter {
    fn open(field: Field, reader: &SegmentReader, columns: &Columns) -> tantivy::Result<Self> {
        let name = match field {
            Field::Source => column::SOURCE,
            Field::Domain => column::DOMAIN,
            Field::Wire => column::WIRE,
            Field::Language => column::LANGUAGE,
            Field::Author => column::AUTHOR,
            Field::Year => column::YEAR,
            Field::Month => column::MONTH,
            Field::Day | Field::Date => column::DAY,
        };
        Ok(match field {
            Field::Year | Field::Month | Field::Day | Field::Date => {
                let values = columns.numbers(reader, name)?;
                let most = usize::try_from(values.max_value()).unwrap_or(usize::MAX);
                if most < 1 << 16 {
                    Self::Small { field, values, counts: vec![0; most + 1] }
                } else {
                    Self::Number { field, values, counts: HashMap::new() }
                }
            }
            _ => match columns.names(reader, name)? {
                None => Self::Nothing,
                Some(values) => {
                    let counts = vec![0; values.num_terms()];
                    if field == Field::Author {
                        Self::Names { field, values, counts }
                    } else {
                        let ords = first(values.ords(), 0);
                        Self::Name { field, ords, values, counts }
                    }
                }
            },
        })
    }

    fn count(&mut self, docs: &[DocId]) {
        let mut block = [0; BLOCK];
        let Some(block) = block.get_mut(..docs.len()) else { return };
        let add = |counts: &mut Vec<u32>, at: u64| {
            if let Some(count) = usize::try_from(at).ok().and_then(|at| counts.get_mut(at)) {
                *count += 1;
            }
        };
        match self {
            Self::Name { ords: values, counts, .. } | Self::Small { values, counts, .. } => {
                values.get_vals(docs, block);
                block.iter().for_each(|&at| add(counts, at));
            }
            Self::Names { values, counts, .. } => {
                for &doc in docs {
                    let mut last = None;
                    for ord in values.term_ords(doc) {
                        // An author that is named twice is one author.
                        if last.replace(ord) != Some(ord) {
                            add(counts, ord);
                        }
                    }
                }
            }
            Self::Number { values, counts, .. } => {
                values.get_vals(docs, block);
                block.iter().for_each(|&value| *counts.entry(value).or_insert(0) += 1);
            }
            Self::Nothing => {}
        }
    }

    fn values(self) -> tantivy::Result<BTreeMap<String, u64>> {
        let mut found = BTreeMap::new();
        match self {
            Self::Name { field, values, counts, .. } | Self::Names { field, values, counts } => {
                let used: Vec<u64> =
                    (0..).zip(&counts).filter(|(_, count)| **count > 0).map(|(ord, _)| ord).collect();
                let mut ords = used.iter();
                values.dictionary().sorted_ords_to_term_cb(&used, |term| {
                    let count = ords
                        .next()
                        .and_then(|&ord| usize::try_from(ord).ok())
                        .and_then(|ord| counts.get(ord));
                    let name = String::from_utf8_lossy(term);
                    let name = if name.is_empty() { field.missing().into() } else { name };
                    *found.entry(name.into_owned()).or_insert(0) += u64::from(count.copied().unwrap_or(0));
                })?;
            }
            Self::Small { field, counts, .. } => {
                let used = (0..).zip(counts).filter(|(_, count)| *count > 0);
                found.extend(used.map(|(value, count)| (shown(field, value), u64::from(count))));
            }
            Self::Number { field, counts, .. } => {
                found
                    .extend(counts.into_iter().map(|(value, count)| (shown(field, value), u64::from(count))));
            }
            Self::Nothing => {}
        }
        Ok(found)
    }
}

/// A date column's value as it is shown.
fn shown(field: Field, value: u64) -> String {
    match (field, value) {
        (_, 0) => field.missing().to_owned(),
        (Field::Month, months) => format!("{:04}-{:02}", months / 12, months % 12 + 1),
        (Field::Day | Field::Date, day) => {
            store::day_of(day).map_or_else(String::new, |date| date.to_string())
        }
        (_, year) => format!("{year:04}"),
    }
}

/// The values of a facet in the order they are shown: by count and name, dates newest first, "not known" last.
pub(crate) fn ordered_values(
    field: Field,
    counts: BTreeMap<String, u64>,
    limit: Option<usize>,
) -> Vec<FacetValue> {
    let counts = if field == Field::Date { coarse_enough(counts) } else { counts };
    let mut values: Vec<FacetValue> =
        counts.into_iter().map(|(value, count)| FacetValue { value, count }).collect();
    let missing = |value: &FacetValue| value.value == field.missing();
    match field {
        Field::Year | Field::Month | Field::Day | Field::Date => {
            values.sort_by(|a, b| missing(a).cmp(&missing(b)).then_with(|| b.value.cmp(&a.value)));
        }
        _ => values.sort_by_key(|value| (missing(value), Reverse(value.count), value.value.clone())),
    }
    values.truncate(limit.unwrap_or(usize::MAX));
    values
}

/// Counts by day as they are, by month where there are more than 31 days, by year where there are more than 36 months.
fn coarse_enough(days: BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let by = |length: usize| {
        let mut counts = BTreeMap::new();
        for (day, count) in &days {
            let name = if day == Field::Date.missing() { day } else { day.get(..length).unwrap_or(day) };
            *counts.entry(name.to_owned()).or_default() += count;
        }
        counts
    };
    let dated = |counts: &BTreeMap<String, u64>| {
        counts.len() - usize::from(counts.contains_key(Field::Date.missing()))
    };
    if dated(&days) <= 31 {
        return days;
    }
    let months = by("2025-09".len());
    if dated(&months) <= 36 { months } else { by("2025".len()) }
}

/// Every match in the order of the paths: stable, whatever the history of the archive, and near the order on disk.
pub(crate) fn by_path(query: &dyn tantivy::query::Query, view: &View) -> tantivy::Result<Vec<DocAddress>> {
    let searcher = &view.searcher;
    let matches = searcher.search(query, &tantivy::collector::DocSetCollector)?;
    let mut ords = Vec::with_capacity(matches.len());
    for address in matches {
        ords.push(address);
    }
    ords.sort_unstable();
    let mut keyed: Vec<(u32, u64, DocAddress)> = Vec::with_capacity(ords.len());
    for of_segment in ords.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let Some(at) = of_segment.first() else { continue };
        let reader = searcher.segment_reader(at.segment_ord);
        let Some(paths) = view.columns.names(reader, column::PATH)? else { continue };
        let values = first(paths.ords(), u64::MAX);
        keyed.extend(of_segment.iter().map(|&at| (at.segment_ord, values.get_val(at.doc_id), at)));
    }
    if searcher.segment_readers().len() == 1 {
        keyed.sort_unstable();
    } else {
        let paths = strings(keyed.iter().map(|&(segment, ord, _)| (segment, ord)), column::PATH, view)?;
        keyed.sort_by(|a, b| paths.get(&(a.0, a.1)).cmp(&paths.get(&(b.0, b.1))));
    }
    Ok(keyed.into_iter().map(|(_, _, address)| address).collect())
}
