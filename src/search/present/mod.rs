//! Presentation: what a reader sees of the matches. Nothing here decides which articles match.
pub(crate) mod advice;
pub(crate) mod explain;
pub(crate) mod folded;
pub(crate) mod hits;
mod looser;
pub(crate) mod snippet;
pub(crate) mod spelling;
