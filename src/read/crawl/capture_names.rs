//! What the captures of a crawl are called by later records.

use crate::read::crawl::record_head::RecordHead;
use crate::read::crawl::revisit;
use crate::read::event::{Form, Record};

/// Names by which later records refer to the capture in this one, as hashes. None where it is no record of a crawl.
pub fn capture_names(record: &Record) -> Vec<u64> {
    if record.form != Form::Warc {
        return Vec::new();
    }
    let head = RecordHead::split(&record.bytes);
    head.map_or_else(Vec::new, |(head, _)| revisit::own_names(&head))
}
