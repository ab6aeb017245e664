//! Names of months and weekdays, in every language at hand.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The words of the names in small letters; a name of two words gives both.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let rows = include_str!("data/calendar.tsv")
        .lines()
        .filter(|row| !row.starts_with('#') && !row.starts_with('o'));
    rows.filter_map(|row| row.split('\t').nth(3))
        .flat_map(|forms| forms.split('|'))
        .flat_map(|form| form.split(' '))
        .collect()
});

/// Whether a word in small letters is of the name of a month or a weekday.
pub(crate) fn is_of_calendar(word: &str) -> bool {
    WORDS.contains(word)
}
