//! Analysis: how a word becomes terms, the same way for articles and for queries.
//!
//! Each word of an article stands at one *place* (0, 1, 2, ...) and posts at it:
//!
//! - its stem in the article's own language, without accents: the term `govern\0en` for "Governments";
//! - its written form without case and accents, as the term `\u{1}governments\0en`, only when that differs from the stem;
//! - its exact form, as the term `\u{2}McDonald`, only when case alone does not give it back from the written form;
//! - the stem of a compound that begins at it, as the term `\u{4}ceasefir\0en` for "cease-fires" ([`joined`]).
//!
//! A position in the index is `place << 3 | case << 1 | differs`: `case` is how the word is written ([`Case`]), and `differs` is set
//! on a stem that is not the written form. So a stem's positions with `differs` clear are exactly the places of the word written
//! like its stem, and every form can be found at every place though most words post one term only. Beginnings of sentences and
//! paragraphs are positions of the term [`BREAK`].
//!
//! The language stands in the term because stems mean something in their own language only: `care` is the German stem of "career",
//! and the many English articles on care need not be gone through to find the few German ones.
pub(crate) mod numbers;
pub(crate) mod word_form;
pub(crate) mod joined;
pub(crate) mod endings;
pub(crate) mod stem;
pub(crate) mod tokenizer;

pub(crate) use tokenizer::{
    Analyzer, NameTokenizer, TITLE_WEIGHT, Wholes, gap_break, language_code, layout, text_start,
};
pub(crate) use word_form::Case;

/// Before the written form of a word that differs from its stem.
pub(crate) const WRITTEN: char = '\u{1}';

/// Before the exact form of a word that case does not give back from its written form.
pub(crate) const EXACT: char = '\u{2}';

/// Between a stem or written form and the code of the article's language, in the fields of words.
pub(crate) const OF: char = '\0';

/// The term whose positions are the beginnings of sentences; the `differs` bit marks a paragraph.
pub(crate) const BREAK: &str = "\u{3}";

/// Before the stem of a compound.
pub(crate) const JOINED: char = '\u{4}';

/// In a name field: before the whole value; alone for "not known".
pub(crate) const WHOLE: char = '\u{2}';

/// Places left free between the headline and the text, so that no phrase crosses.
pub(crate) const TITLE_GAP: u32 = 8;

/// Bits of a position below its place.
pub(crate) const PLACE_SHIFT: u32 = 3;
