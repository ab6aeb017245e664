//! A run of a script without spaces by its parts: articles that have enough of its pairs of characters.
//!
//! A question in Chinese or Thai is one run, and no article has it as a whole. Its pairs are to it what words are to a question in
//! English, but most of them say nothing: two characters of two words, particles, "what is". So an article must have pairs that
//! together make up a share of what the run says, where a pair says the more the rarer it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

use crate::index::analysis::OF;
use crate::index::schema::Fields;
use crate::search::filter;
use crate::search::places::{Keep, Leaf, List, Node, Phrase, Region};
use crate::text::words::{Kind, Word, words};

/// The share of a run's rarity that an article must have.
///
/// A fifth keeps what all pairs with OR reach on XQuAD (zh .979 of .980, th .972 of .973) and finds 3 of 240 articles instead of 43, of Thai
/// 43 instead of 239; a quarter loses .006 of zh (`cargo bench --bench quality ranking`).
const SHARE: f32 = 0.2;

/// Half pairs that a long run has at least: four pairs of Han, eight of Thai. Six and twelve lose .008 (zh) for the clauses of long questions.
const LONG: u32 = 8;

/// Articles whose length is looked at.
const SAMPLE: Score = 256.0;

/// One pair of characters, or a word that stands in the run.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// The term.
    pub(crate) term: Term,
    /// Articles that have it.
    having: u64,
    /// How rare it is, times how often it stands in the run.
    pub(crate) rarity: f32,
    /// How often it stands in the run.
    pub(crate) times: u32,
    /// How many places it takes.
    pub(crate) width: u32,
}

/// Whether a text is a run longer than two words: what is shorter is a name and meant as it stands.
pub(crate) fn is_long(text: &str) -> bool {
    // A word of Han, kana or Hangul has two characters mostly, one of Thai and its neighbours three or four.
    let weight = |word: Word<'_>| match word.text.chars().next() {
        _ if word.kind != Kind::Pair => 0,
        Some('\u{0E00}'..='\u{109F}' | '\u{1780}'..='\u{17FF}') => 1,
        _ => 2,
    };
    words(text).map(weight).sum::<u32>() >= LONG
}

/// What to tell a reader whose run stands nowhere as a whole.
pub(crate) fn note(text: &str) -> String {
    format!(
        "no article has `{text}` as a whole; these have much of it. In quotes it is looked for as it stands"
    )
}

/// The run by its parts, in each language that has at least half as many of them as the one that has most.
pub(crate) fn by_language(
    phrase: &Phrase,
    fields: &Fields,
    searcher: &Searcher,
) -> tantivy::Result<Vec<RunQuery>> {
    let mut terms: BTreeMap<String, Vec<(Term, u32)>> = BTreeMap::new();
    for (_, leaf) in &phrase.words {
        let mut lists: BTreeMap<String, Vec<&List>> = BTreeMap::new();
        for list in &leaf.lists {
            let term = list.term.value();
            let language = term
                .as_str()
                .and_then(|term| Some(term.rsplit_once(OF)?.1.to_owned()));
            lists
                .entry(language.unwrap_or_default())
                .or_default()
                .push(list);
        }
        for (language, lists) in lists {
            // A character alone stands for any pair that begins with it, which says nothing; a word may have a stem and its own form.
            if let [list] | [list, _] = lists.as_slice() {
                terms
                    .entry(language)
                    .or_default()
                    .push((list.term.clone(), leaf.width));
            }
        }
    }
    let most = terms.values().map(Vec::len).max().unwrap_or(0);
    let mut found = Vec::new();
    for (language, terms) in terms
        .into_iter()
        .filter(|(_, terms)| terms.len() * 2 >= most)
    {
        let articles = searcher.doc_freq(&filter::whole_term(fields.language, &language))?;
        found.extend(RunQuery::new(terms, articles, fields.text, searcher)?);
    }
    Ok(found)
}

/// Whether any article matches.
pub(crate) fn finds_any(query: &dyn Query, searcher: &Searcher) -> tantivy::Result<bool> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    for reader in searcher.segment_readers() {
        let mut scorer = weight.scorer(reader, 1.0)?;
        while scorer.doc() != TERMINATED {
            if reader
                .alive_bitset()
                .is_none_or(|alive| alive.is_alive(scorer.doc()))
            {
                return Ok(true);
            }
            scorer.advance();
        }
    }
    Ok(false)
}

/// Articles that have enough of the parts, scored as any of them.
#[derive(Debug, Clone)]
pub(crate) struct RunQuery {
    /// The commonest first.
    parts: Arc<[Part]>,
    /// How many of the first parts no article can be found by alone, because all of them together are not enough.
    common: usize,
    /// Rarity that an article must have.
    enough: f32,
    /// Articles in the run's language: rarity among them counts.
    articles: u64,
    /// How long such an article is.
    length: Score,
    field: Field,
}

impl RunQuery {
    /// The articles that have enough of `terms`, given with the places they take, when so many are in their language; `None` when
    /// there are none.
    pub(crate) fn new(
        mut terms: Vec<(Term, u32)>,
        articles: u64,
        field: Field,
        searcher: &Searcher,
    ) -> tantivy::Result<Option<Self>> {
        terms.sort_unstable();
        let mut articles = articles;
        for (term, _) in &terms {
            articles = articles.max(searcher.doc_freq(term)?);
        }
        let mut parts = Vec::new();
        for same in terms.chunk_by(|a, b| a == b) {
            let Some((term, width)) = same.first() else {
                continue;
            };
            let having = searcher.doc_freq(term)?;
            let times = u32::try_from(same.len()).unwrap_or(u32::MAX);
            let rarity = ((articles as f32 + 1.0) / (having as f32 + 0.5)).ln() * times as f32;
            parts.push(Part {
                term: term.clone(),
                having,
                rarity,
                times,
                width: *width,
            });
        }
        parts.sort_by(|a, b| {
            a.rarity
                .total_cmp(&b.rarity)
                .then_with(|| a.term.cmp(&b.term))
        });
        let enough = SHARE * parts.iter().map(|part| part.rarity).sum::<f32>();
        let mut sum = 0.0;
        let too_few = |part: &&Part| {
            sum += part.rarity;
            sum < enough
        };
        let common = parts.iter().take_while(too_few).count();
        if parts.is_empty() {
            return Ok(None);
        }
        let length = typical_length(&parts, field, searcher)?;
        Ok(Some(Self {
            parts: parts.into(),
            common,
            enough,
            articles,
            length,
            field,
        }))
    }

