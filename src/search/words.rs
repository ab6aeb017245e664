//! One word that several posting lists have: as one word, not as several.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::search::places::{Languages, Leaf};

/// Articles that have the word in any of its lists, scored as one word.
#[derive(Debug, Clone)]
pub(crate) struct WordQuery {
    leaf: Arc<Leaf>,
    field: Field,
}

impl WordQuery {
    /// The articles that have `leaf`, all of whose positions count.
    pub(crate) fn new(leaf: Arc<Leaf>, field: Field) -> Self {
        Self { leaf, field }
    }
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut bm25 = None;
        if let EnableScoring::Enabled { statistics_provider, .. } = scoring {
            let articles = statistics_provider.total_num_docs()?;
            let mut having = 0;
            for list in &self.leaf.lists {
                let count = statistics_provider.doc_freq(&list.term)?;
                // Lists of different languages share no article, the word's own form shares all of its stem's.
                having = if list.languages.is_some() { having + count } else { having.max(count) };
            }
            let length =
                statistics_provider.total_num_tokens(self.field)? as Score / articles.max(1) as Score;
            bm25 = Some(Bm25Weight::for_one_term(having.min(articles), articles, length));
        }
        Ok(Box::new(WordWeight { query: self.clone(), bm25 }))
    }
}

struct WordWeight {
    query: WordQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for WordWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut lists = Vec::new();
        for list in &self.query.leaf.lists {
            let index = reader.inverted_index(self.query.field)?;
            let Some(postings) = index.read_postings(&list.term, IndexRecordOption::WithFreqs)? else {
                continue;
            };
            let languages = match &list.languages {
                Some(codes) => Some(Languages::open(codes, reader)?),
                None => None,
            };
            lists.push(List { postings, languages });
        }
        let norms = match (&self.bm25, reader.fieldnorms_readers().get_field(self.query.field)?) {
            (Some(_), Some(norms)) => norms,
            _ => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let bm25 = self.bm25.as_ref().map(|bm25| bm25.boost_by(boost));
        let mut scorer = WordScorer { lists, doc: 0, times: 0, bm25, norms };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!("document #{doc} does not match")));
        }
        Ok(Explanation::new("a word in any of its forms", scorer.score()))
    }
}

struct List {
    postings: SegmentPostings,
    languages: Option<Languages>,
}

struct WordScorer {
    lists: Vec<List>,
    doc: DocId,
    times: u32,
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
}

impl WordScorer {
    /// Stops at the first article, from where the lists stand, that has the word in its own language.
    fn settle(&mut self) -> DocId {
        loop {
            let doc = self.lists.iter().map(|list| list.postings.doc()).min().unwrap_or(TERMINATED);
            self.doc = doc;
            if doc == TERMINATED {
                return doc;
            }
            let counting = self.lists.iter().filter(|list| {
                list.postings.doc() == doc && list.languages.as_ref().is_none_or(|wanted| wanted.has(doc))
            });
            if let Some(times) = counting.map(|list| list.postings.term_freq()).max() {
                self.times = times;
                return doc;
            }
            self.step();
        }
    }

    fn step(&mut self) {
        for list in &mut self.lists {
            if list.postings.doc() == self.doc {
                list.postings.advance();
            }
        }
    }
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.step();
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        for list in &mut self.lists {
            if list.postings.doc() < target {
                list.postings.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.lists.iter().map(|list| list.postings.size_hint()).fold(0, u32::saturating_add)
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        match &self.bm25 {
            Some(bm25) => bm25.score(self.norms.fieldnorm_id(self.doc), self.times),
            None => 0.0,
        }
    }
}
