//! What each word of an article posts, as numbers: a word is folded and stemmed when a shard meets it first in a language, and found
//! again by its letters.

use crate::index::analysis::joined::Token;
use crate::index::analysis::name_term::name_term;
use crate::index::analysis::word_end::word_end;
use crate::index::analysis::{Analyzer, BREAK};
use crate::index::invert::interner::{self, Interned, Interner};

/// The terms of one word, by their numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordTerms {
    pub(super) stem: u32,
    pub(super) written: Option<Number>,
    pub(super) exact: Option<Number>,
    /// Among the sounds of names, when the word may be one.
    pub(super) name: Option<Number>,
    /// In the same dictionary: how the word ends, when it is a long one of a language with compounds.
    pub(super) end: Option<Number>,
    /// The [`Case`](crate::index::analysis::Case) as the bits of a position.
    pub(super) case_bits: u32,
}

/// A term's number plus one, so that an absent one takes no room of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number(std::num::NonZeroU32);

impl Number {
    fn of(number: u32) -> Option<Self> {
        number
            .checked_add(1)
            .and_then(std::num::NonZeroU32::new)
            .map(Self)
    }

    pub(super) fn get(self) -> u32 {
        self.0.get() - 1
    }
}

/// A word or compound that is to be looked up. No word has the signs that a compound has.
pub(super) struct HashedWord<'a> {
    token: Token<'a>,
    hash: u64,
}

impl<'a> HashedWord<'a> {
    pub(super) fn new(token: Token<'a>) -> Self {
        let hash = interner::hash(token.word.text.as_bytes());
        Self { token, hash }
    }
}

/// The terms of all texts and titles of a shard, and the words that post them.
#[derive(Default)]
pub(super) struct Words {
    terms: Interner,
    /// How names sound and are written.
    name_sounds: Interner,
    languages: Vec<Language>,
    analyzer: Analyzer,
}

/// The words met in articles of one language.
#[derive(Default)]
struct Language {
    code: String,
    words: Interner,
    /// What each of them posts.
    terms: Vec<WordTerms>,
}

/// The words of one language, to be looked up.
pub(super) struct WordsIn<'a> {
    language: &'a mut Language,
    terms: &'a mut Interner,
    name_sounds: &'a mut Interner,
    analyzer: &'a mut Analyzer,
}

impl Words {
    /// The terms by their numbers.
    pub(super) fn terms(&self) -> &Interner {
        &self.terms
    }

    /// How names sound and are written, by their numbers.
    pub(super) fn name_sounds(&self) -> &Interner {
        &self.name_sounds
    }

    /// The number of a name in a script whose words are pairs, by its term.
    pub(super) fn run_name(&mut self, term: &str) -> u32 {
        self.name_sounds.intern(term.as_bytes()).number()
    }

    /// The number of the term whose positions are the beginnings of sentences.
    pub(super) fn break_term(&mut self) -> u32 {
        self.terms.intern(BREAK.as_bytes()).number()
    }

    /// The words of articles in this language.
    pub(super) fn language(&mut self, code: &str) -> WordsIn<'_> {
        let found = self.languages.iter().position(|it| it.code == code);
        let at = found.unwrap_or_else(|| {
            self.languages.push(Language {
                code: code.to_owned(),
                ..Language::default()
            });
            self.languages.len() - 1
        });
        #[expect(
            clippy::indexing_slicing,
            reason = "the position was just found or made"
        )]
        WordsIn {
            language: &mut self.languages[at],
            terms: &mut self.terms,
            name_sounds: &mut self.name_sounds,
            analyzer: &mut self.analyzer,
        }
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        let words = self.languages.iter().map(|language| {
            language.words.memory() + language.terms.len() * size_of::<WordTerms>()
        });
        self.terms.memory() + self.name_sounds.memory() + words.sum::<usize>()
    }

    /// Gives up what is only needed while articles come in: all but the terms.
    pub(super) fn forget_words(&mut self) {
        self.languages = Vec::new();
    }

    /// Bytes of the terms.
    pub(super) fn text_len(&self) -> usize {
        let words = self.languages.iter().map(|it| it.words.text_len());
        let own = self.terms.text_len().max(self.name_sounds.text_len());
        own.max(words.max().unwrap_or(0))
    }
}

impl WordsIn<'_> {
    /// Hands over what each of some words posts.
    pub(super) fn terms<'a>(
        &mut self,
        words: &[HashedWord<'a>],
        mut each: impl FnMut(&Token<'a>, WordTerms),
    ) {
        self.language
            .words
            .look_ahead(words.iter().map(|it| it.hash));
        for HashedWord { token, hash } in words {
            each(token, self.terms_of(token, *hash));
        }
    }

    fn terms_of(&mut self, token: &Token<'_>, hash: u64) -> WordTerms {
        let word = &token.word;
        let words = &mut self.language.words;
        match words.intern_hashed(word.text.as_bytes(), hash) {
            Interned::Known(number) => match self.language.terms.get(number as usize) {
                Some(&terms) => terms,
                None => self.analyze(token),
            },
            Interned::New(_) => self.analyze(token),
        }
    }

    #[cold]
    fn analyze(&mut self, token: &Token<'_>) -> WordTerms {
        let code = &self.language.code;
        let word = &token.word;
        let posted = if token.is_joined() {
            self.analyzer.compound(code, token.word.text)
        } else {
            self.analyzer.terms(code, &token.word)
        };
        let name = if token.is_joined() {
            None
        } else {
            name_term(word, code)
        };
        let end = if token.is_joined() {
            None
        } else {
            word_end(word, &posted.stem, code)
        };
        let mut in_dictionary = |term: Option<String>| {
            let entry = self.name_sounds.intern(term?.as_bytes());
            Number::of(entry.number())
        };
        let (name, end) = (in_dictionary(name), in_dictionary(end));
        let mut number = |term: &str| self.terms.intern(term.as_bytes()).number();
        let terms = WordTerms {
            stem: number(&posted.stem),
            written: posted.written.and_then(|term| Number::of(number(&term))),
            exact: posted.exact.and_then(|term| Number::of(number(&term))),
            name,
            end,
            case_bits: (posted.case as u32) << 1,
        };
        self.language.terms.push(terms);
        terms
    }
}
