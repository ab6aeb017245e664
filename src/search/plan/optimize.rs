//! Which way a plan is walked: the ways find the same, and which is fastest depends on how common the words are.

use tantivy::Score;
use tantivy::query::Bm25StatisticsProvider;

use crate::search::budget::Budget;
use crate::search::plan::physical::{Any, Matches, Physical, Word};
use crate::search::view::View;

/// Articles that all words of a query stand in, were they independent, from which on two walks are faster than one: with 5,000 matches they
/// take three quarters of the time, with 1,000 the same, with 100 a little more (`cargo bench --bench latency`, classes `and_high2`, `and2`, `and3`).
const MANY: f32 = 1_500.0;

/// How many times as many postings the excluded words may have as the wanted ones, for a walk over all of both to be faster than to look
/// up each article that is found.
const EXCLUDED: u64 = 4;

/// BM25's `k1` as tantivy has it.
const K1: Score = 1.2;

/// What is asked of the matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aim {
    /// How many they are, and the counts of facets.
    Count,
    /// The best by score, and the total.
    Best,
    /// The best by score, the total, and the counts of facets.
    BestAndFacets,
    /// The first by another order, or by score with copies folded.
    Ordered,
}

/// How the matches are walked.
#[derive(Debug)]
pub(crate) enum Route {
    /// Window by window: each posting adds to the score of its article.
    Windows(Any),
    /// To the best alone, passing over blocks that cannot have one, then again to count.
    BestThenCount(Matches, Bounds),
    /// Every match once.
    Each(Matches),
    /// Every match once, and so that the walk can be stopped: it may cost more than the budget.
    Watched(Matches),
}

/// What is known of the scores before the matches are walked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bounds {
    /// The score that no match reaches.
    pub(crate) score_bound: Score,
    /// For each segment, the most of [`View::norm_ratio`] over the columns of the words.
    pub(crate) norm_ratio: Vec<Score>,
}

/// Whether the lists of a plan are walked one by one, so that nothing is gained by walking the articles of each language apart.
pub(crate) fn is_walked_by_list(plan: &Physical) -> bool {
    match plan {
        Physical::Word(_) => true,
        Physical::Any(any) => windows_pay(any),
        _ => false,
    }
}

/// The way to walk `matches`.
pub(crate) fn route(
    matches: Matches,
    aim: Aim,
    view: &View,
    budget: &Budget,
) -> tantivy::Result<Route> {
    if matches!(aim, Aim::Best | Aim::BestAndFacets)
        && let Matches::Whole(Physical::Any(any)) = &matches
        && windows_pay(any)
    {
        return Ok(Route::Windows(any.clone()));
    }
    if matches.can_stop() || !budget.allows(matches.postings()) {
        return Ok(Route::Watched(matches));
    }
    if aim == Aim::Best
        && let Some(bounds) = two_walks_pay(&matches, view)?
    {
        return Ok(Route::BestThenCount(matches, bounds));
    }
    Ok(Route::Each(matches))
}

/// Whether a walk over the windows is faster than tantivy's union: it reads the excluded lists in full.
fn windows_pay(any: &Any) -> bool {
    if any.excluded.is_empty() {
        return true;
    }
    let clauses = any.clauses.iter().map(|(clause, _)| clause);
    match (doc_freqs(clauses), doc_freqs(any.excluded.iter())) {
        (Some(wanted), Some(excluded)) => excluded <= wanted * EXCLUDED,
        _ => false,
    }
}

/// The document frequencies of words, added up; `None` when there is anything but words.
fn doc_freqs<'a>(parts: impl Iterator<Item = &'a Physical>) -> Option<u64> {
    let mut sum = 0;
    for part in parts {
        match part {
            Physical::Nothing => {}
            Physical::Word(word) => sum += word.leaf.doc_freq,
            _ => return None,
        }
    }
    Some(sum)
}

/// The bounds of a walk to the best alone, where that and a count are faster than one walk: tantivy passes over what cannot be among the
/// best where the plan is one word or words that must all be there. It pays where there are many matches; where values are counted too,
/// one walk is faster.
fn two_walks_pay(matches: &Matches, view: &View) -> tantivy::Result<Option<Bounds>> {
    let mut all = Bounds::none(view);
    for (at, part) in matches.parts().iter().enumerate() {
        let Some(words) = words(part) else {
            return Ok(None);
        };
        // The first part is the articles in the commonest language: most of them.
        if at == 0 && !pays(&words, view) {
            return Ok(None);
        }
        let Some(of_part) = bounds(&words, view)? else {
            return Ok(None);
        };
        all.score_bound = all.score_bound.max(of_part.score_bound);
        all.widen(&of_part.norm_ratio);
    }
    Ok(Some(all))
}

/// The words that must all be there; `None` for a plan that is anything else.
fn words(part: &Physical) -> Option<Vec<&Word>> {
    match part {
        Physical::Word(word) => Some(vec![word]),
        Physical::All { wanted, excluded } if excluded.is_empty() => {
            let mut words = Vec::with_capacity(wanted.len());
            for part in wanted {
                let Physical::Word(word) = part else {
                    return None;
                };
                words.push(word);
            }
            Some(words)
        }
        _ => None,
    }
}

/// Whether a walk to the best of these words alone pays.
fn pays(words: &[&Word], view: &View) -> bool {
    let articles = view.searcher.num_docs() as f32;
    let mut together = articles;
    for word in words {
        together *= word.leaf.doc_freq as f32 / articles;
    }
    let many = words.len() == 1 || together >= MANY;
    many && words.iter().all(|word| word.leaf.has_lists_apart())
}

fn bounds(words: &[&Word], view: &View) -> tantivy::Result<Option<Bounds>> {
    let articles = view.total_num_docs()?;
    let mut bounds = Bounds::none(view);
    for word in words {
        let Some(norm_ratio) = view.norm_ratio(word.column) else {
            return Ok(None);
        };
        bounds.score_bound += score_bound(word.leaf.doc_freq, articles);
        bounds.widen(norm_ratio);
    }
    Ok(Some(bounds))
}

impl Bounds {
    fn none(view: &View) -> Self {
        Self {
            score_bound: 0.0,
            norm_ratio: vec![1.0; view.searcher.segment_readers().len()],
        }
    }

    fn widen(&mut self, norm_ratio: &[Score]) {
        for (most, one) in self.norm_ratio.iter_mut().zip(norm_ratio) {
            *most = most.max(*one);
        }
    }
}

/// The score by BM25 that no article reaches with a word of this document frequency.
fn score_bound(doc_freq: u64, articles: u64) -> Score {
    let (doc_freq, articles) = (doc_freq.min(articles) as Score, articles as Score);
    (1.0 + K1) * (1.0 + (articles - doc_freq + 0.5) / (doc_freq + 0.5)).ln()
}
