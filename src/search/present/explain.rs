//! Why an article has the score it has: part by part of the query, in the reader's words.

use std::sync::Arc;

use jiff::civil::Date;
use tantivy::DocAddress;

use crate::archive::Explanation;
use crate::query::{Expr, Kind};
use crate::search::budget::Budget;
use crate::search::collect::Collect;
use crate::search::plan;
use crate::search::plan::optimize::{Aim, route};
use crate::search::plan::physical::Matches;
use crate::search::plan::weights::weights;
use crate::search::view::View;
use crate::search::walk;

/// Levels of a query that are explained.
const DEPTH: usize = 8;

/// Explains `expr` for the article at `address`; `today` is for `last:7d`.
pub(crate) fn explain(
    expr: &Expr,
    address: DocAddress,
    today: Date,
    view: &View,
) -> tantivy::Result<Explanation> {
    part(expr, address, (today, view), DEPTH)
}

fn part(
    expr: &Expr,
    address: DocAddress,
    (today, view): (Date, &View),
    depth: usize,
) -> tantivy::Result<Explanation> {
    let mut found = Explanation {
        text: expr.to_string(),
        value: None,
        articles: 0,
        parts: Vec::new(),
    };
    let budget = Arc::new(Budget::unlimited());
    let plan = plan::plan(expr, today, view, &budget)?;
    if let Some(whole) = plan.whole {
        found.value = walk::score(&whole, address, view)?;
        let route = route(Matches::Whole(whole), Aim::Count, view, &budget)?;
        let collect = Collect::counting(Vec::new(), view);
        found.articles = walk::collect(&route, &collect, view, &budget)?.total;
    }
    let inner = match &expr.kind {
        Kind::And(parts) | Kind::Or(parts) => weights(parts),
        Kind::Boost { expr, .. } => vec![(&**expr, 1.0)],
        _ => Vec::new(),
    };
    if depth == 0 {
        return Ok(found);
    }
    for (inner, weight) in inner {
        if matches!(inner.kind, Kind::Not(_)) {
            continue;
        }
        let mut inner = part(inner, address, (today, view), depth - 1)?;
        inner.value = inner.value.map(|value| value * weight);
        found.parts.push(inner);
    }
    Ok(found)
}
