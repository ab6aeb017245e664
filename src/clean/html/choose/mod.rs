//! The article's container: candidates, the choice between them, and what lies within the article's reach.
pub(crate) mod candidates;

pub(crate) mod choice;
pub(crate) mod scope;
