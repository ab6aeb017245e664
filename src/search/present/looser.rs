//! Queries that ask for less than another.

use crate::query::{Expr, Field, Form, Kind, Order, Within};
use crate::search::plan::forms::tokens;
use crate::text::words::{self, Word};

/// Distances that are tried for words that stand nowhere as near as they were asked for.
const WIDER: [u32; 4] = [5, 10, 25, 100];

/// Smaller counts that are tried.
const FEWER: usize = 8;

/// How many words must be found at their places together.
pub(crate) fn placed(expr: &Expr) -> usize {
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
pub(crate) fn looser(part: &Expr) -> Vec<Expr> {
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
            let fewer = (2..*count).rev().take(FEWER);
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

/// The words of a phrase, or the sides of a nearness, wherever they stand.
pub(crate) fn apart(part: &Expr) -> Option<Expr> {
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
