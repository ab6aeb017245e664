//! The consonants of a name, as all cased alphabets write them: `Lukashenko`, `Łukaszenka` and `Лукашенко` have one.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Letters that a skeleton has at least; fewer tell no name.
const LEAST: usize = 3;

/// Letters that count.
const MOST: usize = 5;

/// Letters that are written as others, and groups of letters that sound as one.
static LETTERS: LazyLock<FxHashMap<char, &str>> = LazyLock::new(|| {
    let rows = include_str!("../data/name_letters.tsv").lines();
    let letters = rows
        .filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split_once('\t'));
    letters
        .filter_map(|(letter, latin)| Some((letter.chars().next()?, latin)))
        .collect()
});

/// Groups of Latin letters for one sound, longest first.
const SOUNDS: &[(&str, char)] = &[
    ("shch", 's'),
    ("tsch", 's'),
    ("sch", 's'),
    ("tch", 's'),
    ("sh", 's'),
    ("sz", 's'),
    ("cz", 's'),
    ("ch", 's'),
    ("zh", 'z'),
    ("kh", 'h'),
    ("ph", 'f'),
    ("th", 't'),
    ("ts", 's'),
    ("tz", 's'),
    ("ck", 'k'),
    ("c", 's'),
    ("q", 'k'),
    ("w", 'v'),
];

/// The first sound and the consonants of a name in small letters without accents; `None` where they are too few, or in a script
/// that tells no names from words.
pub(crate) fn skeleton(name: &str) -> Option<String> {
    let latin = latin(name)?;
    let mut out = String::new();
    let mut rest = latin.as_str();
    while let Some(first) = rest.chars().next() {
        let group = SOUNDS.iter().find(|(letters, _)| rest.starts_with(letters));
        let (sound, len) = group.map_or((first, first.len_utf8()), |(letters, sound)| {
            (*sound, letters.len())
        });
        rest = rest.get(len..).unwrap_or_default();
        let is_vowel = matches!(sound, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' | 'h');
        match out.chars().last() {
            None if is_vowel => out.push('a'),
            None => out.push(sound),
            Some(last) if is_vowel || last == sound => {}
            Some(_) => out.push(sound),
        }
    }
    let end = out.char_indices().nth(MOST).map(|(at, _)| at);
    out.truncate(end.unwrap_or(out.len()));
    (out.len() >= LEAST).then_some(out)
}

fn latin(name: &str) -> Option<String> {
    let mut latin = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            latin.push(c);
        } else {
            latin.push_str(LETTERS.get(&c)?);
        }
    }
    Some(latin)
}
