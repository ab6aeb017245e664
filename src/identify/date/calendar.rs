//! Names of months and weekdays in the languages of CLDR, and the words that news puts around a date.

use std::collections::HashMap;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

use crate::identify::date::tokens::{Kind, Token};

/// The calendar that a month's name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calendar {
    Gregorian,
    Persian,
    Islamic,
}

/// In what order a language writes day, month and year in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

/// What a word around a date says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// "Published", "posted on".
    Published,
    /// "Updated", "last modified".
    Modified,
    /// "Today".
    Today,
    /// "Yesterday".
    Yesterday,
    /// "Deadline": the date is that of something else.
    Other,
}

#[derive(Debug, Default)]
struct Names {
    /// Folded name -> (language, calendar month) pairs.
    months: HashMap<String, Vec<(&'static str, Calendar, u8)>>,
    /// Folded name -> weekdays, a bit each from Monday.
    weekdays: HashMap<String, u8>,
    orders: HashMap<&'static str, Order>,
    labels: HashMap<String, Label>,
    heads: Heads,
}

/// How the names of a kind begin, for turning words away before they are folded.
#[derive(Debug, Default)]
struct Heads {
    months: FxHashSet<Head>,
    weekdays: FxHashSet<Head>,
    labels: FxHashSet<Head>,
}

/// The first bytes of a name.
type Head = [u8; 3];

fn head(name: &str) -> Head {
    let mut head = Head::default();
    for (to, from) in head.iter_mut().zip(name.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    head
}

/// Whether a name may begin with this token: a word of ASCII letters must begin as one of them does.
fn may_begin(heads: &FxHashSet<Head>, tokens: &[Token<'_>]) -> bool {
    let Some(first) = tokens.first().map(|token| token.text) else {
        return false;
    };
    !first.is_ascii() || first.len() < Head::default().len() || heads.contains(&head(first))
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::default();
    let rows = include_str!("../../text/data/calendar.tsv")
        .lines()
        .chain(include_str!("../data/date_words.tsv").lines());
    for row in rows.filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t');
        if let (Some(kind), Some(language), Some(index), Some(forms)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        {
            names.add(kind, language, index, forms);
        }
    }
    names.heads = Heads {
        months: names.months.keys().map(|name| head(name)).collect(),
        weekdays: names.weekdays.keys().map(|name| head(name)).collect(),
        labels: names.labels.keys().map(|name| head(name)).collect(),
    };
    names
});

impl Names {
    fn add(&mut self, kind: &str, language: &'static str, index: &str, forms: &str) {
        let number = index.parse::<u8>().unwrap_or_default();
        let calendar = match kind {
            "m" => Calendar::Gregorian,
            "j" => Calendar::Persian,
            "h" => Calendar::Islamic,
            _ => return self.add_other(kind, language, index, forms),
        };
        for form in forms.split('|') {
            self.months
                .entry(fold(form))
                .or_default()
                .push((language, calendar, number));
        }
    }

    fn add_other(&mut self, kind: &str, language: &'static str, index: &str, forms: &str) {
        let order = match forms {
            "mdy" => Order::MonthDayYear,
            "ymd" => Order::YearMonthDay,
            _ => Order::DayMonthYear,
        };
        let label = match index {
            "published" => Label::Published,
            "modified" => Label::Modified,
            "today" => Label::Today,
            "other" => Label::Other,
            _ => Label::Yesterday,
        };
        match kind {
            "o" => drop(self.orders.insert(language, order)),
            "d" => {
                let day = index.parse::<u32>().unwrap_or(1).saturating_sub(1);
                forms
                    .split('|')
                    .for_each(|form| *self.weekdays.entry(fold(form)).or_default() |= 1 << day);
            }
            _ => self
                .labels
                .extend(forms.split('|').map(|form| (fold(form), label))),
        }
    }
}

/// Lower case without accents, points and full stops; the key of all lookups here.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        let kept = text.chars().filter(|c| !matches!(c, '.' | '\''));
        folded.extend(kept.map(|c| c.to_ascii_lowercase()));
        return folded;
    }
    let keep = |c: &char| {
        !matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{200c}' | '\u{200d}' | '.' | '׳' | '\'' | '’')
    };
    for c in text
        .nfd()
        .filter(keep)
        .flat_map(char::to_lowercase)
        .filter(keep)
    {
        folded.push(match c {
            'ı' => 'i',
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            _ => c,
        });
    }
    folded.nfc().collect()
}

/// A month's name at the start of `tokens`: its calendar, the months it can mean (a bit each from January) and its tokens.
pub(super) fn month(
    tokens: &[Token<'_>],
    language: Option<&str>,
) -> Option<(Calendar, u16, usize)> {
    if !may_begin(&NAMES.heads.months, tokens) {
        return None;
    }
    longest(tokens, |key| {
        let entries = NAMES
            .months
            .get(key)
            .or_else(|| NAMES.months.get(key.strip_suffix('ν')?))?;
        let own = entries.iter().filter(|(tag, ..)| Some(*tag) == language);
        let of = |mask: u16, (_, _, number): &(&str, Calendar, u8)| mask | 1 << (number - 1);
        let mask = match own.clone().fold(0, of) {
            0 => entries.iter().fold(0, of),
            mask => mask,
        };
        let calendar = own.clone().chain(entries).next().map(|entry| entry.1)?;
        Some((calendar, mask))
    })
    .map(|((calendar, mask), len)| (calendar, mask, len))
}

/// A weekday's name at the start of `tokens`: the weekdays it can mean (a bit each from Monday) and its tokens.
pub(super) fn weekday(tokens: &[Token<'_>]) -> Option<(u8, usize)> {
    if !may_begin(&NAMES.heads.weekdays, tokens) {
        return None;
    }
    longest(tokens, |key| NAMES.weekdays.get(key).copied())
}

/// A word that says what the date after it is, at the start of `tokens`.
pub(super) fn label(tokens: &[Token<'_>]) -> Option<(Label, usize)> {
    if !may_begin(&NAMES.heads.labels, tokens) {
        return None;
    }
    longest(tokens, |key| NAMES.labels.get(key).copied())
}

/// The order of figures in dates of a language.
pub(super) fn order(language: &str) -> Option<Order> {
    NAMES.orders.get(language).copied()
}

/// The longest name of up to four words, full stops between them allowed, that `find` knows.
fn longest<T>(tokens: &[Token<'_>], find: impl Fn(&str) -> Option<T>) -> Option<(T, usize)> {
    let mut key = String::new();
    let mut best = None;
    let mut last = None;
    for (n, token) in tokens.iter().take(7).enumerate() {
        match token.kind {
            Kind::Word if token.text.len() <= 60 => {
                if token.spaced && !key.is_empty() {
                    key.push(' ');
                }
                key.push_str(&fold(token.text));
                if let Some(found) = find(&key) {
                    best = Some((found, n + 1));
                }
            }
            Kind::Mark('.' | '׳' | '’' | '\'' | '-')
                if last == Some(Kind::Word) && !token.spaced => {}
            _ => break,
        }
        last = Some(token.kind);
    }
    best
}