    /// The parts one of which stands in every hit, with what each says.
    pub(crate) fn marks(&self) -> impl Iterator<Item = (Node, f32)> {
        self.parts
            .get(self.common..)
            .unwrap_or_default()
            .iter()
            .map(|part| {
                let lists = vec![List::new(part.term.clone(), Keep::ALL)];
                let leaf = Leaf {
                    lists,
                    region: Region::All,
                    width: part.width,
                    having: part.having,
                    most: part.having,
                    several: false,
                };
                (Node::Leaf(Arc::new(leaf)), part.rarity)
            })
    }
}

impl Query for RunQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut bm25 = Vec::new();
        if scoring.is_scoring_enabled() {
            for part in &*self.parts {
                let one = Bm25Weight::for_one_term(part.having, self.articles, self.length);
                bm25.push(one.boost_by(part.times as Score));
            }
        }
        Ok(Box::new(RunWeight {
            query: self.clone(),
            bm25,
        }))
    }
}

/// The length of articles that have the rarest parts: an archive's mean says nothing where most of it is in other languages.
fn typical_length(parts: &[Part], field: Field, searcher: &Searcher) -> tantivy::Result<Score> {
    let (mut sum, mut count) = (0.0, 0.0);
    for part in parts.iter().rev() {
        for reader in searcher.segment_readers() {
            let index = reader.inverted_index(field)?;
            let postings = index.read_postings(&part.term, IndexRecordOption::Basic)?;
            let (Some(mut postings), Some(norms)) =
                (postings, reader.fieldnorms_readers().get_field(field)?)
            else {
                continue;
            };
            while postings.doc() != TERMINATED && count < SAMPLE {
                sum += norms.fieldnorm(postings.doc()) as Score;
                count += 1.0;
                postings.advance();
            }
        }
    }
    Ok(if count > 0.0 { sum / count } else { 1.0 })
}

struct RunWeight {
    query: RunQuery,
    /// One for each part; none when nothing is scored.
    bm25: Vec<Bm25Weight>,
}

impl Weight for RunWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.query.field)?;
        let mut telling = Vec::new();
        let mut common = Vec::new();
        for (at, part) in self.query.parts.iter().enumerate() {
            let Some(postings) = index.read_postings(&part.term, IndexRecordOption::WithFreqs)?
            else {
                continue;
            };
            let bm25 = self.bm25.get(at).map(|bm25| bm25.boost_by(boost));
            let lists = if at < self.query.common {
                &mut common
            } else {
                &mut telling
            };
            lists.push(Walked {
                postings,
                rarity: part.rarity,
                bm25,
            });
        }
        let norms = match (
            self.bm25.is_empty(),
            reader.fieldnorms_readers().get_field(self.query.field)?,
        ) {
            (false, Some(norms)) => norms,
            _ => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let mut scorer = RunScorer {
            telling,
            common,
            enough: self.query.enough,
            doc: 0,
            norms,
        };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!(
                "document #{doc} does not match"
            )));
        }
        Ok(Explanation::new(
            "enough of a run of characters",
            scorer.score(),
        ))
    }
}

struct Walked {
    postings: SegmentPostings,
    rarity: f32,
    bm25: Option<Bm25Weight>,
}

struct RunScorer {
    /// One of these stands in every hit.
    telling: Vec<Walked>,
    /// These are asked only of articles that have one of the others.
    common: Vec<Walked>,
    enough: f32,
    doc: DocId,
    norms: FieldNormReader,
}

impl RunScorer {
    /// Stops at the first article, from where the telling lists stand, that has enough.
    fn settle(&mut self) -> DocId {
        loop {
            let doc = self
                .telling
                .iter()
                .map(|list| list.postings.doc())
                .min()
                .unwrap_or(TERMINATED);
            self.doc = doc;
            if doc == TERMINATED {
                return doc;
            }
            for list in &mut self.common {
                if list.postings.doc() < doc {
                    list.postings.seek(doc);
                }
            }
            if self.here().map(|list| list.rarity).sum::<f32>() >= self.enough {
                return doc;
            }
            self.step();
        }
    }

    /// The lists that have the article.
    fn here(&self) -> impl Iterator<Item = &Walked> {
        self.common
            .iter()
            .chain(&self.telling)
            .filter(|list| list.postings.doc() == self.doc)
    }

    fn step(&mut self) {
        for list in &mut self.telling {
            if list.postings.doc() == self.doc {
                list.postings.advance();
            }
        }
    }
}

impl DocSet for RunScorer {
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
        for list in &mut self.telling {
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
        self.telling
            .iter()
            .map(|list| list.postings.size_hint())
            .fold(0, u32::saturating_add)
    }
}

impl Scorer for RunScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.fieldnorm_id(self.doc);
        self.here()
            .filter_map(|list| Some(list.bm25.as_ref()?.score(norm, list.postings.term_freq())))
            .sum()
    }
}
