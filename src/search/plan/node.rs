//! What is looked for in the text: words, phrases and nearness, as posting lists.

use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::schema::Field as Column;
use tantivy::{Searcher, SegmentReader, Term};

use crate::index::analysis::{Case, JOINED, OF, WHOLE, joined, word_form};
use crate::query::{Order, Within};

/// What is looked for in the text.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// One word, in any of several writings.
    Leaf(Arc<Leaf>),
    /// Words next to each other.
    Phrase(Arc<Phrase>),
    /// Two things near each other.
    Near {
        /// One side.
        left: Box<Self>,
        /// The other.
        right: Box<Self>,
        /// How near.
        within: Within,
        /// In which order.
        order: Order,
    },
    /// Any of these.
    Any(Vec<Self>),
    /// Something that stands so often.
    AtLeast {
        /// How often.
        count: u32,
        /// What.
        node: Box<Self>,
    },
}

/// One word, or one pair of characters.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    /// The posting lists that have it.
    pub(crate) lists: Vec<List>,
    /// Where in the article it must stand.
    pub(crate) region: Region,
    /// How many places it takes: two for a pair of characters. A list of compounds may take more.
    pub(crate) width: u32,
    /// The word's document frequency in the whole archive, even where the lists are those of some languages only.
    pub(crate) doc_freq: u64,
    /// The document frequency of its commonest list.
    pub(crate) max_list_freq: u64,
    /// Whether the lists are those of different words, so that no place is in two of them; a word's stem and own form share places.
    pub(crate) distinct_words: bool,
    /// Words that another archive is to find.
    pub(crate) words_like: Vec<WordsLike>,
}

/// Words that are looked for by how they are written, where no dictionary is here to find them in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WordsLike {
    /// They begin so.
    Prefix(String),
    /// One word with `?` and `*`.
    Wildcard(String),
    /// A regular expression for the whole word.
    Regex(String),
    /// Almost so: the word, and the greatest distance.
    Fuzzy(String, u8),
}

/// One posting list and which of its positions count.
#[derive(Debug, Clone)]
pub(crate) struct List {
    /// The term.
    pub(crate) term: Term,
    /// Which positions.
    pub(crate) mask: PositionMask,
    /// How many places the term takes: those of its words for a compound, else 1.
    pub(crate) places: u32,
    /// Where the list is in each segment that has it: looked up once, read wherever the list is walked.
    infos: Arc<[(SegmentId, TermInfo)]>,
    whereabouts: Whereabouts,
}

/// Where a posting list lies.
#[derive(Debug, Clone, Copy)]
enum Whereabouts {
    Here,
    /// In another archive, which has it for so many articles; `None` while that was not asked.
    Elsewhere(Option<u64>),
}

impl List {
    /// The list of a term that was found in these segments.
    pub(crate) fn at(term: Term, mask: PositionMask, infos: Vec<(SegmentId, TermInfo)>) -> Self {
        let places = places(&term);
        Self {
            term,
            mask,
            places,
            infos: infos.into(),
            whereabouts: Whereabouts::Here,
        }
    }

    /// The list of a term in an archive that lies elsewhere.
    pub(crate) fn elsewhere(term: Term, mask: PositionMask) -> Self {
        Self {
            whereabouts: Whereabouts::Elsewhere(None),
            ..Self::at(term, mask, Vec::new())
        }
    }

    /// Notes what another archive has said of it.
    pub(crate) fn set_doc_freq(&mut self, doc_freq: Option<u64>) {
        self.whereabouts = Whereabouts::Elsewhere(doc_freq);
    }

    /// The term as it is written in the index.
    pub(crate) fn key(&self) -> &str {
        std::str::from_utf8(self.term.serialized_value_bytes()).unwrap_or_default()
    }

    /// Whether any article may be in the list.
    pub(crate) fn may_find(&self) -> bool {
        matches!(self.whereabouts, Whereabouts::Elsewhere(None)) || self.doc_freq() > 0
    }

