//! Quotations: what is said of real ones, and of ones that were altered.
mod altered;
mod cases;
mod measured;

#[cfg(feature = "mcp")]
pub(crate) use altered::samples;
#[cfg(feature = "mcp")]
pub(crate) use measured::newsroom_articles;
