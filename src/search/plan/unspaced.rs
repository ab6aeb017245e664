//! A run of a script without spaces by its parts: articles that have enough of its pairs of characters.
//!
//! A question in Chinese or Thai is one run, and no article has it as a whole. Its pairs are to it what words are to a question in
//! English, but most of them say nothing: two characters of two words, particles, "what is". So an article must have pairs that
//! together make up a share of what the run says, where a pair says the more the rarer it is.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::schema::{Field as Column, IndexRecordOption};
use tantivy::{DocSet, Score, Searcher, TERMINATED};

use crate::query::{self, Expr, Form};
use crate::search::plan::node::{Leaf, List, Node, Phrase, Region, language};
use crate::search::view::View;
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

/// A run in one language: articles that have enough of its parts, scored as any of them.
#[derive(Debug)]
pub(crate) struct Run {
    /// The commonest first.
    pub(crate) parts: Vec<Part>,
    /// How many of the first parts no article can be found by alone, because all of them together are not enough.
    pub(crate) common: usize,
    /// Rarity that an article must have.
    pub(crate) enough: f32,
    /// Articles in the run's language: rarity among them counts.
    pub(crate) articles: u64,
    /// How long such an article is, in words.
    pub(crate) length: Score,
    /// The column that the parts are in.
    pub(crate) column: Column,
}

/// One pair of characters, or a word that stands in the run.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its posting lists: one, or one for each writing.
    pub(crate) lists: Vec<List>,
    /// The document frequency of these lists.
    pub(crate) doc_freq: u64,
    /// How rare it is, times how often it stands in the run.
    pub(crate) rarity: f32,
    /// How often it stands in the run.
    pub(crate) times: u32,
    /// How many places it takes.
    pub(crate) width: u32,
}

/// The text of a bare word that is a long run, and how it was read.
pub(crate) fn long_run<'a>(expr: &'a Expr, node: &'a Node) -> Option<(&'a str, &'a Phrase)> {
    let query::Kind::Word {
        text,
        form: Form::Inflected,
    } = &expr.kind
    else {
        return None;
    };
    match node {
        Node::Phrase(phrase) if is_long(text) => Some((text, phrase)),
        _ => None,
    }
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

/// The run by its parts, in each language that has at least half as many of them as the one that has most.
pub(crate) fn by_language(phrase: &Phrase, view: &View) -> tantivy::Result<Vec<Run>> {
    // A character alone stands for any pair that begins with it, which says nothing.
    let telling = phrase.words.iter().filter(|(_, leaf)| !leaf.distinct_words);
    let mut words: Vec<(Vec<List>, u32)> = telling
        .map(|(_, leaf)| (leaf.lists.clone(), leaf.width))
        .collect();
    view.count_elsewhere(words.iter_mut().flat_map(|(lists, _)| lists));
    let mut parts: BTreeMap<String, Vec<(Vec<List>, u32)>> = BTreeMap::new();
    for (of_word, width) in words {
        let mut lists: BTreeMap<&str, Vec<List>> = BTreeMap::new();
        // Lists that lie elsewhere turn out to be empty only now.
        for list in of_word.iter().filter(|list| list.may_find()) {
            let code = language(&list.term).unwrap_or_default();
            lists.entry(code).or_default().push(list.clone());
        }
        for (code, mut lists) in lists {
            // A word's own form shares the articles of its stem.
            if width == 1 {
                lists.truncate(1);
            }
            let of_language = parts.entry(code.to_owned()).or_default();
            of_language.push((lists, width));
        }
    }
    let most = parts.values().map(Vec::len).max().unwrap_or(0);
    let mut found = Vec::new();
    for (code, parts) in parts {
        if parts.len() * 2 < most {
            continue;
        }
        let articles = view.articles_in(&code)?;
        found.extend(Run::new(parts, articles, view)?);
    }
    Ok(found)
}

impl Run {
    /// The run with these parts, given with the places they take, when so many articles are in their language; `None` when there are
    /// no parts.
    fn new(
        mut given: Vec<(Vec<List>, u32)>,
        articles: u64,
        view: &View,
    ) -> tantivy::Result<Option<Self>> {
        let key = |lists: &[List]| lists.first().map(|list| list.term.clone());
        given.sort_by_cached_key(|(lists, width)| (key(lists), *width));
        let doc_freq = |lists: &[List]| lists.iter().map(List::doc_freq).sum::<u64>();
        let most = given.iter().map(|(lists, _)| doc_freq(lists)).max();
        let articles = articles.max(most.unwrap_or(0));
        let mut parts = Vec::new();
        let is_same = |(a, of_a): &(Vec<List>, u32), (b, of_b): &(Vec<List>, u32)| {
            key(a) == key(b) && of_a == of_b
        };
        for same in given.chunk_by(is_same) {
            let Some((lists, width)) = same.first() else {
                continue;
            };
            let doc_freq = doc_freq(lists);
            let times = u32::try_from(same.len()).unwrap_or(u32::MAX);
            let rarity = ((articles as f32 + 1.0) / (doc_freq as f32 + 0.5)).ln() * times as f32;
            parts.push(Part {
                lists: lists.clone(),
                doc_freq,
                rarity,
                times,
                width: *width,
            });
        }
        if parts.is_empty() {
            return Ok(None);
        }
        parts.sort_by(|a, b| {
            let by_rarity = a.rarity.total_cmp(&b.rarity);
            by_rarity.then_with(|| key(&a.lists).cmp(&key(&b.lists)))
        });
        let enough = SHARE * parts.iter().map(|part| part.rarity).sum::<f32>();
        let mut common = 0;
        let mut sum = 0.0;
        for part in &parts {
            sum += part.rarity;
            if sum >= enough {
                break;
            }
            common += 1;
        }
        let column = view.fields.text;
        let length = typical_length(&parts, column, &view.searcher)?;
        Ok(Some(Self {
            parts,
            common,
            enough,
            articles,
            length,
            column,
        }))
    }

    /// How many postings lie in its lists.
    pub(crate) fn postings(&self) -> u64 {
        self.parts.iter().map(|part| part.doc_freq).sum()
    }

    /// The parts one of which stands in every hit, with what each says.
    pub(crate) fn marks(&self) -> impl Iterator<Item = (Node, f32)> {
        let telling = self.parts.get(self.common..).unwrap_or_default();
        telling.iter().map(|part| {
            let leaf = Leaf::new(part.lists.clone(), Region::All, part.width);
            (Node::Leaf(Arc::new(leaf)), part.rarity)
        })
    }
}

/// The length of articles that have the rarest parts: an archive's mean says nothing where most of it is in other languages.
fn typical_length(parts: &[Part], column: Column, searcher: &Searcher) -> tantivy::Result<Score> {
    let (mut sum, mut count) = (0.0, 0.0);
    for part in parts.iter().rev() {
        for reader in searcher.segment_readers() {
            let norms = reader.fieldnorms_readers().get_field(column)?;
            let Some(norms) = norms else {
                continue;
            };
            let index = reader.inverted_index(column)?;
            for info in part.lists.iter().filter_map(|list| list.info(reader)) {
                let mut postings =
                    index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                while postings.doc() != TERMINATED && count < SAMPLE {
                    sum += norms.fieldnorm(postings.doc()) as Score;
                    count += 1.0;
                    postings.advance();
                }
            }
        }
    }
    Ok(if count > 0.0 { sum / count } else { 1.0 })
}
