//! From markup to a tree: raw text is stripped, what scripts and the head say is set aside, class names are read.
pub(crate) mod strip;

pub(crate) mod attributes;
pub(crate) mod cues;
pub(crate) mod dom;
pub(crate) mod flat;
pub(crate) mod flight;
pub(crate) mod jsonld;
pub(crate) mod meta;
pub(crate) mod tag;
