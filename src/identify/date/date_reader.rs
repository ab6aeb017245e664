//! Reads the dates that stand in a text, in any order, script and calendar. Here: with the name of the month.

use crate::identify::date::calendar::{self, Calendar};
use crate::identify::date::era::{self, Era};
use crate::identify::date::mention::{Form, Mention};
use crate::identify::date::tokens::Token;

/// All dates of a text, in order.
pub(super) fn mentions(tokens: &[Token<'_>], language: Option<&str>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    if !tokens.iter().any(Token::is_number) {
        return found;
    }
    while let Some(rest) = tokens.get(at..).filter(|rest| !rest.is_empty()) {
        let reader = Reader {
            tokens: rest,
            language,
            before: at.checked_sub(1).and_then(|i| tokens.get(i)),
        };
        match reader.read() {
            Some(read) => {
                let mention = read.mention(at);
                let mention = Mention {
                    weekday: weekday_agrees(tokens, &mention),
                    ..mention
                };
                at = mention.last.max(at + 1);
                found.push(mention);
            }
            None => at += 1,
        }
    }
    found
}

/// What a reader has read.
pub(super) struct Read {
    pub(super) calendar: Calendar,
    pub(super) year: Option<i32>,
    pub(super) month: u8,
    pub(super) day: Option<u8>,
    pub(super) form: Form,
    pub(super) len: usize,
}

impl Read {
    fn mention(&self, at: usize) -> Mention {
        let converted = self
            .year
            .zip(self.day)
            .and_then(|(year, day)| era::date(self.calendar, year, self.month, day));
        let (year, month, day) = match converted {
            Some(date) => (
                Some(i32::from(date.year())),
                u8::try_from(date.month()).unwrap_or(1),
                u8::try_from(date.day()).ok(),
            ),
            None => (self.year, self.month, self.day),
        };
        Mention {
            first: at,
            last: at + self.len,
            year,
            month,
            day,
            form: self.form,
            weekday: false,
        }
    }
}

/// Reads one date at the start of some tokens.
pub(super) struct Reader<'a, 't> {
    pub(super) tokens: &'a [Token<'t>],
    pub(super) language: Option<&'a str>,
    pub(super) before: Option<&'a Token<'t>>,
}

/// Words that stand between the day and the month, or the month and the year.
const LINKS: &[&str] = &[
    "de", "del", "di", "d", "of", "the", "do", "năm", "ta", "a", "al", "dal", "від", "mis",
];
/// Words that stand after a year.
const YEAR_WORDS: &[&str] = &[
    "г",
    "год",
    "года",
    "році",
    "году",
    "р",
    "рік",
    "року",
    "m",
    "metų",
    "metais",
    "gada",
    "gads",
    "gadā",
    "il",
    "ildə",
    "ilin",
    "ci",
    "cı",
    "cu",
    "cü",
    "nci",
    "թ",
    "թվականի",
    "թվականին",
    "оны",
    "он",
    "ж",
    "жыл",
    "жылы",
    "жылғы",
    "жылдын",
    "yil",
    "yilning",
    "e",
    "ko",
    "eko",
    "g",
    "godine",
    "године",
    "roku",
    "вуча",
    "d",
    "წლის",
];
/// What is written against a day: 1st, 2nd, 1er, 3-го.
const ORDINALS: &[&str] = &[
    "st", "nd", "rd", "th", "er", "re", "ro", "го", "е", "ος", "η", "ης", "o", "a", "eme", "i",
    "nd", "d", "п", "ին", "ն", "ші", "şi", "нд", "ს",
];
const ERA_WORDS: &[&str] = &["พศ", "คศ", "bc", "be", "ad", "ce", "รศ"];

impl Reader<'_, '_> {
    fn read(&self) -> Option<Read> {
        let first = self.tokens.first()?;
        let read = if first.is_number() {
            self.counters(0, None)
                .or_else(|| self.figures())
                .or_else(|| self.day_first())
                .or_else(|| self.year_first())?
        } else if first.is_word() && self.number_within(8) {
            self.era_first()
                .or_else(|| self.counters(0, None))
                .or_else(|| self.month_first())?
        } else {
            return None;
        };
        plausible(&read).then_some(read)
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token<'_>> {
        self.tokens.get(at)
    }

