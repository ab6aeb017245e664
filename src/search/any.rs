//! Any of several queries, walked all at once.

use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, BooleanQuery, EnableScoring, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentReader, TERMINATED, Term};

use crate::search::collect::{Collect, Collected, GROUP, Walker};
use crate::search::view::View;
use crate::search::weights::weighed;
use crate::search::words::WordQuery;

/// Articles whose scores are added up at once.
const SPAN: usize = 4096;

/// What an article scores at least that matches: by this it is told from those that do not.
const LEAST: Score = Score::MIN_POSITIVE;

/// Articles that match any of several queries, scored by the sum of those that they match.
///
/// As part of a question it is tantivy's union. Where it is the whole, the posting lists of its words are read block by block, and each posting
/// adds to the score of its article in a table: twice as fast as asking each list for its next article.
#[derive(Debug, Clone)]
pub(crate) struct AnyQuery {
    /// Each with what it counts beside the others.
    clauses: Arc<[(Box<dyn Query>, Score)]>,
}

impl AnyQuery {
    /// Articles that match any of `clauses`, each given with what it counts beside the others.
    pub(crate) fn new(clauses: Vec<(Box<dyn Query>, Score)>) -> Self {
        Self { clauses: clauses.into() }
    }

    /// The best hits, how many there are, and the counts of values.
    pub(crate) fn collect(&self, collect: &Collect, view: &View) -> tantivy::Result<Collected> {
        let scoring = EnableScoring::Enabled { searcher: &view.searcher, statistics_provider: view };
        let mut clauses = Vec::new();
        for (query, weight) in &*self.clauses {
            clauses.extend(Clause::of(&**query, *weight, scoring, view)?);
        }
        let mut fruits = Vec::new();
        for (segment, reader) in (0..).zip(view.searcher.segment_readers()) {
            let mut walker = collect.for_segment(segment, reader)?;
            let mut lists = Vec::new();
            for clause in &clauses {
                clause.open(reader, &mut lists)?;
            }
            walk(lists, reader, &mut walker)?;
            fruits.push(walker.harvest());
        }
        collect.merge_fruits(fruits)
    }
}

impl Query for AnyQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let clauses = self.clauses.iter().map(|(query, weight)| weighed(query.box_clone(), *weight));
        BooleanQuery::union(clauses.collect()).weight(scoring)
    }
}

/// One of the queries, ready to be asked of a segment.
enum Clause {
    /// A word: posting lists no two of which have an article in common.
    Word { lists: Vec<Term>, field: Field, bm25: Bm25Weight },
    /// Anything else.
    Other { weight: Box<dyn Weight>, boost: Score },
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
                clauses.push(Self::Other { weight: rest.weight(scoring)?, boost });
            }
        } else if let Some(one) = query.downcast_ref::<TermQuery>() {
            let having = view.doc_freq(one.term())?;
            clauses.extend(Self::word(vec![one.term().clone()], having, boost, view)?);
        } else {
            clauses.push(Self::Other { weight: query.weight(scoring)?, boost });
        }
        Ok(clauses)
    }

    fn word(lists: Vec<Term>, having: u64, boost: Score, view: &View) -> tantivy::Result<Option<Self>> {
        let Some(field) = lists.first().map(Term::field) else { return Ok(None) };
        let articles = view.total_num_docs()?.max(1);
        let length = view.total_num_tokens(field)? as Score / articles as Score;
        let bm25 = Bm25Weight::for_one_term_without_explain(having.min(articles), articles, length);
        Ok(Some(Self::Word { lists, field, bm25: bm25.boost_by(boost) }))
    }

    fn open(&self, reader: &SegmentReader, opened: &mut Vec<List>) -> tantivy::Result<()> {
        let (terms, field, bm25) = match self {
            Self::Word { lists, field, bm25 } => (lists, *field, bm25),
            Self::Other { weight, boost } => {
                opened.push(List::Other(weight.scorer(reader, *boost)?));
                return Ok(());
            }
        };
        let index = reader.inverted_index(field)?;
        let Some(norms) = reader.fieldnorms_readers().get_field(field)? else { return Ok(()) };
        for term in terms {
            if let Some(blocks) = index.read_block_postings(term, IndexRecordOption::WithFreqs)? {
                let (bm25, norms) = (bm25.clone(), norms.clone());
                opened.push(List::Postings(Box::new(Postings { blocks, seen: 0, bm25, norms })));
            }
        }
        Ok(())
    }
}

/// What one clause matches in a segment.
enum List {
    Postings(Box<Postings>),
    Other(Box<dyn Scorer>),
}

struct Postings {
    blocks: BlockSegmentPostings,
    /// Articles of the block that were looked at.
    seen: usize,
    bm25: Bm25Weight,
    norms: FieldNormReader,
}

impl List {
    /// The next article.
    fn doc(&self) -> DocId {
        match self {
            Self::Postings(list) => list.blocks.docs().get(list.seen).copied().unwrap_or(TERMINATED),
            Self::Other(scorer) => scorer.doc(),
        }
    }

    /// Adds up to the end of the window.
    fn add(&mut self, window: &mut Window) {
        match self {
            Self::Postings(list) => list.add(window),
            Self::Other(scorer) => {
                while scorer.doc() < window.end {
                    window.add(scorer.doc(), scorer.score().max(LEAST));
                    scorer.advance();
                }
            }
        }
    }
}

impl Postings {
    fn add(&mut self, window: &mut Window) {
        loop {
            let docs = self.blocks.docs().get(self.seen..).unwrap_or_default();
            let times = self.blocks.freqs().get(self.seen..).unwrap_or_default();
            let within = match docs.last() {
                Some(&last) if last < window.end => docs.len(),
                _ => docs.partition_point(|&doc| doc < window.end),
            };
            for (&doc, &times) in docs.iter().zip(times).take(within) {
                window.add(doc, self.bm25.score(self.norms.fieldnorm_id(doc), times));
            }
            self.seen += within;
            if within < docs.len() || docs.is_empty() {
                return;
            }
            self.blocks.advance();
            self.seen = 0;
        }
    }
}

/// The scores of so many articles, in their order.
struct Window {
    scores: Box<[Score; SPAN]>,
    /// Groups that have a score.
    touched: u64,
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
}

fn walk(mut lists: Vec<List>, reader: &SegmentReader, walker: &mut Walker) -> tantivy::Result<()> {
    let alive = reader.alive_bitset();
    let mut window = Window { scores: Box::new([0.0; SPAN]), touched: 0, end: 0 };
    loop {
        let first = lists.iter().map(List::doc).min().unwrap_or(TERMINATED);
        if first == TERMINATED {
            return Ok(());
        }
        let start = first - first % SPAN as u32;
        window.end = start.saturating_add(SPAN as u32);
        for list in &mut lists {
            list.add(&mut window);
        }
        let (groups, _) = window.scores.as_chunks_mut::<GROUP>();
        for (at, group) in (0..).zip(groups) {
            if window.touched & (1 << at) == 0 {
                continue;
            }
            let first = start + at * GROUP as u32;
            if let Some(alive) = alive {
                for (doc, score) in (first..).zip(&mut *group).filter(|(_, score)| **score > 0.0) {
                    if !alive.is_alive(doc) {
                        *score = 0.0;
                    }
                }
            }
            walker.group(first, group);
            group.fill(0.0);
        }
        window.touched = 0;
        lists.retain(|list| list.doc() != TERMINATED);
    }
}
