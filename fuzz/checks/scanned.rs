//! What holds of any bytes that are read as a file.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use dateline::article::RawPage;
use dateline::read::{self, Event, Options};

/// A small limit, so that what is too large is met with often.
const LIMIT: usize = 64 << 10;

/// The pages in the bytes. No two stand at one place, none is above the limit, and the file ends once.
pub(crate) fn pages(name: &str, bytes: &[u8]) -> Vec<RawPage> {
    let options = Options {
        largest_page: LIMIT,
        largest_record: 2 * LIMIT,
        ..Options::default()
    };
    let mut places = BTreeSet::new();
    let mut pages = Vec::new();
    let mut ends = 0;
    let scanned = read::scan_stream(Path::new(name), Box::new(bytes), &options, &mut |event| {
        match event {
            Event::Page(record) => {
                assert!(record.bytes.len() <= 3 * LIMIT);
                assert!(places.insert(record.place.to_string()));
                pages.extend(read::page_within(record, LIMIT));
            }
            Event::End(_) => ends += 1,
            _ => {}
        }
        ControlFlow::Continue(())
    });
    assert!(scanned.is_continue());
    assert_eq!(ends, 1);
    pages
}