    /// A token of the same line.
    pub(super) fn next(&self, at: usize) -> Option<&Token<'_>> {
        self.get(at).filter(|token| at == 0 || !token.breaks)
    }

    pub(super) fn mark(&self, at: usize, marks: &[char]) -> bool {
        self.next(at)
            .and_then(Token::mark)
            .is_some_and(|mark| marks.contains(&mark))
    }

    pub(super) fn word(&self, at: usize, words: &[&str]) -> bool {
        self.next(at).is_some_and(|token| {
            token.is_word()
                && token.text.len() <= 24
                && words.contains(&token.text.to_lowercase().as_str())
        })
    }

    fn number_within(&self, tokens: usize) -> bool {
        self.tokens.iter().take(tokens).any(Token::is_number)
    }

    /// Skips marks and words, `most` tokens at the most.
    pub(super) fn skip(&self, mut at: usize, most: usize, marks: &[char], words: &[&str]) -> usize {
        let end = at + most;
        while at < end && (self.mark(at, marks) || self.word(at, words)) {
            at += 1;
        }
        at
    }

    /// A day's number, not the hour of a clock.
    pub(super) fn day(&self, at: usize) -> Option<u8> {
        let value = self
            .next(at)?
            .number(1..=2)
            .filter(|day| (1..=31).contains(day))?;
        let clock = self.mark(at + 1, &[':']) && self.next(at + 2).is_some_and(Token::is_number);
        u8::try_from(value).ok().filter(|_| !clock)
    }

    fn month(&self, at: usize) -> Option<(Calendar, u16, usize)> {
        self.next(at).filter(|token| token.is_word())?;
        let end = (at + 7).min(self.tokens.len());
        calendar::month(self.tokens.get(at..end)?, self.language)
            .map(|(calendar, mask, len)| (calendar, mask, at + len))
    }

    /// After a day: its ordinal and what links it to the month.
    fn after_day(&self, at: usize) -> usize {
        let attached = self.next(at).is_some_and(|token| !token.spaced) && self.word(at, ORDINALS);
        let dashed = self.mark(at, &['-', '‑']) && self.word(at + 1, ORDINALS);
        let at = at + usize::from(attached) + 2 * usize::from(dashed);
        let at = self.skip(at, 1, &['.', 'º', 'ª', '°', ',', '’', '\''], &[]);
        let at = self.skip(at, 1, &['-', '/', '–', '־', '‑', ','], &[]);
        self.skip(at, 2, &['’', '\''], LINKS)
    }

    /// `11 September 2025`, `11 de septiembre de 2025`, `11. září 2025`, `11 tháng 9, 2025`.
    fn day_first(&self) -> Option<Read> {
        let day = self.day(0)?;
        let at = self.after_day(1);
        let (calendar, mask, at) = self.month(at)?;
        let (mask, at) = self.second_name(mask, at);
        let (year, len) = self
            .year_after(at)
            .map_or((None, at), |(year, len)| (Some(year), len));
        let month = self.choose(mask, year, Some(day), len)?;
        Some(Read {
            calendar,
            year,
            month,
            day: Some(day),
            form: Form::Plain,
            len,
        })
    }

    /// `نيسان / أبريل`: the month by both of its Arabic names.
    fn second_name(&self, mask: u16, at: usize) -> (u16, usize) {
        let second = self
            .month(at + 1)
            .filter(|_| self.mark(at, &['/', '-', '(']));
        match second.filter(|(_, other, _)| mask & other != 0) {
            Some((_, other, end)) => (mask & other, end + usize::from(self.mark(end, &[')']))),
            None => (mask, at),
        }
    }

    /// `September 11, 2025`, `Sept. 11`, `June 2019`.
    fn month_first(&self) -> Option<Read> {
        let (calendar, mask, after) = self.month(0)?;
        let at = self.skip(after, 1, &['.'], &[]);
        let at = self.skip(at, 2, &[',', '-', '/'], LINKS);
        if let Some(day) = self.day(at) {
            let next = self.after_ordinal(at + 1);
            let (year, len) = self
                .year_after(next)
                .map_or((None, next), |(year, len)| (Some(year), len));
            let month = self.choose(mask, year, Some(day), len)?;
            return Some(Read {
                calendar,
                year,
                month,
                day: Some(day),
                form: Form::Plain,
                len,
            });
        }
        let (year, len) = self.year_after(after)?;
        let month = self.choose(mask, Some(year), None, len)?;
        Some(Read {
            calendar,
            year: Some(year),
            month,
            day: None,
            form: Form::Plain,
            len,
        })
    }

    pub(super) fn after_ordinal(&self, at: usize) -> usize {
        let attached = self.next(at).is_some_and(|token| !token.spaced) && self.word(at, ORDINALS);
        at + usize::from(attached)
    }

    /// `2025. szeptember 11.`, `2025 m. rugsėjo 11 d.`, `2025. gada 11. septembris`, `2025-ci il 11 sentyabr`.
    fn year_first(&self) -> Option<Read> {
        let year = year(self.get(0)?.number(4..=4)?)?;
        let at = self.skip(1, 6, &['.', ',', '-', '(', ')', '\'', '’'], YEAR_WORDS);
        if let Some((calendar, mask, after)) = self.month(at) {
            let next = self.skip(after, 2, &['.', ',', '-', '/', '\''], LINKS);
            let day = self.day(next);
            let len = if day.is_some() {
                self.after_ordinal(next + 1)
            } else {
                after
            };
            let month = self.choose(mask, Some(year), day, len)?;
            return Some(Read {
                calendar,
                year: Some(year),
                month,
                day,
                form: Form::Plain,
                len,
            });
        }
        let named = (1..at).any(|i| self.word(i, YEAR_WORDS));
        let day = self.day(at).filter(|_| named)?;
        let (calendar, mask, len) = self.month(self.after_day(at + 1))?;
        let month = self.choose(mask, Some(year), Some(day), len)?;
        Some(Read {
            calendar,
            year: Some(year),
            month,
            day: Some(day),
            form: Form::Plain,
            len,
        })
    }

    /// The year after a month or a day, with what stands between.
    pub(super) fn year_after(&self, at: usize) -> Option<(i32, usize)> {
        let dashed = self.mark(at, &['-', '/', '‑'])
            || self.mark(at, &['.']) && self.mark(at + 1, &['-', '/']);
        let at = self.skip(
            at,
            3,
            &['.', ',', '-', '/', '‑', '–', '،', '\'', '’', '׳'],
            LINKS,
        );
        let apostrophe = at > 0
            && self
                .get(at - 1)
                .and_then(Token::mark)
                .is_some_and(|mark| matches!(mark, '\'' | '’'));
        let (era, at) = self.era_words(at);
        let token = self.next(at)?;
        if let Some(number) = token.number(4..=4) {
            return Some((
                era.map_or_else(
                    || year(number),
                    |era| i32::try_from(number).ok().map(|y| era.year(y)),
                )?,
                at + 1,
            ));
        }
        let short = token.number(2..=2).filter(|_| dashed || apostrophe)?;
        (!self.mark(at + 1, &[':'])).then(|| (short_year(short), at + 1))
    }

    /// พ.ศ., ค.ศ.
    fn era_words(&self, at: usize) -> (Option<Era>, usize) {
        let key: String = self
            .tokens
            .iter()
            .skip(at)
            .take(4)
            .take_while(|token| !token.is_number())
            .map(|token| token.text)
            .collect();
        let name = calendar::fold(&key);
        if !ERA_WORDS.contains(&name.as_str()) {
            return (None, at);
        }
        let len = self
            .tokens
            .iter()
            .skip(at)
            .take(4)
            .take_while(|token| !token.is_number())
            .count();
        (Era::named(&name), at + len)
    }

    /// The one month that a name can mean here; a weekday beside the date may decide.
    fn choose(&self, mask: u16, year: Option<i32>, day: Option<u8>, len: usize) -> Option<u8> {
        let months = || (1..=12_u8).filter(|month| mask >> (month - 1) & 1 == 1);
        if months().count() == 1 {
            return months().next();
        }
        let after = self.tokens.get(len..)?;
        let (days, _) = calendar::weekday(after.get(..4.min(after.len()))?)?;
        let mut fitting = months().filter(|month| {
            let date = year
                .zip(day)
                .and_then(|(year, day)| era::date(Calendar::Gregorian, year, *month, day));
            date.is_some_and(|date| days >> (date.weekday().to_monday_zero_offset()) & 1 == 1)
        });
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

/// The date exists and is of a time that news writes about.
fn plausible(read: &Read) -> bool {
    let year = read.year.unwrap_or(2000);
    let day = read.day.unwrap_or(1);
    match read.calendar {
        Calendar::Gregorian => {
            (1700..2100).contains(&year)
                && era::date(Calendar::Gregorian, year, read.month, day).is_some()
        }
        Calendar::Persian => {
            read.year.is_some() && era::date(read.calendar, year, read.month, day).is_some()
        }
        Calendar::Islamic => false,
    }
}

/// A Gregorian year of four figures; years of the Thai calendar are turned into one.
pub(super) fn year(number: u32) -> Option<i32> {
    let number = i32::try_from(number).ok()?;
    match number {
        1200..2100 => Some(number),
        2400..2650 => Some(Era::Buddhist.year(number)),
        _ => None,
    }
}

/// A year of two figures: from 1970 to 2069.
pub(super) fn short_year(number: u32) -> i32 {
    let number = i32::try_from(number).unwrap_or_default();
    if number < 70 {
        2000 + number
    } else {
        1900 + number
    }
}

/// A weekday stands beside the date and is the date's own.
fn weekday_agrees(tokens: &[Token<'_>], mention: &Mention) -> bool {
    let Some(date) = mention.date() else {
        return false;
    };
    let bit = 1 << date.weekday().to_monday_zero_offset();
    let before = mention.first.saturating_sub(4)..mention.first;
    let after = mention.last..(mention.last + 3).min(tokens.len());
    before.chain(after).any(|at| {
        let end = (at + 4).min(tokens.len());
        tokens
            .get(at..end)
            .and_then(calendar::weekday)
            .is_some_and(|(days, _)| days & bit != 0)
    })
}
