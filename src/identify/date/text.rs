//! The date of publication in bare text: which of its dates it is, if any.

use jiff::civil::Date;

use crate::article::{Evidence, Found, Precision, PubDate, Witness};
use crate::identify::date::clock::{self, Habit, Time};
use crate::identify::date::lexicon::{self, Label, Order};
use crate::identify::date::mention::{self, Form, Mention};
use crate::identify::date::relative;
use crate::identify::date::scan::{self, Token};

/// What is known when a text is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context<'a> {
    /// The language of the text.
    pub(super) language: Option<&'a str>,
    /// How figures are ordered where the text comes from.
    pub(super) order: Option<Order>,
    /// The capture: the text was seen then, on the day of publication or shortly after it.
    pub(super) captured: Option<PubDate>,
    /// The day of the reading, which no day of the text's own comes after.
    pub(super) today: Option<Date>,
}

/// How a date stands in its text; from weak to strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Somewhere.
    Loose,
    /// In the first sentences: the day of the event.
    Lead,
    /// On a line of its own at the end.
    Foot,
    /// After "updated".
    Modified,
    /// `CITY, Sept 11 (Agency) -`.
    Dateline,
    /// On a line of its own at the head.
    Alone,
    /// After "published".
    Published,
}

impl Standing {
    const ALL: [Self; 7] = [
        Self::Loose,
        Self::Lead,
        Self::Foot,
        Self::Modified,
        Self::Dateline,
        Self::Alone,
        Self::Published,
    ];

    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Loose => "text-date",
            Self::Lead => "event-date",
            Self::Foot => "closing-date",
            Self::Modified => "updated-label",
            Self::Dateline => "dateline",
            Self::Alone => "date-line",
            Self::Published => "published-label",
        }
    }

    pub(super) fn sure(self) -> f32 {
        match self {
            Self::Loose => 0.1,
            Self::Lead => 0.4,
            Self::Foot => 0.6,
            Self::Modified => 0.55,
            Self::Dateline | Self::Alone => 0.85,
            Self::Published => 0.95,
        }
    }
}

/// The rule of that name.
pub(super) fn rule_named(name: &str) -> &'static str {
    Standing::ALL
        .into_iter()
        .map(Standing::rule)
        .find(|rule| *rule == name)
        .unwrap_or("copyright")
}

/// A date of a text with what surrounds it.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    pub(super) mention: Mention,
    pub(super) time: Option<Time>,
    pub(super) label: Option<Label>,
    pub(super) standing: Standing,
    /// Its line begins with it.
    pub(super) opens: bool,
    /// The words of the date.
    pub(super) quote: String,
}

impl Dated {
    /// The date of publication that it gives: the day after "yesterday, ...".
    pub(super) fn published(&self) -> Option<PubDate> {
        let year = self.mention.year?;
        let Some(_) = self.mention.day else {
            let first = Mention {
                day: Some(1),
                ..self.mention
            }
            .date_in(year)?;
            return Some(PubDate {
                date: first,
                clock: None,
                precision: Precision::Month,
            });
        };
        let date = self.mention.date()?;
        let date = if self.label == Some(Label::Yesterday) {
            date.tomorrow().ok()?
        } else {
            date
        };
        Some(match self.time {
            Some(time) => PubDate {
                date,
                clock: Some(time.clock),
                precision: Precision::Instant,
            },
            None => PubDate::day(date),
        })
    }
}

/// How far from its beginning and end a text is looked through; dates in its middle are events.
const HEAD: usize = 3000;
const TAIL: usize = 600;

/// The date of publication that a text gives, with the words that give it.
pub(super) fn published(text: &str, context: &Context<'_>) -> Option<Found<PubDate>> {
    let dated = dates(text, context);
    let best = best(&dated).and_then(|dated| Some((dated, dated.published()?)));
    let Some((best, date)) = best else {
        return copyright(text);
    };
    let mut sure = best.standing.sure();
    if best.mention.weekday {
        sure = (sure + 0.05).min(0.97);
    }
    if best.mention.form != Form::Plain {
        sure -= 0.1;
    }
    let evidence =
        Evidence::new(best.standing.rule(), Witness::Text, sure).quoting(best.quote.clone());
    Some(Found {
        value: date,
        evidence,
    })
}

