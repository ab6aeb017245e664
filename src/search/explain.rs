//! Why an article has the score it has: part by part of the query, in the reader's words.

use tantivy::DocAddress;
use tantivy::query::{EnableScoring, Query};

use crate::query::{Expr, Kind};
use crate::search::plan::Planner;
use crate::search::view::View;
use crate::search::weights::weights;

/// Levels of a query that are explained.
const DEPTH: usize = 8;

/// What a part of a query adds to an article's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The part, as a query.
    pub text: String,
    /// What it adds; `None` when the article does not match it.
    pub value: Option<f32>,
    /// In how many articles of the archive it stands.
    pub articles: u64,
    /// Its own parts.
    pub parts: Vec<Explanation>,
}

/// Explains `expr` for the article at `address`.
pub(crate) fn explain(
    expr: &Expr,
    address: DocAddress,
    planner: &Planner<'_>,
    view: &View,
) -> tantivy::Result<Explanation> {
    part(expr, address, (planner, view), DEPTH)
}

fn part(
    expr: &Expr,
    address: DocAddress,
    (planner, view): (&Planner<'_>, &View),
    depth: usize,
) -> tantivy::Result<Explanation> {
    let mut found = Explanation {
        text: expr.to_string(),
        value: None,
        articles: 0,
        parts: Vec::new(),
    };
    if let Some(query) = planner.part(expr)? {
        found.value = score(&*query, address, view)?;
        found.articles = query.count(&view.searcher)? as u64;
    }
    let inner = match &expr.kind {
        Kind::And(parts) | Kind::Or(parts) => weights(parts),
        Kind::Boost { expr, .. } => vec![(&**expr, 1.0)],
        _ => Vec::new(),
    };
    if depth > 0 {
        for (one, weight) in inner
            .into_iter()
            .filter(|(one, _)| !matches!(one.kind, Kind::Not(_)))
        {
            let mut one = part(one, address, (planner, view), depth - 1)?;
            one.value = one.value.map(|value| value * weight);
            found.parts.push(one);
        }
    }
    Ok(found)
}

/// What the article at `address` scores, if it matches.
fn score(query: &dyn Query, address: DocAddress, view: &View) -> tantivy::Result<Option<f32>> {
    let weight = query.weight(EnableScoring::enabled_from_statistics_provider(
        view,
        &view.searcher,
    ))?;
    let mut scorer = weight.scorer(view.searcher.segment_reader(address.segment_ord), 1.0)?;
    let doc = if scorer.doc() < address.doc_id {
        scorer.seek(address.doc_id)
    } else {
        scorer.doc()
    };
    Ok((doc == address.doc_id).then(|| scorer.score()))
}
