//! The versions of an article.

use crate::archive::{ArticleVersion, VersionPlace};
use crate::article::{Entry, Held, Version};
use crate::index::store::{ENTRY, Stored};
use crate::search::doc_address::locate;
use crate::search::view::View;

/// Every version of the article with this id, the one shown first.
pub(crate) fn versions(id: &str, view: &View) -> tantivy::Result<Option<Vec<ArticleVersion>>> {
    let Some(address) = locate(id, view)? else {
        return Ok(None);
    };
    let stored: Stored<ENTRY> = view.searcher.doc(address)?;
    // Fingerprints are of no use to a reader.
    let Entry {
        shown,
        places,
        others,
        ..
    } = stored.entry(std::iter::empty())?;
    let mut versions = vec![version(shown, places)];
    for other in others {
        versions.push(version(other.version, other.places));
    }
    Ok(Some(versions))
}

fn version(version: Version, places: Vec<Held>) -> ArticleVersion {
    let blocks = version.kept_blocks();
    let article = version.article;
    let place = |held: Held| VersionPlace {
        path: held.path,
        url: held.url.or_else(|| article.url.clone()),
        captured: held.captured.or(article.captured),
    };
    ArticleVersion {
        places: places.into_iter().map(place).collect(),
        blocks,
        article,
    }
}