/// The strongest date; the first of equals. Events speak only when they agree.
fn best(dated: &[Dated]) -> Option<&Dated> {
    let known = || {
        dated
            .iter()
            .filter(|dated| dated.mention.year.is_some() && dated.mention.form != Form::Ambiguous)
    };
    let best = known().rev().max_by_key(|dated| dated.standing)?;
    match best.standing {
        Standing::Loose => None,
        Standing::Lead => {
            let mut days = known().filter_map(Dated::published).map(|date| date.date);
            let first = days.next()?;
            (best.mention.day.is_some() && days.all(|day| day == first)).then_some(best)
        }
        _ => Some(best),
    }
}

/// The dates near the head and the end of a text; figures and missing years are resolved where something resolves them.
pub(super) fn dates(text: &str, context: &Context<'_>) -> Vec<Dated> {
    let (head, tail) = ends(text);
    let mut dated = read(head, context, 0);
    if !tail.is_empty() {
        let from = dated.len();
        dated.extend(read(tail, context, 1));
        for dated in dated.iter_mut().skip(from) {
            let foot = matches!(dated.standing, Standing::Alone | Standing::Published);
            dated.standing = if foot {
                Standing::Foot
            } else {
                Standing::Loose
            };
        }
    }
    resolve_order(&mut dated, context);
    resolve_years(&mut dated, context);
    dated
}

/// The head, and the end where the text is longer than the head.
fn ends(text: &str) -> (&str, &str) {
    let cut = |at: usize| {
        (0..=at.min(text.len()))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0)
    };
    if text.len() <= HEAD + TAIL {
        return (text, "");
    }
    let tail = text.get(cut(text.len() - TAIL)..).unwrap_or_default();
    (text.get(..cut(HEAD)).unwrap_or_default(), tail)
}

fn read(text: &str, context: &Context<'_>, part: u8) -> Vec<Dated> {
    // Only days that are told from a capture need no figures.
    if context.captured.is_none() && !scan::may_hold_numbers(text) {
        return Vec::new();
    }
    let tokens = scan::tokens(text);
    let mentions = mention::mentions(&tokens, context.language);
    let view = View {
        text,
        tokens: &tokens,
        whole: part == 0,
    };
    let spans = spans(&tokens, &mentions);
    let captured = context.captured.filter(|_| view.whole);
    let relative = captured.map(|captured| relative::mentions(&tokens, &captured, &mentions));
    let relative = relative
        .into_iter()
        .flatten()
        .map(|mention| view.dated(mention));
    let absolute = mentions.into_iter().zip(spans).filter(|(_, span)| !span);
    let mut dated: Vec<Dated> = absolute.map(|(mention, _)| view.dated(mention)).collect();
    dated.extend(relative.filter(|dated| dated.standing > Standing::Lead));
    dated.sort_by_key(|dated| dated.mention.first);
    dated
}

/// Which dates are part of a span of time: `30 March, 13:15 - 19:00`, `15.11.2021 - 16.11.2021`. Events have one, publications do not.
fn spans(tokens: &[Token<'_>], mentions: &[Mention]) -> Vec<bool> {
    let dash = |at: usize| {
        let mark = tokens
            .get(at)
            .filter(|token| !token.breaks)
            .and_then(Token::mark);
        matches!(mark, Some('-' | '–' | '—' | '~'))
    };
    let word = |at: usize| {
        let token = tokens
            .get(at)
            .filter(|token| token.is_word() && !token.breaks);
        token.is_some_and(|token| {
            matches!(
                token.text,
                "bis" | "to" | "until" | "till" | "tot" | "до" | "do"
            )
        })
    };
    let joins = |at: usize| dash(at) || word(at);
    let hours = |mention: &Mention| {
        let (_, end) = clock::after(tokens, mention.last)?;
        let unit = tokens
            .get(end)
            .filter(|token| token.is_word() && !token.breaks && !joins(end));
        let at = end + usize::from(unit.is_some());
        (joins(at) && clock::at(tokens, at + 1)).then_some(())
    };
    let mut spans: Vec<bool> = mentions
        .iter()
        .map(|mention| hours(mention).is_some())
        .collect();
    for (at, pair) in mentions.windows(2).enumerate() {
        if let [first, second] = pair
            && first.last + 1 == second.first
            && joins(first.last)
            && first.day.is_some()
            && second.day.is_some()
        {
            spans
                .iter_mut()
                .skip(at)
                .take(2)
                .for_each(|span| *span = true);
        }
    }
    spans
}

struct View<'a, 't> {
    text: &'t str,
    tokens: &'a [Token<'t>],
    /// The text is seen from its beginning.
    whole: bool,
}

