//! One word that several posting lists have: as one word, not as several.

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
    TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::search::plan::node::{Leaf, List, language};
use crate::search::plan::physical::Word;
use crate::search::walk::explained::explained;
use crate::search::walk::per_language::prune;

/// Articles that have the word in any of its lists, scored as one word.
#[derive(Debug, Clone)]
pub(crate) struct WordQuery(pub(crate) Word);

/// The lists that share no article with another, and the word in its other lists.
pub(crate) fn apart_and_rest(word: &Word) -> (Vec<List>, Option<Word>) {
    let mut counts: FxHashMap<Option<&str>, usize> = FxHashMap::default();
    for list in &word.leaf.lists {
        *counts.entry(language(&list.term)).or_default() += 1;
    }
    let (mut apart, mut rest) = (Vec::new(), Vec::new());
    for list in &word.leaf.lists {
        if counts.get(&language(&list.term)) == Some(&1) {
            apart.push(list.clone());
        } else {
            rest.push(list.clone());
        }
    }
    if rest.is_empty() {
        return (apart, None);
    }
    let leaf = Leaf {
        lists: rest,
        words_like: Vec::new(),
        ..*word.leaf
    };
    let rest = Word {
        leaf: leaf.into(),
        column: word.column,
    };
    (apart, Some(rest))
}

/// The archive's statistics, in which every term is as frequent as the word.
struct AsOneWord<'a> {
    statistics: &'a dyn Bm25StatisticsProvider,
    doc_freq: u64,
}

impl Bm25StatisticsProvider for AsOneWord<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.statistics.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.statistics.total_num_docs()
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(self.doc_freq)
    }
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let Word { leaf, column } = &self.0;
        let (mut lists, statistics) = match scoring {
            EnableScoring::Enabled {
                searcher,
                statistics_provider: statistics,
            } => {
                let articles = statistics.total_num_docs()?.max(1);
                let tokens = statistics.total_num_tokens(*column)?;
                let doc_freq = leaf.doc_freq.min(articles);
                let as_one = EnableScoring::Enabled {
                    searcher,
                    statistics_provider: &AsOneWord {
                        statistics,
                        doc_freq,
                    },
                };
                let statistics = Statistics {
                    doc_freq,
                    articles,
                    length: tokens as Score / articles as Score,
                };
                (weights(leaf, as_one)?, Some(statistics))
            }
            EnableScoring::Disabled { .. } => (weights(leaf, scoring)?, None),
        };
        // One list alone is a word of its own, for which tantivy has a faster way.
        if lists.len() == 1 {
            return Ok(lists.remove(0));
        }
        Ok(Box::new(WordWeight {
            word: self.0.clone(),
            apart: leaf.has_lists_apart(),
            lists,
            statistics,
        }))
    }
}

/// tantivy's own weight for each list.
fn weights(leaf: &Leaf, scoring: EnableScoring<'_>) -> tantivy::Result<Vec<Box<dyn Weight>>> {
    let mut weights = Vec::with_capacity(leaf.lists.len());
    for list in &leaf.lists {
        let query = TermQuery::new(list.term.clone(), IndexRecordOption::WithFreqs);
        weights.push(query.weight(scoring)?);
    }
    Ok(weights)
}

struct WordWeight {
    word: Word,
    /// Whether no article is in two lists, so that one can be walked after the other.
    apart: bool,
    lists: Vec<Box<dyn Weight>>,
    /// `None` when nothing is scored.
    statistics: Option<Statistics>,
}

/// What BM25 asks of a word.
struct Statistics {
    doc_freq: u64,
    /// How many articles there are.
    articles: u64,
    /// How long they are, in words.
    length: Score,
}

