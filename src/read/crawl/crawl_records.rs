//! The records of a crawl in order, read on behind whatever is damaged.
//!
//! Invariant: each byte of the input is in a record that was handed over or counted, or in a range that was reported.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use crate::article::Place;
use crate::read::crawl::field_head::HEAD_LIMIT;
use crate::read::crawl::record_head::{self, RecordHead};
use crate::read::crawl::record_kind::{self, RecordKind};
use crate::read::crawl::revisit;
use crate::read::crawl::tape::Tape;
use crate::read::crawl::window::Window;
use crate::read::event::{Event, Flow, Form, Record, Sink, Tally, reject};
use crate::read::why::{Cap, Why};

/// No line break or space before a record is longer.
const MOST_BLANK: usize = 64;

/// How the records of a run are numbered.
#[derive(Clone, Copy)]
enum Numbers {
    /// By their offset in the file.
    ByOffset,
    /// From the offset of their member on.
    From(u64),
}

/// A crawl on its way through.
pub(crate) struct Crawl<'a, 'b> {
    path: &'a Path,
    limit: usize,
    numbers: Numbers,
    last: Option<u64>,
    is_whole: bool,
    tally: Tally,
    sink: &'a mut Sink<'b>,
}

/// What stands at the window's beginning.
enum Step {
    /// A record with its length.
    Record(usize),
    /// A record too long to be kept.
    TooLong,
    /// A record that breaks off.
    CutOff,
    /// No record, for this reason.
    Nothing(&'static str),
}

impl<'a, 'b> Crawl<'a, 'b> {
    pub(crate) fn new(path: &'a Path, limit: usize, sink: &'a mut Sink<'b>) -> Self {
        Self {
            path,
            limit,
            numbers: Numbers::ByOffset,
            last: None,
            is_whole: true,
            tally: Tally::of(path),
            sink,
        }
    }

    /// Tells what was counted, and whether nothing was damaged.
    pub(crate) fn finish(self) -> Flow {
        if !self.tally.counts.is_empty() {
            (self.sink)(Event::Tally(self.tally))?;
        }
        ControlFlow::Continue(self.is_whole)
    }

    /// Reads a file that is not packed.
    pub(crate) fn plain(&mut self, tape: &mut Tape<'_>) -> ControlFlow<()> {
        self.numbers = Numbers::ByOffset;
        // Nothing goes back in a plain file.
        let mut window = Window::new(tape);
        self.each(&mut window, IsWhole::Unknown)
    }

    /// Reads the records of a member that was unpacked to its end, or as far as the limit.
    pub(crate) fn member(
        &mut self,
        offset: u64,
        input: &mut dyn Read,
        is_whole: IsWhole,
    ) -> Result<ControlFlow<()>, io::Error> {
        self.numbers = Numbers::From(offset);
        let mut window = Window::new(input);
        let flow = self.each(&mut window, is_whole);
        window.trouble().map_or(Ok(flow), Err)
    }

    /// Reports bytes of the file that were passed over.
    pub(crate) fn skipped(&mut self, from: u64, to: u64, message: &str) -> ControlFlow<()> {
        self.is_whole = false;
        let message = message.to_owned();
        let why = Why::Skipped { from, to, message };
        let place = Place::of_record(self.path, from);
        reject(place, why, self.sink)?;
        ControlFlow::Continue(())
    }

    fn each(&mut self, window: &mut Window<'_>, is_whole: IsWhole) -> ControlFlow<()> {
        loop {
            let bytes = window.peek(HEAD_LIMIT);
            let blank = bytes.iter().take(MOST_BLANK);
            let blank = blank.take_while(|byte| byte.is_ascii_whitespace()).count();
            if blank == bytes.len() {
                window.pass(blank);
                return ControlFlow::Continue(());
            }
            window.pass(blank);
            match self.step(window, is_whole) {
                Step::Record(length) => self.hand_over(window, length)?,
                Step::TooLong => self.too_long(window)?,
                Step::CutOff => return self.resume(window, "a record breaks off"),
                Step::Nothing(why) => self.resume(window, why)?,
            }
        }
    }

