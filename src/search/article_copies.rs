//! The copies of an article.

use std::cmp::Reverse;

use tantivy::DocAddress;

use crate::archive::ArticleCopy;
use crate::index::store::{self, BRIEF, Stored};
use crate::search::doc_address::{locate, locate_key};
use crate::search::view::View;

/// The other articles in the group of the one with this id: the one that they are copies of first, then by day and id.
pub(crate) fn copies(id: &str, view: &View) -> tantivy::Result<Option<Vec<ArticleCopy>>> {
    if locate(id, view)?.is_none() {
        return Ok(None);
    }
    let own = store::key(id);
    let book = view.copies()?;
    let first = book.group(own);
    let mut found = Vec::new();
    for key in book.members(own) {
        if key == own {
            continue;
        }
        if let Some(address) = locate_key(key, view)? {
            found.push(ArticleCopy {
                is_first: key == first,
                ..copy(address, view)?
            });
        }
    }
    let day = |copy: &ArticleCopy| copy.published.map_or(i64::MAX, |date| date.timestamp());
    found.sort_by(|a, b| {
        let order = |copy: &ArticleCopy| (Reverse(copy.is_first), day(copy));
        order(a).cmp(&order(b)).then_with(|| a.id.cmp(&b.id))
    });
    Ok(Some(found))
}

fn copy(address: DocAddress, view: &View) -> tantivy::Result<ArticleCopy> {
    let stored: Stored<BRIEF> = view.searcher.doc(address)?;
    let brief = stored.brief()?;
    Ok(ArticleCopy {
        id: brief.id,
        title: brief.title.unwrap_or_default(),
        source: brief.source,
        domain: brief.domain,
        published: brief.published,
        is_first: false,
    })
}
