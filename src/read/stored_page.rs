//! One page again, from where it was read.

use std::ops::ControlFlow;
use std::path::Path;

use crate::article::Place;
use crate::read::event::{Event, Record};
use crate::read::scan::scan_with;
use crate::read::scan_options::Options;

/// A page that was read with wider limits is found again.
const MOST: usize = 1 << 30;

/// The page that a scan finds at this place: in a member of a package, in a record of a crawl or an export. `None` where there is none. The
/// file is read as far as the page.
pub fn record_at(place: &Place) -> Option<Record> {
    let file = place.file.ancestors().find(|file| Path::is_file(file))?;
    let options = Options {
        largest_page: MOST,
        largest_record: MOST,
        ..Options::default()
    };
    let mut found = None;
    scan_with(&[file.to_path_buf()], &options, &mut |event| match event {
        Event::Page(record) if record.place == *place => {
            found = Some(record);
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    });
    found
}
