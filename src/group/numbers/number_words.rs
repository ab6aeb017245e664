//! Words for numbers, and words that leave a number open, by language.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::group::numbers::agreement::Bound;

type ByLanguage<T> = FxHashMap<&'static str, FxHashMap<&'static str, T>>;

static NUMBERS: LazyLock<ByLanguage<f64>> = LazyLock::new(|| {
    read(include_str!("../data/number_words.tsv"), |value| {
        value.parse().ok()
    })
});

static QUALIFIERS: LazyLock<ByLanguage<Bound>> = LazyLock::new(|| {
    let bound = |kind: &str| match kind {
        "more" => Some(Bound::More),
        "less" => Some(Bound::Less),
        "about" => Some(Bound::About),
        _ => None,
    };
    read(include_str!("../data/number_qualifiers.tsv"), bound)
});

/// The names of months in small letters: a number beside one is a day or a year.
static MONTHS: LazyLock<FxHashMap<&str, ()>> = LazyLock::new(|| {
    let rows = include_str!("../../text/data/calendar.tsv").lines();
    let months = rows.filter(|row| row.starts_with("m\t"));
    let forms = months.filter_map(|row| row.rsplit('\t').next());
    forms
        .flat_map(|forms| forms.split('|'))
        .map(|form| (form, ()))
        .collect()
});

fn read<T: Copy>(table: &'static str, value: impl Fn(&str) -> Option<T>) -> ByLanguage<T> {
    let mut by_language: ByLanguage<T> = FxHashMap::default();
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t');
        let (Some(language), Some(kind), Some(forms)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let Some(value) = value(kind) else { continue };
        let words = by_language.entry(language).or_default();
        for form in forms.split('|') {
            words.entry(form).or_insert(value);
        }
    }
    by_language
}

/// The number that a word stands for; the word in small letters.
pub(crate) fn number(language: &str, word: &str) -> Option<f64> {
    NUMBERS.get(language)?.get(word).copied()
}

/// What words before a number make of it: `more than`, `nearly`, `about`; in small letters, one blank between two.
pub(crate) fn bound(language: &str, words: &str) -> Option<Bound> {
    QUALIFIERS.get(language)?.get(words).copied()
}

/// Whether a word in small letters names a month, in any language.
pub(crate) fn is_month(word: &str) -> bool {
    MONTHS.contains_key(word)
}
