//! The names of a text as terms: what the field `name_sound` has of it.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::index::analysis::name_term::{name_term, run_term};
use crate::index::analysis::{gap_break, language_code};
use crate::text::sentences::Break;
use crate::text::words::{Word, words};

/// The terms of the names of a text in a language.
pub(crate) fn text_names(language: &str, text: &str) -> BTreeSet<String> {
    let language = language_code(language);
    let mut found = BTreeSet::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut last: Option<Word<'_>> = None;
    for word in words(text) {
        let begins = last.is_none_or(|last| gap_break(text, &last, &word) != Break::None);
        let is_inside = !begins || !word.text.starts_with(char::is_uppercase);
        if is_inside && seen.insert(word.text) {
            found.extend(name_term(&word, &language));
        }
        found.extend(run_term(text, &word, last.as_ref()));
        last = Some(word);
    }
    found
}
