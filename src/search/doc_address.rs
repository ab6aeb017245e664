//! Where an article is.

use std::sync::Arc;

use tantivy::DocAddress;

use crate::archive::Sort;
use crate::index::store;
use crate::search::budget::Budget;
use crate::search::collect::Collect;
use crate::search::collect::candidate::{Candidate, page};
use crate::search::plan::filters;
use crate::search::plan::optimize::Route;
use crate::search::plan::physical::{Matches, Physical};
use crate::search::view::View;
use crate::search::walk;

/// Where the article with this id is; the newest where several have it. [`filters::id`] alone knows how an id is looked up.
pub(crate) fn locate(id: &str, view: &View) -> tantivy::Result<Option<DocAddress>> {
    locate_key(store::key(id), view)
}

/// Where the article is whose id has this key.
pub(crate) fn locate_key(key: u64, view: &View) -> tantivy::Result<Option<DocAddress>> {
    let matches = Matches::Whole(Physical::Filter(filters::id_key(key, &view.fields)));
    let collect = Collect::new(1, Sort::Newest, view);
    let budget = Arc::new(Budget::unlimited());
    let found = walk::collect(&Route::Each(matches), &collect, view, &budget)?;
    let newest = page(found.best, (0, 1), view)?;
    Ok(newest.first().map(Candidate::address))
}
