//! What follows the hits that match, where they are too few: articles that have most of the words, or all parts but the patterns.

use std::sync::Arc;

use crate::archive::{Hit, Note, PartCount, Request, Sort, Unread};
use crate::query::{Expr, Kind};
use crate::search::budget::Budget;
use crate::search::collect::Collect;
use crate::search::collect::candidate::{Candidate, page, source_ranks};
use crate::search::collect::folding::Folding;
use crate::search::plan::most_words::most_words;
use crate::search::plan::optimize::{self, Aim};
use crate::search::plan::physical::{Matches, MostWords, Physical};
use crate::search::plan::{self, filters};
use crate::search::present::folded::FoldedMatches;
use crate::search::view::View;
use crate::search::walk;

/// How much less than the last hit with all words the first of the others scores at least.
const BELOW: f32 = 0.999;

/// Articles that follow those that match.
pub(crate) struct Followers {
    /// The best of them, as many as are wanted.
    pub(crate) best: Vec<Candidate>,
    /// What folds under them.
    pub(crate) folded: FoldedMatches,
    /// How many there are.
    pub(crate) total: u64,
    lack: Lack,
    budget: Arc<Budget>,
}

/// What these articles lack.
enum Lack {
    /// Some of these words.
    Some(Arc<MostWords>),
    /// These parts of the query, for all that is known.
    Parts(Vec<Expr>),
}

