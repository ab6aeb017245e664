//! Runs of words that tell a day or an hour: in a by-line they are no part of a name.

use std::ops::Range;

use crate::identify::date::calendar::{self, Label};
use crate::identify::date::tokens::{self, Token};

/// What is written after the hour or against it.
const CLOCK_WORDS: &[&str] = &[
    "am", "pm", "a", "p", "m", "h", "hrs", "hr", "uhr", "st", "nd", "rd", "th", "er", "og", "z",
    "utc", "gmt", "bst", "cet", "cest", "mez", "mesz", "est", "edt", "et", "cst", "cdt", "ct",
    "mst", "mdt", "mt", "pst", "pdt", "pt", "ist", "jst", "kst", "wib", "msk", "мск", "eet",
    "eest", "hkt", "sgt", "aest", "aedt", "г", "р", "год", "года", "року", "w", "u",
];
/// What counts years, months, days and hours in Chinese, Japanese and Korean.
const COUNTERS: &str = "年月日号號時时点點分秒년월일시분초";
/// What may stand between the parts of a day.
const LINKS: &[&str] = &[
    "at", "on", "of", "the", "um", "am", "den", "der", "à", "le", "du", "de", "del", "el", "a",
    "as", "às", "em", "alle", "ore", "il", "om", "op", "kl", "klo", "kell", "kello", "в", "о",
    "от", "la", "las", "ora", "saat", "godz", "o", "v", "u", "ob", "lúc", "ngày", "pukul",
];

