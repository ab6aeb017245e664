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
    /// It stands in the page's frame, above the headline or beside the article.
    pub(super) outside: bool,
}

impl Clue {
    /// Readers of the page do not see it.
    pub(super) fn is_hidden(&self) -> bool {
        matches!(self.from, Witness::JsonLd | Witness::Meta)
    }

    /// The clock stands at UTC, which may not be the clock of the page.
    fn in_utc(&self) -> bool {
        self.date.clock.is_some_and(|clock| clock.offset == Some(0))
    }

    fn days_from(&self, day: Date) -> i32 {
        self.date
            .date
            .since(day)
            .map_or(i32::MAX, |span| span.get_days())
    }
}

/// Below this a day is not given: one weak place alone invents more dates than it finds.
pub(crate) const ENOUGH: f32 = 0.51;

/// The date that the clues agree on.
///
/// Each day has as many advocates as clues name it; together they are as sure as independent witnesses are, though those of one
/// kind count once. A clock in UTC also speaks for the day before or after when another witness names that one: pages convert
/// their own day into UTC, never the other way.
pub(super) fn agree(clues: &[Clue], about: About) -> Option<Found<PubDate>> {
    let mut best: Option<(f32, Date)> = None;
    let own = || {
        clues
            .iter()
            .filter(|clue| clue.about == about && clue.date.precision >= Precision::Day)
    };
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
    let evidence = Evidence {
        rule: strongest.rule.into(),
        from: strongest.from,
        sure: score.min(0.99),
        quote: None,
    };
    Some(Found {
        value: strongest.date,
        evidence: evidence.quoting(strongest.quote.clone()),
    })
}

/// The date of the last change that readers see, where the page tells no other: it is no earlier than the publication.
pub(super) fn last_change(clues: &[Clue]) -> Option<Found<PubDate>> {
    let seen: Vec<Clue> = clues
        .iter()
        .filter(|clue| matches!(clue.from, Witness::Text | Witness::Markup))
        .cloned()
        .collect();
    let mut found = agree(&seen, About::Modified).filter(|found| found.evidence.sure > 0.71)?;
    found.evidence.sure *= 0.6;
    Some(found)
}

/// A date of publication later than the change that readers see is itself a date of change.
pub(super) fn not_after_change(
    published: Found<PubDate>,
    modified: Option<&Found<PubDate>>,
) -> Found<PubDate> {
    let seen =
        |found: &&Found<PubDate>| matches!(found.evidence.from, Witness::Text | Witness::Markup);
    match modified.filter(seen) {
        Some(change)
            if change.value.date < published.value.date && published.evidence.sure < 0.9 =>
        {
            change.clone()
        }
        _ => published,
    }
}

/// How sure all clues together are of a day.
fn support(clues: &[Clue], about: About, day: Date) -> f32 {
    let mut by_place: Vec<(Witness, &'static str, f32)> = Vec::new();
    for clue in clues {
        let share = speaks_for(clue, clues, about, day);
        if share <= 0.0 {
            continue;
        }
        match by_place.iter_mut().find(|(from, rule, _)| {
            *from == clue.from && (*from != Witness::Markup || *rule == clue.rule)
        }) {
            Some((_, _, most)) => *most = most.max(share),
            None => by_place.push((clue.from, clue.rule, share)),
        }
    }
    1.0 - by_place
        .iter()
        .fold(1.0, |doubt, (_, _, share)| doubt * (1.0 - share))
}

fn speaks_for(clue: &Clue, clues: &[Clue], about: About, day: Date) -> f32 {
    let sure = if clue.about == about {
        clue.sure
    } else {
        clue.sure * 0.3
    };
    let away = clue.days_from(day);
    match clue.date.precision {
        Precision::Month
            if (clue.date.date.year(), clue.date.date.month()) == (day.year(), day.month()) =>
        {
            sure * 0.5
        }
        Precision::Day | Precision::Instant if away.abs() > 1 => 0.0,
        Precision::Day if away == 0 => sure,
        Precision::Instant if clue.in_utc() && clue.about == about => {
            match local_day(clues, about, clue.date.date) {
                local if local == day => sure,
                _ if away == 0 => sure * 0.4,
                _ => 0.0,
            }
        }
        Precision::Instant if away == 0 => sure,
        _ => 0.0,
    }
}

/// The day that a clock in UTC means: its own, or the day before or after when witnesses that write the page's own days name that.
fn local_day(clues: &[Clue], about: About, day: Date) -> Date {
    let named = |day: Date| -> f32 {
        let own = clues
            .iter()
            .filter(|clue| clue.about == about && clue.date.precision >= Precision::Day);
        own.filter(|clue| !clue.in_utc() && clue.date.date == day)
            .map(|clue| clue.sure)
            .fold(0.0, f32::max)
    };
    let mut best = (named(day), day);
    for other in [day.yesterday(), day.tomorrow()].into_iter().flatten() {
        let sure = named(other);
        if sure >= 0.4 && sure > best.0 {
            best = (sure, other);
        }
    }
    best.1
}

/// When a date that only machines read is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hidden {
    /// As it stands: the page and its address speak of an article.
    Alone,
    /// When JSON-LD and `<meta>` agree on it.
    Seconded,
    /// Never: pages that are no article carry the day on which the system made them.
    Never,
}

