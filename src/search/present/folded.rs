//! The matches that fold under the hits of a page.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocAddress;

use crate::archive::{Folded, FoldedHit, Hit, Sort};
use crate::index::store::{BRIEF, Stored};
use crate::search::collect::Collected;
use crate::search::collect::candidate::Candidate;
use crate::search::collect::folding::Fold;
use crate::search::view::View;

/// The matches that fold, by the hit that is shown.
#[derive(Debug, Default)]
pub(crate) struct FoldedMatches {
    under: FxHashMap<DocAddress, Fold>,
    groups: FxHashSet<u64>,
}

impl FoldedMatches {
    /// Takes what has folded out of what was collected, and puts one hit for each group in its place.
    pub(crate) fn take(collected: &mut Collected, sort: Sort) -> Self {
        let mut matches = Self::default();
        for (group, fold) in std::mem::take(&mut collected.folds.groups) {
            let hit = fold.hit(sort);
            collected.best.push(hit);
            matches.groups.insert(group);
            if fold.count > 1 {
                matches.under.insert(hit.address(), fold);
            }
        }
        matches
    }

    /// Whether a hit of this group is shown.
    pub(crate) fn shows(&self, group: u64) -> bool {
        self.groups.contains(&group)
    }

    /// Says in each of `hits`, which are those of `page`, what folds under it.
    pub(crate) fn name(
        &self,
        page: &[Candidate],
        hits: &mut [Hit],
        view: &View,
    ) -> tantivy::Result<()> {
        for (candidate, hit) in page.iter().zip(hits) {
            let Some(fold) = self.under.get(&candidate.address()) else {
                continue;
            };
            let mut first = Vec::new();
            for other in fold.others() {
                let stored: Stored<BRIEF> = view.searcher.doc(other.address())?;
                let brief = stored.brief()?;
                first.push(FoldedHit {
                    id: brief.id,
                    source: brief.source,
                    domain: brief.domain,
                });
            }
            hit.folded = Folded {
                count: fold.count - 1,
                first,
            };
        }
        Ok(())
    }
}
