//! Crawls: WARC and ARC files, plain, packed by gzip or by zstd, as records or as a whole. A bounded reader: what a file says of its own lengths is
//! believed only where it turns out right, and behind damage the next record is looked for.

pub(crate) mod tape;
mod window;
mod arc_line;
pub(crate) mod field_head;
pub(crate) mod record_head;
pub(crate) mod record_kind;
pub(crate) mod revisit;
pub(crate) mod capture_names;
pub(crate) mod http_body;
mod packed_members;
mod crawl_records;
pub(crate) mod crawl_file;
