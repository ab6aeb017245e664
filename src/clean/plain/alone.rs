//! Lines that belong to no paragraph, even in the midst of one: marks, labels, by-lines.

use crate::article::Reason;
use crate::clean::lexicon::{self, From, How};
use crate::clean::plain::{date_sight, sentence};

/// The line is a mark and no text: `|`, `___`, `[to top of second column]`.
pub(super) fn is_mark(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
        || text.len() <= 60 && text.starts_with(['[', '(']) && mark_words(text)
}

/// The line belongs to no paragraph, even in the midst of one: a mark, a label, a by-line.
pub(super) fn stands_alone(text: &str) -> bool {
    if is_mark(text) {
        return true;
    }
    if text.len() > 120 || sentence::starts_small(text) || sentence::is_closed(text) {
        return false;
    }
    let key = lexicon::key(text);
    is_byline(text)
        || lexicon::find(From::Text, &key)
            .first()
            .is_some_and(|cue| matches!(cue.how, How::Line | How::Open))
}

fn mark_words(text: &str) -> bool {
    if !text.ends_with([']', ')']) {
        return false;
    }
    let key = lexicon::key(text);
    let named = || {
        lexicon::find(From::Text, &key)
            .first()
            .is_some_and(|cue| cue.reason == Reason::LayoutMark)
    };
    let bracketed = text.starts_with('[')
        && text.ends_with(']')
        && !key.contains("](")
        && date_sight::year(&key).is_none();
    bracketed || named()
}

/// "By Ann Example and Ben Example", in the languages whose word for it is short.
pub(super) fn is_byline(text: &str) -> bool {
    if text.len() <= 60 && text.ends_with(" 기자") {
        return true;
    }
    let Some((first, rest)) = text.split_once([' ', ':']) else {
        return false;
    };
    let word = first.to_lowercase();
    let known = [
        "by", "von", "par", "por", "di", "door", "av", "af", "przez", "от", "від", "ad", "oleh",
    ]
    .contains(&word.as_str());
    known && rest.len() <= 120 && is_names(rest)
}

/// Words that all begin with capitals, save for those that link names.
fn is_names(text: &str) -> bool {
    const LINKS: &[&str] = &[
        "and", "und", "et", "y", "e", "i", "og", "och", "en", "ja", "in", "for", "de", "del", "la",
        "le", "van", "von", "der", "den", "da", "dos", "di", "bin", "al", "zu", "и", "та", "with",
        "mit", "aus", "of", "the",
    ];
    let words: Vec<&str> = text
        .split([' ', ',', '/', '|', ';', '&'])
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty())
        .collect();
    let capital = |w: &&&str| w.chars().next().is_some_and(char::is_uppercase);
    let capitals = words.iter().filter(capital).count();
    (1..=14).contains(&words.len())
        && capitals >= 1
        && words.iter().all(|w| LINKS.contains(w) || capital(&w))
        && !text.trim_end().ends_with(['?', '!'])
}
