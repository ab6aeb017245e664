//! A pattern that stands for many words: their articles are gathered first, then walked.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::query::{BitSetDocSet, Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED};

use crate::search::places::{Keep, Leaf, List};

/// Articles that have any of the words of a leaf, scored as one word.
#[derive(Debug, Clone)]
pub(crate) struct PatternQuery {
    leaf: Arc<Leaf>,
    field: Field,
}

impl PatternQuery {
    /// The articles that have `leaf` anywhere, in any language.
    pub(crate) fn new(leaf: Arc<Leaf>, field: Field) -> Self {
        Self { leaf, field }
    }
}

impl Query for PatternQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } => {
                let articles = statistics_provider.total_num_docs()?;
                let length = statistics_provider.total_num_tokens(self.field)? as Score
                    / articles.max(1) as Score;
                Some(Bm25Weight::for_one_term(
                    self.leaf.having.min(articles),
                    articles,
                    length,
                ))
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PatternWeight {
            query: self.clone(),
            bm25,
        }))
    }
}

struct PatternWeight {
    query: PatternQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for PatternWeight {
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
        let index = reader.inverted_index(self.query.field)?;
        for list in &self.query.leaf.lists {
            gathered.add(list, reader, &index)?;
        }
        let norms = match (
            &self.bm25,
            reader.fieldnorms_readers().get_field(self.query.field)?,
        ) {
            (Some(_), Some(norms)) => norms,
            _ => FieldNormReader::constant(reader.max_doc(), 1),
        };
        Ok(Box::new(PatternScorer {
            articles: BitSetDocSet::from(gathered.articles),
            times: gathered.times,
            bm25: self.bm25.as_ref().map(|bm25| bm25.boost_by(boost)),
            norms,
        }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!(
                "document #{doc} does not match"
            )));
        }
        Ok(Explanation::new(
            "any of the words of a pattern",
            scorer.score(),
        ))
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
        let Some(info) = list.info(reader)? else {
            return Ok(());
        };
        let needed = match (list.keep == Keep::ALL, self.times.is_empty()) {
            (true, true) => IndexRecordOption::Basic,
            (true, false) => IndexRecordOption::WithFreqs,
            (false, _) => IndexRecordOption::WithFreqsAndPositions,
        };
        let mut postings = index.read_postings_from_terminfo(&info, needed)?;
        let mut doc = postings.doc();
        while doc != TERMINATED {
            let times = if list.keep == Keep::ALL {
                postings.term_freq()
            } else {
                postings.positions(&mut self.positions);
                let kept = self
                    .positions
                    .iter()
                    .filter(|&&at| at & list.keep.mask == list.keep.bits)
                    .count();
                u32::try_from(kept).unwrap_or(u32::MAX)
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

struct PatternScorer {
    articles: BitSetDocSet,
    times: Vec<u8>,
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
}

impl DocSet for PatternScorer {
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

impl Scorer for PatternScorer {
    fn score(&mut self) -> Score {
        let doc = self.articles.doc();
        let times = self.times.get(doc as usize).copied().unwrap_or(1);
        self.bm25.as_ref().map_or(0.0, |bm25| {
            bm25.score(self.norms.fieldnorm_id(doc), times.into())
        })
    }
}