impl View<'_, '_> {
    fn dated(&self, mention: Mention) -> Dated {
        let after = clock::after(self.tokens, mention.last);
        let before = clock::before(self.tokens, mention.first);
        let first = before.map_or(mention.first, |(_, at)| at);
        let last = after.map_or(mention.last, |(_, at)| at);
        let label = self.label(mention.first);
        let line = self.line(first, last);
        let standing = self.standing(&mention, (first, last), label, &line);
        let time = after.or(before).map(|(time, _)| time);
        let opens = line.before <= 3 && line.words == 0;
        Dated {
            mention,
            time,
            label,
            standing,
            opens,
            quote: self.quote(mention.first, mention.last),
        }
    }

    fn quote(&self, first: usize, last: usize) -> String {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let end = last
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .map_or(start, Token::end);
        self.text.get(start..end).unwrap_or_default().to_owned()
    }

    /// The last label in the ten tokens before the date; it may end the line above.
    fn label(&self, first: usize) -> Option<Label> {
        let from = first.saturating_sub(10);
        let breaks = |at: usize| self.tokens.get(at).is_some_and(|token| token.breaks);
        let line = (from..=first).rev().find(|at| breaks(*at)).unwrap_or(from);
        let above = (from..line).rev().find(|at| breaks(*at)).unwrap_or(line);
        let above = if line - above <= 4 && line == first {
            above
        } else {
            line
        };
        let mut found = None;
        let mut at = above;
        while at < first {
            match self.tokens.get(at..first).and_then(lexicon::label) {
                Some((label, len)) => {
                    let near = matches!(label, Label::Published | Label::Modified)
                        || first - at - len <= 2;
                    found = near.then_some(label).or(found);
                    at += len;
                }
                None => at += 1,
            }
        }
        found
    }

    fn standing(
        &self,
        mention: &Mention,
        (first, last): (usize, usize),
        label: Option<Label>,
        line: &Line,
    ) -> Standing {
        let short = line.before + line.after <= 60;
        match label {
            Some(Label::Published) if short || line.before <= 60 => return Standing::Published,
            Some(Label::Modified) if short || line.before <= 60 => return Standing::Modified,
            Some(Label::Other) => return Standing::Loose,
            _ => {}
        }
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let early = self.whole && start < 1500;
        let foot = line.last && line.before + line.after <= 12;
        match () {
            () if line.before + line.after <= 30 && line.words <= 4 && (early || foot) => {
                Standing::Alone
            }
            () if early
                && line.before <= 3
                && line.words == 0
                && self.ends_date(last, line.after) =>
            {
                Standing::Alone
            }
            () if early
                && line.before <= 70
                && self.closes_dateline(last)
                && self.opens_dateline(first) =>
            {
                Standing::Dateline
            }
            () if early && line.before <= 40 && self.in_brackets(first, last) => Standing::Dateline,
            () if mention.year.is_some() && self.whole && start < 300 => Standing::Lead,
            () => Standing::Loose,
        }
    }

    /// After a date that opens a line: a clock, a bar, a bracket, or the source.
    fn ends_date(&self, last: usize, after: usize) -> bool {
        let marked = self
            .tokens
            .get(last)
            .and_then(Token::mark)
            .is_some_and(|mark| matches!(mark, '|' | '·' | '•' | '/' | '–' | '-' | '—' | '('));
        after <= 60 || marked
    }

