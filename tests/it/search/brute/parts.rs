//! Compounds as the reader of the law takes them apart: one part is the word that is asked for, or a compound that begins with it, the other
//! a word of the newsroom.

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, Mutex};

use super::newsroom::ARCHIVE;
use super::stem;

/// Letters of a part at least.
const SHORTEST: usize = 4;

/// What may stand between two parts, by language.
const LINKS: &[(&str, &str)] = &[
    ("de", "- s n es en er e ns ens"),
    ("lb", "- s n en er e"),
    ("nl", "- s e en er"),
    ("af", "- s e er"),
    ("sv", "- s o e a u"),
    ("da", "- s e er"),
    ("nb", "- s e"),
    ("nn", "- s e ar a"),
    ("no", "- s e"),
    ("is", "- s a ar u na"),
    ("fo", "- s a ar"),
    ("fi", "- n en in"),
];

/// The written forms of words by their stems.
type Forms = HashMap<&'static str, HashSet<&'static str>>;

/// The newsroom's words, by language.
static WORDS: LazyLock<HashMap<&str, Forms>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Forms> = HashMap::new();
    for model in &ARCHIVE.2 {
        let forms = words.entry(&model.language).or_default();
        for token in &model.tokens {
            forms.entry(&token.stem).or_default().insert(&token.written);
        }
    }
    words
});

static FUNCTION_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let table = include_str!("../../../../src/text/data/function_words.tsv");
    let rows = table.lines().filter_map(|row| row.split_once('\t'));
    rows.flat_map(|(_, words)| words.split(' ')).collect()
});

/// Whether a word in small letters is a function word of any language.
pub(super) fn is_function_word(lower: &str) -> bool {
    FUNCTION_WORDS.contains(lower)
}

/// Whether `wanted`, in small letters without accents, is the first or last part of a word; the law asks for the same ones again and again.
pub(super) fn is_part(wanted: &str, written: &str, of_stem: &str, language: &str) -> bool {
    static KNOWN: LazyLock<Mutex<HashMap<String, bool>>> = LazyLock::new(Mutex::default);
    if !LINKS.iter().any(|(code, _)| *code == language) {
        return false;
    }
    let key = format!("{language} {wanted} {written} {of_stem}");
    if let Some(known) = KNOWN.lock().unwrap().get(&key) {
        return *known;
    }
    let found = takes_part(wanted, written, of_stem, language);
    KNOWN.lock().unwrap().insert(key, found);
    found
}

/// The stems of the compounds that a word begins, found once.
fn begun(
    wanted: &str,
    language: &str,
    find: impl FnOnce() -> Vec<&'static str>,
) -> Vec<&'static str> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Vec<&str>>>> = LazyLock::new(Mutex::default);
    let key = format!("{language} {wanted}");
    if let Some(known) = KNOWN.lock().unwrap().get(&key) {
        return known.clone();
    }
    let found = find();
    KNOWN.lock().unwrap().insert(key, found.clone());
    found
}

fn takes_part(wanted: &str, written: &str, of_stem: &str, language: &str) -> bool {
    let Some((_, links)) = LINKS.iter().find(|(code, _)| *code == language) else {
        return false;
    };
    let Some(forms) = WORDS.get(language) else {
        return false;
    };
    let is_long = |part: &str| part.chars().count() >= SHORTEST;
    if !is_long(wanted) || is_function_word(wanted) || !wanted.chars().all(char::is_alphabetic) {
        return false;
    }
    let own = stem(wanted, language);
    if own == of_stem {
        return false;
    }
    let links: Vec<&str> = links
        .split(' ')
        .map(|link| link.trim_matches('-'))
        .collect();
    let is_word = |part: &str| {
        is_long(part)
            && !is_function_word(part)
            && forms.contains_key(stem(part, language).as_str())
    };
    let begins = |word: &str| {
        [wanted, own.as_str()].into_iter().any(|first| {
            let after = word.strip_prefix(first).unwrap_or_default();
            let mut lasts = links.iter().filter_map(|link| after.strip_prefix(link));
            lasts.any(is_word)
        })
    };
    // The end is that of the stem, but where the stemmer has changed more than the end.
    let same = written
        .chars()
        .zip(of_stem.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let text = match same + 2 >= of_stem.chars().count() {
        true => of_stem,
        false => written,
    };
    let ends = forms.get(own.as_str()).into_iter().flatten().copied();
    // A word in the middle begins an end that is a compound itself.
    let middles = begun(wanted, language, || {
        let other = forms.iter().filter(|(known, _)| **known != own);
        let begun = other.filter(|(_, written)| written.iter().any(|written| begins(written)));
        begun.map(|(known, _)| *known).collect()
    });
    let mut ends = ends.chain([wanted, own.as_str()]).chain(middles);
    let last = ends.any(|end| {
        let before = text.strip_suffix(end).unwrap_or_default();
        let mut firsts = links.iter().filter_map(|link| before.strip_suffix(link));
        firsts.any(is_word)
    });
    begins(written) || last
}
