//! The date of publication in bare text: which of its dates it is, if any.

use jiff::civil::Date;

use crate::article::{Evidence, Found, Precision, PubDate, Witness};
use crate::identify::date::dated::{Context, Dated, Standing};
use crate::identify::date::mention::Form;
use crate::identify::date::standing::{self, View};
use crate::identify::date::{ambiguity, date_reader, relative, tokens};

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
    ambiguity::order(&mut dated, context);
    ambiguity::years(&mut dated, context);
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
    if context.captured.is_none() && !tokens::may_hold_numbers(text) {
        return Vec::new();
    }
    let tokens = tokens::tokens(text);
    let mentions = date_reader::mentions(&tokens, context.language);
    let view = View {
        text,
        tokens: &tokens,
        whole: part == 0,
    };
    let spans = standing::spans(&tokens, &mentions);
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
        let tokens = tokens::tokens(part);
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