/// The byte ranges of a line that tell days and hours, with the label before each: `Updated on Dec. 12, 2016 09:22 AM`.
///
/// A month's name counts only beside a figure: `April Dane` and `Jan Kowalski` are persons.
pub(crate) fn ranges(line: &str) -> Vec<Range<usize>> {
    if !tokens::may_hold_numbers(line) {
        return Vec::new();
    }
    let tokens = tokens::tokens(line);
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match run(&tokens, at) {
            Some(end) => {
                let last = tokens.get(end.saturating_sub(1)).unwrap_or(token);
                ranges.push(token.start..last.end());
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    ranges
}

/// Where the run that begins at a token ends, if one does.
fn run(tokens: &[Token<'_>], first: usize) -> Option<usize> {
    if tokens.get(first)?.mark().is_some() {
        return None;
    }
    let mut end = first;
    let mut dated = false;
    loop {
        let next = if end > first {
            after_marks(tokens, end)
        } else {
            end
        };
        if is_figure(tokens, next) {
            dated = true;
            end = next + 1;
        } else if let Some(len) = before_figure(tokens, next) {
            end = next + len;
        } else if let Some(len) = after_figure(tokens, next).filter(|_| dated) {
            end = next + len;
        } else {
            break;
        }
    }
    dated.then_some(end)
}

/// A month, a weekday or a label that belongs to a figure beside it; its length.
fn before_figure(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let rest = tokens.get(at..).filter(|rest| !rest.is_empty())?;
    if let Some((_, _, len)) = calendar::month(rest, None)
        && (figure_follows(tokens, at + len) || is_day_before(tokens, at))
    {
        return Some(len);
    }
    if let Some((_, len)) = calendar::weekday(rest)
        && begins(tokens, at + len)
    {
        return Some(len);
    }
    match calendar::label(rest)? {
        (Label::Other, _) => None,
        (_, len) => begins(tokens, at + len).then_some(len),
    }
}

/// A weekday at the end, a word of the clock, a counter, or a link to the next figure; its length.
fn after_figure(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let rest = tokens.get(at..).filter(|rest| !rest.is_empty())?;
    if let Some((_, len)) = calendar::weekday(rest)
        && ends_line(tokens, at + len)
    {
        return Some(len);
    }
    let word = rest.first().filter(|token| token.is_word())?;
    let key = word.text.to_lowercase();
    // `8:31am` and `8:31 p.m.`, not the initial of `2016 M. Ellwood`.
    let next_is_m = tokens
        .get(at + 2)
        .is_some_and(|token| matches!(token.text, "m" | "M"));
    let clock = key.chars().count() > 1 || !word.spaced || next_is_m;
    let counter = word.text.chars().all(|c| COUNTERS.contains(c));
    if (counter || clock && CLOCK_WORDS.contains(&key.as_str())) && is_after_figure(tokens, at) {
        return Some(1);
    }
    (LINKS.contains(&key.as_str()) && begins(tokens, at + 1)).then_some(1)
}

/// Whether a figure, a month or a weekday of a run follows, after marks and one link.
fn begins(tokens: &[Token<'_>], at: usize) -> bool {
    let mut at = after_marks(tokens, at);
    for _ in 0..3 {
        if is_figure(tokens, at) {
            return true;
        }
        let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) else {
            return false;
        };
        let link = rest
            .first()
            .is_some_and(|token| LINKS.contains(&token.text.to_lowercase().as_str()));
        let len = match calendar::month(rest, None) {
            Some((_, _, len)) => len,
            None => match calendar::weekday(rest) {
                Some((_, len)) => len,
                None if link => 1,
                None => return false,
            },
        };
        at = after_marks(tokens, at + len);
    }
    false
}

/// A figure stands after the marks here: `Sept. 19`, `May de 2024`.
fn figure_follows(tokens: &[Token<'_>], at: usize) -> bool {
    let next = after_marks(tokens, at);
    let link = tokens
        .get(next)
        .is_some_and(|token| LINKS.contains(&token.text.to_lowercase().as_str()));
    is_figure(tokens, next) || link && is_figure(tokens, after_marks(tokens, next + 1))
}

/// A day of the month stands before: `19 September`, `19. September`, `19 de mayo`; not the minutes of a clock, nor a year.
fn is_day_before(tokens: &[Token<'_>], at: usize) -> bool {
    let mut back = at;
    for _ in 0..3 {
        let Some(before) = back.checked_sub(1) else {
            return false;
        };
        back = before;
        let Some(token) = tokens.get(back) else {
            return false;
        };
        if let Some(day) = token.number(1..=2) {
            let clock = back
                .checked_sub(1)
                .and_then(|at| tokens.get(at))
                .and_then(Token::mark)
                .is_some_and(|mark| matches!(mark, ':' | '.' | '/'));
            return (1..=31).contains(&day) && !clock;
        }
        let small = token.mark().is_some() || LINKS.contains(&token.text.to_lowercase().as_str());
        let ordinal = matches!(token.text, "st" | "nd" | "rd" | "th" | "er");
        if !small && !ordinal {
            return false;
        }
    }
    false
}

/// A number that is not part of a word: the 1 of `Ana1` is.
fn is_figure(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at).filter(|token| token.is_number()) else {
        return false;
    };
    let glued = at
        .checked_sub(1)
        .and_then(|before| tokens.get(before))
        .filter(|_| !token.spaced && !token.breaks)
        .is_some_and(|before| {
            before.is_word() && before.text.chars().any(char::is_lowercase)
                || before
                    .mark()
                    .is_some_and(|mark| matches!(mark, '_' | '@' | '#'))
        });
    let next = tokens
        .get(at + 1)
        .filter(|next| !next.spaced && next.is_word());
    let counted = next.is_none_or(|next| {
        let key = next.text.to_lowercase();
        !next.text.is_ascii() || CLOCK_WORDS.contains(&key.as_str()) || key == "t"
    });
    !glued && counted
}

fn is_after_figure(tokens: &[Token<'_>], at: usize) -> bool {
    let before = (1..=3).filter_map(|back| at.checked_sub(back));
    before
        .filter_map(|at| tokens.get(at))
        .find(|token| token.mark().is_none())
        .is_some_and(|token| {
            token.is_number() || CLOCK_WORDS.contains(&token.text.to_lowercase().as_str())
        })
}

fn ends_line(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_none_or(|token| token.mark().is_some())
}

/// The next token that is no mark between parts of a day.
fn after_marks(tokens: &[Token<'_>], at: usize) -> usize {
    let is_mark = |token: &Token<'_>| {
        token.mark().is_some_and(|mark| {
            matches!(
                mark,
                '.' | ',' | ':' | '/' | '-' | '–' | '—' | '(' | ')' | '+' | '’' | '\'' | '،' | '٫'
            )
        })
    };
    let marks = tokens
        .iter()
        .skip(at)
        .take(3)
        .take_while(|token| is_mark(token));
    at + marks.count()
}