    /// Looks a term up in every segment.
    pub(crate) fn look_up(
        term: Term,
        mask: PositionMask,
        searcher: &Searcher,
    ) -> tantivy::Result<Self> {
        let mut infos = Vec::new();
        for reader in searcher.segment_readers() {
            let index = reader.inverted_index(term.field())?;
            if let Some(info) = index.get_term_info(&term)? {
                infos.push((reader.segment_id(), info));
            }
        }
        Ok(Self::at(term, mask, infos))
    }

    /// How many articles are in the list, replaced ones that are not swept yet included; 0 where another archive was not asked.
    pub(crate) fn doc_freq(&self) -> u64 {
        if let Whereabouts::Elsewhere(doc_freq) = self.whereabouts {
            return doc_freq.unwrap_or(0);
        }
        let each = self.infos.iter().map(|(_, info)| u64::from(info.doc_freq));
        each.sum()
    }

    /// Where the list is in this segment.
    pub(crate) fn info(&self, reader: &SegmentReader) -> Option<&TermInfo> {
        let id = reader.segment_id();
        let found = self.infos.iter().find(|(segment, _)| *segment == id);
        found.map(|(_, info)| info)
    }
}

/// The positions that count, by their low bits: a bit for each of the values that these may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PositionMask(u8);

impl PositionMask {
    /// Every position.
    pub(crate) const ALL: Self = Self(u8::MAX);
    /// Positions of a stem where it is the written form.
    pub(crate) const AS_WRITTEN: Self = Self(0b0101_0101);
    /// Positions of a stem where it is the written form and has a capital.
    pub(crate) const AS_NAME: Self = Self(0b0101_0100);

    /// Positions of a stem where it is the written form, in this case.
    pub(crate) fn of_case(case: Case) -> Self {
        Self(1 << ((case as u32) << 1))
    }

    /// Whether a position counts.
    pub(crate) fn takes(self, position: u32) -> bool {
        self.0 >> (position & 0b111) & 1 == 1
    }
}

/// A part of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Region {
    /// Headline and text.
    All,
    /// The headline.
    Title,
    /// The text.
    Text,
    /// The beginning of the text.
    Lead,
}

/// Words at fixed distances from the first.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// The words and how many places after the first each stands.
    pub(crate) words: Vec<(u32, Leaf)>,
    /// How many places the whole takes.
    pub(crate) width: u32,
    /// How many other words may stand between; with any, the order does not count.
    pub(crate) slop: u32,
}

impl Node {
    /// Articles that it matches at most.
    pub(crate) fn most_articles(&self) -> u64 {
        match self {
            Self::Leaf(leaf) => leaf.doc_freq,
            Self::Phrase(phrase) => {
                let words = phrase.words.iter().map(|(_, leaf)| leaf.doc_freq);
                words.min().unwrap_or(0)
            }
            Self::Near { left, right, .. } => left.most_articles().min(right.most_articles()),
            Self::Any(nodes) => nodes.iter().map(Self::most_articles).sum(),
            Self::AtLeast { node, .. } => node.most_articles(),
        }
    }

    /// Whether the archive has the words that it needs.
    pub(crate) fn is_possible(&self) -> bool {
        match self {
            Self::Leaf(leaf) => leaf.is_possible(),
            Self::Phrase(phrase) => phrase.words.iter().all(|(_, leaf)| leaf.is_possible()),
            Self::Near { left, right, .. } => left.is_possible() && right.is_possible(),
            Self::Any(nodes) => nodes.iter().any(Self::is_possible),
            Self::AtLeast { node, .. } => node.is_possible(),
        }
    }

