//! A pattern that stands for many words: their articles are gathered first, then walked.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::query::{BitSetDocSet, Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED};

use crate::search::budget::Budget;
use crate::search::plan::node::{List, PositionMask};
use crate::search::plan::physical::Word;
use crate::search::walk::explained::explained;

/// Articles that have any of the words of a leaf, scored as one word.
#[derive(Debug, Clone)]
pub(crate) struct GatheredQuery {
    pub(crate) word: Word,
    pub(crate) budget: Arc<Budget>,
}

impl Query for GatheredQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } => {
                let articles = statistics_provider.total_num_docs()?;
                let tokens = statistics_provider.total_num_tokens(self.word.column)?;
                let length = tokens as Score / articles.max(1) as Score;
                let doc_freq = self.word.leaf.doc_freq.min(articles);
                Some(Bm25Weight::for_one_term(doc_freq, articles, length))
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(GatheredWeight {
            query: self.clone(),
            bm25,
        }))
    }
}

struct GatheredWeight {
    query: GatheredQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for GatheredWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut gathered = Gathered {
            articles: BitSet::with_max_value(reader.max_doc()),
            times: if self.bm25.is_some() {
                vec![0; reader.max_doc() as usize]
            } else {
                Vec::new()
            },
            positions: Vec::new(),
        };
        let index = reader.inverted_index(self.query.word.column)?;
        for list in &self.query.word.leaf.lists {
            // A list that is not read in full is not read at all.
            let articles = list.info(reader).map_or(0, |info| info.doc_freq);
            // Where only some positions count, they are read too.
            let each = if list.mask == PositionMask::ALL { 1 } else { 3 };
            if !self.query.budget.spend(u64::from(articles) * each) {
                break;
            }
            gathered.add(list, reader, &index)?;
        }
        let norms = match (
            &self.bm25,
            reader
                .fieldnorms_readers()
                .get_field(self.query.word.column)?,
        ) {
            (Some(_), Some(norms)) => norms,
            _ => FieldNormReader::constant(reader.max_doc(), 1),
        };
        Ok(Box::new(GatheredScorer {
            articles: BitSetDocSet::from(gathered.articles),
            times: gathered.times,
            bm25: self.bm25.as_ref().map(|bm25| bm25.boost_by(boost)),
            norms,
        }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "any of the words of a pattern")
    }
}

struct Gathered {
    articles: BitSet,
    /// How often the words stand in each article; empty when nobody asks.
    times: Vec<u8>,
    positions: Vec<u32>,
}

impl Gathered {
    fn add(
        &mut self,
        list: &List,
        reader: &SegmentReader,
        index: &InvertedIndexReader,
    ) -> tantivy::Result<()> {
        let Some(info) = list.info(reader) else {
            return Ok(());
        };
        let needed = match (list.mask == PositionMask::ALL, self.times.is_empty()) {
            (true, true) => IndexRecordOption::Basic,
            (true, false) => IndexRecordOption::WithFreqs,
            (false, _) => IndexRecordOption::WithFreqsAndPositions,
        };
        let mut postings = index.read_postings_from_terminfo(info, needed)?;
        let mut doc = postings.doc();
        while doc != TERMINATED {
            let times = if list.mask == PositionMask::ALL {
                postings.term_freq()
            } else {
                postings.positions(&mut self.positions);
                let mut kept = 0;
                for &position in &self.positions {
                    kept += u32::from(list.mask.takes(position));
                }
                kept
            };
            if times > 0 {
                self.articles.insert(doc);
                if let Some(sum) = self.times.get_mut(doc as usize) {
                    *sum = sum.saturating_add(u8::try_from(times).unwrap_or(u8::MAX));
                }
            }
            doc = postings.advance();
        }
        Ok(())
    }
}

struct GatheredScorer {
    articles: BitSetDocSet,
    times: Vec<u8>,
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
}

impl DocSet for GatheredScorer {
    fn advance(&mut self) -> DocId {
        self.articles.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.articles.seek(target)
    }

    fn doc(&self) -> DocId {
        self.articles.doc()
    }

    fn size_hint(&self) -> u32 {
        self.articles.size_hint()
    }
}

impl Scorer for GatheredScorer {
    fn score(&mut self) -> Score {
        let doc = self.articles.doc();
        let times = self.times.get(doc as usize).copied().unwrap_or(1);
        self.bm25.as_ref().map_or(0.0, |bm25| {
            bm25.score(self.norms.fieldnorm_id(doc), times.into())
        })
    }
}
