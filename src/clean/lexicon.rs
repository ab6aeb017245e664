//! Words that give a short line away, in many languages: data in `data/cues.tsv`.
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::article::Reason;

/// Longer lines (in characters) are read as text, whatever they begin with.
const MAX_CHARS: usize = 260;
/// Consent notices are wordy.
const MAX_NOTICE: usize = 500;

struct Cue {
    reason: Reason,
    start: bool,
    end: bool,
}

struct Lexicon {
    finder: Option<AhoCorasick>,
    cues: Vec<Cue>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut patterns: Vec<String> = Vec::new();
    let mut cues = Vec::new();
    for line in include_str!("data/cues.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.splitn(3, '\t');
        let (Some(name), _, Some(list)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let Some(reason) = Reason::ALL.iter().copied().find(|reason| reason.name() == name) else { continue };
        for pattern in list.split(" | ").map(str::trim).filter(|pattern| !pattern.is_empty()) {
            let (start, pattern) = pattern.strip_prefix('^').map_or((false, pattern), |rest| (true, rest));
            let (end, pattern) = pattern.strip_suffix('$').map_or((false, pattern), |rest| (true, rest));
            patterns.push(pattern.to_lowercase());
            cues.push(Cue { reason, start, end });
        }
    }
    let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok();
    Lexicon { finder, cues }
});

/// The reason to leave a short line out, when its words give one.
pub(crate) fn reason(line: &str) -> Option<Reason> {
    let chars = if line.len() > 4 * MAX_NOTICE { usize::MAX } else { line.chars().map(width).sum() };
    if chars > MAX_NOTICE {
        return None;
    }
    let line = fold(line);
    let finder = LEXICON.finder.as_ref()?;
    finder.find_overlapping_iter(&line).find_map(|hit| {
        let cue = LEXICON.cues.get(hit.pattern().as_usize())?;
        let fits = (!cue.start || hit.start() == 0) && (!cue.end || hit.end() == line.len());
        let short = chars <= MAX_CHARS || cue.reason == Reason::Consent;
        (fits && short && is_whole(&line, hit.start(), hit.end())).then_some(cue.reason)
    })
}

/// Lower case, straight apostrophes, single spaces, without marks at either end.
fn fold(line: &str) -> String {
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | ':'
                    | '>'
                    | '»'
                    | '›'
                    | '→'
                    | '•'
                    | '-'
                    | '–'
                    | '—'
                    | '|'
                    | '*'
                    | '!'
                    | '"'
                    | '+'
                    | '▶'
                    | '►'
                    | '■'
                    | '●'
                    | '…'
                    | '“'
                    | '”'
                    | '„'
                    | '['
                    | ']'
                    | '■'
                    | '：'
                    | '➡'
                    | '👉'
                    | '🔴'
            )
    };
    let start = line.trim_start_matches(edge);
    let text = if start.ends_with(':') {
        start.trim_end_matches(':').trim_end()
    } else {
        start.trim_end_matches(edge)
    };
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        match c {
            '’' | '‘' | '`' => out.push('\''),
            // "READ | Ferry ..." is "Read: Ferry ...".
            '|' => {
                out.truncate(out.trim_end().len());
                out.push(':');
            }
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// The hit does not cut a word in two (scripts without spaces have no such edges).
fn is_whole(line: &str, start: usize, end: usize) -> bool {
    let joins = |c: char| c.is_alphanumeric() && (c as u32) < 0xe00;
    let (before, rest) = line.split_at_checked(start).unwrap_or((line, ""));
    let (hit, after) = rest.split_at_checked(end - start).unwrap_or((rest, ""));
    let edge = |a: Option<char>, b: Option<char>| !(a.is_some_and(joins) && b.is_some_and(joins));
    edge(before.chars().next_back(), hit.chars().next())
        && edge(hit.chars().next_back(), after.chars().next())
}

/// Ideographs, kana and Hangul say as much as two or three letters.
fn width(c: char) -> usize {
    if (c as u32) < 0x2e80 { 1 } else { 3 }
}
