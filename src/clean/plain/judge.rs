//! What a unit's own words and form say against it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::article::Reason;
use crate::clean::lexicon::{self, Cue, From, How};
use crate::clean::parts::{Part, Parts};
use crate::clean::plain::alone::{is_byline, is_mark};
use crate::clean::plain::source_line::Mark;
use crate::clean::plain::unit::Unit;
use crate::clean::plain::{date_sight, sentence};

/// Gives each unit the reason that it names itself.
pub(super) fn judge(units: &mut [Unit], parts: Parts) {
    let mut label: Option<Reason> = None;
    for unit in units.iter_mut() {
        let (reason, opens) = judge_one(unit, parts);
        unit.reason = reason;
        unit.opens = opens;
        let short = unit.width <= 60 && !unit.closed;
        if reason.is_none() && short {
            unit.reason = label;
        }
        label = reason.filter(|reason| {
            matches!(reason, Reason::Byline | Reason::Credit)
                && unit.width <= 24
                && is_bare_label(unit)
        });
    }
}

/// "Author:" alone, its name to follow.
fn is_bare_label(unit: &Unit) -> bool {
    sentence::is_open(&unit.text)
        || lexicon::find(From::Text, &unit.key)
            .first()
            .is_some_and(|cue| cue.how == How::Line)
}

fn judge_one(unit: &Unit, parts: Parts) -> (Option<Reason>, bool) {
    let form = parts.has(Part::Form);
    if let Some(reason) = wordless(unit).filter(|_| form) {
        return (Some(reason), false);
    }
    if unit.key.is_empty() {
        return (None, false);
    }
    let cues = if parts.has(Part::Words) {
        lexicon::find(From::Text, &unit.key)
    } else {
        Vec::new()
    };
    if let Some(cue) = cues.iter().find(|cue| counts(unit, cue)) {
        return (Some(named(unit, cue)), cue.how == How::Open);
    }
    (shaped(unit).filter(|_| form), false)
}

/// What is no text, whatever its words.
fn wordless(unit: &Unit) -> Option<Reason> {
    if unit.mark == Mark::Picture {
        Some(Reason::Caption)
    } else if is_mark(&unit.text) {
        Some(Reason::LayoutMark)
    } else if is_icons(&unit.text) {
        Some(Reason::IconString)
    } else {
        None
    }
}

/// What has the shape of a date, a name, a caption.
fn shaped(unit: &Unit) -> Option<Reason> {
    let credited = || {
        !unit.closed
            && unit.width <= 320
            && (ends_in_agency(&unit.text)
                || ends_in_owner(&unit.text)
                || ends_in_credit(&unit.text))
    };
    if unit.mark == Mark::Link {
        Some(Reason::LinkDense)
    } else if is_dateline(unit) {
        Some(Reason::DateLine)
    } else if is_byline(&unit.text) {
        Some(Reason::Byline)
    } else if credited() {
        Some(Reason::Caption)
    } else {
        None
    }
}

/// The cue begins with a bracket, a stroke or the sign of copyright: it is a credit wherever it stands.
fn marked(unit: &Unit, cue: &Cue) -> bool {
    unit.key
        .get(cue.start..)
        .is_some_and(|rest| rest.starts_with(['(', '/', '©']))
}

/// The reason that a cue stands for in this unit.
fn named(unit: &Unit, cue: &Cue) -> Reason {
    let owner = unit.text.starts_with(['©', 'ⓒ'])
        && date_sight::year(&unit.key).is_none()
        && cue.how == How::Start;
    match cue.reason {
        Reason::Credit if cue.how == How::Has && unit.width > 50 => Reason::Caption,
        Reason::Copyright if owner && !unit.key.contains(" rights") => Reason::Credit,
        reason => reason,
    }
}

/// Whether a cue is enough to leave the unit out.
fn counts(unit: &Unit, cue: &Cue) -> bool {
    let sentence = unit.closed && unit.width >= 60;
    let rest = unit.key.len().saturating_sub(cue.end);
    match cue.how {
        How::Line | How::Open => true,
        How::Long => unit.width <= 400,
        How::Start => match cue.reason {
            Reason::DateLine => {
                unit.width <= 100 && unit.key.bytes().any(|b| b.is_ascii_digit()) && !sentence
            }
            Reason::Byline => unit.width <= 80 && !unit.closed,
            Reason::Credit | Reason::Caption => {
                cue.sure && unit.width <= 320 || unit.width <= 80 && !unit.closed
            }
            Reason::Copyright => unit.width <= 240,
            _ if cue.sure => unit.width <= if sentence { 140 } else { 240 },
            _ => unit.width <= 60 && !unit.closed,
        },
        How::End | How::Has => match cue.reason {
            Reason::Caption => !unit.closed && rest <= 70 && unit.width <= 320 && unit.stops <= 3,
            Reason::Credit => {
                (!unit.closed || marked(unit, cue)) && rest <= 70 && unit.width <= 400
            }
            Reason::Copyright | Reason::Disclaimer => unit.width <= 400,
            // In a sentence of the article such words may be the news; at its beginning they speak to the reader.
            Reason::Promotion | Reason::Paywall | Reason::Comments | Reason::Notice => {
                !sentence || unit.width <= 200 && cue.start <= 12 && cue.sure
            }
            Reason::DateLine => unit.width <= 120 && !unit.closed || unit.width <= 40,
            _ => !sentence && unit.width <= 160,
        },
    }
}

