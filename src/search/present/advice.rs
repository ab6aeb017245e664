//! What to tell a reader whose query finds nothing.

use std::cell::Cell;
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::TantivyError;

use crate::archive::{Note, PartCount};
use crate::index::analysis::word_form;
use crate::query::{Expr, Field, Kind};
use crate::search::budget::Budget;
use crate::search::collect::Collect;
use crate::search::plan;
use crate::search::plan::forms::tokens;
use crate::search::plan::optimize::{Aim, route};
use crate::search::plan::physical::Matches;
use crate::search::present::looser::{apart, looser, placed};
use crate::search::present::spelling::nearest_word;
use crate::search::view::View;
use crate::search::walk;

/// Parts that are counted one by one.
const PARTS: usize = 8;

/// Other queries that are tried at most.
const TRIES: usize = 24;

/// Words of a phrase or a nearness that is tried at most: what has more may take long.
const WORDS: usize = 8;

/// What other queries are tried on.
pub(crate) trait Tried {
    /// Why that can fail.
    type Error;

    /// How many articles match; `None` when it asks for nothing, or that cannot be said.
    fn count(&self, expr: &Expr) -> Result<Option<u64>, Self::Error>;

    /// The word of a field, or of headline and text, that one without case and accents is nearest to: the commonest of several.
    fn nearest_word(
        &self,
        written: &str,
        field: Option<Field>,
    ) -> Result<Option<String>, Self::Error>;
}

/// What each part of the query finds alone, and what nearest to it finds something: another spelling, more room, one part less.
pub(crate) fn advise<T: Tried>(root: &Expr, tried: &T) -> Result<Vec<Note>, T::Error> {
    Asked::of(tried).advise(root)
}

/// The spellings of the archive that words are nearest to which no article has.
pub(crate) fn misspelt<T: Tried>(unknown: &[Expr], tried: &T) -> Result<Vec<Note>, T::Error> {
    let asked = Asked::of(tried);
    let mut notes = Vec::new();
    for part in unknown.iter().take(PARTS) {
        if let Some(near) = asked.spelling(part)? {
            notes.push(Note::Spelling {
                part: part.to_string(),
                near: near.to_string(),
            });
        }
    }
    Ok(notes)
}

/// The articles of a view.
pub(crate) struct TriedHere<'a> {
    pub(crate) view: &'a View,
    pub(crate) today: Date,
    pub(crate) budget: &'a Arc<Budget>,
}

impl Tried for TriedHere<'_> {
    type Error = TantivyError;

    fn count(&self, expr: &Expr) -> tantivy::Result<Option<u64>> {
        if self.budget.is_spent() {
            return Ok(None);
        }
        let plan = plan::plan(expr, self.today, self.view, self.budget)?;
        let Some(whole) = plan.whole else {
            return Ok(None);
        };
        let route = route(Matches::Whole(whole), Aim::Count, self.view, self.budget)?;
        let collect = Collect::counting(Vec::new(), self.view);
        let found = walk::collect(&route, &collect, self.view, self.budget)?;
        // A count that was stopped would mislead.
        Ok((!self.budget.is_spent()).then_some(found.total))
    }

    fn nearest_word(&self, written: &str, field: Option<Field>) -> tantivy::Result<Option<String>> {
        let fields = &self.view.fields;
        let column = match field {
            None | Some(Field::Lead | Field::Text) => fields.text,
            Some(Field::Title) => fields.title,
            Some(Field::Author) => fields.author,
            Some(Field::Source) => fields.source,
            Some(Field::Domain) => fields.domain,
            Some(Field::Wire) => fields.wire,
            Some(Field::Place) => fields.place,
            Some(Field::Language | Field::Url | Field::Id | Field::Story) => return Ok(None),
        };
        nearest_word(written, column, &self.view.searcher)
    }
}

/// Queries that are tried, one by one.
struct Asked<'a, T> {
    of: &'a T,
    /// Queries that may still be tried.
    tries: Cell<usize>,
}

