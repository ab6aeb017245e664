//! `story:ID` in queries: the articles of a story, by their ids.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::archive::{Request, SearchError, Searcher};
use crate::article::Span;
use crate::query::{Expr, Field, Form, Kind, Query};
use crate::stories::one_story::of_article;

/// The query with each `story:ID` read as the ids of the story's articles.
pub fn resolved<'a>(
    archive: &dyn Searcher,
    query: &'a Query,
    today: Date,
) -> Result<Cow<'a, Query>, SearchError> {
    let mut root = query.root.clone();
    let plain = query.plain;
    Ok(match put_ids(&mut root, None, archive, today)? {
        true => Cow::Owned(Query { root, plain }),
        false => Cow::Borrowed(query),
    })
}

/// The request with its query [resolved].
pub fn resolved_request<'a>(
    archive: &dyn Searcher,
    request: &'a Request,
) -> Result<Cow<'a, Request>, SearchError> {
    Ok(match resolved(archive, &request.query, request.today)? {
        Cow::Owned(query) => Cow::Owned(Request {
            query,
            ..request.clone()
        }),
        Cow::Borrowed(_) => Cow::Borrowed(request),
    })
}

/// Replaces what stands in the field; says whether there was any. A tree of a query is of bounded height.
fn put_ids(
    expr: &mut Expr,
    within: Option<Field>,
    archive: &dyn Searcher,
    today: Date,
) -> Result<bool, SearchError> {
    let span = expr.span;
    match &mut expr.kind {
        Kind::Field { field, expr } => {
            let has_stories = put_ids(expr, Some(*field), archive, today)?;
            let is_story = *field == Field::Story;
            if is_story {
                *field = Field::Id;
            }
            Ok(has_stories || is_story)
        }
        Kind::And(parts) | Kind::Or(parts) => {
            let mut has_stories = false;
            for part in parts {
                has_stories |= put_ids(part, within, archive, today)?;
            }
            Ok(has_stories)
        }
        Kind::Not(part) | Kind::AtLeast { expr: part, .. } | Kind::Boost { expr: part, .. } => {
            put_ids(part, within, archive, today)
        }
        Kind::Word { text, .. } | Kind::Phrase { text, .. } if within == Some(Field::Story) => {
            let story = of_article(archive, text, today)?;
            let articles = story.map_or(Vec::new(), |story| story.articles);
            let ids = articles.into_iter().map(|article| id(article.id, span));
            expr.kind = any_of(ids.collect(), std::mem::take(text));
            Ok(true)
        }
        _ => Ok(false),
    }
}

fn id(text: String, span: Span) -> Expr {
    let form = Form::Written;
    Expr {
        kind: Kind::Phrase {
            text,
            form,
            slop: 0,
        },
        span,
    }
}

/// One of these ids; `asked` where there are none: it finds nothing then.
fn any_of(mut ids: Vec<Expr>, asked: String) -> Kind {
    if ids.len() > 1 {
        return Kind::Or(ids);
    }
    match ids.pop() {
        Some(only) => only.kind,
        None => Kind::Phrase {
            text: asked,
            form: Form::Written,
            slop: 0,
        },
    }
}
