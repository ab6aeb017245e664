//! The nouns: what a page is on its way from a file to an article in the archive. No logic beyond their own shape.
mod date;
mod entry;
mod evidence;
mod outline;
mod page;
mod place;

pub use date::{Clock, Precision, PubDate};
pub use entry::{Claimed, Entry, Fetched, FieldBefore, Held, Other, SiteChanges, Version};
pub use evidence::{Evidence, Found, Witness};
pub use outline::{Outline, OutlinedBlock};
pub use page::{
    Article, Block, BlockKind, Charset, CleanPage, Content, Given, Language, MarkedText, PageMeta,
    RawPage, Reason, Removal, Repair, RepairKind, Role, Span, TimeElement, Wall,
};
pub use place::Place;
