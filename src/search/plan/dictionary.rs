//! The words of an archive that lie elsewhere: a query is planned without its posting lists.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

use crate::search::budget::Budget;

/// The words of an archive whose posting lists are not here. What cannot be asked is taken to be there: a part that no article has finds
/// nothing, wherever it is looked for.
pub(crate) trait Dictionary: Send + Sync + Debug {
    /// How many articles have each of these terms of the text, in the same order; `None` where that cannot be asked.
    fn doc_freqs(&self, keys: &[&str]) -> Vec<Option<u64>>;

    /// The terms of the field `name_sound` that begin in any of these ways, each once.
    fn name_terms(&self, beginnings: &[String]) -> io::Result<Listing>;
}

/// Terms of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listing {
    pub(crate) terms: Arc<[ListedTerm]>,
    /// Whether there are no others; else these are the commonest.
    pub(crate) are_all: bool,
}

impl Listing {
    /// The terms; where there are others the budget takes note of it.
    pub(crate) fn within(self, budget: &Budget) -> Arc<[ListedTerm]> {
        if !self.are_all {
            budget.cut_list();
        }
        self.terms
    }
}

/// A term of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ListedTerm {
    pub(crate) term: String,
    /// How many articles have it.
    pub(crate) articles: u64,
}
