//! Every spelling of a name, with the articles and outlets that have it.

use jiff::civil::Date;

use crate::archive::{Facet, Field, Limits, Request, Spelling, Why};
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
    let budget = Budget::new(&limits.of_archive(view.searcher.num_docs()));
    let mut lookup = Lookup::new(view, &budget);
    let mut found = vec![counted(name.to_owned(), Why::Asked, limits, view)?];
    for (spelling, _) in lookup.spellings_of(name, USUAL, Scope::TEXT)? {
        found.push(counted(spelling.text, spelling.why, limits, view)?);
    }
    found.retain(|spelling| spelling.articles > 0);
    found.sort_by(|a, b| {
        let is_other = |spelling: &Spelling| spelling.why != Why::Asked;
        let by_articles = b.articles.cmp(&a.articles);
        is_other(a).cmp(&is_other(b)).then(by_articles)
    });
    Ok(found)
}

/// A spelling with its counts.
fn counted(text: String, why: Why, limits: &Limits, view: &View) -> tantivy::Result<Spelling> {
    let kind = Kind::Name {
        text: text.clone(),
        form: Form::Exact,
        except: Vec::new(),
    };
    let request = Request {
        facets: vec![Facet {
            field: Field::Source,
            limit: None,
        }],
        limits: limits.clone(),
        ..Request::new(
            Query {
                root: Expr::new(kind, Span { start: 0, end: 0 }),
                plain: false,
            },
            Date::ZERO,
        )
    };
    let results = answer(&request, None, view)?;
    let sources = results.facets.into_iter().next();
    Ok(Spelling {
        text,
        why,
        articles: results.total,
        sources: sources.map_or_else(Vec::new, |counts| counts.values),
    })
}
