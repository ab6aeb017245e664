//! An article's headline and text as tokens of the fields `title` and `text`; `analysis` says what stands at which position.

use crate::index::analysis::joined::tokens;
use crate::index::analysis::name_term::run_term;
use crate::index::analysis::{
    PLACE_SHIFT, TITLE_GAP, TITLE_WEIGHT, gap_break, language_code, text_start,
};
use crate::index::invert::batch::Packing;
use crate::index::invert::posting_lists::PostingLists;
use crate::index::invert::word_cache::{HashedWord, WordTerms, Words};
use crate::index::store::Document;
use crate::text::sentences::Break;
use crate::text::words::Word;

/// Words of a text that are looked up together.
const TOGETHER: usize = 64;

/// The posting lists of the article's words, whose terms are numbered together, and of the names among them.
#[derive(Default)]
pub(super) struct ArticleLists {
    pub(super) words: Words,
    pub(super) title: PostingLists,
    pub(super) text: PostingLists,
    pub(super) names: PostingLists,
    /// By the numbers of names: one past the last article of the batch that has it.
    last_with_name: Vec<u32>,
    /// Names of the current article in scripts whose words are pairs.
    run_names: Vec<String>,
}

/// Tokens of an article in each field, without those of compounds: what its norms are made of. A compound is another writing of words that
/// are counted already, and an article with hyphens is no longer than one without.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lengths {
    pub(super) title: u32,
    pub(super) text: u32,
}

/// Positions that an article takes, at most: a word has one byte at least.
pub(super) fn positions(document: &Document<'_>) -> u64 {
    let places = document.title.len() + TITLE_GAP as usize + document.text.len() + 1;
    (places as u64) << PLACE_SHIFT
}

impl ArticleLists {
    /// Posts the article at this place of the batch.
    pub(super) fn post(&mut self, document: &Document<'_>, at: u32) -> Lengths {
        let (title_words, title) = self.post_title(document, at);
        let text = self.post_text(document, at, text_start(title_words));
        Lengths {
            title,
            // The words of the headline stand in `text` too.
            text: title + text,
        }
    }

    /// Posts the names in scripts whose words are pairs that were found in the article at this place of the batch.
    fn post_run_names(&mut self, at: u32) {
        for term in std::mem::take(&mut self.run_names) {
            let name = self.words.run_name(&term);
            post_name(&mut self.names, &mut self.last_with_name, name, at);
        }
    }

    /// Returns the numbers of words and of tokens that count.
    fn post_title(&mut self, document: &Document<'_>, at: u32) -> (u32, u32) {
        let language = language_code(document.language);
        let mut known = self.words.language(&language);
        let (mut place, mut posted) = (0, 0);
        let title: Vec<HashedWord<'_>> = tokens(document.title).map(HashedWord::new).collect();
        known.terms(&title, |token, terms| {
            if !token.is_joined() {
                place += 1;
            }
            let position = (place - token.places) << PLACE_SHIFT;
            for _ in 0..TITLE_WEIGHT {
                let count = post_word(&mut self.title, &terms, at, position);
                post_word(&mut self.text, &terms, at, position);
                if !token.is_joined() {
                    posted += count;
                }
            }
            if let Some(end) = terms.end {
                post_name(&mut self.names, &mut self.last_with_name, end.get(), at);
            }
        });
        (place, posted)
    }

    /// Posts the text, whose first word stands at the place `start`; returns the number of tokens that count.
    fn post_text(&mut self, document: &Document<'_>, at: u32, start: u32) -> u32 {
        let break_term = self.words.break_term();
        let language = language_code(document.language);
        let mut known = self.words.language(&language);
        let mut posted = 0;
        let mut place = start;
        let mut last: Option<Word<'_>> = None;
        let mut rest = tokens(document.text);
        let mut together = Vec::with_capacity(TOGETHER);
        loop {
            together.clear();
            together.extend(rest.by_ref().take(TOGETHER).map(HashedWord::new));
            if together.is_empty() {
                self.post_run_names(at);
                return posted;
            }
            known.terms(&together, |token, terms| {
                if token.is_joined() {
                    let position = (place - token.places) << PLACE_SHIFT;
                    post_word(&mut self.text, &terms, at, position);
                    return;
                }
                let word = token.word;
                let begins = match &last {
                    Some(last) => gap_break(document.text, last, &word),
                    None => Break::Paragraph,
                };
                let position = place << PLACE_SHIFT;
                if begins != Break::None {
                    let paragraph = u32::from(begins == Break::Paragraph);
                    self.text.push(break_term, at, position | paragraph);
                    posted += 1;
                }
                posted += post_word(&mut self.text, &terms, at, position);
                if let Some(name) = terms.name
                    && (begins == Break::None || !word.text.starts_with(char::is_uppercase))
                {
                    post_name(&mut self.names, &mut self.last_with_name, name.get(), at);
                }
                if let Some(end) = terms.end {
                    post_name(&mut self.names, &mut self.last_with_name, end.get(), at);
                }
                self.run_names
                    .extend(run_term(document.text, &word, last.as_ref()));
                place += 1;
                last = Some(word);
            });
        }
    }

    /// Appends what waits in the batches to the posting lists.
    pub(super) fn flush(&mut self, first_doc: u32) {
        let terms = self.words.terms().len();
        self.title.flush(first_doc, terms);
        self.text.flush(first_doc, terms);
        self.names.flush(first_doc, self.words.name_sounds().len());
        self.last_with_name.fill(0);
    }

    /// How the tokens of the next batch are packed.
    pub(super) fn set_packing(&mut self, packing: Packing) {
        self.title.set_packing(packing);
        self.text.set_packing(packing);
        self.names.set_packing(packing);
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        let lists = self.title.memory() + self.text.memory() + self.names.memory();
        self.words.memory() + lists + self.last_with_name.len() * size_of::<u32>()
    }

    /// Bytes of the longest buffer.
    pub(super) fn longest_buffer(&self) -> usize {
        let lists = self.text.arena_len().max(self.title.arena_len());
        let lists = lists.max(self.names.arena_len());
        lists.max(self.words.text_len())
    }
}

/// Posts a name once for the article at this place of the batch.
fn post_name(lists: &mut PostingLists, last_with_name: &mut Vec<u32>, name: u32, at: u32) {
    let number = name as usize;
    if number >= last_with_name.len() {
        last_with_name.resize(number + 1, 0);
    }
    let Some(last) = last_with_name.get_mut(number) else {
        return;
    };
    if *last != at + 1 {
        *last = at + 1;
        lists.push(name, at, 0);
    }
}

/// Posts a word's terms; returns how many they are.
fn post_word(lists: &mut PostingLists, terms: &WordTerms, at: u32, place: u32) -> u32 {
    let position = place | terms.case_bits;
    let differs = u32::from(terms.written.is_some());
    lists.push(terms.stem, at, position | differs);
    let mut posted = 1;
    if let Some(written) = terms.written {
        lists.push(written.get(), at, position);
        posted += 1;
    }
    if let Some(exact) = terms.exact {
        lists.push(exact.get(), at, position);
        posted += 1;
    }
    posted
}
