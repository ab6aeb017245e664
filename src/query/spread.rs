//! What has no place in the text is taken apart: proximity and counting reach the parts of an AND, an OR and a field.

use crate::article::Span;
use crate::query::ast::{Expr, Field, Kind};

/// The proximity of two parts. One that is an AND or an OR of parts is near when its parts are, each by itself; a field on both sides
/// is a field around both. `None` when something has no place, or when it would take more leaves than `budget`.
pub(crate) fn near_parts(
    left: &Expr,
    right: &Expr,
    near: &dyn Fn(Box<Expr>, Box<Expr>) -> Kind,
    budget: &mut usize,
) -> Option<Kind> {
    if left.has_place() && right.has_place() {
        *budget = budget.checked_sub(measure(left).1 + measure(right).1)?;
        return Some(near(Box::new(left.clone()), Box::new(right.clone())));
    }
    let span = Span {
        start: left.span.start,
        end: right.span.end,
    };
    let mut each = |parts: &[Expr], pair: &dyn Fn(&Expr, &mut usize) -> Option<Kind>| {
        parts
            .iter()
            .map(|part| Some(Expr::new(pair(part, budget)?, span)))
            .collect::<Option<Vec<Expr>>>()
    };
    let with_left = |part: &Expr, budget: &mut usize| near_parts(part, right, near, budget);
    let with_right = |part: &Expr, budget: &mut usize| near_parts(left, part, near, budget);
    match (&left.kind, &right.kind) {
        (Kind::And(parts), _) if !left.has_place() => {
            Some(Expr::and(each(parts, &with_left)?, span).kind)
        }
        (Kind::Or(parts), _) if !left.has_place() => {
            Some(Expr::or(each(parts, &with_left)?, span).kind)
        }
        (_, Kind::And(parts)) if !right.has_place() => {
            Some(Expr::and(each(parts, &with_right)?, span).kind)
        }
        (_, Kind::Or(parts)) if !right.has_place() => {
            Some(Expr::or(each(parts, &with_right)?, span).kind)
        }
        (
            Kind::Field { field, expr: left },
            Kind::Field {
                field: other,
                expr: right,
            },
        ) if field == other => {
            let inner = Expr::new(near_parts(left, right, near, budget)?, span);
            Some(Kind::Field {
                field: *field,
                expr: Box::new(inner),
            })
        }
        _ => None,
    }
}

/// The count of a part; AND and OR are counted part by part, a field around the count.
pub(crate) fn at_least_parts(count: u32, expr: &Expr) -> Option<Kind> {
    if expr.has_place() {
        return Some(Kind::AtLeast {
            count,
            expr: Box::new(expr.clone()),
        });
    }
    let each = |parts: &[Expr]| {
        parts
            .iter()
            .map(|part| Some(Expr::new(at_least_parts(count, part)?, part.span)))
            .collect::<Option<Vec<Expr>>>()
    };
    match &expr.kind {
        Kind::And(parts) => Some(Kind::And(each(parts)?)),
        Kind::Or(parts) => Some(Kind::Or(each(parts)?)),
        Kind::Field {
            field: field @ (Field::Title | Field::Lead | Field::Text),
            expr: inner,
        } => {
            let inner = Expr::new(at_least_parts(count, inner)?, inner.span);
            Some(Kind::Field {
                field: *field,
                expr: Box::new(inner),
            })
        }
        _ => None,
    }
}

/// Levels and ends of a tree.
pub(crate) fn measure(expr: &Expr) -> (usize, usize) {
    let over = |parts: &[Expr]| {
        parts
            .iter()
            .map(measure)
            .fold((0, 0), |(height, leaves), part| {
                (height.max(part.0), leaves + part.1)
            })
    };
    let (height, leaves) = match &expr.kind {
        Kind::And(parts) | Kind::Or(parts) => over(parts),
        Kind::Near { left, right, .. } => {
            let (left, right) = (measure(left), measure(right));
            (left.0.max(right.0), left.1 + right.1)
        }
        Kind::Not(expr)
        | Kind::Field { expr, .. }
        | Kind::AtLeast { expr, .. }
        | Kind::Boost { expr, .. } => measure(expr),
        _ => (0, 1),
    };
    (height + 1, leaves)
}
