//! What news tells of, in any language: words of `data/news_words.tsv`, by which articles of two languages are compared beside their names.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use crate::text::fold;

/// Characters of a text without spaces that are looked at: news tells its event first.
const OPENING: usize = 600;

/// Letters that Arabic writes before a word as part of it.
const ARABIC_PREFIXES: [&str; 8] = ["ال", "وال", "بال", "لل", "و", "ب", "ل", "ف"];

/// The words of one language.
#[derive(Default)]
struct Language {
    /// Whole words.
    words: FxHashMap<String, &'static str>,
    /// Words with any ending.
    beginnings: FxHashMap<String, &'static str>,
    /// Letters of the longest beginning.
    longest: usize,
    /// Forms that are looked for inside a text.
    inside: Option<(AhoCorasick, Vec<&'static str>)>,
}

static LANGUAGES: LazyLock<FxHashMap<&str, Language>> = LazyLock::new(|| {
    let mut forms: FxHashMap<&str, Vec<(&str, &str)>> = FxHashMap::default();
    let rows = include_str!("../data/news_words.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t');
        let Some(meaning) = cells.next() else {
            continue;
        };
        for (language, of_language) in cells.filter_map(|cell| cell.split_once(' ')) {
            let of_language = of_language.split('|').map(|form| (form, meaning));
            forms.entry(language).or_default().extend(of_language);
        }
    }
    let languages = forms.into_iter();
    languages
        .map(|(code, forms)| (code, Language::new(code, &forms)))
        .collect()
});

impl Language {
    fn new(code: &str, forms: &[(&'static str, &'static str)]) -> Self {
        let mut language = Self::default();
        if is_looked_for_inside(code) {
            let builder = AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(forms.iter().map(|(form, _)| form));
            let meanings = forms.iter().map(|(_, meaning)| *meaning).collect();
            language.inside = builder.ok().map(|finder| (finder, meanings));
            return language;
        }
        for (form, meaning) in forms {
            match form.strip_suffix('*') {
                Some(beginning) => language.beginnings.insert(fold::squash(beginning), meaning),
                None => language.words.insert(fold::squash(form), meaning),
            };
        }
        let letters = language.beginnings.keys().map(|key| key.chars().count());
        language.longest = letters.max().unwrap_or(0);
        language
    }

    fn meaning(&self, word: &str) -> Option<&'static str> {
        if let Some(meaning) = self.words.get(word) {
            return Some(meaning);
        }
        // The longest beginning says most. Words of any length come.
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        let ends: Vec<usize> = ends.take(self.longest).collect();
        let beginnings = ends.iter().rev().filter_map(|end| word.get(..*end));
        beginnings
            .filter_map(|beginning| self.beginnings.get(beginning))
            .copied()
            .next()
    }
}

/// Languages whose words are not set apart, or which put together what others set apart.
fn is_looked_for_inside(language: &str) -> bool {
    matches!(language, "zh" | "ja" | "ko")
}

/// What a word of a language means, in English; `folded` is the word as [`fold::squash`] writes it.
pub(crate) fn meaning(language: &str, folded: &str) -> Option<&'static str> {
    let words = LANGUAGES.get(language)?;
    let found = words.meaning(folded);
    if found.is_some() || language != "ar" {
        return found;
    }
    let bare = ARABIC_PREFIXES
        .iter()
        .filter_map(|it| folded.strip_prefix(it));
    bare.filter_map(|word| words.meaning(word)).next()
}

/// The meanings in the opening of a text whose language does not set its words apart; none for other languages.
pub(crate) fn meanings_inside(language: &str, text: &str) -> Vec<&'static str> {
    let words = LANGUAGES.get(language).and_then(|it| it.inside.as_ref());
    let Some((finder, meanings)) = words else {
        return Vec::new();
    };
    let end = text.char_indices().nth(OPENING).map(|(at, _)| at);
    let opening = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let found = finder.find_iter(opening);
    found
        .filter_map(|found| meanings.get(found.pattern().as_usize()).copied())
        .collect()
}
