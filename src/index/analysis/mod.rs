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
mod signs;
pub(crate) mod word_form;
pub(crate) mod joined;
pub(crate) mod name_term;
pub(crate) mod text_names;
pub(crate) mod word_end;
pub(crate) mod endings;
pub(crate) mod stem;
pub(crate) mod tokenizer;

pub(crate) use signs::{BREAK, EXACT, JOINED, OF, PLACE_SHIFT, TITLE_GAP, WHOLE, WRITTEN};
pub(crate) use tokenizer::{
    Analyzer, NameTokenizer, TITLE_WEIGHT, Wholes, gap_break, language_code, layout, text_start,
};
pub(crate) use word_form::Case;
