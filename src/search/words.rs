//! One word that several posting lists have: as one word, not as several.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
    TermQuery, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::index::analysis::OF;
use crate::search::parted::prune;
use crate::search::places::{Leaf, List};

/// Articles that have the word in any of its lists, scored as one word.
#[derive(Debug, Clone)]
pub(crate) struct WordQuery {
    leaf: Arc<Leaf>,
    /// In how many articles of the archive the word stands, whatever lists of it are walked here.
    having: u64,
    field: Field,
}

impl WordQuery {
    /// The articles that have `leaf`, all of whose positions count.
    pub(crate) fn new(leaf: Arc<Leaf>, having: u64, field: Field) -> Self {
        Self {
            leaf,
            having,
            field,
        }
    }

    /// The field that it is looked for in.
    pub(crate) fn field(&self) -> Field {
        self.field
    }

    /// In how many articles of the archive the word stands.
    pub(crate) fn having(&self) -> u64 {
        self.having
    }

    /// The lists that share no article with another, and the word in its other lists.
    pub(crate) fn apart_and_rest(&self) -> (Vec<List>, Option<Self>) {
        let mut counts: FxHashMap<Option<&str>, usize> = FxHashMap::default();
        for list in &self.leaf.lists {
            *counts.entry(language(&list.term)).or_default() += 1;
        }
        let (apart, rest): (Vec<List>, Vec<List>) = self
            .leaf
            .lists
            .iter()
            .cloned()
            .partition(|list| counts.get(&language(&list.term)) == Some(&1));
        let leaf = Leaf {
            lists: rest,
            region: self.leaf.region,
            ..*self.leaf
        };
        let rest = (!leaf.lists.is_empty()).then(|| Self {
            leaf: leaf.into(),
            ..*self
        });
        (apart, rest)
    }

    /// Whether no article is in two of the lists: there is one of each language.
    pub(crate) fn apart(&self) -> bool {
        let mut languages: Vec<Option<&str>> = self
            .leaf
            .lists
            .iter()
            .map(|list| language(&list.term))
            .collect();
        languages.sort_unstable();
        languages.windows(2).all(|pair| pair.first() != pair.last())
    }
}

/// Which posting lists are searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Only {
    /// All.
    All,
    /// Those of one language.
    Of(String),
    /// Those of all but some.
    But(Vec<String>),
}

impl Only {
    /// Whether the list of this term is searched. Names are of no language: their lists are searched in each part.
    pub(crate) fn takes(&self, term: &Term) -> bool {
        match (self, language(term)) {
            (Self::All, _) | (_, None) => true,
            (Self::Of(code), Some(of)) => of == code,
            (Self::But(codes), Some(of)) => !codes.iter().any(|code| of == code),
        }
    }
}

/// In how many articles a word stands, seen from its lists with the articles of each: those of different languages share no article,
/// the word's own form shares all of its stem's.
pub(crate) fn having<'a>(lists: impl IntoIterator<Item = &'a (List, u64)>) -> u64 {
    let mut counts: Vec<(Option<&str>, u64)> = Vec::new();
    for (list, count) in lists {
        let of = language(&list.term);
        match counts.iter_mut().find(|(language, _)| *language == of) {
            Some((_, most)) => *most = (*count).max(*most),
            None => counts.push((of, *count)),
        }
    }
    counts.iter().map(|(_, count)| count).sum()
}

/// The code that a term ends with.
pub(crate) fn language(term: &Term) -> Option<&str> {
    let bytes = term.serialized_value_bytes();
    std::str::from_utf8(bytes)
        .ok()?
        .rsplit_once(OF)
        .map(|(_, code)| code)
}

/// The archive's statistics, in which every term is as frequent as the word.
struct AsOneWord<'a> {
    statistics: &'a dyn Bm25StatisticsProvider,
    having: u64,
}

impl Bm25StatisticsProvider for AsOneWord<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.statistics.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.statistics.total_num_docs()
    }

    fn doc_freq(&self, _: &Term) -> tantivy::Result<u64> {
        Ok(self.having)
    }
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let of = |scoring: EnableScoring<'_>| -> tantivy::Result<Vec<Box<dyn Weight>>> {
            let query = |term: &Term| TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
            self.leaf
                .lists
                .iter()
                .map(|list| query(&list.term).weight(scoring))
                .collect()
        };
        let (mut lists, rarity) = match scoring {
            EnableScoring::Enabled {
                searcher,
                statistics_provider: statistics,
            } => {
                let articles = statistics.total_num_docs()?.max(1);
                let having = self.having.min(articles);
                let one = AsOneWord { statistics, having };
                let length = statistics.total_num_tokens(self.field)? as Score / articles as Score;
                let lists = of(EnableScoring::Enabled {
                    searcher,
                    statistics_provider: &one,
                })?;
                (
                    lists,
                    Some(Rarity {
                        having,
                        articles,
                        length,
                    }),
                )
            }
            EnableScoring::Disabled { .. } => (of(scoring)?, None),
        };
        // One list alone is a word of its own, for which tantivy has a faster way.
        if lists.len() == 1 {
            return Ok(lists.remove(0));
        }
        Ok(Box::new(WordWeight {
            query: self.clone(),
            apart: self.apart(),
            lists,
            rarity,
        }))
    }
}

struct WordWeight {
    query: WordQuery,
    /// Whether no article is in two lists, so that one can be walked after the other.
    apart: bool,
    lists: Vec<Box<dyn Weight>>,
    /// `None` when nothing is scored.
    rarity: Option<Rarity>,
}

/// What BM25 asks of a word.
struct Rarity {
    /// In how many articles it stands.
    having: u64,
    /// How many articles there are.
    articles: u64,
    /// How long they are.
    length: Score,
}

impl WordWeight {
    fn merged(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<WordScorer>> {
        let index = reader.inverted_index(self.query.field)?;
        let mut lists = Vec::with_capacity(self.lists.len());
        for list in &self.query.leaf.lists {
            if let Some(info) = list.info(reader)? {
                lists.push(index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?);
            }
        }
        lists.sort_by_key(|list| std::cmp::Reverse(list.doc_freq()));
        if lists.is_empty() {
            return Ok(None);
        }
        let norms = match (
            &self.rarity,
            reader.fieldnorms_readers().get_field(self.query.field)?,
        ) {
            (Some(_), Some(norms)) => norms,
            _ => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let first = lists.remove(0);
        let bm25 = |rare: &Rarity| {
            Bm25Weight::for_one_term_without_explain(rare.having, rare.articles, rare.length)
                .boost_by(boost)
        };
        let bm25 = self.rarity.as_ref().map(bm25);
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
        for (list, weight) in self.query.leaf.lists.iter().zip(&self.lists) {
            if list.info(reader)?.is_some() {
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
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!(
                "document #{doc} does not match"
            )));
        }
        Ok(Explanation::new(
            "a word in any of its forms",
            scorer.score(),
        ))
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
