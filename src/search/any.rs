//! Any of several queries, walked all at once.

use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, BooleanQuery, EnableScoring, Occur, Query, Scorer,
    TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

use crate::search::collect::{Collect, Collected, GROUP, Walker};
use crate::search::places::{Keep, List};
use crate::search::view::View;
use crate::search::weights::weighed;
use crate::search::words::WordQuery;

/// Articles whose scores are added up at once.
const SPAN: usize = 4096;

/// What an article scores at least that matches: by this it is told from those that do not.
const LEAST: Score = Score::MIN_POSITIVE;

/// How many times as often as the words that are looked for those may stand that are excluded, for a walk over all of both to be faster than
/// to look up each article that is found.
const EXCLUDED: u64 = 4;

/// Articles that match any of several queries and none of some others, scored by the sum of those that they match.
///
/// As part of a question it is tantivy's union. Where it is the whole, the posting lists of its words are read block by block, and each posting
/// adds to the score of its article in a table: twice as fast as asking each list for its next article.
#[derive(Debug, Clone)]
pub(crate) struct AnyQuery {
    /// Each with what it counts beside the others.
    clauses: Arc<[(Box<dyn Query>, Score)]>,
    excluded: Arc<[Box<dyn Query>]>,
}

impl AnyQuery {
    /// Articles that match any of `clauses`, each given with what it counts beside the others.
    pub(crate) fn new(clauses: Vec<(Box<dyn Query>, Score)>) -> Self {
        Self {
            clauses: clauses.into(),
            excluded: Arc::default(),
        }
    }

    /// These, but those that match any of `excluded`.
    pub(crate) fn but(self, excluded: Vec<Box<dyn Query>>) -> Self {
        let both = self
            .excluded
            .iter()
            .map(|query| query.box_clone())
            .chain(excluded);
        Self {
            excluded: both.collect(),
            clauses: self.clauses,
        }
    }

    /// Whether [`collect`](Self::collect) is faster than tantivy.
    pub(crate) fn pays(&self, view: &View) -> tantivy::Result<bool> {
        if self.excluded.is_empty() {
            return Ok(true);
        }
        let (mut wanted, mut excluded) = (0, 0);
        for (query, _) in &*self.clauses {
            let Some(having) = having(&**query, view)? else {
                return Ok(false);
            };
            wanted += having;
        }
        for query in &*self.excluded {
            let Some(having) = having(&**query, view)? else {
                return Ok(false);
            };
            excluded += having;
        }
        Ok(excluded <= wanted * EXCLUDED)
    }

    /// The best hits, how many there are, and the counts of values.
    pub(crate) fn collect(&self, collect: &Collect, view: &View) -> tantivy::Result<Collected> {
        let scoring = EnableScoring::Enabled {
            searcher: &view.searcher,
            statistics_provider: view,
        };
        let (mut wanted, mut excluded) = (Vec::new(), Vec::new());
        for (query, weight) in &*self.clauses {
            wanted.extend(Clause::of(&**query, *weight, scoring, view)?);
        }
        for query in &*self.excluded {
            excluded.extend(Clause::of(&**query, 1.0, scoring, view)?);
        }
        let mut fruits = Vec::new();
        for (segment, reader) in (0..).zip(view.searcher.segment_readers()) {
            let mut walker = collect.for_segment(segment, reader)?;
            walk(
                open(&wanted, reader)?,
                open(&excluded, reader)?,
                reader,
                &mut walker,
            );
            fruits.push(walker.harvest());
        }
        collect.merge_fruits(fruits)
    }
}

/// The one query that must match, without what the others match: walked as [`AnyQuery`] where that is a word or any of several.
pub(crate) fn but(clauses: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    let word = |query: &dyn Query| query.is::<WordQuery>() || query.is::<TermQuery>();
    let (mut wanted, excluded): (Vec<_>, Vec<_>) = clauses
        .into_iter()
        .partition(|(occur, _)| *occur == Occur::Must);
    let any = match wanted.as_slice() {
        [(_, one)] if word(&**one) => wanted.pop().map(|(_, one)| AnyQuery::new(vec![(one, 1.0)])),
        [(_, one)] => one.downcast_ref::<AnyQuery>().cloned(),
        _ => None,
    };
    match any {
        Some(any) => Box::new(any.but(excluded.into_iter().map(|(_, query)| query).collect())),
        None => Box::new(BooleanQuery::new(
            wanted.into_iter().chain(excluded).collect(),
        )),
    }
}

