//! What to tell a reader whose query finds nothing.

use std::cell::Cell;

use jiff::civil::Date;
use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field as Column, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, Searcher, TERMINATED};

use crate::index::analysis::{WRITTEN, fold};
use crate::query::{Expr, Field, Form, Kind, Order, Within};
use crate::search::expand::word_of;
use crate::search::forms::tokens;
use crate::search::fuzzy;
use crate::search::places::Keep;
use crate::search::plan::Planner;
use crate::search::view::View;
use crate::text::words::{self, Word};

/// Parts that are counted one by one.
const PARTS: usize = 8;

/// Characters that a word has at least for another to be taken for it.
const SHORTEST: usize = 4;

/// Characters that a word has at least for two slips to be taken for slips.
const LONG: usize = 6;

/// Distances that are tried for words that stand nowhere as near as they were asked for.
const WIDER: [u32; 4] = [5, 10, 25, 100];

/// Other queries that are tried at most.
const TRIES: usize = 24;

/// Words of a phrase or a nearness that is tried at most: what has more may take long.
const WORDS: usize = 8;

/// What each part of the query finds alone, and what nearest to it finds something: another spelling, more room, one part less.
pub(crate) fn advise(root: &Expr, view: &View, today: Date) -> tantivy::Result<Vec<String>> {
    Asked {
        view,
        today,
        tries: Cell::new(TRIES),
    }
    .advise(root)
}

/// How many there are, for a reader.
pub(crate) fn articles(count: usize) -> String {
    match count {
        0 => "no article".to_owned(),
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    }
}

/// What other questions are asked of.
struct Asked<'a> {
    view: &'a View,
    today: Date,
    /// Queries that may still be tried.
    tries: Cell<usize>,
}

