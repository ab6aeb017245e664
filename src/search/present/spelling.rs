//! The word of the archive that a misspelt one is nearest to.

use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field as Column, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, Searcher, TERMINATED};

use crate::index::analysis::WRITTEN;
use crate::search::plan::node::PositionMask;
use crate::search::plan::{slips, word_of};

/// Characters that a word has at least for another to be taken for it.
const SHORTEST: usize = 4;

/// Characters that a word has at least for two slips to be taken for slips.
const LONG: usize = 6;

/// Slips at most that make another word of one; `None` where it is too short for any.
pub(crate) fn most_slips(written: &str) -> Option<u8> {
    match written.chars().count() {
        ..SHORTEST => None,
        SHORTEST..LONG => Some(1),
        _ => Some(2),
    }
}

/// The word of a column that `written` is nearest to: the commonest of several.
pub(crate) fn nearest_word(
    written: &str,
    column: Column,
    searcher: &Searcher,
) -> tantivy::Result<Option<String>> {
    let Some(most) = most_slips(written) else {
        return Ok(None);
    };
    for distance in 1..=most {
        let mut best: Option<(bool, u64, String)> = None;
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(column)?;
            let mut failed = Ok(());
            slips::like(&index, (written, distance), &mut |key, info| {
                let Some(found) = word_of(key).filter(|found| *found != written) else {
                    return;
                };
                // A slip of the first letter is rare.
                let same_start = found.chars().next() == written.chars().next();
                let candidate = (same_start, u64::from(info.doc_freq), found.to_owned());
                if best.as_ref().is_none_or(|best| candidate > *best) {
                    let marked = key.starts_with(&[WRITTEN as u8]);
                    let stands = if marked {
                        Ok(true)
                    } else {
                        stands(info, &index)
                    };
                    match stands {
                        Ok(true) => best = Some(candidate),
                        Ok(false) => {}
                        Err(error) => failed = Err(error),
                    }
                }
            })?;
            failed?;
        }
        if let Some((_, _, word)) = best {
            return Ok(Some(word));
        }
    }
    Ok(None)
}

/// Whether a stem is written so anywhere, or only the stem of other words; the first articles that have it are looked at.
fn stands(term: &TermInfo, index: &InvertedIndexReader) -> tantivy::Result<bool> {
    let mut postings =
        index.read_postings_from_terminfo(term, IndexRecordOption::WithFreqsAndPositions)?;
    let mut positions = Vec::new();
    for _ in 0..32 {
        if postings.doc() == TERMINATED {
            break;
        }
        postings.positions(&mut positions);
        let mask = PositionMask::AS_WRITTEN;
        if positions.iter().any(|&position| mask.takes(position)) {
            return Ok(true);
        }
        postings.advance();
    }
    Ok(false)
}
