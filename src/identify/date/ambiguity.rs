//! What the other dates of a text say of one: the order of its figures, the year that it leaves out.

use jiff::civil::Date;

use crate::identify::date::calendar::Order;
use crate::identify::date::clock::Habit;
use crate::identify::date::dated::{Context, Dated};
use crate::identify::date::mention::{Form, Mention};

/// Decides between 9 November and September 11 where something decides: another date of the text, the clock's habit, the place.
pub(super) fn order(dated: &mut [Dated], context: &Context<'_>) {
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
pub(super) fn years(dated: &mut [Dated], context: &Context<'_>) {
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
