//! What to tell a reader whose query finds nothing.

use tantivy::collector::Count;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, Searcher, TERMINATED};

use crate::index::analysis::{WRITTEN, fold};
use crate::index::schema::Fields;
use crate::query::{Expr, Kind};
use crate::search::expand::word_of;
use crate::search::forms::tokens;
use crate::search::fuzzy;
use crate::search::places::Keep;
use crate::search::plan::Planner;

/// Parts that are counted one by one.
const PARTS: usize = 8;

/// Characters that a word has at least for another to be taken for it.
const SHORTEST: usize = 4;

/// Characters that a word has at least for two slips to be taken for slips.
const LONG: usize = 6;

/// What each part of the query finds alone, and the words of the archive nearest to those that it does not have.
pub(crate) fn advise(
    root: &Expr,
    planner: &Planner<'_>,
    fields: &Fields,
    searcher: &Searcher,
) -> tantivy::Result<Vec<String>> {
    let single = std::slice::from_ref(root);
    let parts: &[Expr] = if let Kind::And(parts) = &root.kind { parts } else { single };
    let mut counts = Vec::new();
    let mut notes = Vec::new();
    for part in parts.iter().filter(|part| !matches!(part.kind, Kind::Not(_))).take(PARTS) {
        let count = match planner.part(part)? {
            Some(query) => searcher.search(&*query, &Count)?,
            None => continue,
        };
        counts.push(match count {
            0 => format!("`{part}`: no article"),
            1 => format!("`{part}`: 1 article"),
            count => format!("`{part}`: {count} articles"),
        });
        if count == 0
            && let Some(near) = nearest(part, fields, searcher)?
        {
            notes.push(format!("no article has `{part}`; did you mean `{near}`?"));
        }
    }
    if counts.len() > 1 {
        notes.insert(0, counts.join("; "));
    }
    Ok(notes)
}

/// The word of the archive that a misspelt one is nearest to; of several, the commonest.
fn nearest(part: &Expr, fields: &Fields, searcher: &Searcher) -> tantivy::Result<Option<String>> {
    let (Kind::Word { text, .. } | Kind::Phrase { text, .. }) = &part.kind else { return Ok(None) };
    let words = tokens(text);
    let [(_, word)] = words.as_slice() else { return Ok(None) };
    let written = fold::fold(word).written;
    if written.chars().count() < SHORTEST {
        return Ok(None);
    }
    let most = if written.chars().count() < LONG { 1 } else { 2 };
    for distance in 1..=most {
        let mut best: Option<(bool, u64, String)> = None;
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(fields.text)?;
            let mut failed = Ok(());
            fuzzy::like(&index, (&written, distance), &mut |key, info| {
                let Some(found) = word_of(key).filter(|found| *found != written) else { return };
                // A slip of the first letter is rare.
                let same_start = found.chars().next() == written.chars().next();
                let candidate = (same_start, u64::from(info.doc_freq), found.to_owned());
                if best.as_ref().is_none_or(|best| candidate > *best) {
                    let marked = key.starts_with(&[WRITTEN as u8]);
                    match if marked { Ok(true) } else { stands(info, &index) } {
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
    let mut postings = index.read_postings_from_terminfo(term, IndexRecordOption::WithFreqsAndPositions)?;
    let mut positions = Vec::new();
    for _ in 0..32 {
        if postings.doc() == TERMINATED {
            break;
        }
        postings.positions(&mut positions);
        let Keep { mask, bits } = Keep::AS_WRITTEN;
        if positions.iter().any(|at| at & mask == bits) {
            return Ok(true);
        }
        postings.advance();
    }
    Ok(false)
}