    /// Finds out where the record at the window's beginning ends. The stated length is believed where a record or nothing follows
    /// it; else the record goes as far as the next one.
    fn step(&self, window: &mut Window<'_>, is_whole: IsWhole) -> Step {
        let bytes = window.peek(HEAD_LIMIT);
        if !record_head::begins(bytes) {
            return Step::Nothing("no record begins here");
        }
        let Some((head, body)) = RecordHead::split(bytes) else {
            return Step::Nothing("the head of a record does not end within 64 KB");
        };
        let stated = head.stated_length();
        let head = bytes.len() - body.len();
        let stated = stated.and_then(|length| usize::try_from(length).ok());
        let short = stated.filter(|length| *length <= self.limit);
        if let Some(end) = short.map(|length| head + length) {
            let bytes = window.peek(end + MOST_BLANK);
            let after = bytes.get(end..).unwrap_or(b"cut off");
            let next = after.trim_ascii_start();
            if next.is_empty() || record_head::begins(next) || after.starts_with(b"\r\n\r\n") {
                return Step::Record(end);
            }
        }
        let bytes = window.peek(head + self.limit + MOST_BLANK);
        if let Some(next) = record_head::next(bytes, head) {
            return Step::Record(next);
        }
        match (bytes.len() <= head + self.limit, is_whole) {
            (false, _) => Step::TooLong,
            // The member is intact, so that only the length can be wrong.
            (true, IsWhole::Verified) => Step::Record(bytes.len()),
            (true, IsWhole::Unknown) => match short.map(|length| head + length) {
                Some(end) if end <= bytes.len() => Step::Record(end),
                _ => Step::CutOff,
            },
        }
    }

    fn hand_over(&mut self, window: &mut Window<'_>, length: usize) -> ControlFlow<()> {
        let number = self.number(window.offset);
        let bytes = window.peek(length);
        let record = bytes.get(..length).unwrap_or(bytes);
        let kind =
            RecordHead::split(record).and_then(|(head, body)| record_kind::kind(&head, body));
        let flow = match kind {
            Some(kind) => {
                self.tally.count(kind);
                let place = Place::of_record(self.path, number);
                let revisit = (kind == RecordKind::Revisit).then(|| revisit::read(place, record));
                match revisit.flatten() {
                    Some(revisit) => (self.sink)(Event::Revisit(revisit)),
                    None => ControlFlow::Continue(()),
                }
            }
            None => (self.sink)(Event::Page(Record {
                place: Place::of_record(self.path, number),
                bytes: record.to_vec(),
                form: Form::Warc,
                witnessed: None,
            })),
        };
        window.pass(length);
        flow
    }

    /// Each record has a number of its own, in the order of the file.
    fn number(&mut self, offset: u64) -> u64 {
        let number = match self.numbers {
            Numbers::ByOffset => offset,
            Numbers::From(member) => member,
        };
        let number = self.last.map_or(number, |last| number.max(last + 1));
        self.last = Some(number);
        number
    }

    /// Passes over a record beyond the limit. A film is counted as what it is; a page is reported.
    fn too_long(&mut self, window: &mut Window<'_>) -> ControlFlow<()> {
        let bytes = window.peek(HEAD_LIMIT);
        let kind = RecordHead::split(bytes).and_then(|(head, body)| record_kind::kind(&head, body));
        let number = self.number(window.offset);
        window.pass(1);
        let passed = 1 + pass_to_next(window);
        if let Some(kind) = kind {
            self.tally.count(kind);
            return ControlFlow::Continue(());
        }
        let why = Cap::Page.exceeded(self.limit, Some(passed));
        reject(Place::of_record(self.path, number), why, self.sink)?;
        ControlFlow::Continue(())
    }

    /// Goes to the next record, and reports what was passed over.
    fn resume(&mut self, window: &mut Window<'_>, why: &str) -> ControlFlow<()> {
        let offset = window.offset;
        let number = self.number(offset);
        window.pass(1);
        let to = offset + 1 + pass_to_next(window);
        self.is_whole = false;
        let message = why.to_owned();
        let why = Why::Skipped {
            from: offset,
            to,
            message,
        };
        reject(Place::of_record(self.path, number), why, self.sink)?;
        ControlFlow::Continue(())
    }
}

/// Whether a run of bytes is known to be as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IsWhole {
    /// Its checksum is right, and its end is there.
    Verified,
    /// Nobody knows.
    Unknown,
}

/// Passes over everything before the next record, and says how much that was.
fn pass_to_next(window: &mut Window<'_>) -> u64 {
    let mut passed = 0;
    loop {
        let bytes = window.peek(HEAD_LIMIT);
        let next = record_head::next(bytes, 1);
        let is_end = bytes.len() < HEAD_LIMIT;
        let count = match next {
            Some(next) => next,
            None if is_end => bytes.len(),
            // The beginning of a record may lie across the end of what was read.
            None => bytes.len() - record_head::unsure_end(bytes),
        };
        window.pass(count);
        passed += count as u64;
        if next.is_some() || is_end {
            return passed;
        }
    }
}