impl Asked<'_> {
    fn advise(&self, root: &Expr) -> tantivy::Result<Vec<String>> {
        let Kind::And(parts) = &root.kind else {
            return self.nearest(root);
        };
        let mut counts = Vec::new();
        let mut notes = Vec::new();
        for part in parts
            .iter()
            .filter(|part| !matches!(part.kind, Kind::Not(_)))
            .take(PARTS)
        {
            let Some(count) = self.count(part)? else {
                continue;
            };
            counts.push(format!("`{part}`: {}", articles(count)));
            if count == 0 {
                notes.extend(self.nearest(part)?);
            }
        }
        // Of two parts that are looked for, each is what is left without the other.
        let is_said = parts.len() == 2 && counts.len() == 2;
        if counts.len() > 1 {
            notes.insert(0, counts.join("; "));
        }
        if !is_said && parts.len() <= PARTS {
            notes.extend(self.without_one(parts)?);
        }
        Ok(notes)
    }

    /// How many articles match; `None` when it asks for nothing, or for too much, or when enough was asked.
    fn count(&self, expr: &Expr) -> tantivy::Result<Option<usize>> {
        let left = self
            .tries
            .get()
            .checked_sub(1)
            .filter(|_| placed(expr) <= WORDS);
        let Some(left) = left else { return Ok(None) };
        self.tries.set(left);
        let query = Planner::new(self.view, self.today).part(expr)?;
        query
            .map(|query| query.count(&self.view.searcher))
            .transpose()
    }

    /// The query without the part that keeps most articles from being found.
    fn without_one(&self, parts: &[Expr]) -> tantivy::Result<Option<String>> {
        let mut best: Option<(usize, &Expr)> = None;
        for (at, part) in parts.iter().enumerate() {
            let others: Vec<Expr> = parts
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .map(|(_, other)| other.clone())
                .collect();
            if others
                .iter()
                .all(|other| matches!(other.kind, Kind::Not(_)))
            {
                continue;
            }
            let count = self.count(&Expr::and(others, part.span))?.unwrap_or(0);
            if count > best.map_or(0, |(most, _)| most) {
                best = Some((count, part));
            }
        }
        Ok(best.map(|(count, part)| format!("without `{part}`: {}", articles(count))))
    }

    /// What is nearest to a part that finds nothing, and finds something.
    fn nearest(&self, part: &Expr) -> tantivy::Result<Vec<String>> {
        if let Kind::Boost { expr, .. } = &part.kind {
            return self.nearest(expr);
        }
        if let Kind::Or(parts) = &part.kind {
            let each = parts.iter().take(PARTS).map(|part| self.nearest(part));
            return Ok(each.collect::<tantivy::Result<Vec<_>>>()?.concat());
        }
        for looser in looser(part) {
            let count = self.count(&looser)?.unwrap_or(0);
            if count > 0 {
                return Ok(vec![format!(
                    "no article has `{part}`; `{looser}`: {}",
                    articles(count)
                )]);
            }
        }
        if let Some(words) = apart(part) {
            // Even wherever they stand, they stand in no article.
            return self.advise(&words);
        }
        if let Some(near) = self.spelling(part)? {
            return Ok(vec![format!(
                "no article has `{part}`; did you mean `{near}`?"
            )]);
        }
        match &part.kind {
            Kind::Field { field, expr } if is_of_text(*field) => self.nearest(expr),
            _ => Ok(Vec::new()),
        }
    }

    /// The word of the archive that a misspelt one is nearest to; of several, the commonest.
    fn spelling(&self, part: &Expr) -> tantivy::Result<Option<Expr>> {
        let (field, inner) = match &part.kind {
            Kind::Field { field, expr } => (Some(*field), &**expr),
            _ => (None, part),
        };
        let (Kind::Word { text, form } | Kind::Phrase { text, form, .. }) = &inner.kind else {
            return Ok(None);
        };
        let words = tokens(text);
        let [(_, word)] = words.as_slice() else {
            return Ok(None);
        };
        let written = fold::fold(word).written;
        let column = match field {
            None | Some(Field::Lead | Field::Text) => self.view.fields.text,
            Some(Field::Title) => self.view.fields.title,
            Some(Field::Author) => self.view.fields.author,
            Some(Field::Source) => self.view.fields.source,
            Some(Field::Domain) => self.view.fields.domain,
            Some(Field::Wire) => self.view.fields.wire,
            Some(Field::Place) => self.view.fields.place,
            Some(Field::Language | Field::Url | Field::Id) => return Ok(None),
        };
        let near = nearest_word(&written, column, &self.view.searcher)?;
        Ok(near.map(|text| {
            let word = Expr::new(Kind::Word { text, form: *form }, inner.span);
            match field {
                Some(field) => Expr::new(
                    Kind::Field {
                        field,
                        expr: Box::new(word),
                    },
                    part.span,
                ),
                None => word,
            }
        }))
    }
}

/// How many words must be found at their places together.
fn placed(expr: &Expr) -> usize {
    match &expr.kind {
        Kind::Phrase { text, .. } => tokens(text).len(),
        Kind::Near { left, right, .. } => placed(left).max(1).saturating_add(placed(right).max(1)),
        Kind::And(parts) | Kind::Or(parts) => parts.iter().map(placed).max().unwrap_or(0),
        Kind::Not(inner) => placed(inner),
        Kind::AtLeast { expr, .. } | Kind::Boost { expr, .. } | Kind::Field { expr, .. } => {
            placed(expr)
        }
        _ => 0,
    }
}

