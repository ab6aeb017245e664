//! A crawl as a file: found out by its first bytes, and read.

use std::path::Path;

use crate::read::crawl::crawl_records::Crawl;
use crate::read::crawl::packed_members::{self, Name, Packing};
use crate::read::crawl::tape::Tape;
use crate::read::event::{Flow, Sink};
use crate::read::scan_options::Options;

/// How the stream is packed, where it is a crawl.
pub(crate) fn packing(path: &Path, tape: &mut Tape<'_>) -> Option<Packing> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let ends = [".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz"];
    let name = match ends.iter().any(|end| name.ends_with(end)) {
        true => Name::Crawl,
        false => Name::Other,
    };
    packed_members::packing(tape, name)
}

/// Hands the records of a crawl to `sink`, then the counts of those that are no pages. True where nothing was damaged.
pub(crate) fn records(
    path: &Path,
    mut tape: Tape<'_>,
    packing: &Packing,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let mut crawl = Crawl::new(path, options.largest_page, sink);
    match packing {
        Packing::Plain => crawl.plain(&mut tape)?,
        packing => packed_members::each(&mut tape, packing, options.largest_page, &mut crawl)?,
    }
    if let Some(error) = tape.trouble() {
        let offset = tape.offset();
        crawl.skipped(offset, offset, &error.to_string())?;
    }
    crawl.finish()
}