    /// `(Agency) -`, `—`, `电`: what ends a dateline.
    fn closes_dateline(&self, last: usize) -> bool {
        let mark = |at: usize| {
            self.tokens
                .get(at)
                .filter(|token| !token.breaks)
                .and_then(Token::mark)
        };
        let dash = |mark: Option<char>| matches!(mark, Some('-' | '–' | '—' | '―' | '−'));
        let opens =
            |mark: Option<char>| matches!(mark, Some('(' | '/' | '（' | '[' | '【' | '・' | '='));
        let at = last + usize::from(matches!(mark(last), Some(',' | '.' | ':')));
        let wired = self
            .tokens
            .get(last)
            .is_some_and(|token| matches!(token.text, "电" | "電" | "讯" | "訊"));
        dash(mark(at)) || opens(mark(at)) || wired
    }

    /// Before the date of a dateline stand names: places, an agency; one small word may link them.
    fn opens_dateline(&self, first: usize) -> bool {
        let before = self.tokens.get(..first).unwrap_or_default().iter().rev();
        let mut small = 0;
        for token in before {
            let lower =
                token.is_word() && token.text.chars().next().is_some_and(char::is_lowercase);
            small += usize::from(lower);
            if token.breaks {
                break;
            }
        }
        small <= 1
    }

    /// `Skerrin, (12.11.2021). The council`: a place and the date in brackets.
    fn in_brackets(&self, first: usize, last: usize) -> bool {
        let before = |back: usize| first.checked_sub(back).and_then(|at| self.tokens.get(at));
        let opened = before(1).and_then(Token::mark) == Some('(')
            && before(1).is_some_and(|token| !token.breaks);
        let closed = self.tokens.get(last).and_then(Token::mark) == Some(')');
        let after = self.tokens.get(last + 1).and_then(Token::mark);
        let ends = matches!(after, Some('.' | ':' | '-' | '–' | '—'));
        opened && closed && ends && before(2).is_some() && self.opens_dateline(first)
    }

    fn line(&self, first: usize, last: usize) -> Line {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let end = last
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .map_or(start, Token::end);
        let before = self.text.get(..start).unwrap_or_default();
        let after = self.text.get(end..).unwrap_or_default();
        let is_break = |c: &char| matches!(c, '\n' | '\r');
        let begins = before.chars().rev().take(300).take_while(|c| !is_break(c));
        let ends = after.chars().take(300).take_while(|c| !is_break(c));
        let words = |token: &&Token<'_>| token.is_word();
        let left = self
            .tokens
            .get(..first)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(12);
        let broken = self.tokens.get(first).is_some_and(|token| token.breaks);
        let mut n_words = 0;
        if !broken {
            for token in left {
                n_words += usize::from(words(&token) && (token.spaced || token.breaks));
                if token.breaks {
                    break;
                }
            }
        }
        let weekday = mention_weekday(self.tokens, first);
        Line {
            before: begins.filter(|c| c.is_alphanumeric()).count(),
            after: ends.filter(|c| c.is_alphanumeric()).count(),
            words: n_words.saturating_sub(weekday),
            last: after
                .trim_start_matches(|c: char| !matches!(c, '\n'))
                .trim()
                .is_empty(),
        }
    }
}

