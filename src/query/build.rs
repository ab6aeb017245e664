//! Making the tree: what holds its size, its height and what may stand in it.

use crate::article::Span;
use crate::query::ast::{Expr, Kind, MAX_CLAUSES, MAX_HEIGHT, Order, Within};
use crate::query::parse::{Built, Parser};
use crate::query::spread::{at_least_parts, near_parts};

impl Parser {
    /// One more end of the tree; beyond the cap, the rest of the text is left out.
    pub(crate) fn leaf(&mut self, kind: Kind, span: Span) -> Option<Built> {
        if self.clauses >= MAX_CLAUSES {
            self.scan.skip_all();
            self.once(
                span,
                "a query holds 6,000 words at most; the rest is left out",
            );
            return None;
        }
        self.clauses += 1;
        Some(Built::leaf(kind, span))
    }

    /// A ready-made tree, as so many more ends.
    pub(crate) fn tree(&mut self, expr: Expr) -> Option<Built> {
        let built = Built::measured(expr);
        let first = self.leaf(built.expr.kind.clone(), built.expr.span)?;
        self.clauses += built.leaves - 1;
        if built.height > MAX_HEIGHT {
            self.once(
                first.expr.span,
                "this word has too many parts; it is left out",
            );
            return None;
        }
        Some(built)
    }

    /// A tree over one part.
    pub(crate) fn wrap(
        &mut self,
        part: Built,
        span: Span,
        over: impl FnOnce(Expr) -> Kind,
    ) -> Built {
        if part.height >= MAX_HEIGHT {
            self.once(
                span,
                "this is nested too deep; its outermost part is left out",
            );
            return part;
        }
        Built {
            height: part.height + 1,
            leaves: part.leaves,
            expr: Expr::new(over(part.expr), span),
        }
    }

    /// A tree over several parts.
    pub(crate) fn join(
        &mut self,
        parts: Vec<Built>,
        join: fn(Vec<Expr>, Span) -> Expr,
    ) -> Option<Built> {
        let span = Span {
            start: parts.first()?.expr.span.start,
            end: parts.last()?.expr.span.end,
        };
        if parts.len() == 1 {
            return parts.into_iter().next();
        }
        let total = parts.len();
        let parts: Vec<Built> = parts
            .into_iter()
            .filter(|part| part.height < MAX_HEIGHT)
            .collect();
        if parts.len() < total {
            self.once(
                span,
                "this is nested too deep; its deepest part is left out",
            );
        }
        let height = 1 + parts.iter().map(|part| part.height).max()?;
        let leaves = parts.iter().map(|part| part.leaves).sum();
        Some(Built {
            expr: join(parts.into_iter().map(|part| part.expr).collect(), span),
            height,
            leaves,
        })
    }

    /// Two parts near each other: what has no place in the text is taken apart where that can be done, else read as AND.
    pub(crate) fn near(
        &mut self,
        left: Built,
        right: Built,
        within: Within,
        order: Order,
    ) -> Built {
        let span = Span {
            start: left.expr.span.start,
            end: right.expr.span.end,
        };
        if left.height >= MAX_HEIGHT {
            self.scan.skip_all();
            self.once(
                span,
                "too much is near each other here; the rest is left out",
            );
            return left;
        }
        let near = |left, right| Kind::Near {
            left,
            right,
            within,
            order,
        };
        let height = left.height.max(right.height) + 1;
        let leaves = left.leaves + right.leaves;
        if height <= MAX_HEIGHT && left.expr.has_place() && right.expr.has_place() {
            let kind = near(Box::new(left.expr), Box::new(right.expr));
            return Built {
                expr: Expr::new(kind, span),
                height,
                leaves,
            };
        }
        let mut budget = (MAX_CLAUSES + leaves).saturating_sub(self.clauses);
        let spread = near_parts(&left.expr, &right.expr, &near, &mut budget)
            .map(|kind| Expr::new(kind, span));
        let Some(built) = spread
            .map(Built::measured)
            .filter(|built| built.height <= MAX_HEIGHT)
        else {
            self.warnings.warn(
                span,
                "one side of this has no place in the text; it is read as AND",
            );
            self.warnings
                .hint("words, phrases, patterns and choices `(a OR b)` can be near each other");
            let last = right.clone();
            return self.join(vec![left, right], Expr::and).unwrap_or(last);
        };
        self.clauses += built.leaves.saturating_sub(leaves);
        if built.leaves <= 12 {
            self.warnings
                .note(span, format!("this is read as {}", built.expr));
        } else {
            self.warnings
                .note(span, "each part of one side is near each part of the other");
        }
        built
    }

    /// The left part where it does not stand near the right one.
    pub(crate) fn not_near(
        &mut self,
        left: Built,
        right: Built,
        within: Within,
        order: Order,
    ) -> Option<Built> {
        self.clauses += left.leaves;
        let near = self.near(left.clone(), right, within, order);
        let span = near.expr.span;
        let without = self.wrap(near, span, |expr| Kind::Not(Box::new(expr)));
        self.join(vec![left, without], Expr::and)
    }

    /// Something that stands at least so often.
    pub(crate) fn at_least(&mut self, count: u32, part: Built, span: Span) -> Built {
        let Some(kind) = at_least_parts(count, &part.expr) else {
            self.warnings.warn(
                span,
                "what is counted must have a place in the text; the count is left out",
            );
            return part;
        };
        self.wrap(part, span, |_| kind)
    }
}
