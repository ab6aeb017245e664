//! Reading: files, folders, exports and standard input; out come records of bytes, and from each record a decoded page.
//!
//! [`scan`] walks, unpacks and splits in one thread; [`page`] decodes one record and may run in any thread. What a stream is, its bytes
//! decide, never its name. Nothing that is found stops a run or is lost without a word: it comes out as a [`Record`] or as [`Rejected`],
//! and each file and folder says at its end whether that was all of it ([`Ended`]). Memory is bounded by one record, whatever the size
//! of the input.
mod scan;
mod stored_page;
mod event;
mod file_stamp;
mod scan_options;
mod why;

mod walk;
mod links;
mod ignore_rules;
mod asset_folders;
mod package;
mod wacz;
mod unpack;
mod sniff;
mod code;
mod split;
mod cut;

mod crawl;

mod decode;
mod object;
mod json;
mod fields;
mod table;
mod collections;
mod authors;
mod document;
mod labels;
mod flatten;
mod nexis;
mod factiva;
mod proquest;
mod europresse;
mod docx;
mod mail;
mod mhtml;
mod saved;
mod front_matter;

mod charset;
mod declared;
mod plausible;
mod wide;

pub use crawl::capture_names::capture_names;
pub use crawl::record_kind::RecordKind;
pub use crawl::revisit::Revisit;
pub use decode::{page, page_within};
pub use event::{Ended, Event, Form, Record, Rejected, Sink, Tally, Witnessed};
pub use file_stamp::FileStamp;
pub(crate) use package::is_package;
pub use scan::{scan, scan_stream, scan_with};
pub use scan_options::{Options, PAGE_LIMIT, RECORD_LIMIT};
pub use stored_page::record_at;
pub use why::{Cap, Why};