/// How many words of a weekday's name stand right before a date.
fn mention_weekday(tokens: &[Token<'_>], first: usize) -> usize {
    (1..=4)
        .filter_map(|back| first.checked_sub(back))
        .find_map(|at| tokens.get(at..first).and_then(lexicon::weekday))
        .map_or(0, |(_, len)| len)
}

/// The line around a date.
struct Line {
    /// Letters and figures before the date.
    before: usize,
    /// Letters and figures after it.
    after: usize,
    /// Words before it that name no weekday.
    words: usize,
    /// It is the last line with text.
    last: bool,
}

/// Decides between 9 November and September 11 where something decides: another date of the text, the clock's habit, the place.
fn resolve_order(dated: &mut [Dated], context: &Context<'_>) {
    let order = context
        .order
        .or_else(|| order_of_others(dated))
        .or_else(|| order_of_clocks(dated, context));
    for dated in dated
        .iter_mut()
        .filter(|dated| dated.mention.form == Form::Ambiguous)
    {
        let weekday = dated.mention.weekday;
        match order {
            Some(Order::DayMonthYear) if !weekday => dated.mention = dated.mention.swapped(),
            Some(_) => {}
            None if weekday => {}
            None => continue,
        }
        dated.mention.form = Form::ShortYear;
    }
}

/// Dates in figures are kept month first while they are ambiguous; one that is not tells the order of its text.
fn order_of_others(dated: &[Dated]) -> Option<Order> {
    dated.iter().find_map(|dated| {
        let figures =
            dated.quote.chars().all(|c| !c.is_alphabetic()) && dated.quote.contains(['/', '-']);
        let day = dated.mention.day?;
        let at = dated.quote.find(|c: char| !c.is_ascii_digit())?;
        let first = dated.quote.get(..at)?.parse::<u8>().ok()?;
        (figures && day > 12 && dated.mention.form != Form::Ambiguous && at <= 2).then_some(
            if first == day {
                Order::DayMonthYear
            } else {
                Order::MonthDayYear
            },
        )
    })
}

fn order_of_clocks(dated: &[Dated], context: &Context<'_>) -> Option<Order> {
    let english = matches!(context.language, Some("en") | None);
    let american = dated
        .iter()
        .filter_map(|dated| dated.time)
        .any(|time| match time.habit {
            Habit::American => true,
            Habit::Meridiem => english,
            Habit::Other => false,
        });
    american.then_some(Order::MonthDayYear)
}

/// Gives dates without a year the year of another date of the text close to them, or the latest one before the capture.
fn resolve_years(dated: &mut [Dated], context: &Context<'_>) {
    let mut witnesses: Vec<Date> = dated
        .iter()
        .filter_map(|dated| dated.mention.date())
        .collect();
    witnesses.truncate(50);
    for dated in dated
        .iter_mut()
        .filter(|dated| dated.mention.year.is_none())
        .take(50)
    {
        let near = witnesses
            .iter()
            .find_map(|witness| near(&dated.mention, *witness));
        let captured = || {
            context
                .captured
                .and_then(|captured| latest(&dated.mention, captured.date))
        };
        if let Some(year) = near.or_else(captured) {
            dated.mention.year = Some(year);
        }
    }
}

/// The year in which the date lies within ten days of another.
fn near(mention: &Mention, witness: Date) -> Option<i32> {
    let year = i32::from(witness.year());
    (year - 1..=year + 1).find(|year| {
        mention
            .date_in(*year)
            .and_then(|date| date.since(witness).ok())
            .is_some_and(|span| span.get_days().abs() <= 10)
    })
}

/// The year in which the date is the last one before the capture, when that is less than ten months ago.
fn latest(mention: &Mention, captured: Date) -> Option<i32> {
    let year = i32::from(captured.year());
    [year, year - 1].into_iter().find(|year| {
        let days = mention
            .date_in(*year)
            .and_then(|date| captured.since(date).ok())
            .map(|span| span.get_days());
        days.is_some_and(|days| (-1..300).contains(&days))
    })
}

fn speaks_of_rights(text: &str) -> bool {
    const WORD: &[u8] = b"copyright";
    let mut words = text.as_bytes().windows(WORD.len());
    text.contains('©') || words.any(|word| word.eq_ignore_ascii_case(WORD))
}

/// "Copyright 1998 The Agency": the year alone, and weakly.
fn copyright(text: &str) -> Option<Found<PubDate>> {
    let (head, tail) = ends(text);
    [head, tail].into_iter().find_map(|part| {
        if !speaks_of_rights(part) {
            return None;
        }
        let tokens = scan::tokens(part);
        let at = tokens.iter().position(|token| {
            token.mark() == Some('©') || token.text.eq_ignore_ascii_case("copyright")
        })?;
        let number = tokens
            .iter()
            .skip(at)
            .take(4)
            .find_map(|token| token.number(4..=4))?;
        let year = i16::try_from(number)
            .ok()
            .filter(|year| (1800..2100).contains(year))?;
        let date = Date::new(year, 1, 1).ok()?;
        let value = PubDate {
            date,
            clock: None,
            precision: Precision::Year,
        };
        Some(Found::new(value, "copyright", Witness::Text, 0.3))
    })
}