    /// Whether it matters to it where sentences or paragraphs begin.
    pub(crate) fn asks_for_breaks(&self) -> bool {
        match self {
            Self::Leaf(_) | Self::Phrase(_) => false,
            Self::Near {
                left,
                right,
                within,
                ..
            } => {
                !matches!(within, Within::Words(_))
                    || left.asks_for_breaks()
                    || right.asks_for_breaks()
            }
            Self::Any(nodes) => nodes.iter().any(Self::asks_for_breaks),
            Self::AtLeast { node, .. } => node.asks_for_breaks(),
        }
    }

    /// Every leaf, in order.
    pub(crate) fn leaves<'a>(&'a self, each: &mut dyn FnMut(&'a Leaf)) {
        match self {
            Self::Leaf(leaf) => each(leaf),
            Self::Phrase(phrase) => phrase.words.iter().for_each(|(_, leaf)| each(leaf)),
            Self::Near { left, right, .. } => {
                left.leaves(each);
                right.leaves(each);
            }
            Self::Any(nodes) => nodes.iter().for_each(|node| node.leaves(each)),
            Self::AtLeast { node, .. } => node.leaves(each),
        }
    }
}

impl Leaf {
    /// Whether the archive may have it.
    fn is_possible(&self) -> bool {
        !self.lists.is_empty() || !self.words_like.is_empty()
    }

    /// Words that another archive is to find.
    pub(crate) fn like(words_like: Vec<WordsLike>, region: Region) -> Self {
        Self {
            words_like,
            distinct_words: true,
            ..Self::new(Vec::new(), region, 1)
        }
    }

    /// Adds lists of other writings.
    pub(crate) fn add(&mut self, lists: Vec<List>) {
        if lists.is_empty() {
            return;
        }
        let mut all = std::mem::take(&mut self.lists);
        all.extend(lists);
        *self = Self::new(all, self.region, self.width);
    }

    /// A word with these lists, of which those that the archive does not have are left out.
    pub(crate) fn new(mut lists: Vec<List>, region: Region, width: u32) -> Self {
        let doc_freq = doc_freq(&lists);
        let max_list_freq = lists.iter().map(List::doc_freq).max().unwrap_or(0);
        lists.retain(List::may_find);
        Self {
            lists,
            region,
            width,
            doc_freq,
            max_list_freq,
            distinct_words: false,
            words_like: Vec::new(),
        }
    }

    /// Whether no article is in two of the lists: there is one of each language.
    pub(crate) fn has_lists_apart(&self) -> bool {
        let mut languages: Vec<Option<&str>> = Vec::with_capacity(self.lists.len());
        for list in &self.lists {
            languages.push(language(&list.term));
        }
        languages.sort_unstable();
        languages.windows(2).all(|pair| pair.first() != pair.last())
    }
}

/// The document frequency of a word with these lists: those of different languages share no article, the word's own form shares all
/// of its stem's.
fn doc_freq(lists: &[List]) -> u64 {
    let mut by_language: Vec<(Option<&str>, u64)> = Vec::new();
    for list in lists {
        let of = language(&list.term);
        let count = list.doc_freq();
        match by_language.iter_mut().find(|(code, _)| *code == of) {
            Some((_, most)) => *most = count.max(*most),
            None => by_language.push((of, count)),
        }
    }
    by_language.iter().map(|(_, count)| count).sum()
}

/// How many places a term takes.
fn places(term: &Term) -> u32 {
    let key = std::str::from_utf8(term.serialized_value_bytes()).unwrap_or_default();
    match key.strip_prefix(JOINED) {
        Some(compound) => joined::places(compound.split(OF).next().unwrap_or_default()),
        None => 1,
    }
}

/// The code of the language that a term ends with.
pub(crate) fn language(term: &Term) -> Option<&str> {
    let key = std::str::from_utf8(term.serialized_value_bytes()).ok()?;
    let (_, code) = key.rsplit_once(OF)?;
    Some(code)
}

/// The term of a whole name.
pub(crate) fn whole_term(column: Column, name: &str) -> Term {
    Term::from_field_text(column, &format!("{WHOLE}{}", word_form::whole(name)))
}
