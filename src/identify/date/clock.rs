//! The time of day beside a date, and what it betrays of the writer's country.

use crate::article::Clock;
use crate::identify::date::calendar;
use crate::identify::date::tokens::Token;

/// A time of day as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) clock: Clock,
    /// Where such a clock hangs.
    pub(super) habit: Habit,
}

/// Who writes a clock so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// With a zone of the United States.
    American,
    /// With "a.m." or "p.m.".
    Meridiem,
    /// Any other way.
    Other,
}

const HOUR: i32 = 3600;
/// Zones by the names that news uses; where a name has two meanings, the one that news writes more often.
const ZONES: &[(&str, Option<i32>, Habit)] = &[
    ("z", Some(0), Habit::Other),
    ("utc", Some(0), Habit::Other),
    ("gmt", Some(0), Habit::Other),
    ("bst", Some(HOUR), Habit::Other),
    ("wat", Some(HOUR), Habit::Other),
    ("cet", Some(HOUR), Habit::Other),
    ("mez", Some(HOUR), Habit::Other),
    ("cest", Some(2 * HOUR), Habit::Other),
    ("mesz", Some(2 * HOUR), Habit::Other),
    ("cat", Some(2 * HOUR), Habit::Other),
    ("sast", Some(2 * HOUR), Habit::Other),
    ("eet", Some(2 * HOUR), Habit::Other),
    ("eest", Some(3 * HOUR), Habit::Other),
    ("msk", Some(3 * HOUR), Habit::Other),
    ("мск", Some(3 * HOUR), Habit::Other),
    ("eat", Some(3 * HOUR), Habit::Other),
    ("pkt", Some(5 * HOUR), Habit::Other),
    ("ist", Some(5 * HOUR + 1800), Habit::Other),
    ("wib", Some(7 * HOUR), Habit::Other),
    ("wita", Some(8 * HOUR), Habit::Other),
    ("hkt", Some(8 * HOUR), Habit::Other),
    ("sgt", Some(8 * HOUR), Habit::Other),
    ("myt", Some(8 * HOUR), Habit::Other),
    ("jst", Some(9 * HOUR), Habit::Other),
    ("kst", Some(9 * HOUR), Habit::Other),
    ("wit", Some(9 * HOUR), Habit::Other),
    ("aest", Some(10 * HOUR), Habit::Other),
    ("aedt", Some(11 * HOUR), Habit::Other),
    ("nzst", Some(12 * HOUR), Habit::Other),
    ("nzdt", Some(13 * HOUR), Habit::Other),
    ("est", Some(-5 * HOUR), Habit::American),
    ("edt", Some(-4 * HOUR), Habit::American),
    ("cst", Some(-6 * HOUR), Habit::American),
    ("cdt", Some(-5 * HOUR), Habit::American),
    ("mst", Some(-7 * HOUR), Habit::American),
    ("mdt", Some(-6 * HOUR), Habit::American),
    ("pst", Some(-8 * HOUR), Habit::American),
    ("pdt", Some(-7 * HOUR), Habit::American),
    ("et", None, Habit::American),
    ("ct", None, Habit::American),
    ("mt", None, Habit::American),
    ("pt", None, Habit::American),
];
/// Words and marks between a date and its clock.
const LINKS: &[&str] = &[
    "t", "at", "à", "às", "a", "as", "alle", "ore", "um", "om", "kl", "klo", "kell", "в", "о", "u",
    "ob", "h", "la", "ora", "las", "saat", "time", "godz", "г", "року", "года",
];

