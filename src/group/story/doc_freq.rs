//! How many articles have a term, in the weeks around a day.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::group::story::event_terms::EventTerms;

/// Articles that are thought to be there beside those that are, none of which has a term: a handful of articles of one event share every
/// term, and each of them tells all the same.
///
/// `cargo bench --bench quality -- stories`: 20 to 1,000 differ by less than .01 B-cubed F1.
const BACKGROUND: f32 = 100.0;

/// How fast a term gains weight as it gets rarer.
const RARITY: f32 = 1.5;

/// A week, and a term in it.
type WeekTerm = (i32, u32);

/// A language, by hash.
type Tongue = u64;

/// More languages than one.
const MANY: Tongue = 0;

/// The articles that have a term.
struct Having {
    articles: u32,
    /// Their language, or [`MANY`].
    tongue: Tongue,
}

/// Document frequencies by week, and of all articles for those without a day.
#[derive(Default)]
pub(crate) struct DocFreq {
    terms: FxHashMap<WeekTerm, Having>,
    articles: FxHashMap<(i32, String), u32>,
}

/// Where the counts of all articles stand.
const ALL: i32 = i32::MAX;

impl DocFreq {
    /// Counts the terms and names of all articles.
    pub(crate) fn of(articles: &[&EventTerms]) -> Self {
        let mut counts = Self::default();
        for article in articles {
            for week in [Some(ALL), article.day.map(week)].into_iter().flatten() {
                let language = article.language.clone();
                *counts.articles.entry((week, language)).or_default() += 1;
                let tongue = tongue(article);
                for term in article.every_term() {
                    let having = counts.terms.entry((week, term.hash));
                    let having = having.or_insert(Having {
                        articles: 0,
                        tongue,
                    });
                    having.articles += 1;
                    if having.tongue != tongue {
                        having.tongue = MANY;
                    }
                }
            }
        }
        counts
    }

    /// The weight of a term for an article of this day: its inverse document frequency.
    pub(crate) fn rarity(&self, day: Option<Date>, term: u32, articles: f32) -> f32 {
        let having = self.sum(day, |week| {
            self.terms.get(&(week, term)).map(|having| having.articles)
        });
        let odds = (articles + BACKGROUND) / (having as f32 + 1.0);
        odds.ln().max(0.0).powf(RARITY)
    }

    /// Articles of this language around this day.
    pub(crate) fn articles(&self, day: Option<Date>, language: &str) -> f32 {
        let of = |week| self.articles.get(&(week, language.to_owned())).copied();
        self.sum(day, of) as f32
    }

    /// Whether an article of another language has a term of this one around its day.
    pub(crate) fn is_told_elsewhere(&self, article: &EventTerms, term: u32) -> bool {
        let own = tongue(article);
        weeks_around(article.day)
            .filter_map(|week| self.terms.get(&(week, term)))
            .any(|having| having.tongue != own)
    }

    fn sum(&self, day: Option<Date>, of: impl Fn(i32) -> Option<u32>) -> u32 {
        weeks_around(day).filter_map(of).sum()
    }
}

/// The weeks in which an article of this day is counted with others.
fn weeks_around(day: Option<Date>) -> RangeInclusive<i32> {
    match day.map(week) {
        Some(week) => week - 1..=week + 1,
        None => ALL..=ALL,
    }
}

/// The language of an article. Chinese and Japanese are one: a pair of characters has one reading in both.
fn tongue(article: &EventTerms) -> Tongue {
    let language = match article.has_han() {
        true => "zh",
        false => &article.language,
    };
    xxh3_64(language.as_bytes()).max(MANY + 1)
}

fn week(day: Date) -> i32 {
    days(day).div_euclid(7)
}

/// Days since 1970.
pub(crate) fn days(day: Date) -> i32 {
    let since = day.since(Date::constant(1970, 1, 1));
    since.map_or(0, |span| span.get_days())
}
