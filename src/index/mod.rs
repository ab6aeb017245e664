//! The archive on disk: a folder with a manifest, a lock and the segments of a tantivy index.
//!
//! [`Writer`] puts articles in, [`Reader`] opens what is there; [`search::Archive`](crate::search::Archive) asks it. Nothing is opened
//! before the manifest says that this version can read it, and a commit is acknowledged only when it would survive a power cut.
pub(crate) mod analysis;
mod archive_copy;
mod archive_format;
mod catalog;
mod check_files;
mod checksum;
mod compact;
pub(crate) mod contents;
mod directory;
mod write_step;
mod durable;
#[cfg(test)]
mod step_watch;
pub(crate) mod file_faults;
mod file_names;
mod generation;
mod index_error;
mod invert;
mod lock;
mod manifest;
mod memory;
pub(crate) mod payload;
mod reader;
mod reader_lock;
mod removed;
pub(crate) mod salvage;
pub(crate) mod schema;
pub(crate) mod sidecar;
pub(crate) mod store;
mod sweep;
mod verified_files;
mod writer;
mod writer_directory;

pub use archive_copy::{CopyReport, copy_archive, link_archive};
pub use catalog::{Address, Catalog, CatalogRows, KnownPlace, Row, SourceAt};
pub use check_files::{FilesReport, Finding, check_files};
pub use index_error::{OpenError, WriteError};
pub(crate) use memory::in_memory;
pub use reader::Reader;
pub(crate) use reader::languages;
pub(crate) use store::short;
pub use store::{Marks, key};
pub use writer::{Options, Writer};