/// Hidden clues that are less sure speak of something else than the article: the web page, its record in the system.
const STRONG: f32 = 0.85;

/// A clue that is less sure shows nothing to a reader of this article: it stands in a list, a sidebar or the page's frame.
const SHOWN: f32 = 0.1;

/// Lowers what only machines read. A hidden date that no visible place and no address confirms is that of a template, a product or
/// a page without a date.
pub(super) fn damp_hidden(clues: &mut [Clue], hidden: Hidden) {
    let all = clues.to_vec();
    for clue in clues.iter_mut().filter(|clue| clue.is_hidden()) {
        let near = |other: &&Clue| {
            other.days_from(clue.date.date).abs() <= 1 && other.date.precision >= Precision::Day
        };
        let shown = all
            .iter()
            .filter(near)
            .any(|other| !other.is_hidden() && other.sure >= SHOWN);
        let month = all.iter().any(|other| {
            other.from == Witness::Url
                && (other.date.date.year(), other.date.date.month())
                    == (clue.date.date.year(), clue.date.date.month())
        });
        let seconded = || {
            let second = |other: &Clue| {
                other.from != clue.from
                    && other.about == clue.about
                    && other.is_hidden()
                    && other.sure >= STRONG
            };
            all.iter().filter(near).any(second)
        };
        let believed = match hidden {
            Hidden::Alone => clue.sure >= STRONG,
            Hidden::Seconded => clue.sure >= STRONG && seconded(),
            Hidden::Never => false,
        };
        if !shown && !month && !believed {
            clue.sure *= 0.3;
        }
    }
}

/// So sure is what a page says of its own article, that its frame says nothing against it.
const OWN: f32 = 0.5;

/// Lowers what the page's frame says where the page says another day of the article itself: a header shows the clock of the reader.
pub(super) fn damp_frame(clues: &mut [Clue]) {
    let own = |clue: &&Clue| {
        let strong = clue.sure >= OWN && clue.date.precision >= Precision::Day;
        // Days in the article's own sentences are those of events.
        let told =
            clue.from != Witness::Text || matches!(clue.rule, "date-line" | "published-label");
        strong && told && !clue.outside && clue.about == About::Published
    };
    let days: Vec<Date> = clues
        .iter()
        .filter(own)
        .map(|clue| clue.date.date)
        .collect();
    if days.is_empty() {
        return;
    }
    for clue in clues.iter_mut().filter(|clue| clue.outside) {
        if !days.contains(&clue.date.date) {
            clue.sure *= 0.2;
        }
    }
}

/// Raises the one day that the page shows within the month of its address.
pub(super) fn raise_by_month(clues: &mut [Clue]) {
    let month = |clue: &Clue| (clue.date.date.year(), clue.date.date.month());
    let address = clues
        .iter()
        .find(|clue| clue.from == Witness::Url && clue.date.precision == Precision::Month);
    let Some(address) = address.map(month) else {
        return;
    };
    let within = |clue: &Clue| {
        let shown =
            matches!(clue.from, Witness::Text | Witness::Markup) && clue.about == About::Published;
        shown && clue.date.precision >= Precision::Day && month(clue) == address
    };
    let mut days = clues
        .iter()
        .filter(|clue| within(clue))
        .map(|clue| clue.date.date);
    let Some(day) = days.next().filter(|first| days.all(|day| day == *first)) else {
        return;
    };
    for clue in clues
        .iter_mut()
        .filter(|clue| clue.date.date == day && clue.from != Witness::Url)
    {
        clue.sure = clue.sure.max(0.45);
    }
}

/// Lowers clues of one kind that name many days: they date other articles, reviews or comments. Lines of text count as one kind
/// only when they stand equally well.
pub(super) fn damp_lists(clues: &mut [Clue]) {
    let all = clues.to_vec();
    for clue in clues
        .iter_mut()
        .filter(|clue| matches!(clue.from, Witness::Markup | Witness::Meta | Witness::Text))
    {
        let rivals = |other: &&Clue| {
            (other.from, other.rule) == (clue.from, clue.rule)
                && (clue.from != Witness::Text || other.sure > clue.sure * 0.95)
        };
        let mut days: Vec<Date> = all
            .iter()
            .filter(rivals)
            .map(|other| other.date.date)
            .collect();
        days.sort_unstable();
        days.dedup();
        let first = all
            .iter()
            .find(|other| (other.from, other.rule) == (clue.from, clue.rule))
            .is_some_and(|other| other.date == clue.date);
        clue.sure *= match days.len() {
            0..=2 => 1.0,
            _ if first => 0.7,
            _ => 0.55,
        };
    }
}
