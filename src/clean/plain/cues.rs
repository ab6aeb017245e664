//! Words that give a line away, in many languages: `data/cues.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};

use crate::article::Reason;
use crate::text::fold;

/// A cue found in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) reason: Reason,
    pub(super) how: How,
    /// Several words, or a mark: nobody begins a sentence of an article so.
    pub(super) sure: bool,
    /// Where in the folded line it begins and ends.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// How a cue was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// It is the whole line.
    Line,
    /// It is the whole line, and a list of other things follows.
    Open,
    /// The line begins with it.
    Start,
    /// The line, however long, begins with it.
    Long,
    /// It stands somewhere in the line.
    Has,
}

struct Lexicon {
    lines: HashMap<String, (Reason, How)>,
    parts: Vec<(Reason, How, bool)>,
    finder: Option<AhoCorasick>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(load);

fn load() -> Lexicon {
    let mut lines = HashMap::new();
    let (mut parts, mut patterns) = (Vec::new(), Vec::new());
    for row in include_str!("data/cues.tsv").lines().filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t');
        let (Some(reason), Some(how), Some(phrases)) = (cells.next().and_then(reason), cells.next(), cells.next()) else { continue };
        let how = match how {
            "line" => How::Line,
            "open" => How::Open,
            "start" => How::Start,
            "long" => How::Long,
            _ => How::Has,
        };
        for phrase in phrases.split('|').map(fold::key) {
            if matches!(how, How::Line | How::Open) {
                lines.entry(core(&phrase).to_owned()).or_insert((reason, how));
            } else if !phrase.is_empty() {
                parts.push((reason, how, is_sure(&phrase)));
                patterns.push(phrase);
            }
        }
    }
    let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok();
    Lexicon { lines, parts, finder }
}

fn reason(name: &str) -> Option<Reason> {
    Reason::deserialize(StrDeserializer::<Error>::new(name)).ok()
}

fn is_sure(phrase: &str) -> bool {
    let wide = phrase.chars().filter(|c| u32::from(*c) >= 0x2e80).count();
    phrase.contains(' ') || phrase.ends_with([':', '.', '=', '/']) || wide >= 3 || !phrase.chars().any(char::is_alphanumeric)
}

/// A line without marks and numbers at its ends: `Comments (12)` is `comments`.
pub(super) fn core(key: &str) -> &str {
    let core = key.trim_matches(|c: char| !c.is_alphabetic() && !is_sign(c));
    if core.is_empty() { key } else { core }
}

/// Vowel signs and viramas end words of Indic scripts and Thai.
fn is_sign(c: char) -> bool {
    matches!(u32::from(c), 0x0900..=0x0FFF | 0x1000..=0x109F | 0x1780..=0x17FF) && !c.is_numeric()
}

/// What the words of a folded line say: the whole line first, then its beginning, then its inside.
pub(super) fn find(key: &str) -> Vec<Cue> {
    let mut out = Vec::new();
    if let Some((reason, how)) = LEXICON.lines.get(core(key)) {
        out.push(Cue { reason: *reason, how: *how, sure: true, start: 0, end: key.len() });
        return out;
    }
    let Some(finder) = &LEXICON.finder else { return out };
    let lead = key.len() - key.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '[' | '(' | '▶' | '☞' | '>' | '»' | '→' | '➡' | '【')).len();
    for found in finder.find_overlapping_iter(key) {
        let Some((reason, how, sure)) = LEXICON.parts.get(found.pattern().as_usize()).copied() else { continue };
        let (start, end) = (found.start(), found.end());
        if !is_whole(key, start, end) {
            continue;
        }
        let first = start <= lead;
        match how {
            How::Start | How::Long if first => out.push(Cue { reason, how, sure, start, end }),
            // A credit may stand at the end of a caption.
            How::Start if reason == Reason::Credit && key.get(start..end).is_some_and(|p| p.ends_with([':', '='])) => {
                out.push(Cue { reason: Reason::Caption, how: How::Has, sure, start, end });
            }
            How::Has => out.push(Cue { reason, how, sure, start, end }),
            _ => {}
        }
    }
    out.sort_by_key(|cue| (cue.how == How::Has, std::cmp::Reverse(cue.end - cue.start)));
    out
}

/// The match is not a piece of a longer word, in scripts that part words.
fn is_whole(key: &str, start: usize, end: usize) -> bool {
    let before = key.get(..start).and_then(|s| s.chars().next_back());
    let after = key.get(end..).and_then(|s| s.chars().next());
    let inside = key.get(start..end).unwrap_or("");
    let parted = |c: char| c.is_alphanumeric() && u32::from(c) < 0x0e00;
    let glued = |a: Option<char>, b: Option<char>| a.is_some_and(parted) && b.is_some_and(parted);
    !glued(before, inside.chars().next()) && !glued(inside.chars().next_back(), after)
}
