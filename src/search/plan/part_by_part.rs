//! Parts that must all be there: each is resolved among the words that stand beside it.

use crate::query::{Expr, Form, Kind};
use crate::search::plan::among_parts::Surroundings;
use crate::search::plan::lookup::Scope;
use crate::search::plan::weights::together;
use crate::search::plan::writings;

/// Words of a query at most that is no sentence.
const FRAGMENT: usize = 6;

/// Whether so many words that must all be there are those of a sentence.
pub(crate) fn is_sentence(words: usize) -> bool {
    words > FRAGMENT
}

/// Whether a part is looked for or excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Wanted,
    Excluded,
}

impl Sign {
    pub(crate) fn flipped(self) -> Self {
        match self {
            Self::Wanted => Self::Excluded,
            Self::Excluded => Self::Wanted,
        }
    }
}

/// Parts that must all be there, resolved.
#[derive(Debug)]
pub(crate) struct AllOf<P> {
    /// Each once, with what it counts beside the others.
    pub(crate) wanted: Vec<(P, f32)>,
    /// What must not be there.
    pub(crate) excluded: Vec<P>,
}

/// Turns a query into something else, part by part.
pub(crate) trait PartByPart {
    /// What a part becomes.
    type Part;
    /// How that can fail.
    type Error;

    /// What stands around the part that comes next.
    fn surroundings(&mut self) -> &mut Surroundings;

    /// One part; `None` where it asks for nothing.
    fn part(
        &mut self,
        expr: &Expr,
        scope: Scope,
        sign: Sign,
    ) -> Result<Option<Self::Part>, Self::Error>;

    /// A part that must not be there, as it would be looked for; `sign` is that of its surroundings.
    fn excluded(
        &mut self,
        expr: &Expr,
        scope: Scope,
        sign: Sign,
    ) -> Result<Option<Self::Part>, Self::Error> {
        self.part(expr, scope, sign.flipped())
    }

    /// Parts that must all be there.
    fn all_of(
        &mut self,
        parts: &[Expr],
        scope: Scope,
        sign: Sign,
    ) -> Result<AllOf<Self::Part>, Self::Error> {
        let (mut wanted, mut excluded) = (Vec::new(), Vec::new());
        let beside = side_by_side(parts);
        let was_sentence = self.surroundings().is_sentence;
        self.surroundings().is_sentence |= is_sentence(parts.len());
        for (part, weight) in together(parts) {
            let same = parts.iter().position(|one| one == part);
            let beside = same.and_then(|at| beside.get(at)).cloned();
            self.surroundings().beside = beside.unwrap_or_default();
            if let Kind::Not(inner) = &part.kind {
                excluded.extend(self.excluded(inner, scope, sign)?);
            } else if let Some(part) = self.part(part, scope, sign)? {
                wanted.push((part, weight));
            }
        }
        self.surroundings().is_sentence = was_sentence;
        self.surroundings().beside.clear();
        Ok(AllOf { wanted, excluded })
    }

    /// Parts of which any must be there.
    fn any_of(
        &mut self,
        parts: &[Expr],
        scope: Scope,
        sign: Sign,
    ) -> Result<Vec<(Self::Part, f32)>, Self::Error> {
        let mut clauses = Vec::new();
        for (part, weight) in together(parts) {
            if let Some(part) = self.part(part, scope, sign)? {
                clauses.push((part, weight));
            }
        }
        Ok(clauses)
    }
}

/// What the plain words of a query make together with those next to them, as one word; for each part.
fn side_by_side(parts: &[Expr]) -> Vec<Vec<String>> {
    let mut found = vec![Vec::new(); parts.len()];
    let mut from = 0;
    while from < parts.len() {
        let rest = parts.get(from..).unwrap_or_default();
        let mut texts: Vec<&str> = Vec::new();
        let mut end = None;
        for part in rest {
            let Kind::Word {
                text,
                form: Form::Inflected,
            } = &part.kind
            else {
                break;
            };
            if end.is_some_and(|end| part.span.start != end + 1) {
                break;
            }
            end = Some(part.span.end);
            texts.push(text);
        }
        for (at, merged) in writings::beside(&texts).into_iter().enumerate() {
            if let Some(of_part) = found.get_mut(from + at) {
                *of_part = merged;
            }
        }
        from += texts.len().max(1);
    }
    found
}
