//! Function words: those that the questions of a language are put together with.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Each language with some of its function words, set apart by spaces; a language may have several rows.
pub(crate) fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = include_str!("data/function_words.tsv").lines();
    rows.filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split_once('\t'))
}

static LANGUAGES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut languages: HashMap<&str, Vec<&str>> = HashMap::new();
    for (language, words) in rows() {
        for word in words.split(' ') {
            languages.entry(word).or_default().push(language);
        }
    }
    languages
});

/// The languages in which this word, in small letters, is a function word.
pub(crate) fn languages(word: &str) -> &'static [&'static str] {
    LANGUAGES.get(word).map_or(&[], Vec::as_slice)
}
