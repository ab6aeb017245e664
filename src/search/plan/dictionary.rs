//! The words of an archive that lie elsewhere: a query is planned without its posting lists.

use std::fmt::Debug;

/// The words of an archive whose posting lists are not here. What cannot be asked is taken to be there: a part that no article has finds
/// nothing, wherever it is looked for.
pub(crate) trait Dictionary: Send + Sync + Debug {
    /// Which of these terms of the text stand in any article, in the same order.
    fn known(&self, keys: &[&str]) -> Vec<bool>;
}
