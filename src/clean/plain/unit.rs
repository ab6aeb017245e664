//! Units: paragraphs, made of one line or of several that were one before somebody wrapped them.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::article::{Reason, Repair, RepairKind, Span};
use crate::clean::lexicon;
use crate::clean::plain::source_line::{Line, Mark};
use crate::clean::plain::{sentence, wrap};
use crate::text::script::{self, Script};

/// Longer units are prose, whatever their words: nobody looks for cues in them.
const CUE_CHARS: usize = 400;

/// What becomes of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Headline,
    Keep,
    Remove(Reason),
}

/// A paragraph or a line by itself.
#[derive(Debug, Clone)]
pub(super) struct Unit {
    pub(super) at: Span,
    pub(super) text: String,
    pub(super) width: usize,
    /// Ends as a sentence does.
    pub(super) closed: bool,
    /// Sentences that end inside.
    pub(super) stops: usize,
    /// The text in folded form, for comparisons; empty for long ones.
    pub(super) key: String,
    /// What its own words say against it.
    pub(super) reason: Option<Reason>,
    /// It announces a list of other things: a heading such as "Most read".
    pub(super) opens: bool,
    /// One of several short lines of one make between two paragraphs.
    pub(super) row: bool,
    /// What Markdown's marks say of it.
    pub(super) mark: Mark,
    pub(super) repairs: Vec<Repair>,
}

impl Unit {
    /// Running text by its form.
    pub(super) fn is_prose(&self) -> bool {
        self.closed && self.width >= 60 || self.stops >= 1 && self.width >= 120 || self.width >= 240
    }
}

/// Joins the lines of each paragraph.
pub(super) fn units(lines: &[Line], joined: &[bool]) -> Vec<Unit> {
    let vocabulary = LazyLock::new(|| vocabulary(lines));
    let mut out: Vec<Unit> = Vec::new();
    for (line, goes_on) in lines.iter().zip(joined) {
        match out.last_mut().filter(|_| *goes_on) {
            Some(unit) => extend(unit, line, &vocabulary),
            None => out.push(start(line)),
        }
    }
    out.iter_mut().for_each(measure);
    out
}

fn start(line: &Line) -> Unit {
    Unit {
        at: line.at,
        text: line.text.clone(),
        width: line.width,
        closed: false,
        stops: 0,
        key: String::new(),
        reason: None,
        opens: false,
        row: false,
        mark: line.mark,
        repairs: line
            .repairs
            .iter()
            .map(|kind| Repair::new(*kind, line.at))
            .collect(),
    }
}

fn extend(unit: &mut Unit, line: &Line, vocabulary: &HashSet<String>) {
    let seam = Span {
        start: unit.at.end,
        end: line.at.start,
    };
    let kind = append(&mut unit.text, &line.text, vocabulary);
    unit.repairs.push(Repair::new(kind, seam));
    unit.repairs
        .extend(line.repairs.iter().map(|kind| Repair::new(*kind, line.at)));
    unit.at.end = line.at.end;
    unit.width += line.width + 1;
}

/// Appends a line to the lines before it.
pub(super) fn append(text: &mut String, next: &str, vocabulary: &HashSet<String>) -> RepairKind {
    if wrap::ends_in_hyphen(text) {
        match seam(text, next, vocabulary) {
            Seam::Drop => {
                text.pop();
                text.push_str(next);
                return RepairKind::Hyphenation;
            }
            Seam::Keep => {
                text.push_str(next);
                return RepairKind::HardWrap;
            }
            Seam::Space => {}
        }
    }
    let wide = |c: Option<char>| {
        c.is_some_and(|c| u32::from(c) >= 0x2e80 && !(0xac00..0xd7b0).contains(&u32::from(c)))
    };
    if !(wide(text.chars().next_back()) && wide(next.chars().next())) {
        text.push(' ');
    }
    text.push_str(next);
    RepairKind::HardWrap
}

/// What becomes of a hyphen at a line's end.
enum Seam {
    Drop,
    Keep,
    Space,
}

fn seam(text: &str, next: &str, vocabulary: &HashSet<String>) -> Seam {
    let left = text
        .rsplit(' ')
        .next()
        .unwrap_or("")
        .trim_end_matches(['-', '‐', '\u{ad}'])
        .trim_start_matches(sentence::is_opener);
    let right: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    let (left, right) = (left.to_lowercase(), right.as_str());
    let known = |word: &str| vocabulary.contains(word);
    if CONJUNCTIONS.contains(&right) {
        return Seam::Space;
    }
    if !right.chars().next().is_some_and(char::is_lowercase) {
        return Seam::Keep;
    }
    let last = left.rsplit('-').next().unwrap_or("");
    if known(&format!("{left}{right}")) {
        return Seam::Drop;
    }
    let compound = known(&format!("{left}-{right}"))
        || left.contains('-')
        || PREFIXES.contains(&last)
        || known(last) && known(right);
    if compound { Seam::Keep } else { Seam::Drop }
}

/// Words between the two halves of a shortened pair: "Haupt- und Nebenstraßen".
const CONJUNCTIONS: &[&str] = &[
    "und", "oder", "bis", "sowie", "bzw", "and", "or", "to", "en", "of", "och", "eller", "og",
    "ja", "tai", "és",
];
/// First parts that keep their hyphen.
const PREFIXES: &[&str] = &[
    "self", "well", "non", "ex", "co", "anti", "semi", "pre", "post", "mid", "pro", "so", "all",
    "cross", "half", "vice", "quasi", "e",
];

/// Every word of the text that no line break cuts.
fn vocabulary(lines: &[Line]) -> HashSet<String> {
    let mut out = HashSet::new();
    let mut cut = false;
    for line in lines {
        let mut words: Vec<&str> = line.text.split(' ').skip(usize::from(cut)).collect();
        cut = wrap::ends_in_hyphen(&line.text);
        if cut {
            words.pop();
        }
        for word in words {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if (2..=40).contains(&word.len()) {
                out.insert(word.to_lowercase());
            }
        }
    }
    out
}

fn measure(unit: &mut Unit) {
    // Thai, Lao and Khmer end a paragraph without a sign.
    let unmarked = || {
        unit.text
            .chars()
            .find_map(script::of)
            .is_some_and(|s| matches!(s, Script::Thai | Script::Lao | Script::Khmer))
    };
    unit.closed = sentence::is_closed(&unit.text) || unit.width >= 42 && unmarked();
    unit.stops = sentence::inner_stops(&unit.text);
    if unit.width <= CUE_CHARS {
        unit.key = lexicon::key(&unit.text);
    }
}
