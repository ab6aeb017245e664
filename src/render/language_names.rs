//! English names of languages, for notes.

/// The name of the language with this code; `None` for one that no note names.
pub(crate) fn english(code: &str) -> Option<&'static str> {
    let mut rows = include_str!("data/languages.tsv").lines();
    rows.find_map(|row| row.strip_prefix(code)?.strip_prefix('\t'))
}
