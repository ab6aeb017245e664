//! Any of several words, walked all at once.
//!
//! The posting lists are read block by block, and each posting adds to the score of its article in a table: twice as fast as asking
//! each list for its next article.

use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight, EnableScoring, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

use crate::search::budget::Budget;
use crate::search::collect::{Collect, Collected, GROUP, Walker};
use crate::search::plan::node::List;
use crate::search::plan::physical::{Any, Physical, Word};
use crate::search::view::View;
use crate::search::walk::one_word::apart_and_rest;
use crate::search::walk::query::query;

/// Articles whose scores are added up at once.
const SPAN: usize = 4096;

/// What an article scores at least that matches: by this it is told from those that do not.
const LEAST: Score = Score::MIN_POSITIVE;

/// The best hits, how many there are, and the counts of values.
pub(crate) fn collect(
    any: &Any,
    collect: &Collect,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Collected> {
    let (mut wanted, mut excluded) = (Vec::new(), Vec::new());
    for (part, weight) in &any.clauses {
        wanted.extend(Clause::of(part, *weight, view, budget)?);
    }
    for part in &any.excluded {
        excluded.extend(Clause::of(part, 1.0, view, budget)?);
    }
    let mut fruits = Vec::new();
    for (segment, reader) in (0..).zip(view.searcher.segment_readers()) {
        let mut walker = collect.for_segment(segment, reader)?;
        let lists = Lists {
            wanted: open(&wanted, reader)?,
            excluded: open(&excluded, reader)?,
        };
        walk(lists, reader, &mut walker, budget);
        fruits.push(walker.harvest());
    }
    collect.merge_fruits(fruits)
}

/// One of the parts, ready to be opened in a segment.
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
    /// What is asked for one of the parts.
    fn of(
        part: &Physical,
        boost: Score,
        view: &View,
        budget: &Arc<Budget>,
    ) -> tantivy::Result<Vec<Self>> {
        let other = |part: &Physical| -> tantivy::Result<Self> {
            let scoring = EnableScoring::Enabled {
                searcher: &view.searcher,
                statistics_provider: view,
            };
            let weight = query(part, view, budget).weight(scoring)?;
            Ok(Self::Other { weight, boost })
        };
        let mut clauses = Vec::new();
        match part {
            Physical::Nothing => {}
            Physical::Word(word) => {
                let (lists, rest) = apart_and_rest(word);
                if !lists.is_empty() {
                    clauses.push(Self::word(lists, word, boost, view)?);
                }
                if let Some(rest) = rest {
                    clauses.push(other(&Physical::Word(rest))?);
                }
            }
            part => clauses.push(other(part)?),
        }
        Ok(clauses)
    }

    fn word(lists: Vec<List>, word: &Word, boost: Score, view: &View) -> tantivy::Result<Self> {
        let articles = view.total_num_docs()?.max(1);
        let length = view.total_num_tokens(word.column)? as Score / articles as Score;
        let doc_freq = word.leaf.doc_freq.min(articles);
        let bm25 = Bm25Weight::for_one_term_without_explain(doc_freq, articles, length);
        Ok(Self::Word {
            lists,
            field: word.column,
            bm25: bm25.boost_by(boost),
        })
    }

    fn open(&self, reader: &SegmentReader, opened: &mut Vec<Opened>) -> tantivy::Result<()> {
        let (lists, field, bm25) = match self {
            Self::Word { lists, field, bm25 } => (lists, *field, bm25),
            Self::Other { weight, boost } => {
                opened.push(Opened::Other(weight.scorer(reader, *boost)?));
                return Ok(());
            }
        };
        let index = reader.inverted_index(field)?;
        let norms = reader.fieldnorms_readers().get_field(field)?;
        let norms = norms.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1));
        for list in lists {
            if let Some(info) = list.info(reader) {
                let blocks =
                    index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                let (walk, bm25, norms) = (Walk { blocks, seen: 0 }, bm25.clone(), norms.clone());
                opened.push(Opened::Postings(Box::new(Postings { walk, bm25, norms })));
            }
        }
        Ok(())
    }
}

fn open(clauses: &[Clause], reader: &SegmentReader) -> tantivy::Result<Vec<Opened>> {
    let mut opened = Vec::new();
    for clause in clauses {
        clause.open(reader, &mut opened)?;
    }
    Ok(opened)
}

/// What one clause matches in a segment.
enum Opened {
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

impl Opened {
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
                let read = list.walk.up_to(window.end, |doc, times| {
                    window.add(doc, bm25.score(norms.fieldnorm_id(doc), times));
                });
                window.added += read as u64;
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
                let read = list.walk.up_to(window.end, |doc, _| window.remove(doc));
                window.added += read as u64;
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
    /// Hands over the articles before `end`, and how often the word stands in each. Returns how many they are.
    #[inline]
    fn up_to(&mut self, end: DocId, mut each: impl FnMut(DocId, u32)) -> usize {
        let mut handed = 0;
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
            handed += within;
            if within < docs.len() || docs.is_empty() {
                return handed;
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
    /// Postings that were read for it.
    added: u64,
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

/// What is walked in a segment.
struct Lists {
    wanted: Vec<Opened>,
    excluded: Vec<Opened>,
}

fn walk(lists: Lists, reader: &SegmentReader, walker: &mut Walker, budget: &Budget) {
    let Lists {
        mut wanted,
        mut excluded,
    } = lists;
    let alive = reader.alive_bitset();
    let mut window = Window {
        scores: Box::new([0.0; SPAN]),
        touched: 0,
        added: 0,
        start: 0,
        end: 0,
    };
    loop {
        let first = wanted.iter().map(Opened::doc).min().unwrap_or(TERMINATED);
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
        // A window that was not filled in full is not handed over: its totals and scores would be wrong.
        if !budget.spend(window.added) {
            return;
        }
        window.added = 0;
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
