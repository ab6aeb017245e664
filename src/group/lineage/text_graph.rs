//! The graph of reuse: articles, and for each the articles that its text is taken from.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::Article;
use crate::group::lineage::direction::{Clue, Origin, Overlap, direction, names_outlet};
use crate::group::passages::{Comparison, Passage, compare, compare_from};
use crate::text::shingles::each_shingle;

/// Share of a text that stands in another from which the one is taken from the other.
///
/// `cargo bench --bench quality -- stories`: two reports of one event that were written apart share less, in 999 of 1,000 pairs, quotes
/// and all.
const REUSED: f32 = 0.2;

/// The same for passages of five words, where the text names the outlet or the agency of the other.
const REUSED_WITH_CREDIT: f32 = 0.08;

/// The weight of a passage of five words.
const SHORT_PASSAGE: u32 = 10;

/// What a second source adds at least, as a share of the text, to be named beside the first.
const ADDED: f32 = 0.1;

/// One shingle in so many is looked at to see whether two texts need be compared.
const SAMPLED: u64 = 4;

/// Sampled shingles that two texts share at least: texts that share less have no passages worth an edge.
const SHARED_SHINGLES: f32 = 0.05;

/// Who took what from whom, inside a story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lineage {
    /// The edges: by the article that reuses, its main source first.
    pub reuses: Vec<Reuse>,
}

/// One article's text, or a part of it, stands in another that came later.
#[derive(Debug, Clone, PartialEq)]
pub struct Reuse {
    /// The article that was first, as an index.
    pub from: usize,
    /// The article that reuses it.
    pub to: usize,
    /// How much of the text of `to` stands in `from`, 0 to 1.
    pub reused: f32,
    /// How much of the text of `from` stands in `to`, 0 to 1.
    pub kept: f32,
    /// Why `from` is thought to be the first.
    pub clue: Clue,
    /// What they share: `first` is a place in `from`, `second` one in `to`.
    pub passages: Vec<Passage>,
}

impl Lineage {
    /// Articles, by index below `n`, whose text is not taken from another.
    pub fn independent(&self, n: usize) -> Vec<usize> {
        let derived: FxHashSet<usize> = self.reuses.iter().map(|reuse| reuse.to).collect();
        (0..n).filter(|at| !derived.contains(at)).collect()
    }
}

/// Finds who took what from whom.
///
/// An article has an edge from its main source, and from others that add a tenth of its text. The same articles have the same
/// lineage in any order. Compares each pair of articles that share enough: for stories, not for archives.
pub fn lineage(articles: &[&Article]) -> Lineage {
    let mut order: Vec<usize> = (0..articles.len()).collect();
    order.sort_by_key(|at| articles.get(*at).map(|article| &article.id));
    let sampled: Vec<FxHashSet<u64>> = articles.iter().map(|article| sample(article)).collect();
    let mut found: Vec<Reuse> = Vec::new();
    for (nth, &a) in order.iter().enumerate() {
        for &b in order.iter().skip(nth + 1) {
            if let (Some(first), Some(second)) = (articles.get(a), articles.get(b))
                && share_enough(sampled.get(a), sampled.get(b))
            {
                found.extend(reuse((a, first), (b, second)));
            }
        }
    }
    let found = without_circles(found);
    let mut reuses = Vec::new();
    for &to in &order {
        let sources = found.iter().filter(|reuse| reuse.to == to);
        reuses.extend(main_sources(sources.collect(), articles, &found));
    }
    Lineage { reuses }
}

/// Leaves out the edges by which an article would be its own source: those with the weakest clues.
fn without_circles(mut found: Vec<Reuse>) -> Vec<Reuse> {
    // Where clues are as strong, the edges stay in the order of the ids.
    found.sort_by_key(|reuse| reuse.clue);
    let mut sources: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut kept = Vec::new();
    for reuse in found {
        if !derives(reuse.from, reuse.to, &sources) {
            sources.entry(reuse.to).or_default().push(reuse.from);
            kept.push(reuse);
        }
    }
    kept
}

/// Whether an article has another among its sources, or theirs.
fn derives(article: usize, from: usize, sources: &FxHashMap<usize, Vec<usize>>) -> bool {
    let mut seen = FxHashSet::default();
    let mut open = vec![article];
    while let Some(at) = open.pop() {
        if at == from {
            return true;
        }
        if seen.insert(at) {
            open.extend(sources.get(&at).into_iter().flatten());
        }
    }
    false
}