/// What asks for less than `part`, and so may find something: the nearest first.
fn looser(part: &Expr) -> Vec<Expr> {
    let like = |kind: Kind| Expr::new(kind, part.span);
    match &part.kind {
        Kind::Word {
            text,
            form: Form::Exact,
        } => {
            vec![like(Kind::Word {
                text: text.clone(),
                form: Form::Inflected,
            })]
        }
        Kind::Phrase { text, form, slop } if tokens(text).len() > 1 => {
            let phrase = |form, slop| {
                like(Kind::Phrase {
                    text: text.clone(),
                    form,
                    slop,
                })
            };
            let forms = (*form == Form::Exact).then(|| phrase(Form::Written, *slop));
            let wider = WIDER
                .into_iter()
                .filter(|wider| wider > slop)
                .map(|wider| phrase(Form::Written, wider));
            forms.into_iter().chain(wider).chain(apart(part)).collect()
        }
        Kind::Near {
            left,
            right,
            within,
            order,
        } => {
            let near = |within, order| {
                like(Kind::Near {
                    left: left.clone(),
                    right: right.clone(),
                    within,
                    order,
                })
            };
            let turned = (*order == Order::InOrder).then(|| near(*within, Order::Any));
            let wider: Vec<Within> = match within {
                Within::Words(words) => WIDER
                    .into_iter()
                    .filter(|wider| wider > words)
                    .map(Within::Words)
                    .collect(),
                Within::Sentence => vec![Within::Paragraph],
                Within::Paragraph => Vec::new(),
            };
            let wider = wider.into_iter().map(|within| near(within, Order::Any));
            turned.into_iter().chain(wider).chain(apart(part)).collect()
        }
        Kind::AtLeast { count, expr } => {
            let fewer = (2..*count).rev().take(PARTS);
            let fewer = fewer.map(|count| {
                like(Kind::AtLeast {
                    count,
                    expr: expr.clone(),
                })
            });
            fewer.chain([(**expr).clone()]).collect()
        }
        Kind::Field { field, expr } => {
            let within = |expr: Expr| {
                like(Kind::Field {
                    field: *field,
                    expr: Box::new(expr),
                })
            };
            let anywhere =
                matches!(field, Field::Title | Field::Lead | Field::Text).then(|| (**expr).clone());
            looser(expr)
                .into_iter()
                .map(within)
                .chain(anywhere)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a field is a part of what can be searched without one.
fn is_of_text(field: Field) -> bool {
    matches!(field, Field::Title | Field::Lead | Field::Text)
}

/// The words of a phrase, or the sides of a nearness, wherever they stand.
fn apart(part: &Expr) -> Option<Expr> {
    match &part.kind {
        Kind::Phrase { text, .. } => {
            let words = tokens(text);
            let spaced =
                |word: &Word<'_>| matches!(word.kind, words::Kind::Ascii | words::Kind::Letters);
            if words.len() < 2 || !words.iter().all(|(_, word)| spaced(word)) {
                return None;
            }
            let word = |word: &Word<'_>| Kind::Word {
                text: word.text.to_owned(),
                form: Form::Inflected,
            };
            let words = words
                .iter()
                .map(|(_, one)| Expr::new(word(one), part.span))
                .collect();
            Some(Expr::and(words, part.span))
        }
        Kind::Near { left, right, .. } => Some(Expr::and(
            vec![(**left).clone(), (**right).clone()],
            part.span,
        )),
        _ => None,
    }
}

/// The word of a column that `written` is nearest to; of several, the commonest.
fn nearest_word(
    written: &str,
    column: Column,
    searcher: &Searcher,
) -> tantivy::Result<Option<String>> {
    if written.chars().count() < SHORTEST {
        return Ok(None);
    }
    let most = if written.chars().count() < LONG { 1 } else { 2 };
    for distance in 1..=most {
        let mut best: Option<(bool, u64, String)> = None;
        for segment in searcher.segment_readers() {
            let index = segment.inverted_index(column)?;
            let mut failed = Ok(());
            fuzzy::like(&index, (written, distance), &mut |key, info| {
                let Some(found) = word_of(key).filter(|found| *found != written) else {
                    return;
                };
                // A slip of the first letter is rare.
                let same_start = found.chars().next() == written.chars().next();
                let candidate = (same_start, u64::from(info.doc_freq), found.to_owned());
                if best.as_ref().is_none_or(|best| candidate > *best) {
                    let marked = key.starts_with(&[WRITTEN as u8]);
                    match if marked {
                        Ok(true)
                    } else {
                        stands(info, &index)
                    } {
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
        let Keep { mask, bits } = Keep::AS_WRITTEN;
        if positions.iter().any(|at| at & mask == bits) {
            return Ok(true);
        }
        postings.advance();
    }
    Ok(false)
}
