//! Every spelling of a name, with the articles and outlets that have it.

use jiff::civil::Date;

use crate::archive::{Facet, Field, Limits, Request, Results, Spelling, Why};
use crate::article::Span;
use crate::names::USUAL;
use crate::query::{Expr, Form, Kind, Query};
use crate::search::answer::answer;
use crate::search::budget::Budget;
use crate::search::plan::lookup::{Lookup, Scope};
use crate::search::view::View;

/// Every spelling of a name of one word in what `view` sees.
pub(crate) fn all_spellings(
    name: &str,
    limits: &Limits,
    view: &View,
) -> tantivy::Result<Vec<Spelling>> {
    let mut found = Vec::new();
    for (text, why) in uncounted(name, limits, view)? {
        let results = answer(&in_this_spelling(&text, limits), None, view)?;
        found.push(counted(text, why, results));
    }
    Ok(in_order(found))
}

/// The spelling that was asked for, and the others that articles have.
pub(crate) fn uncounted(
    name: &str,
    limits: &Limits,
    view: &View,
) -> tantivy::Result<Vec<(String, Why)>> {
    let budget = Budget::new(&limits.of_archive(view.articles()));
    let mut lookup = Lookup::new(view, &budget);
    let mut found = vec![(name.to_owned(), Why::Asked)];
    for (spelling, _) in lookup.spellings_of(name, USUAL, Scope::TEXT)? {
        found.push((spelling.text, spelling.why));
    }
    Ok(found)
}

/// What asks for the articles and outlets that have one spelling.
pub(crate) fn in_this_spelling(text: &str, limits: &Limits) -> Request {
    let kind = Kind::Name {
        text: text.to_owned(),
        form: Form::Exact,
        except: Vec::new(),
    };
    let query = Query {
        root: Expr::new(kind, Span { start: 0, end: 0 }),
        plain: false,
    };
    Request {
        facets: vec![Facet {
            field: Field::Source,
            limit: None,
        }],
        limits: limits.clone(),
        ..Request::new(query, Date::ZERO)
    }
}

/// A spelling with its counts.
pub(crate) fn counted(text: String, why: Why, results: Results) -> Spelling {
    let sources = results.facets.into_iter().next();
    Spelling {
        text,
        why,
        articles: results.total,
        sources: sources.map_or_else(Vec::new, |counts| counts.values),
    }
}

/// The spellings that articles have: the one asked for first, then the commonest.
pub(crate) fn in_order(mut found: Vec<Spelling>) -> Vec<Spelling> {
    found.retain(|spelling| spelling.articles > 0);
    found.sort_by(|a, b| {
        let is_other = |spelling: &Spelling| spelling.why != Why::Asked;
        let by_articles = b.articles.cmp(&a.articles);
        is_other(a).cmp(&is_other(b)).then(by_articles)
    });
    found
}
