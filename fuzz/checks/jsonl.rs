//! Any bytes are an export, by line, by brace or by row, and one record of it.

use dateline::article::Place;
use dateline::read::{self, Form, Record};

use super::scanned;

pub(crate) fn check(data: &[u8]) {
    scanned::pages("x.jsonl", data);
    let _ = read::page(Record {
        place: Place::of_record("x.jsonl", 1),
        bytes: data.to_vec(),
        form: Form::Json,
        witnessed: None,
    });
}
