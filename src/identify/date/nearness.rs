//! How near a line that cleaning left out stands to headline and text.

use crate::article::{CleanPage, Reason, Removal, Span};

/// So many bytes after the article's text its closing lines may stand: between them are its tags and links to others.
const FOOT: usize = 800;
/// A longer line beside the headline is no line of who and when, in bytes.
const SHORT: usize = 100;

/// "Date:" in an element of its own right before the date's.
pub(super) fn labels(before: &Removal, removal: &Removal) -> bool {
    before.text.len() <= 30
        && removal.at.start.saturating_sub(before.at.end) <= 2
        && !before.text.chars().any(char::is_numeric)
}

/// The date stands right after the headline or the page's title, run together with it.
pub(super) fn after_title(line: &str, date: &str, titles: [Option<&str>; 2]) -> bool {
    let Some(before) = line.find(date).and_then(|at| line.get(..at)) else {
        return false;
    };
    let before = before.trim();
    before.len() >= 10
        && titles
            .into_iter()
            .flatten()
            .any(|title| title.contains(before))
}

/// Where headline and text stand on the page.
pub(super) struct Place {
    headline: Option<Span>,
    body: Span,
}

impl Place {
    pub(super) fn of(page: &CleanPage) -> Option<Self> {
        let body = Span {
            start: page.blocks.first()?.at.start,
            end: page.blocks.last()?.at.end,
        };
        Some(Self {
            headline: page.headline.as_ref().map(|headline| headline.at),
            body,
        })
    }

    /// How much the place of a line makes it a line of this article: 1 right beside the headline, 0 far away.
    pub(super) fn nearness(&self, removal: &Removal) -> f32 {
        let gap = |from: usize, to: usize| from.saturating_sub(to);
        let before_body = gap(self.body.start, removal.at.end);
        let after_body = gap(removal.at.start, self.body.end);
        let between = self
            .headline
            .is_some_and(|at| removal.at.start >= at.start && removal.at.end <= self.body.start);
        let to_headline = self.headline.map_or(usize::MAX, |at| {
            gap(at.start, removal.at.end).max(gap(removal.at.start, at.end))
        });
        match () {
            () if between && (to_headline < 400 || before_body < 1000) => 1.0,
            () if to_headline < 250 => 0.95,
            () if before_body > 0 && before_body < 250 => 0.9,
            () if between => 0.6,
            () if before_body > 0 && before_body < 700 => 0.6,
            () if after_body > 0 && after_body < 400 && is_line(removal) => 0.8,
            () if after_body > 0 && after_body < 150 => 0.7,
            () if after_body == 0 && removal.at.start >= self.body.start => 0.5,
            () => 0.3,
        }
    }

    /// The line stands before the headline, in the page's frame.
    pub(super) fn is_above(&self, removal: &Removal) -> bool {
        self.headline.is_some_and(|at| removal.at.end <= at.start)
    }

    /// A short line between headline and text, whatever cleaning took it for.
    fn is_beside(&self, removal: &Removal) -> bool {
        let below = self
            .headline
            .is_some_and(|at| removal.at.start >= at.end && removal.at.end <= self.body.start);
        below && removal.text.len() <= SHORT && self.nearness(removal) > 0.9
    }

    /// How far a line may still date the article.
    pub(super) fn trust(&self, removal: &Removal) -> f32 {
        let by_reason = trust(removal.reason);
        if self.is_beside(removal) {
            by_reason.max(0.9)
        } else {
            by_reason
        }
    }

    /// How much the place of a line that says "published" makes it a line of this article: such lines also stand under the lead
    /// and at the article's foot.
    pub(super) fn near_text(&self, removal: &Removal) -> f32 {
        let under_lead = removal.at.start >= self.body.start
            && removal.at.end < self.body.end
            && removal.at.start < self.body.start + 1500;
        let foot = removal.at.start >= self.body.end && removal.at.start < self.body.end + FOOT;
        if under_lead || foot && is_line(removal) {
            0.9
        } else {
            0.0
        }
    }

    /// It stands before the text's end or close after it.
    pub(super) fn reaches(&self, removal: &Removal) -> bool {
        removal.at.start < self.body.end + 400
    }

    /// A short line with figures that can belong to the article.
    pub(super) fn may_date(&self, removal: &Removal) -> bool {
        let foot = is_line(removal) && removal.at.start < self.body.end + FOOT;
        let near = (foot || self.reaches(removal))
            && (self.body.start.saturating_sub(removal.at.end) < 2000
                || self.nearness(removal) > 0.9);
        near && self.trust(removal) > 0.0
            && removal.text.len() < 300
            && removal.text.chars().any(char::is_numeric)
    }
}

/// Cleaning took it for a line of the article that says who or when.
fn is_line(removal: &Removal) -> bool {
    matches!(removal.reason, Reason::Byline | Reason::DateLine)
}

/// How far a line that cleaning left out for some reason may still date the article.
fn trust(reason: Reason) -> f32 {
    match reason {
        Reason::DateLine | Reason::Byline | Reason::Label => 1.0,
        Reason::OutsideArticle | Reason::Kicker | Reason::Credit | Reason::Share => 0.9,
        Reason::Navigation | Reason::Related | Reason::LinkDense | Reason::AuthorBio => 0.75,
        Reason::Caption | Reason::Promotion | Reason::SiteFurniture => 0.4,
        _ => 0.0,
    }
}
