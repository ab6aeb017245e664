//! Dates in lines of text: those that cleaning left out around headline and text, the first paragraphs, bare text.

use crate::article::{CleanPage, Precision, Removal, Witness};
use crate::identify::date::clue::About;
use crate::identify::date::dated::{self, Context, Dated, Standing};
use crate::identify::date::nearness::{self, Place};
use crate::identify::date::page_clues::{self, Clues, Seat};
use crate::identify::date::{address, bare_text};

impl Clues<'_> {
    /// Lines with a date that cleaning left out around the headline and the text.
    pub(super) fn removed(&mut self, page: &CleanPage) {
        let Some(place) = Place::of(page) else { return };
        let titles = [
            page.headline
                .as_ref()
                .map(|headline| headline.text.as_str()),
            page.meta.title.as_deref(),
        ];
        let line = |share: f32| Seat::new("date-line", Witness::Text, share);
        let mut before: Option<&Removal> = None;
        let mut seen = 0;
        for removal in &page.removals {
            let label = before
                .replace(removal)
                .filter(|before| nearness::labels(before, removal));
            if seen > 80 || !place.may_date(removal) {
                continue;
            }
            seen += 1;
            let trust = place.trust(removal);
            let above = place.is_above(removal);
            let share = place.nearness(removal) * trust;
            let named = place.near_text(removal) * trust;
            let text = label.map_or(removal.text.clone(), |label| {
                format!("{}\n{}", label.text, removal.text)
            });
            for dated in bare_text::dates(&text, self.context)
                .iter()
                .filter(|dated| dated.mention.day.is_some())
                .take(3)
            {
                if nearness::after_title(&removal.text, &dated.quote, titles) {
                    let standing = dated.standing.max(Standing::Alone);
                    self.line(
                        &Dated {
                            standing,
                            ..dated.clone()
                        },
                        line(1.0),
                    );
                } else {
                    let labelled = dated.standing == Standing::Published;
                    if labelled || place.reaches(removal) {
                        let seat = line(if labelled { share.max(named) } else { share });
                        let clock = dated.mention.weekday || dated.time.is_some();
                        let frame = above && clock && !labelled;
                        self.line(dated, if frame { seat.in_frame() } else { seat });
                    }
                }
            }
        }
        if let Some(headline) = &page.headline {
            let dated = bare_text::dates(&headline.text, self.context);
            let title = [
                page.meta.title.as_deref(),
                page_clues::shared_title(&page.meta),
            ];
            if let Some(dated) = dated
                .iter()
                .find(|dated| nearness::after_title(&headline.text, &dated.quote, title))
            {
                self.line(
                    &Dated {
                        standing: Standing::Alone,
                        ..dated.clone()
                    },
                    line(1.0),
                );
            } else if let Some(dated) = dated.last().filter(|dated| {
                headline
                    .text
                    .trim_end_matches(['•', '|', ' '])
                    .ends_with(&dated.quote)
            }) {
                self.line(dated, line(0.8));
            }
        }
    }

    /// A line with a date; the seat's `sure` is the share of belief that its place gets.
    fn line(&mut self, dated: &Dated, seat: Seat) {
        let about = if dated.standing == Standing::Modified {
            About::Modified
        } else {
            About::Published
        };
        let sure = match dated.standing {
            Standing::Published | Standing::Modified => 0.82,
            Standing::Alone | Standing::Dateline | Standing::Foot => 0.75,
            Standing::Lead | Standing::Loose => 0.5,
        };
        for (date, part) in dated.readings() {
            self.add(date, about, seat.share(sure * part), &dated.quote);
        }
    }

    /// The dateline of the text.
    pub(super) fn blocks(&mut self, page: &CleanPage) {
        let first: Vec<&str> = page
            .blocks
            .iter()
            .take(6)
            .map(|block| block.text.as_str())
            .collect();
        self.standing(&first.join("\n"), 0.8);
        if let Some(last) = page
            .blocks
            .last()
            .filter(|block| block.text.len() < 200 && page.blocks.len() > 2)
        {
            self.standing(&last.text, 0.5);
        }
    }

    fn standing(&mut self, text: &str, share: f32) {
        let dated = bare_text::dates(text, self.context);
        for dated in dated
            .iter()
            .filter(|dated| dated.standing >= Standing::Foot)
        {
            let about = if dated.standing == Standing::Modified {
                About::Modified
            } else {
                About::Published
            };
            // Of the dates on lines of kept text that do not open their line, one in ten is that of the article.
            let loose =
                dated.standing == Standing::Alone && !(dated.opens && dated.mention.day.is_some());
            let share = if loose { share * 0.4 } else { share };
            for (date, part) in dated.readings() {
                let sure = dated.standing.sure() * share * part;
                self.add(
                    date,
                    about,
                    Seat::new(dated.standing.rule(), Witness::Text, sure),
                    &dated.quote,
                );
            }
        }
    }

    /// A page of which only the text is left, and perhaps a file name with a day that the text confirms.
    pub(super) fn bare(&mut self, text: &str, path: &str) {
        if let Some(found) = bare_text::published(text, self.context) {
            let sure = if found.evidence.rule == "event-date" {
                0.3
            } else {
                found.evidence.sure
            };
            let quote = found.evidence.quote.unwrap_or_default();
            let rule = dated::rule_named(&found.evidence.rule);
            self.add(
                found.value,
                About::Published,
                Seat::new(rule, Witness::Text, sure),
                &quote,
            );
        }
        let named = address::day(&format!("/{path}")).map(|(date, _)| date);
        let Some(named) = named.filter(|date| date.precision == Precision::Day) else {
            return;
        };
        let context = Context {
            captured: Some(named),
            ..*self.context
        };
        let says = |dated: &Dated| {
            dated
                .published()
                .is_some_and(|date| date.date == named.date)
        };
        let sure = if bare_text::dates(text, &context).iter().any(says) {
            0.75
        } else {
            0.4
        };
        self.add(
            named,
            About::Published,
            Seat::new("file-name", Witness::Url, sure),
            path,
        );
    }
}