impl<'a, T: Tried> Asked<'a, T> {
    fn of(of: &'a T) -> Self {
        Self {
            of,
            tries: Cell::new(TRIES),
        }
    }

    fn advise(&self, root: &Expr) -> Result<Vec<Note>, T::Error> {
        let Kind::And(parts) = &root.kind else {
            return self.nearest(root);
        };
        let mut counts = Vec::new();
        let mut notes = Vec::new();
        let wanted = parts.iter().filter(|part| !is_excluded(part));
        for part in wanted.take(PARTS) {
            let Some(articles) = self.count(part)? else {
                continue;
            };
            counts.push(part_count(part, articles));
            if articles == 0 {
                notes.extend(self.nearest(part)?);
            }
        }
        // Of two parts that are looked for, each is what is left without the other.
        let is_said = parts.len() == 2 && counts.len() == 2;
        if counts.len() > 1 {
            notes.insert(0, Note::PartsAlone(counts));
        }
        if !is_said && parts.len() <= PARTS {
            notes.extend(self.without_one(parts)?);
        }
        Ok(notes)
    }

    /// How many articles match; `None` when it asks for nothing, or for too much, or when enough was asked.
    fn count(&self, expr: &Expr) -> Result<Option<u64>, T::Error> {
        let Some(left) = self.tries.get().checked_sub(1) else {
            return Ok(None);
        };
        if placed(expr) > WORDS {
            return Ok(None);
        }
        self.tries.set(left);
        self.of.count(expr)
    }

    /// The query without the part that keeps most articles from being found.
    fn without_one(&self, parts: &[Expr]) -> Result<Option<Note>, T::Error> {
        let mut best: Option<(u64, &Expr)> = None;
        for (at, part) in parts.iter().enumerate() {
            let mut others = parts.to_vec();
            others.remove(at);
            if others.iter().all(is_excluded) {
                continue;
            }
            let count = self.count(&Expr::and(others, part.span))?.unwrap_or(0);
            if count > best.map_or(0, |(most, _)| most) {
                best = Some((count, part));
            }
        }
        Ok(best.map(|(articles, part)| Note::WithoutPart(part_count(part, articles))))
    }

    /// What is nearest to a part that finds nothing, and finds something.
    fn nearest(&self, part: &Expr) -> Result<Vec<Note>, T::Error> {
        if let Kind::Boost { expr, .. } = &part.kind {
            return self.nearest(expr);
        }
        if let Kind::Or(parts) = &part.kind {
            let mut notes = Vec::new();
            for part in parts.iter().take(PARTS) {
                notes.extend(self.nearest(part)?);
            }
            return Ok(notes);
        }
        for looser in looser(part) {
            let articles = self.count(&looser)?.unwrap_or(0);
            if articles > 0 {
                return Ok(vec![Note::Looser {
                    part: part.to_string(),
                    looser: part_count(&looser, articles),
                }]);
            }
        }
        if let Some(words) = apart(part) {
            // Even wherever they stand, they stand in no article.
            return self.advise(&words);
        }
        if let Some(near) = self.spelling(part)? {
            return Ok(vec![Note::Spelling {
                part: part.to_string(),
                near: near.to_string(),
            }]);
        }
        match &part.kind {
            Kind::Field { field, expr } if is_of_text(*field) => self.nearest(expr),
            _ => Ok(Vec::new()),
        }
    }

    /// The word of the archive that a misspelt one is nearest to: the commonest of several.
    fn spelling(&self, part: &Expr) -> Result<Option<Expr>, T::Error> {
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
        let written = word_form::fold(word).written;
        let near = self.of.nearest_word(&written, field)?;
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

fn is_excluded(part: &Expr) -> bool {
    matches!(part.kind, Kind::Not(_))
}

fn part_count(part: &Expr, articles: u64) -> PartCount {
    PartCount {
        part: part.to_string(),
        articles,
    }
}

/// Whether a field is a part of what can be searched without one.
fn is_of_text(field: Field) -> bool {
    matches!(field, Field::Title | Field::Lead | Field::Text)
}
