//! Words that give a line away, in many languages: `data/cues.tsv`, for markup and for bare text.
use std::cmp::Reverse;
use std::sync::LazyLock;

use aho_corasick::automaton::OverlappingState;
use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};
use rustc_hash::FxHashMap;

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
    lines: FxHashMap<String, (Reason, How)>,
    /// Phrases with which a line begins.
    starts: Phrases,
    /// Phrases with which it ends.
    ends: Phrases,
    /// Phrases anywhere in it.
    inside: Phrases,
}

/// Phrases that are looked for together.
struct Phrases {
    kinds: Vec<Kind>,
    finder: Option<AhoCorasick>,
    /// Bytes of the longest.
    longest: usize,
}

/// What a phrase says when it is found.
#[derive(Clone, Copy)]
struct Kind {
    reason: Reason,
    how: How,
    sure: bool,
    /// At a line's beginning it says something else.
    past_lead: bool,
}

impl Phrases {
    fn new(phrases: &[(String, Kind)], at: StartKind) -> Self {
        let texts = || phrases.iter().map(|(phrase, _)| phrase);
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .start_kind(at)
            .build(texts());
        Self {
            kinds: phrases.iter().map(|(_, kind)| *kind).collect(),
            finder: finder.ok(),
            longest: texts().map(String::len).max().unwrap_or(0),
        }
    }

    /// Hands over each phrase that `input` has as whole words of `key`, its text; `lead` bytes stand before the line's first word.
    fn find(&self, key: &str, input: &Input<'_>, lead: usize, mut each: impl FnMut(Cue)) {
        let Some(finder) = &self.finder else {
            return;
        };
        // The iterator over overlapping matches refuses to be held to the beginning.
        let mut state = OverlappingState::start();
        while finder
            .try_find_overlapping(input.clone(), &mut state)
            .is_ok()
            && let Some(found) = state.get_match()
        {
            let kind = self.kinds.get(found.pattern().as_usize());
            let Some(kind) = kind else {
                continue;
            };
            let (start, end) = (found.start(), found.end());
            let fits = !kind.past_lead || start > lead;
            if fits && is_whole(key, start, end) {
                each(Cue {
                    reason: kind.reason,
                    how: kind.how,
                    sure: kind.sure,
                    start,
                    end,
                });
            }
        }
    }
}

static HTML: LazyLock<Lexicon> = LazyLock::new(|| load("html"));
static TEXT: LazyLock<Lexicon> = LazyLock::new(|| load("text"));

fn load(place: &str) -> Lexicon {
    let mut lines = FxHashMap::default();
    let (mut starts, mut ends, mut inside) = (Vec::new(), Vec::new(), Vec::new());
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
            let sure = is_sure(&phrase);
            let kind = Kind {
                reason,
                how,
                sure,
                past_lead: false,
            };
            match how {
                How::Line | How::Open => {
                    let line = core(&phrase).to_owned();
                    lines.entry(line).or_insert((reason, how));
                }
                _ if phrase.len() < MIN_BYTES => {}
                How::Start | How::Long => {
                    let is_credit = how == How::Start && reason == Reason::Credit;
                    // A credit may stand at the end of a caption.
                    if is_credit && place == "text" && phrase.ends_with([':', '=']) {
                        let caption = Kind {
                            reason: Reason::Caption,
                            how: How::Has,
                            sure,
                            past_lead: true,
                        };
                        inside.push((phrase.clone(), caption));
                    }
                    starts.push((phrase, kind));
                }
                How::End => ends.push((phrase, kind)),
                How::Has => inside.push((phrase, kind)),
            }
        }
    }
    Lexicon {
        lines,
        starts: Phrases::new(&starts, StartKind::Anchored),
        ends: Phrases::new(&ends, StartKind::Unanchored),
        inside: Phrases::new(&inside, StartKind::Unanchored),
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
    let is_foreign = |byte: u8| !matches!(byte, b' '..=b'~');
    if !text.bytes().fold(false, |any, byte| any | is_foreign(byte)) {
        let small = text.to_ascii_lowercase();
        return match memchr::memchr2(b'"', b'`', small.as_bytes()) {
            Some(_) => small.replace(['"', '`'], "'"),
            None => small,
        };
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
    let lead = key.len() - key.trim_start_matches(is_lead).len();
    let mut out: Vec<Cue> = Vec::new();
    for start in 0..=lead {
        let input = Input::new(key).range(start..).anchored(Anchored::Yes);
        lexicon.starts.find(key, &input, lead, |cue| out.push(cue));
    }
    let tail = key.len().saturating_sub(lexicon.ends.longest);
    let end = Input::new(key).range(tail..);
    lexicon.ends.find(key, &end, lead, |cue| {
        if cue.end == key.len() {
            out.push(cue);
        }
    });
    let all = Input::new(key);
    lexicon.inside.find(key, &all, lead, |cue| out.push(cue));
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
