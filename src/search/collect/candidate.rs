//! Hits that may be shown, and their order.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use tantivy::{DocAddress, DocId, Score};

use crate::index::schema::column;
use crate::search::view::View;

/// A hit that may be shown. The least comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) first: u64,
    pub(crate) second: u64,
    pub(crate) segment: u32,
    pub(crate) id_ord: u64,
    pub(crate) doc: DocId,
}

impl Candidate {
    pub(crate) fn address(&self) -> DocAddress {
        DocAddress::new(self.segment, self.doc)
    }

    /// The score, when the hits are sorted by it.
    pub(crate) fn score(&self) -> Score {
        Score::from_bits(!u32::try_from(self.first).unwrap_or(0))
    }

    /// The same hit with its score times a factor, when the hits are sorted by it.
    pub(crate) fn scaled(&self, factor: Score) -> Self {
        Self {
            first: by_score(self.score() * factor),
            ..*self
        }
    }

    /// The same hit in the place of another.
    pub(crate) fn ranked_as(&self, other: &Self) -> Self {
        Self {
            first: other.first,
            second: other.second,
            ..*self
        }
    }

    fn rank(&self) -> (u64, u64) {
        (self.first, self.second)
    }
}

/// Scores are positive, so their bits order them; the best is the least.
pub(crate) fn by_score(score: Score) -> u64 {
    u64::from(!score.max(0.0).to_bits())
}

/// The candidates from `skip` on, `take` of them, in the order of the answer: ties by id.
pub(crate) fn page(
    mut best: Vec<Candidate>,
    (skip, take): (usize, usize),
    view: &View,
) -> tantivy::Result<Vec<Candidate>> {
    best.sort_unstable();
    if view.searcher.segment_readers().len() > 1 {
        break_ties(&mut best, view)?;
    }
    Ok(best.into_iter().skip(skip).take(take).collect())
}

/// Sorts candidates of equal rank by id where they come from several segments.
fn break_ties(best: &mut [Candidate], view: &View) -> tantivy::Result<()> {
    for tied in best.chunk_by_mut(|a, b| a.rank() == b.rank()) {
        let first = tied.first().map(|candidate| candidate.segment);
        if tied
            .iter()
            .all(|candidate| Some(candidate.segment) == first)
        {
            continue;
        }
        let ids = strings(
            tied.iter().map(|one| (one.segment, one.id_ord)),
            column::ID,
            view,
        )?;
        tied.sort_by(|a, b| {
            ids.get(&(a.segment, a.id_ord))
                .cmp(&ids.get(&(b.segment, b.id_ord)))
        });
    }
    Ok(())
}

/// The strings behind ordinals of a column, segment by segment: asked for all at once, one block is unpacked once.
fn strings(
    ords: impl Iterator<Item = (u32, u64)>,
    name: &'static str,
    view: &View,
) -> tantivy::Result<HashMap<(u32, u64), Arc<str>>> {
    let mut by_segment: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for (segment, ord) in ords {
        by_segment.entry(segment).or_default().push(ord);
    }
    let mut found = HashMap::new();
    for (segment, mut ords) in by_segment {
        ords.sort_unstable();
        ords.dedup();
        if let Some(names) = view
            .columns
            .names(view.searcher.segment_reader(segment), name)?
        {
            found.extend(ords.iter().map(|&ord| (segment, ord)).zip(names.of(&ords)?));
        }
    }
    Ok(found)
}

/// The rank of each source name of each segment among all of them, without case.
pub(crate) fn source_ranks(view: &View) -> tantivy::Result<Vec<Vec<u64>>> {
    let mut names: BTreeMap<String, u64> = BTreeMap::new();
    let mut segments = Vec::new();
    for segment in view.searcher.segment_readers() {
        let mut local = Vec::new();
        if let Some(values) = view.columns.names(segment, column::SOURCE)? {
            let mut stream = values.column.dictionary().stream()?;
            while stream.advance() {
                let name = String::from_utf8_lossy(stream.key());
                // Unknown sources come last.
                let key = if name.is_empty() {
                    "\u{10FFFF}".to_owned()
                } else {
                    name.to_lowercase()
                };
                names.insert(key.clone(), 0);
                local.push(key);
            }
        }
        segments.push(local);
    }
    for (rank, slot) in (0..).zip(names.values_mut()) {
        *slot = rank;
    }
    let rank = |name: &String| names.get(name).copied().unwrap_or(u64::MAX);
    Ok(segments
        .iter()
        .map(|local| local.iter().map(rank).collect())
        .collect())
}

/// Seconds as a number of the same order.
pub(crate) fn ordered(seconds: i64) -> u64 {
    seconds.cast_unsigned() ^ (1 << 63)
}