impl WordWeight {
    fn merged(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<WordScorer>> {
        let index = reader.inverted_index(self.word.column)?;
        let mut lists = Vec::with_capacity(self.lists.len());
        for list in &self.word.leaf.lists {
            if let Some(info) = list.info(reader) {
                lists.push(index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?);
            }
        }
        lists.sort_by_key(|list| std::cmp::Reverse(list.doc_freq()));
        if lists.is_empty() {
            return Ok(None);
        }
        let norms = match (
            &self.statistics,
            reader.fieldnorms_readers().get_field(self.word.column)?,
        ) {
            (Some(_), Some(norms)) => norms,
            _ => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let first = lists.remove(0);
        let bm25 = self.statistics.as_ref().map(|of| {
            let one = Bm25Weight::for_one_term_without_explain(of.doc_freq, of.articles, of.length);
            one.boost_by(boost)
        });
        let mut scorer = WordScorer {
            first,
            others: lists,
            next: 0,
            doc: 0,
            bm25,
            norms,
        };
        scorer.settle();
        Ok(Some(scorer))
    }
}

impl Weight for WordWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        // One list alone is a scorer that tantivy has a faster way for.
        let mut there = Vec::new();
        for (list, weight) in self.word.leaf.lists.iter().zip(&self.lists) {
            if list.info(reader).is_some() {
                there.push(weight);
            }
        }
        if let [only] = there.as_slice() {
            return only.scorer(reader, boost);
        }
        Ok(match self.merged(reader, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "a word in any of its forms")
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        if self.apart {
            return self.lists.iter().map(|list| list.count(reader)).sum();
        }
        let Some(mut scorer) = self.merged(reader, 1.0)? else {
            return Ok(0);
        };
        Ok(match reader.alive_bitset() {
            Some(alive) => scorer.count(alive),
            None => scorer.count_including_deleted(),
        })
    }

    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        if self.apart {
            return self
                .lists
                .iter()
                .try_for_each(|list| list.for_each(reader, callback));
        }
        let Some(mut scorer) = self.merged(reader, 1.0)? else {
            return Ok(());
        };
        while scorer.doc != TERMINATED {
            let score = scorer.score();
            callback(scorer.doc, score);
            scorer.advance();
        }
        Ok(())
    }

    fn for_each_no_score(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        if self.apart {
            return self
                .lists
                .iter()
                .try_for_each(|list| list.for_each_no_score(reader, callback));
        }
        let Some(mut scorer) = self.merged(reader, 1.0)? else {
            return Ok(());
        };
        while scorer.doc != TERMINATED {
            callback(&[scorer.doc]);
            scorer.advance();
        }
        Ok(())
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        if self.apart {
            return prune(&self.lists, threshold, reader, callback);
        }
        let mut least = threshold;
        let Some(mut scorer) = self.merged(reader, 1.0)? else {
            return Ok(());
        };
        while scorer.doc != TERMINATED {
            let score = scorer.score();
            if score > least {
                least = callback(scorer.doc, score);
            }
            scorer.advance();
        }
        Ok(())
    }
}

/// The lists merged, the longest apart: most steps are taken in it alone.
struct WordScorer {
    first: SegmentPostings,
    others: Vec<SegmentPostings>,
    /// The least article of the others.
    next: DocId,
    doc: DocId,
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
}

impl WordScorer {
    /// Stands at the first article that any list stands at.
    fn settle(&mut self) -> DocId {
        self.next = self
            .others
            .iter()
            .map(DocSet::doc)
            .min()
            .unwrap_or(TERMINATED);
        self.doc = self.next.min(self.first.doc());
        self.doc
    }
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let mut first = self.first.doc();
        if first == self.doc {
            first = self.first.advance();
        }
        if self.next == self.doc {
            for list in &mut self.others {
                if list.doc() == self.doc {
                    list.advance();
                }
            }
            return self.settle();
        }
        self.doc = self.next.min(first);
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        if self.first.doc() < target {
            self.first.seek(target);
        }
        if self.next < target {
            for list in &mut self.others {
                if list.doc() < target {
                    list.seek(target);
                }
            }
            return self.settle();
        }
        self.doc = self.next.min(self.first.doc());
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.others
            .iter()
            .map(DocSet::size_hint)
            .fold(self.first.size_hint(), u32::saturating_add)
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let Some(bm25) = &self.bm25 else { return 0.0 };
        let mut times = if self.first.doc() == self.doc {
            self.first.term_freq()
        } else {
            0
        };
        if self.next == self.doc {
            let here = self.others.iter().filter(|list| list.doc() == self.doc);
            times = times.max(here.map(Postings::term_freq).max().unwrap_or(0));
        }
        bm25.score(self.norms.fieldnorm_id(self.doc), times)
    }
}