/// In how many articles a word stands; `None` for a query that is not a word.
fn having(query: &dyn Query, view: &View) -> tantivy::Result<Option<u64>> {
    Ok(
        match (
            query.downcast_ref::<WordQuery>(),
            query.downcast_ref::<TermQuery>(),
        ) {
            (Some(word), _) => Some(word.having()),
            (_, Some(one)) => Some(view.doc_freq(one.term())?),
            _ => None,
        },
    )
}

impl Query for AnyQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clauses = self
            .clauses
            .iter()
            .map(|(query, weight)| weighed(query.box_clone(), *weight));
        let mut clauses: Vec<Box<dyn Query>> = clauses.collect();
        if self.excluded.is_empty() {
            return BooleanQuery::union(clauses).weight(scoring);
        }
        let wanted = if clauses.len() == 1 {
            clauses.swap_remove(0)
        } else {
            Box::new(BooleanQuery::union(clauses))
        };
        let excluded = self
            .excluded
            .iter()
            .map(|query| (Occur::MustNot, query.box_clone()));
        BooleanQuery::new(
            [(Occur::Must, wanted)]
                .into_iter()
                .chain(excluded)
                .collect(),
        )
        .weight(scoring)
    }
}

/// One of the queries, ready to be asked of a segment.
enum Clause {
    /// A word: posting lists no two of which have an article in common.
    Word {
        lists: Vec<List>,
        field: Field,
        bm25: Bm25Weight,
    },
    /// Anything else.
    Other {
        weight: Box<dyn Weight>,
        boost: Score,
    },
}

impl Clause {
    /// What is asked for one of the queries.
    fn of(
        query: &dyn Query,
        boost: Score,
        scoring: EnableScoring<'_>,
        view: &View,
    ) -> tantivy::Result<Vec<Self>> {
        let mut clauses = Vec::new();
        if let Some(word) = query.downcast_ref::<WordQuery>() {
            let (lists, rest) = word.apart_and_rest();
            clauses.extend(Self::word(lists, word.having(), boost, view)?);
            if let Some(rest) = rest {
                clauses.push(Self::Other {
                    weight: rest.weight(scoring)?,
                    boost,
                });
            }
        } else if let Some(one) = query.downcast_ref::<TermQuery>() {
            let having = view.doc_freq(one.term())?;
            let list = List::new(one.term().clone(), Keep::ALL);
            clauses.extend(Self::word(vec![list], having, boost, view)?);
        } else {
            clauses.push(Self::Other {
                weight: query.weight(scoring)?,
                boost,
            });
        }
        Ok(clauses)
    }

    fn word(
        lists: Vec<List>,
        having: u64,
        boost: Score,
        view: &View,
    ) -> tantivy::Result<Option<Self>> {
        let Some(field) = lists.first().map(|list| list.term.field()) else {
            return Ok(None);
        };
        let articles = view.total_num_docs()?.max(1);
        let length = view.total_num_tokens(field)? as Score / articles as Score;
        let bm25 = Bm25Weight::for_one_term_without_explain(having.min(articles), articles, length);
        Ok(Some(Self::Word {
            lists,
            field,
            bm25: bm25.boost_by(boost),
        }))
    }

    fn open(&self, reader: &SegmentReader, opened: &mut Vec<Matches>) -> tantivy::Result<()> {
        let (lists, field, bm25) = match self {
            Self::Word { lists, field, bm25 } => (lists, *field, bm25),
            Self::Other { weight, boost } => {
                opened.push(Matches::Other(weight.scorer(reader, *boost)?));
                return Ok(());
            }
        };
        let index = reader.inverted_index(field)?;
        let norms = reader.fieldnorms_readers().get_field(field)?;
        let norms = norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1));
        for list in lists {
            if let Some(info) = list.info(reader)? {
                let blocks =
                    index.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
                let (walk, bm25, norms) = (Walk { blocks, seen: 0 }, bm25.clone(), norms.clone());
                opened.push(Matches::Postings(Box::new(Postings { walk, bm25, norms })));
            }
        }
        Ok(())
    }
}

fn open(clauses: &[Clause], reader: &SegmentReader) -> tantivy::Result<Vec<Matches>> {
    let mut opened = Vec::new();
    for clause in clauses {
        clause.open(reader, &mut opened)?;
    }
    Ok(opened)
}

/// What one clause matches in a segment.
enum Matches {
    Postings(Box<Postings>),
    Other(Box<dyn Scorer>),
}

struct Postings {
    walk: Walk,
    bm25: Bm25Weight,
    norms: FieldNormReader,
}

/// A walk over a posting list.
struct Walk {
    blocks: BlockSegmentPostings,
    /// Articles of the block that were looked at.
    seen: usize,
}

