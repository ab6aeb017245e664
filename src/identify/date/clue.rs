//! Clues: what one place of a page says of its dates, and what the places agree on.

use jiff::civil::Date;

use crate::article::{Evidence, Found, Precision, PubDate, Witness};

/// What a clue speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Published,
    Modified,
}

/// What one place of the page says.
#[derive(Debug, Clone)]
pub(super) struct Clue {
    pub(super) date: PubDate,
    pub(super) about: About,
    pub(super) rule: &'static str,
    pub(super) from: Witness,
    /// How far it is believed when it stands alone, from 0 to 1.
    pub(super) sure: f32,
    /// The words that say it.
    pub(super) quote: String,
}

impl Clue {
    /// The clock stands at UTC, which may not be the clock of the page.
    fn in_utc(&self) -> bool {
        self.date.clock.is_some_and(|clock| clock.offset == Some(0))
    }

    fn days_from(&self, day: Date) -> i32 {
        self.date.date.since(day).map_or(i32::MAX, |span| span.get_days())
    }
}

/// Below this a day is not given: one weak place alone invents more dates than it finds.
const ENOUGH: f32 = 0.5;

/// The date that the clues agree on.
///
/// Each day has as many advocates as clues name it; together they are as sure as independent witnesses are, though those of one
/// kind count once. A clock in UTC also speaks for the day before or after when another witness names that one: pages convert
/// their own day into UTC, never the other way.
pub(super) fn agree(clues: &[Clue], about: About) -> Option<Found<PubDate>> {
    let mut best: Option<(f32, Date)> = None;
    let own = || clues.iter().filter(|clue| clue.about == about && clue.date.precision >= Precision::Day);
    for clue in own() {
        let day = clue.date.date;
        let score = support(clues, about, day);
        if best.is_none_or(|(most, _)| score > most + 0.001) {
            best = Some((score, day));
        }
    }
    let (score, day) = best?;
    if score < ENOUGH {
        return None;
    }
    let strongest = own().filter(|clue| clue.date.date == day).max_by(|a, b| {
        let exact = |clue: &Clue| clue.sure + if clue.date.clock.is_some() { 0.2 } else { 0.0 };
        exact(a).total_cmp(&exact(b))
    })?;
    let evidence = Evidence { rule: strongest.rule.into(), from: strongest.from, sure: score.min(0.99), quote: None };
    Some(Found { value: strongest.date, evidence: evidence.quoting(strongest.quote.clone()) })
}

/// How sure all clues together are of a day.
fn support(clues: &[Clue], about: About, day: Date) -> f32 {
    let mut by_place: Vec<(Witness, &'static str, f32)> = Vec::new();
    for clue in clues {
        let share = speaks_for(clue, about, day);
        if share <= 0.0 {
            continue;
        }
        match by_place.iter_mut().find(|(from, rule, _)| *from == clue.from && (*from != Witness::Markup || *rule == clue.rule)) {
            Some((_, _, most)) => *most = most.max(share),
            None => by_place.push((clue.from, clue.rule, share)),
        }
    }
    1.0 - by_place.iter().fold(1.0, |doubt, (_, _, share)| doubt * (1.0 - share))
}

fn speaks_for(clue: &Clue, about: About, day: Date) -> f32 {
    let weight = if clue.about == about { 1.0 } else { 0.3 };
    let away = clue.days_from(day);
    match clue.date.precision {
        Precision::Day | Precision::Instant if away == 0 => clue.sure * weight,
        Precision::Instant if away.abs() == 1 && clue.in_utc() && clue.about == about => clue.sure * 0.9,
        Precision::Month if clue.date.date.year() == day.year() && clue.date.date.month() == day.month() => clue.sure * 0.5,
        _ => 0.0,
    }
}
