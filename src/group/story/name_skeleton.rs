//! The consonants of a name, as all cased alphabets write them: `Lukashenko`, `Łukaszenka` and `Лукашенко` have one.

use crate::names;

/// Letters that a skeleton has at least; fewer tell no name.
const LEAST: usize = 3;

/// Letters that count.
const MOST: usize = 5;

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
    let latin = names::latin(name);
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