impl Matches {
    /// The next article.
    fn doc(&self) -> DocId {
        match self {
            Self::Postings(list) => list.walk.doc(),
            Self::Other(scorer) => scorer.doc(),
        }
    }

    /// Adds up to the end of the window.
    fn add(&mut self, window: &mut Window) {
        match self {
            Self::Postings(list) => {
                let (bm25, norms) = (&list.bm25, &list.norms);
                list.walk.up_to(window.end, |doc, times| {
                    window.add(doc, bm25.score(norms.fieldnorm_id(doc), times));
                });
            }
            Self::Other(scorer) => {
                while scorer.doc() < window.end {
                    window.add(scorer.doc(), scorer.score().max(LEAST));
                    scorer.advance();
                }
            }
        }
    }

    /// Takes out what it matches in the window.
    fn remove(&mut self, window: &mut Window) {
        match self {
            Self::Postings(list) => {
                list.walk.skip_to(window.start);
                list.walk.up_to(window.end, |doc, _| window.remove(doc));
            }
            Self::Other(scorer) => {
                if scorer.doc() < window.start {
                    scorer.seek(window.start);
                }
                while scorer.doc() < window.end {
                    window.remove(scorer.doc());
                    scorer.advance();
                }
            }
        }
    }
}

impl Walk {
    /// Hands over the articles before `end`, and how often the word stands in each.
    #[inline]
    fn up_to(&mut self, end: DocId, mut each: impl FnMut(DocId, u32)) {
        loop {
            let docs = self.blocks.docs().get(self.seen..).unwrap_or_default();
            let times = self.blocks.freqs().get(self.seen..).unwrap_or_default();
            let within = match docs.last() {
                Some(&last) if last < end => docs.len(),
                _ => docs.partition_point(|&doc| doc < end),
            };
            if times.len() < docs.len() {
                // The field has no numbers: every word stands once.
                docs.iter().take(within).for_each(|&doc| each(doc, 1));
            }
            for (&doc, &times) in docs.iter().zip(times).take(within) {
                each(doc, times);
            }
            self.seen += within;
            if within < docs.len() || docs.is_empty() {
                return;
            }
            self.blocks.advance();
            self.seen = 0;
        }
    }

    /// The next article.
    fn doc(&self) -> DocId {
        self.blocks
            .docs()
            .get(self.seen)
            .copied()
            .unwrap_or(TERMINATED)
    }

    /// Passes over the articles before `target`.
    fn skip_to(&mut self, target: DocId) {
        if self.doc() < target {
            self.seen = self.blocks.seek(target);
        }
    }
}

/// The scores of so many articles, in their order.
struct Window {
    scores: Box<[Score; SPAN]>,
    /// Groups that have a score.
    touched: u64,
    /// The first article.
    start: DocId,
    /// The first article after it.
    end: DocId,
}

impl Window {
    #[inline]
    fn add(&mut self, doc: DocId, score: Score) {
        let at = doc as usize % SPAN;
        if let Some(sum) = self.scores.get_mut(at) {
            *sum += score;
        }
        self.touched |= 1 << (at / GROUP);
    }

    #[inline]
    fn remove(&mut self, doc: DocId) {
        if let Some(sum) = self.scores.get_mut(doc as usize % SPAN) {
            *sum = 0.0;
        }
    }
}

fn walk(
    mut wanted: Vec<Matches>,
    mut excluded: Vec<Matches>,
    reader: &SegmentReader,
    walker: &mut Walker,
) {
    let alive = reader.alive_bitset();
    let mut window = Window {
        scores: Box::new([0.0; SPAN]),
        touched: 0,
        start: 0,
        end: 0,
    };
    loop {
        let first = wanted.iter().map(Matches::doc).min().unwrap_or(TERMINATED);
        if first == TERMINATED {
            return;
        }
        window.start = first - first % SPAN as u32;
        window.end = window.start.saturating_add(SPAN as u32);
        for list in &mut wanted {
            list.add(&mut window);
        }
        for list in &mut excluded {
            list.remove(&mut window);
        }
        let (groups, _) = window.scores.as_chunks_mut::<GROUP>();
        for (at, group) in (0..).zip(groups) {
            if window.touched & (1 << at) == 0 {
                continue;
            }
            let first = window.start + at * GROUP as u32;
            if let Some(alive) = alive {
                for (doc, score) in (first..)
                    .zip(&mut *group)
                    .filter(|(_, score)| **score > 0.0)
                {
                    if !alive.is_alive(doc) {
                        *score = 0.0;
                    }
                }
            }
            walker.group(first, group);
            group.fill(0.0);
        }
        window.touched = 0;
        wanted.retain(|list| list.doc() != TERMINATED);
    }
}
