//! How alike two articles are, from 0 to 1.

use crate::group::story::doc_freq::{DocFreq, days};
use crate::group::story::event_terms::{EventTerms, WeighedTerm};
use crate::text::script::Script;

/// Days apart at which two articles begin to count as less alike.
const NEAR: i32 = 2;

/// Days apart from which two articles are not alike at all.
///
/// In the sample newsroom 2 stories hold two events with 14 days, 3 with 21, 5 with 30 and 8 with 60, and no part more finds its story.
pub(crate) const WINDOW: i32 = 14;

/// What likeness counts where one of two articles has no day: it may be from any year.
const UNDATED: f32 = 0.75;

/// Names and numbers that two articles of different languages share at least: one name may be everywhere in a week's news.
const SHARED_NAMES: usize = 3;

/// Names, numbers and meanings that they share at least.
const SHARED_IN_ALL: usize = 3;

/// What meanings count beside names: two storms in one country are two events.
///
/// In the sample newsroom 14 parts are apart from their stories without meanings, and 2 stories hold two events; with .15 it is 7 and 2, with
/// .2 it is 5 and 2, with .25 5 and 3, with .3 4 and 3 (`tests/fixtures/newsroom.stories.txt`).
const MEANINGS: f32 = 0.2;

/// An article ready to be compared.
pub(crate) struct Weighed<'a> {
    pub(crate) language: &'a str,
    /// Days since 1970.
    pub(crate) day: Option<i32>,
    /// Of length 1 together, in the order of their hashes.
    pub(crate) terms: Vec<WeighedTerm>,
    pub(crate) names: Vec<WeighedTerm>,
    pub(crate) sounds: Vec<WeighedTerm>,
    pub(crate) meanings: Vec<WeighedTerm>,
    is_coarse: bool,
    script: Option<Script>,
}

impl<'a> Weighed<'a> {
    /// Weighs each term by how rare it is around the article's day.
    pub(crate) fn of(article: &'a EventTerms, doc_freq: &DocFreq) -> Self {
        let articles = doc_freq.articles(article.day, &article.language);
        let weigh = |terms: &[WeighedTerm]| {
            let rarity = |term: &WeighedTerm| doc_freq.rarity(article.day, term.hash, articles);
            let weighed = terms.iter().map(|term| WeighedTerm {
                hash: term.hash,
                weight: term.weight * rarity(term),
            });
            unit(weighed.collect())
        };
        let is_told_elsewhere =
            |term: &&WeighedTerm| doc_freq.is_told_elsewhere(article, term.hash);
        let is_name = |term: &&WeighedTerm| !article.may_be_all_names() || is_told_elsewhere(term);
        let names: Vec<WeighedTerm> = article.names.iter().filter(is_name).copied().collect();
        let sounds = article.sounds.iter().filter(is_name);
        let readings = article.readings.iter().filter(is_told_elsewhere);
        let sounds = with_readings(sounds.copied().collect(), readings.copied());
        Self {
            language: &article.language,
            day: article.day.map(days),
            terms: weigh(&article.terms),
            names: weigh(&names),
            sounds: weigh(&sounds),
            meanings: weigh(&article.meanings),
            is_coarse: article.is_coarse(),
            script: article.script,
        }
    }
}

/// Sounds and readings in the order of their hashes, each once.
fn with_readings(
    mut sounds: Vec<WeighedTerm>,
    readings: impl Iterator<Item = WeighedTerm>,
) -> Vec<WeighedTerm> {
    sounds.extend(readings);
    // What was there first stays.
    sounds.sort_by_key(|term| term.hash);
    sounds.dedup_by_key(|term| term.hash);
    sounds
}

fn unit(mut terms: Vec<WeighedTerm>) -> Vec<WeighedTerm> {
    let squares: f32 = terms.iter().map(|term| term.weight * term.weight).sum();
    if squares > 0.0 {
        let length = squares.sqrt();
        for term in &mut terms {
            term.weight /= length;
        }
    }
    terms
}

impl Weighed<'_> {
    /// Terms, names, sounds and meanings.
    pub(crate) fn every_term(&self) -> impl Iterator<Item = &WeighedTerm> {
        let names = self.names.iter().chain(&self.sounds);
        self.terms.iter().chain(names).chain(&self.meanings)
    }
}

/// How alike two articles are; `None` where nothing can tell. It does not matter which is named first.
///
/// An article without a day is compared by its words alone, and words are of one script.
pub(crate) fn likeness(a: &Weighed<'_>, b: &Weighed<'_>) -> Option<f32> {
    let is_dated = a.day.is_some() && b.day.is_some();
    if !is_dated && a.language != b.language && !may_share_words(a.script, b.script) {
        return None;
    }
    Some(by_evidence(a, b))
}

/// Whether words of two scripts may be the same.
fn may_share_words(a: Option<Script>, b: Option<Script>) -> bool {
    let han = |script| matches!(script, Some(Script::Han | Script::Kana));
    a == b || (han(a) && han(b))
}

fn by_evidence(a: &Weighed<'_>, b: &Weighed<'_>) -> f32 {
    let nearness = nearness(a.day, b.day);
    if nearness <= 0.0 {
        return 0.0;
    }
    let (by_terms, _) = cosine(&a.terms, &b.terms);
    let is_dated = a.day.is_some() && b.day.is_some();
    if a.language == b.language || !is_dated {
        return by_terms * nearness;
    }
    let meanings = cosine(&a.meanings, &b.meanings);
    let by_other = |names| by_names(names).max(by_names_and_meanings(names, meanings));
    let mut most = by_terms.max(by_other(cosine(&a.names, &b.names)));
    if a.is_coarse || b.is_coarse {
        most = most.max(by_other(cosine(&a.sounds, &b.sounds)));
    }
    most * nearness
}

/// The cosine of names, where enough of them are shared.
fn by_names((cosine, shared): (f32, usize)) -> f32 {
    match shared >= SHARED_NAMES {
        true => cosine,
        false => 0.0,
    }
}

/// The cosines of names and of meanings, where a name is shared and enough in all.
fn by_names_and_meanings(names: (f32, usize), meanings: (f32, usize)) -> f32 {
    match names.1 > 0 && names.1 + meanings.1 >= SHARED_IN_ALL {
        true => names.0 * (1.0 - MEANINGS) + meanings.0 * MEANINGS,
        false => 0.0,
    }
}

/// How much the days of two articles allow that they tell of one event.
fn nearness(a: Option<i32>, b: Option<i32>) -> f32 {
    let (a, b) = match (a, b) {
        (Some(a), Some(b)) => (a, b),
        (None, None) => return 1.0,
        _ => return UNDATED,
    };
    let apart = (a.saturating_sub(b)).saturating_abs();
    let beyond = (apart - NEAR).max(0) as f32;
    1.0 - beyond / (WINDOW - NEAR) as f32
}

/// The cosine of two vectors, and how many terms they share.
fn cosine(a: &[WeighedTerm], b: &[WeighedTerm]) -> (f32, usize) {
    let (mut sum, mut shared) = (0.0, 0);
    let mut others = b.iter().peekable();
    for term in a {
        while others.next_if(|other| other.hash < term.hash).is_some() {}
        if let Some(other) = others.next_if(|other| other.hash == term.hash) {
            sum += term.weight * other.weight;
            shared += 1;
        }
    }
    (sum, shared)
}
