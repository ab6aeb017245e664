//! Words that give a line away, in many languages: `data/cues.tsv`, for markup and for bare text.
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::article::Reason;
use crate::text::fold;

/// What the line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    /// Markup: what stands in a line is known, and the boxes around it.
    Html,
    /// Text that was squeezed out of a page.
    Text,
}

/// A cue found in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cue {
    pub(crate) reason: Reason,
    pub(crate) how: How,
    /// Several words, or a mark: nobody begins a sentence of an article so.
    pub(crate) sure: bool,
    /// Where in the folded line it begins and ends.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// How a cue was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// It is the whole line.
    Line,
    /// It is the whole line, and a list of other things follows.
    Open,
    /// The line begins with it.
    Start,
    /// The line, however long, begins with it.
    Long,
    /// The line ends with it.
    End,
    /// It stands somewhere in the line.
    Has,
}

/// Shorter phrases say nothing.
const MIN_BYTES: usize = 2;

struct Lexicon {
    lines: HashMap<String, (Reason, How)>,
    parts: Vec<(Reason, How, bool)>,
    finder: Option<AhoCorasick>,
}

static HTML: LazyLock<Lexicon> = LazyLock::new(|| load("html"));
static TEXT: LazyLock<Lexicon> = LazyLock::new(|| load("text"));

fn load(place: &str) -> Lexicon {
    let mut lines = HashMap::new();
    let (mut parts, mut patterns) = (Vec::new(), Vec::new());
    for row in include_str!("data/cues.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'))
    {
        let mut cells = row.split('\t');
        let mut next = || cells.next().unwrap_or_default();
        let (name, _language, how, at, phrases) = (next(), next(), next(), next(), next());
        let Some(reason) = Reason::ALL
            .iter()
            .copied()
            .find(|reason| reason.name() == name)
        else {
            continue;
        };
        if at != "any" && at != place {
            continue;
        }
        let how = how_of(how);
        for phrase in phrases.split('|').map(key) {
            if matches!(how, How::Line | How::Open) {
                lines
                    .entry(core(&phrase).to_owned())
                    .or_insert((reason, how));
            } else if phrase.len() >= MIN_BYTES {
                parts.push((reason, how, is_sure(&phrase)));
                patterns.push(phrase);
            }
        }
    }
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(&patterns)
        .ok();
    Lexicon {
        lines,
        parts,
        finder,
    }
}

fn how_of(name: &str) -> How {
    match name {
        "line" => How::Line,
        "open" => How::Open,
        "start" => How::Start,
        "long" => How::Long,
        "end" => How::End,
        _ => How::Has,
    }
}

fn is_sure(phrase: &str) -> bool {
    let wide = phrase.chars().filter(|c| u32::from(*c) >= 0x2e80).count();
    phrase.contains(' ')
        || phrase.ends_with([':', '.', '=', '/'])
        || wide >= 3
        || !phrase.chars().any(char::is_alphanumeric)
}

/// A line in the form in which cues are looked for; a Turkish capital İ becomes a plain i.
pub(crate) fn key(text: &str) -> String {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control()) {
        return text
            .chars()
            .map(|c| {
                if matches!(c, '"' | '`') {
                    '\''
                } else {
                    c.to_ascii_lowercase()
                }
            })
            .collect();
    }
    let key = fold::key(text);
    if key.contains('\u{307}') {
        key.replace("i\u{307}", "i")
    } else {
        key
    }
}

/// A line without marks and numbers at its ends: `Comments (12)` is `comments`.
pub(crate) fn core(key: &str) -> &str {
    let core = key.trim_matches(|c: char| !c.is_alphabetic() && !is_sign(c));
    if core.is_empty() { key } else { core }
}

/// Vowel signs and viramas end words of Indic scripts and Thai.
fn is_sign(c: char) -> bool {
    matches!(u32::from(c), 0x0900..=0x0FFF | 0x1000..=0x109F | 0x1780..=0x17FF) && !c.is_numeric()
}

/// What the words of a line (as [`key`] folds it) say: the whole line first, then its beginning, then its inside.
pub(crate) fn find(from: From, key: &str) -> Vec<Cue> {
    let lexicon = match from {
        From::Html => &*HTML,
        From::Text => &*TEXT,
    };
    if let Some((reason, how)) = lexicon.lines.get(core(key)) {
        return vec![Cue {
            reason: *reason,
            how: *how,
            sure: true,
            start: 0,
            end: key.len(),
        }];
    }
    let Some(finder) = &lexicon.finder else {
        return Vec::new();
    };
    let lead = key.len() - key.trim_start_matches(is_lead).len();
    let mut out: Vec<Cue> = Vec::new();
    for found in finder.find_overlapping_iter(key) {
        let Some((reason, how, sure)) = lexicon.parts.get(found.pattern().as_usize()).copied()
        else {
            continue;
        };
        let (start, end) = (found.start(), found.end());
        let fits = match how {
            How::Line | How::Open => false,
            How::Start | How::Long => start <= lead,
            How::End => end == key.len(),
            How::Has => true,
        };
        let tail = how == How::Start && reason == Reason::Credit && from == From::Text;
        if !is_whole(key, start, end) {
            continue;
        }
        if fits {
            out.push(Cue {
                reason,
                how,
                sure,
                start,
                end,
            });
        } else if tail
            && key
                .get(start..end)
                .is_some_and(|phrase| phrase.ends_with([':', '=']))
        {
            // A credit may stand at the end of a caption.
            out.push(Cue {
                reason: Reason::Caption,
                how: How::Has,
                sure,
                start,
                end,
            });
        }
    }
    out.sort_by_key(|cue| (cue.how == How::Has, Reverse(cue.end - cue.start)));
    out
}

/// Marks before a line's first word; those that cues begin with are none.
fn is_lead(c: char) -> bool {
    !c.is_alphanumeric()
        && !matches!(
            c,
            '©' | '[' | '(' | '▶' | '☞' | '>' | '»' | '→' | '➡' | '【'
        )
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
