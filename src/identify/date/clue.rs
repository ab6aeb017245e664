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

/// The date of the last change that readers see, where the page tells no other: it is no earlier than the publication.
pub(super) fn last_change(clues: &[Clue]) -> Option<Found<PubDate>> {
    let seen: Vec<Clue> =
        clues.iter().filter(|clue| matches!(clue.from, Witness::Text | Witness::Markup)).cloned().collect();
    let mut found = agree(&seen, About::Modified)?;
    found.evidence.sure *= 0.6;
    Some(found)
}

/// How sure all clues together are of a day.
fn support(clues: &[Clue], about: About, day: Date) -> f32 {
    let mut by_place: Vec<(Witness, &'static str, f32)> = Vec::new();
    for clue in clues {
        let share = speaks_for(clue, clues, about, day);
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

fn speaks_for(clue: &Clue, clues: &[Clue], about: About, day: Date) -> f32 {
    let sure = if clue.about == about { clue.sure } else { clue.sure * 0.3 };
    let away = clue.days_from(day);
    match clue.date.precision {
        Precision::Month if (clue.date.date.year(), clue.date.date.month()) == (day.year(), day.month()) => sure * 0.5,
        Precision::Day | Precision::Instant if away.abs() > 1 => 0.0,
        Precision::Day => if away == 0 { sure } else { 0.0 },
        Precision::Instant if clue.in_utc() && clue.about == about => {
            match (away, local(clues, about, clue.date.date), local(clues, about, day)) {
                (0, true, _) => sure,
                (0, false, _) => sure * if beside(clues, about, clue.date.date) { 0.6 } else { 1.0 },
                (_, false, true) => sure * 0.95,
                _ => 0.0,
            }
        }
        Precision::Instant if away == 0 => sure,
        _ => 0.0,
    }
}

/// A witness that writes the page's own days names the day.
fn local(clues: &[Clue], about: About, day: Date) -> bool {
    clues.iter().any(|clue| {
        clue.about == about && clue.date.precision >= Precision::Day && !clue.in_utc() && clue.sure >= 0.4 && clue.date.date == day
    })
}

/// A witness that writes the page's own days names the day before or after.
fn beside(clues: &[Clue], about: About, day: Date) -> bool {
    [day.yesterday(), day.tomorrow()].into_iter().flatten().any(|day| local(clues, about, day))
}
