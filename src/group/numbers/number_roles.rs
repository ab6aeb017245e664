//! What became of those whom a number counts: 12 people who died are not the 12 people who were saved.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::group::numbers::sentence_tokens::Token;

/// Words of a sentence, or characters of a script without spaces, on each side of a number in which its role is looked for.
const REACH: usize = 10;

/// Characters of the longest word for a role in a script without spaces.
const CHARACTERS: usize = 4;

/// What became of those who are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Dead,
    Hurt,
    Missing,
    Saved,
    Held,
    Fled,
}

/// A word for a role: all of a word, or its beginning.
struct Cue {
    word: &'static str,
    is_beginning: bool,
    role: Role,
}

static CUES: LazyLock<FxHashMap<&'static str, Vec<Cue>>> = LazyLock::new(|| {
    let rows = include_str!("../data/number_roles.tsv").lines();
    let mut cues: FxHashMap<&str, Vec<Cue>> = FxHashMap::default();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t');
        let language = cells.next().unwrap_or_default();
        let Some(role) = cells.next().and_then(role) else {
            continue;
        };
        let of_language = cues.entry(language).or_default();
        for form in cells.next().unwrap_or_default().split('|') {
            let word = form.trim_end_matches('*');
            let is_beginning = word != form;
            of_language.push(Cue {
                word,
                is_beginning,
                role,
            });
        }
    }
    cues
});

fn role(name: &str) -> Option<Role> {
    Some(match name {
        "dead" => Role::Dead,
        "hurt" => Role::Hurt,
        "missing" => Role::Missing,
        "saved" => Role::Saved,
        "held" => Role::Held,
        "fled" => Role::Fled,
        _ => return None,
    })
}

/// The role that the nearest word of the sentence gives to the number of the tokens from `at` to `end`, the words behind it first.
pub(crate) fn role_of(tokens: &[Token<'_>], at: usize, end: usize, language: &str) -> Option<Role> {
    let cues = CUES.get(language)?;
    let sentence = tokens.get(at)?.sentence;
    for distance in 1..=REACH {
        let behind = Some(end + distance - 1);
        let before = at.checked_sub(distance);
        for place in [behind, before].into_iter().flatten() {
            let found = role_at(tokens, place, cues);
            if found.is_some() && tokens.get(place)?.sentence == sentence {
                return found;
            }
        }
    }
    None
}

fn role_at(tokens: &[Token<'_>], place: usize, cues: &[Cue]) -> Option<Role> {
    let token = tokens.get(place)?;
    let mut word = token.key.clone();
    let rest = tokens.iter().skip(place + 1).take(CHARACTERS - 1);
    for next in rest.take_while(|next| token.is_character && next.is_character) {
        word.push_str(&next.key);
    }
    let is_said = |cue: &&Cue| match cue.is_beginning || token.is_character {
        true => word.starts_with(cue.word),
        false => word == cue.word,
    };
    cues.iter().find(is_said).map(|cue| cue.role)
}
