//! What a by-line says of a person beside the name: role, desk, place, and what the page shows there.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::identify::byline_words::{self, Word};
use crate::text::fold;

/// A part of a by-line without all that is no name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Bare {
    /// The name; empty where the part holds none.
    pub(crate) name: String,
    /// A role stood before or after the name.
    pub(crate) had_role: bool,
    /// The credit of a picture follows.
    pub(crate) picture: bool,
}

/// The longest role of the table, in words.
const MOST_WORDS: usize = 3;

/// Cuts off the words that say what the person is or where, and the words of the page: `Korrespondentin`, `Senior Politics Editor`,
/// `in Berlin`, `Updated`.
pub(crate) fn without_role(part: &str) -> Bare {
    let mut words = unglued(part);
    let mut bare = Bare::default();
    if let Some((at, _, word)) = byline_words::first_foreign(&words) {
        words.truncate(at);
        bare.picture = word == Word::Picture;
    }
    cut_place(&mut words);
    bare.had_role = cut_joined_role(&mut words) | cut_role_before(&mut words);
    bare.had_role |= cut_role_after(&mut words);
    let (left, right) = words.split_at(words.len() / 2);
    bare.name = if left == right {
        left.join(" ")
    } else {
        words.join(" ")
    };
    bare
}

/// The words; where a role or a word of the page is written against a name, the two are parted: `SandCEO`, `EllwoodUpdated`.
fn unglued(part: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in part.split_whitespace() {
        match seam(word) {
            // An outlet written against a name ends it: `SandHarbour News`.
            Some((name, rest)) if byline_words::is_room(rest) && !is_role(&[rest]) => {
                if words.is_empty() {
                    words.push(word);
                    continue;
                }
                words.push(name);
                break;
            }
            Some((name, rest)) => words.extend([name, rest]),
            None => words.push(word),
        }
    }
    words
}

fn seam(word: &str) -> Option<(&str, &str)> {
    let mut small = false;
    for (at, c) in word.char_indices() {
        if small && c.is_uppercase() {
            let rest = word.get(at..)?;
            let known = is_role(&[rest])
                || byline_words::is_room(rest)
                || byline_words::first_foreign(&[rest]).is_some();
            if known && at >= 3 {
                return Some((word.get(..at)?, rest));
            }
        }
        small = c.is_lowercase();
    }
    None
}

/// `in Berlin`, and small words that hang before it.
fn cut_place(words: &mut Vec<&str>) {
    let is_place = |word: &&str| byline_words::link(word) == Some(Word::Place);
    let Some(at) = words.iter().position(is_place) else {
        return;
    };
    words.truncate(at);
    while words
        .last()
        .is_some_and(|word| words.len() > 1 && word.chars().all(char::is_lowercase))
    {
        words.pop();
    }
}

/// `Spiegel-Redakteur Max Berg`.
fn cut_joined_role(words: &mut Vec<&str>) -> bool {
    let is_joined = |word: &&str| {
        word.rsplit_once('-')
            .is_some_and(|(_, last)| is_role(&[last]))
    };
    let at = words.iter().position(is_joined);
    match at.filter(|at| at + 1 < words.len()) {
        Some(at) => drop(words.drain(..=at)),
        None => return false,
    }
    true
}

/// `Senior Reporter Ada Norr`; a part that is a role and nothing more leaves nothing.
fn cut_role_before(words: &mut Vec<&str>) -> bool {
    let mut cut = false;
    while let Some(end) = role_end(words) {
        words.drain(..end);
        cut = true;
    }
    cut
}

/// Where the role ends that some words begin with, words of its desk before it.
fn role_end(words: &[&str]) -> Option<usize> {
    let first = words.iter().position(|word| !is_desk(word))?;
    (0..=first).find_map(|at| Some(at + role_len(words.get(at..)?)?))
}

/// `Ada Norr Senior Politics Editor`, `Ada Norr, correspondent for trade`: the role ends the name, and so do the words of its desk.
fn cut_role_after(words: &mut Vec<&str>) -> bool {
    let at = (1..words.len()).find(|at| role_len(words.get(*at..).unwrap_or_default()).is_some());
    let Some(at) = at else { return false };
    words.truncate(at);
    // A name has two words where it can: `Jude Law, Editor`.
    let is_desk = |word: &&str| is_desk(word) || ADJECTIVES.iter().any(|end| word.ends_with(end));
    while words.len() > 2 && words.last().is_some_and(is_desk) {
        words.pop();
    }
    true
}

/// Ends of German adjectives: `Landespolitische Korrespondentin`.
const ADJECTIVES: &[&str] = &["ische", "ischer", "liche", "licher"];

/// The length of the longest role that some words begin with.
fn role_len(words: &[&str]) -> Option<usize> {
    (1..=words.len().min(MOST_WORDS))
        .rev()
        .find(|len| words.get(..*len).is_some_and(is_role))
}

fn is_role(words: &[&str]) -> bool {
    let phrase = fold::key(&words.join(" "));
    let bare = phrase.trim_matches([',', ':', ';']);
    ROLES.contains(bare) || ROLES.contains(bare.trim_end_matches('.'))
}

fn is_desk(word: &str) -> bool {
    DESKS.contains(fold::key(word).trim_matches([',', ':']))
}

static ROLES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/roles.tsv")));
static DESKS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/desks.tsv")));

fn lines(text: &'static str) -> HashSet<&'static str> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
}

/// Whether a word of a script without spaces is a role and nothing more: `通讯员`.
pub(crate) fn is_unspaced_role(word: &str) -> bool {
    ROLES.contains(fold::key(word).as_str())
}