/// The best `wanted` articles that have most of the words, below `full`, the hits that have all; `None` where there are none, or the
/// query may not be loosened.
pub(crate) fn most_of_the_words(
    (request, fold): (&Request, Option<&Folding>),
    (full, folded): (&[Candidate], &FoldedMatches),
    wanted: usize,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Option<Followers>> {
    let Some(words) = most_words(&request.query, request.today, view, budget)? else {
        return Ok(None);
    };
    let words = Arc::new(words);
    let matches = Physical::MostWords(words.clone());
    let (mut best, own, total) =
        collected(&matches, (request, fold), (wanted, folded), view, budget)?;
    if total == 0 && !budget.is_spent() {
        return Ok(None);
    }
    if request.sort == Sort::Relevance {
        keep_below(full, &mut best);
    }
    Ok(Some(Followers {
        best,
        folded: own,
        total,
        lack: Lack::Some(words),
        budget: budget.clone(),
    }))
}

/// What the other parts find where the words of a query's patterns took all that it may cost, so that nothing was looked for; `None` where
/// there are no others.
pub(crate) fn without_patterns(
    (request, fold): (&Request, Option<&Folding>),
    wanted: usize,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Option<Followers>> {
    let root = &request.query.root;
    let Kind::And(parts) = &root.kind else {
        return Ok(None);
    };
    let (patterns, others): (Vec<Expr>, Vec<Expr>) =
        parts.iter().cloned().partition(Expr::has_patterns);
    let excludes = |part: &Expr| matches!(part.kind, Kind::Not(_));
    if patterns.is_empty() || patterns.iter().any(excludes) || others.iter().all(excludes) {
        return Ok(None);
    }
    let others = Expr::and(others, root.span);
    let plan = plan::plan(&others, request.today, view, budget)?;
    let Some(matches) = plan.whole else {
        return Ok(None);
    };
    let none = FoldedMatches::default();
    let (best, own, total) = collected(&matches, (request, fold), (wanted, &none), view, budget)?;
    Ok(Some(Followers {
        best,
        folded: own,
        total,
        lack: Lack::Parts(patterns),
        budget: budget.clone(),
    }))
}

/// The best `wanted` of some articles, without those that fold under a hit that is shown; what folds under them; how many there are.
fn collected(
    matches: &Physical,
    (request, fold): (&Request, Option<&Folding>),
    (wanted, folded): (usize, &FoldedMatches),
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<(Vec<Candidate>, FoldedMatches, u64)> {
    let clauses = filters::clauses(&request.filters, view, None);
    let matches = Matches::Whole(clauses.narrow(matches));
    let mut collect = Collect::new(wanted, request.sort, view);
    collect.fold = fold.cloned();
    let aim = match request.sort {
        Sort::Relevance if collect.fold.is_none() => Aim::Best,
        _ => Aim::Ordered,
    };
    if request.sort == Sort::Source {
        collect.ranks = Arc::new(source_ranks(view)?);
    }
    let route = optimize::route(matches, aim, view, budget)?;
    let mut collected = walk::collect(&route, &collect, view, budget)?;
    let groups = &mut collected.folds.groups;
    groups.retain(|group, _| !folded.shows(*group));
    let own = FoldedMatches::take(&mut collected, request.sort);
    let best = page(collected.best, (0, wanted), view)?;
    Ok((best, own, collected.total))
}

/// Scales the scores so that none is above that of a hit with all words.
fn keep_below(full: &[Candidate], best: &mut [Candidate]) {
    let (Some(last), Some(first)) = (full.last(), best.first()) else {
        return;
    };
    let most = last.score() * BELOW;
    if first.score() <= most {
        return;
    }
    let factor = most / first.score();
    for candidate in best {
        *candidate = candidate.scaled(factor);
    }
}

impl Followers {
    /// What the reader should know of it, where so many articles match.
    pub(crate) fn notes(&self, full: u64) -> Vec<Note> {
        let mut notes = Vec::new();
        match &self.lack {
            _ if self.total == 0 => {}
            Lack::Some(words) => {
                let unknown = words.unknown.iter();
                notes.push(Note::MostWords {
                    full,
                    words: words.asked(),
                    unknown: unknown.map(|(_, word)| word.to_string()).collect(),
                });
            }
            Lack::Parts(parts) => {
                for part in parts {
                    notes.push(Note::WithoutPart(PartCount {
                        part: part.to_string(),
                        articles: self.total,
                    }));
                }
            }
        }
        if self.budget.is_spent() {
            notes.push(Note::Stopped {
                unread: Unread::MostWords,
            });
        }
        notes
    }

    /// The words that no article has.
    pub(crate) fn unknown(&self) -> Vec<Expr> {
        match &self.lack {
            Lack::Some(words) => words.unknown.iter().map(|(_, word)| word.clone()).collect(),
            Lack::Parts(_) => Vec::new(),
        }
    }

    /// Says in each of `hits`, which are those of `page`, which words it has not; `full` of the hits of the answer have all.
    pub(crate) fn mark_missing(
        &self,
        page: &[Candidate],
        hits: &mut [Hit],
        full: u64,
        view: &View,
    ) -> tantivy::Result<()> {
        let mut partial: Vec<(&Candidate, &mut Hit)> = page.iter().zip(hits).collect();
        partial.retain(|(_, hit)| hit.rank as u64 > full);
        let words = match &self.lack {
            Lack::Some(words) => words,
            Lack::Parts(parts) => {
                for (_, hit) in partial {
                    hit.missing = parts.iter().map(Expr::to_string).collect();
                }
                return Ok(());
            }
        };
        partial.sort_by_key(|(candidate, _)| candidate.address());
        let mut sorted = Vec::with_capacity(partial.len());
        for (candidate, _) in &partial {
            sorted.push(candidate.address());
        }
        let mut missing: Vec<Vec<(usize, String)>> = vec![Vec::new(); sorted.len()];
        let unlimited = Arc::new(Budget::unlimited());
        for word in &words.words {
            let has = walk::matching(&word.matches, &sorted, view, &unlimited)?;
            for (missing, _) in missing.iter_mut().zip(has).filter(|(_, has)| !has) {
                missing.push((word.at, word.text.clone()));
            }
        }
        for ((_, hit), mut missing) in partial.into_iter().zip(missing) {
            for (at, word) in &words.unknown {
                missing.push((*at, word.to_string()));
            }
            missing.sort_unstable();
            hit.missing = missing.into_iter().map(|(_, word)| word).collect();
        }
        Ok(())
    }
}