/// The time after a date: `| 4:15 p.m.`, `à 18h30`, `T08:30:15+03:00`.
pub(super) fn after(tokens: &[Token<'_>], at: usize) -> Option<(Time, usize)> {
    let mut at = at;
    for _ in 0..5 {
        if let Some(found) = read(tokens, at) {
            return Some(found);
        }
        let token = tokens.get(at).filter(|token| !token.breaks)?;
        let link = match token.mark() {
            Some(mark) => matches!(
                mark,
                ',' | '|' | '-' | '–' | '—' | '@' | '·' | '•' | '.' | '(' | ';'
            ),
            None => token.is_word() && LINKS.contains(&calendar::fold(token.text).as_str()),
        };
        at += match calendar::weekday(tokens.get(at..)?) {
            Some((_, len)) => len,
            None if link => 1,
            None => return None,
        };
    }
    None
}

/// Whether a time of day begins at a token.
pub(super) fn at(tokens: &[Token<'_>], at: usize) -> bool {
    read(tokens, at).is_some()
}

/// The time before a date: `14:32 BST, 3 March 2024`.
pub(super) fn before(tokens: &[Token<'_>], first: usize) -> Option<(Time, usize)> {
    (2..=10)
        .filter_map(|back| first.checked_sub(back))
        .find_map(|at| {
            let (time, end) = read(tokens, at)?;
            let between = tokens.get(end..first)?;
            let near = between.len() <= 3
                && between
                    .iter()
                    .all(|token| !token.breaks && !token.is_number());
            near.then_some((time, at))
        })
}

/// Reads a clock that begins at a token.
fn read(tokens: &[Token<'_>], at: usize) -> Option<(Time, usize)> {
    let (early, at) = eastern_half(tokens, at);
    let hour = tokens.get(at)?.number(1..=2).filter(|hour| *hour < 25)?;
    let (minute, second, mut next) = minutes(tokens, at + 1, early)?;
    let mut hour = hour % 24;
    let mut habit = Habit::Other;
    if let Some((late, end)) = meridiem(tokens, next).or(early.map(|late| (late, next))) {
        hour = hour % 12 + if late { 12 } else { 0 };
        habit = if end > next {
            Habit::Meridiem
        } else {
            Habit::Other
        };
        next = end;
    } else if minute.is_none() {
        return None;
    }
    let (offset, zone, next) = zone(tokens, next);
    let habit = if zone == Habit::American { zone } else { habit };
    let seconds = hour * 3600 + minute.unwrap_or(0) * 60 + second;
    Some((
        Time {
            clock: Clock { seconds, offset },
            habit,
        },
        next,
    ))
}

/// 오전, 오후, 上午, 下午, 午前, 午後 before the hour.
fn eastern_half(tokens: &[Token<'_>], at: usize) -> (Option<bool>, usize) {
    let word: String = tokens
        .iter()
        .skip(at)
        .take(2)
        .map(|token| token.text)
        .collect();
    match word.as_str() {
        "오전" | "上午" | "午前" => (Some(false), at + 2),
        "오후" | "下午" | "午後" => (Some(true), at + 2),
        _ => (None, at),
    }
}

fn minutes(
    tokens: &[Token<'_>],
    at: usize,
    half: Option<bool>,
) -> Option<(Option<u32>, u32, usize)> {
    let separator = tokens.get(at).filter(|token| !token.breaks);
    let number = |at: usize, most: u32| tokens.get(at)?.number(2..=2).filter(|value| *value < most);
    let Some(separator) = separator else {
        return Some((None, 0, at));
    };
    let hours = matches!(
        separator.text,
        "h" | "H" | "時" | "点" | "點" | "时" | "시" | "uhr" | "Uhr"
    );
    let colon = matches!(separator.mark(), Some(':' | '：'));
    let point = separator.mark() == Some('.') && !separator.spaced;
    if !(hours || colon || point) {
        return Some((None, 0, at));
    }
    let Some(minute) = number(at + 1, 60) else {
        return (hours && !separator.spaced || half.is_some()).then_some((Some(0), 0, at + 1));
    };
    let mut next = at + 2;
    if matches!(tokens.get(next).map(|token| token.text), Some("分" | "분")) {
        next += 1;
    }
    if point
        && tokens
            .get(next)
            .is_some_and(|token| token.mark() == Some('.') && !token.spaced)
        && number(next + 1, 100).is_some()
    {
        return None;
    }
    let mut second = 0;
    if tokens
        .get(next)
        .is_some_and(|token| token.mark() == Some(':'))
        && let Some(value) = tokens
            .get(next + 1)
            .and_then(|token| token.number(1..=2))
            .filter(|value| *value < 61)
    {
        second = value.min(59);
        next += 2;
        let fraction = tokens
            .get(next)
            .is_some_and(|token| matches!(token.mark(), Some('.' | ',')) && !token.spaced)
            && tokens
                .get(next + 1)
                .is_some_and(|token| token.is_number() && !token.spaced);
        next += 2 * usize::from(fraction);
    }
    Some((Some(minute), second, next))
}

/// am, p.m., "P. M.", "6:11p": whether it is the second half of the day.
fn meridiem(tokens: &[Token<'_>], at: usize) -> Option<(bool, usize)> {
    let mut key = String::new();
    let mut found = None;
    for (n, token) in tokens.iter().skip(at).take(4).enumerate() {
        match token.mark() {
            Some('.') => {}
            Some(_) => break,
            None if token.is_word() && token.text.len() <= 3 && !token.breaks => {
                key.push_str(&token.text.to_lowercase());
            }
            None => break,
        }
        match key.as_str() {
            "am" | "pm" => found = Some((key == "pm", at + n + 1)),
            "a" | "p" if n == 0 && !token.spaced => found = Some((key == "p", at + 1)),
            "a" | "p" => {}
            _ => break,
        }
    }
    found
}

fn zone(tokens: &[Token<'_>], at: usize) -> (Option<i32>, Habit, usize) {
    let bracket = usize::from(tokens.get(at).and_then(Token::mark) == Some('('));
    let at = at + bracket;
    let named = tokens
        .get(at)
        .filter(|token| token.is_word() && !token.breaks && token.text.len() <= 8)
        .and_then(|token| {
            let name = token.text.to_lowercase();
            ZONES.iter().find(|(zone, ..)| *zone == name)
        });
    let start = at + usize::from(named.is_some());
    if let Some((offset, next)) = offset(tokens, start) {
        return (Some(offset), Habit::Other, next);
    }
    match named {
        Some((_, offset, habit)) => (*offset, *habit, start),
        None => (None, Habit::Other, at - bracket),
    }
}

/// +03:00, -0500, +3.
fn offset(tokens: &[Token<'_>], at: usize) -> Option<(i32, usize)> {
    let sign = match tokens.get(at)?.mark()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let first = tokens.get(at + 1).filter(|token| !token.spaced)?;
    if let Some(number) = first.number(4..=4) {
        let seconds = i32::try_from(number / 100 * 3600 + number % 100 * 60).ok()?;
        return (number < 1500).then_some((sign * seconds, at + 2));
    }
    let hours = i32::try_from(first.number(1..=2)?)
        .ok()
        .filter(|hours| *hours < 15)?;
    let colon = tokens.get(at + 2).and_then(Token::mark) == Some(':');
    match tokens
        .get(at + 3)
        .and_then(|token| token.number(2..=2))
        .filter(|minutes| colon && *minutes < 60)
    {
        Some(minutes) => Some((
            sign * (hours * HOUR + i32::try_from(minutes).ok()? * 60),
            at + 4,
        )),
        None => Some((sign * hours * HOUR, at + 2)),
    }
}