/// A line that gives a date and little else.
fn is_dateline(unit: &Unit) -> bool {
    let bracketed = unit.text.starts_with('[') && unit.text.ends_with(']');
    if unit.width > 70 || unit.closed && !bracketed && unit.width > 30 {
        return false;
    }
    let sight = date_sight::sight(&unit.key);
    (sight.full && (sight.others <= 1 || sight.last && sight.others <= 3))
        || (sight.clock && sight.others == 0)
}

/// The line ends as captions do, in brackets that say whose picture it is.
fn ends_in_credit(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "photo",
        "foto",
        "fotó",
        "фото",
        "φωτο",
        "fotoğraf",
        "via ",
        "image",
        "imagen",
        "picture",
        "bild",
        "写真",
        "사진",
        "صورة",
        "תמונה",
        "फोटो",
        "ছবি",
        "ảnh",
        "ภาพ",
    ];
    let Some((before, tail)) = text
        .trim_end_matches([')', '）', '.'])
        .rsplit_once(['(', '（'])
    else {
        return false;
    };
    let closed = text.trim_end_matches('.').ends_with([')', '）']);
    let tail = tail.to_lowercase();
    closed
        && !before.trim().is_empty()
        && tail.len() <= 120
        && WORDS.iter().any(|word| tail.contains(word))
}

/// The line ends as captions do, in the owner of a picture after the sign of copyright.
fn ends_in_owner(text: &str) -> bool {
    text.rsplit_once('©').is_some_and(|(before, owner)| {
        !before.trim().is_empty() && (2..=70).contains(&owner.trim().len())
    })
}

/// The line ends as captions do, in an agency after a stroke: `... / AFP`.
fn ends_in_agency(text: &str) -> bool {
    const AGENCIES: &[&str] = &[
        "afp",
        "reuters",
        "ap",
        "epa",
        "efe",
        "dpa",
        "apa",
        "ansa",
        "lapresse",
        "tass",
        "тасс",
        "риа новости",
        "getty",
        "imago",
        "pap",
        "čtk",
        "ntb",
        "tt",
        "ritzau",
        "lehtikuva",
        "keystone",
        "belga",
        "anp",
        "mti",
        "xinhua",
        "新华社",
        "ap photo",
        "pti",
        "ani",
        "antara",
        "aa",
        "scanpix",
        "unsplash",
        "shutterstock",
    ];
    let Some((_, tail)) = text.rsplit_once(['/', '|', '©', '(', '（']) else {
        return false;
    };
    let tail = tail
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    tail.len() <= 40 && AGENCIES.contains(&tail.as_str())
}

static ICONS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = include_str!("data/icons.txt")
        .split_whitespace()
        .filter(|word| word.len() >= 3);
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(words)
        .ok()
});

/// Longer lines are looked at in part.
const ICON_BYTES: usize = 4000;

/// Names of icons run together: long stretches without a blank that consist of the words icons are called by.
fn is_icons(text: &str) -> bool {
    if text.len() < 24 {
        return false;
    }
    let end = text.floor_char_boundary(ICON_BYTES.min(text.len()));
    let head = text.get(..end).unwrap_or(text);
    let letters = if head.is_ascii() {
        head.bytes().filter(u8::is_ascii_alphabetic).count()
    } else {
        head.chars().filter(|c| c.is_alphabetic()).count()
    };
    let blanks = head.bytes().filter(|byte| *byte == b' ').count();
    // Prose has a blank to five letters.
    if letters == 0 || blanks * 9 > letters {
        return false;
    }
    let Some(finder) = &*ICONS else { return false };
    let (mut hits, mut covered) = (0usize, 0usize);
    for found in finder.find_iter(head) {
        hits += 1;
        covered += found.end() - found.start();
    }
    hits >= 4 && covered * 100 >= letters * 55
}
