//! Names in texts that are searched by pairs of characters: runs of katakana, of the characters by which Chinese writes sounds, and words
//! of Hangul, any of which may be a name.

use crate::names;
use crate::text::script::is_hangul;

/// Signs of a name at least: two are as often a word.
const LEAST: usize = 3;

/// Characters of a text that are looked at: news tells its event first.
const OPENING: usize = 600;

/// What writes the sounds of a sign.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signs {
    Katakana,
    Hangul,
    Han,
}

/// The names in the opening of a text, without the marks of long vowels.
pub(crate) fn unspaced_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut open: Option<(Signs, String)> = None;
    for c in text.chars().take(OPENING).chain([' ']) {
        // A long vowel or a short stop in katakana.
        if matches!(c, 'ー' | 'ッ') && open.is_some() {
            continue;
        }
        let signs = signs(c);
        match (&mut open, signs) {
            (Some((of, name)), Some(signs)) if *of == signs => name.push(c),
            _ => {
                names.extend(open.take().map(|(_, name)| name));
                open = signs.map(|signs| (signs, c.to_string()));
            }
        }
    }
    names.retain(|name| name.chars().nth(LEAST - 1).is_some());
    names
}

fn signs(c: char) -> Option<Signs> {
    match c {
        '\u{30A1}'..='\u{30FA}' => Some(Signs::Katakana),
        c if is_hangul(c) => Some(Signs::Hangul),
        c if names::is_sound_sign(c) => Some(Signs::Han),
        _ => None,
    }
}
