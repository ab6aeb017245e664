//! The query language: text in; always a query out, and warnings about what was not understood.

/// A parsed query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {}