fn sample(article: &Article) -> FxHashSet<u64> {
    let mut sample = FxHashSet::default();
    each_shingle(&article.text.to_lowercase(), |shingle| {
        if shingle.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32 & (SAMPLED - 1) == 0 {
            sample.insert(shingle);
        }
    });
    sample
}

fn share_enough(a: Option<&FxHashSet<u64>>, b: Option<&FxHashSet<u64>>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return false;
    };
    let (smaller, larger) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = smaller.iter().filter(|shingle| larger.contains(shingle));
    shared.count() as f32 >= smaller.len() as f32 * SHARED_SHINGLES
}

/// The edge between two articles.
fn reuse(a: (usize, &Article), b: (usize, &Article)) -> Option<Reuse> {
    let shared = compare(&a.1.text, &b.1.text);
    if shared.of_first().max(shared.of_second()) >= REUSED {
        let overlap = Overlap {
            first: a.1,
            second: b.1,
            shared: &shared,
        };
        let (origin, clue) = direction(&overlap);
        return Some(edge(a.0, b.0, shared, origin, clue));
    }
    let (a_credits, b_credits) = (names_outlet(a.1, b.1), names_outlet(b.1, a.1));
    if a_credits == b_credits {
        return None;
    }
    let shared = compare_from(&a.1.text, &b.1.text, SHORT_PASSAGE);
    let origin = if b_credits {
        Origin::First
    } else {
        Origin::Second
    };
    let edge = edge(a.0, b.0, shared, origin, Clue::Credit);
    (edge.reused >= REUSED_WITH_CREDIT).then_some(edge)
}

fn edge(a: usize, b: usize, shared: Comparison, origin: Origin, clue: Clue) -> Reuse {
    let (of_first, of_second) = (shared.of_first(), shared.of_second());
    let turned = |passage: Passage| Passage {
        first: passage.second,
        second: passage.first,
        words: passage.words,
    };
    match origin {
        Origin::First => Reuse {
            from: a,
            to: b,
            reused: of_second,
            kept: of_first,
            clue,
            passages: shared.passages,
        },
        Origin::Second => Reuse {
            from: b,
            to: a,
            reused: of_first,
            kept: of_second,
            clue,
            passages: shared.passages.into_iter().map(turned).collect(),
        },
    }
}

/// The main source of an article, and those that add to it.
fn main_sources(mut sources: Vec<&Reuse>, articles: &[&Article], all: &[Reuse]) -> Vec<Reuse> {
    // Copies of one text have the same in common with the text and with each other: the one that takes from none of them comes first.
    let has_source = |at: usize| {
        let sources = all.iter().filter(|reuse| reuse.to == at);
        sources.count()
    };
    sources.sort_by_cached_key(|reuse| {
        let twentieths = (reuse.reused * 20.0).round() as u32;
        let from = articles.get(reuse.from);
        (
            u32::MAX - twentieths,
            has_source(reuse.from),
            from.map(|article| article.id.clone()),
        )
    });
    let mut covered: Vec<(usize, usize)> = Vec::new();
    let mut main: Vec<Reuse> = Vec::new();
    for reuse in sources {
        let own: usize = reuse.passages.iter().map(|passage| passage.words).sum();
        let added: usize = reuse
            .passages
            .iter()
            .filter(|passage| !is_covered(&covered, passage))
            .map(|passage| passage.words)
            .sum();
        let adds = reuse.reused * added as f32 / own.max(1) as f32;
        if main.is_empty() || adds >= ADDED {
            let spans = reuse.passages.iter().map(|passage| passage.second);
            covered.extend(spans.map(|span| (span.start, span.end)));
            main.push(reuse.clone());
        }
    }
    main
}

/// Whether half of a passage stands in what was covered already.
fn is_covered(covered: &[(usize, usize)], passage: &Passage) -> bool {
    let (start, end) = (passage.second.start, passage.second.end);
    let common = covered.iter().map(|(from, to)| {
        let (from, to) = (start.max(*from), end.min(*to));
        to.saturating_sub(from)
    });
    common.sum::<usize>() * 2 >= end - start
}
