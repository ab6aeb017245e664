//! Splitting: one stream into its records.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use crate::article::Place;
use crate::read::cut::{Cut, Ends, Lines, Objects, Rows, cut};
use crate::read::event::{Event, Flow, Form, Record, Sink, reject};
use crate::read::scan_options::Options;
use crate::read::sniff::{self, Kind};
use crate::read::unpack::Stream;
use crate::read::why::{Cap, Why};
use crate::read::wide::{Narrowed, narrow};
use crate::read::{collections, docx, table};

/// A buffer up to this size serves record after record; a longer one goes with its record.
const KEPT_BUFFER: usize = 1 << 20;

/// Finds out what the stream is and hands its records to `sink`. True when there was nothing more in it.
pub(crate) fn records(
    path: &Path,
    stream: Stream<'_>,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let kind = sniff::kind(stream.head());
    let mut export = Export {
        path,
        count: 0,
        limit: options.largest_record,
        largest_page: options.largest_page,
        sink,
    };
    match kind {
        Kind::Page => page(path, stream, options, export.sink),
        Kind::Lines => export.objects(&mut text(stream), &mut Lines),
        Kind::Objects(0) => export.objects(&mut text(stream), &mut Objects::loose()),
        Kind::Objects(start) => {
            let mut input = text(stream);
            pass(&mut input, start);
            export.objects(&mut input, &mut Objects::in_array())
        }
        Kind::Table(delimiter) => export.rows(&mut text(stream), &mut Rows::new(delimiter)),
        Kind::Export(made_by) => export.documents(made_by, stream),
        Kind::Not(why) => nothing(path, stream, why, export.sink),
    }
}

/// A stream that holds no page.
fn nothing(path: &Path, mut stream: Stream<'_>, why: Why, sink: &mut Sink<'_>) -> Flow {
    // A packed stream may break off before its first byte.
    let rest = io::copy(&mut (&mut stream).take(1 << 16), &mut io::sink());
    let (why, whole) = match (why, rest) {
        (Why::Empty, Err(error)) => (Why::of(&error, 0), false),
        (why @ (Why::Empty | Why::NoRecords), Ok(_)) => (why, true),
        (why, _) => (why, false),
    };
    reject(Place::of_file(path), why, sink)?;
    ControlFlow::Continue(whole)
}

/// The stream as UTF-8, or as what it is where that cannot be told from zeros and marks.
fn text<'a>(stream: Stream<'a>) -> BufReader<Box<dyn Read + 'a>> {
    BufReader::with_capacity(64 << 10, Narrowed::over(stream))
}

/// Passes over so many bytes after leading white space.
fn pass(input: &mut dyn BufRead, count: usize) {
    while let Ok(bytes) = input.fill_buf() {
        let blank = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let more = blank == bytes.len() && blank > 0;
        input.consume(blank);
        if !more {
            break;
        }
    }
    io::copy(&mut input.take(count as u64), &mut io::sink()).ok();
}

/// The whole stream as one page; of a damaged one, what could be read.
fn page(path: &Path, mut stream: Stream<'_>, options: &Options, sink: &mut Sink<'_>) -> Flow {
    let limit = options.largest_page;
    let place = Place::of_file(path);
    let mut bytes = Vec::new();
    let mut head = stream.by_ref().take(limit as u64 + 1);
    let trouble = head.read_to_end(&mut bytes).err();
    let read = bytes.len() as u64;
    if bytes.len() > limit {
        drop(bytes);
        let length = whole_length(read, &mut stream);
        return reject(place, Cap::Page.exceeded(limit, length), sink);
    }
    bytes.shrink_to_fit();
    if !bytes.is_empty() {
        sink(Event::Page(Record {
            place: place.clone(),
            bytes,
            form: Form::Page,
            witnessed: None,
        }))?;
    }
    match trouble {
        Some(error) => reject(place, Why::of(&error, read), sink),
        None => ControlFlow::Continue(true),
    }
}

/// No more of a page beyond the limit is counted.
const MOST_COUNTED: u64 = 4 << 30;

/// The size of a page beyond the limit, where all of it could be read.
fn whole_length(read: u64, stream: &mut Stream<'_>) -> Option<u64> {
    let rest = io::copy(&mut stream.take(MOST_COUNTED), &mut io::sink());
    rest.ok()
        .filter(|rest| *rest < MOST_COUNTED)
        .map(|rest| read + rest)
}

/// An export on its way through.
struct Export<'a, 'b> {
    path: &'a Path,
    count: u64,
    /// Bytes of a record.
    limit: usize,
    largest_page: usize,
    sink: &'a mut Sink<'b>,
}

impl Export<'_, '_> {
    /// Objects, by line or by brace.
    fn objects(&mut self, input: &mut dyn BufRead, ends: &mut dyn Ends) -> Flow {
        self.each(input, ends, |bytes| {
            let between =
                |byte: &u8| matches!(byte, b'[' | b']' | b',') || byte.is_ascii_whitespace();
            let start = bytes.iter().position(|byte| !between(byte))?;
            let end = bytes.iter().rposition(|byte| !between(byte))? + 1;
            if end <= KEPT_BUFFER {
                return bytes.get(start..end).map(<[u8]>::to_vec);
            }
            // A long record is handed over, not copied, and without the room that its growing left.
            bytes.truncate(end);
            bytes.drain(..start);
            bytes.shrink_to_fit();
            Some(std::mem::take(bytes))
        })
    }

    /// Documents of one text, which is read whole: only its end tells where the last one ends.
    fn documents(&mut self, made_by: collections::Export, mut stream: Stream<'_>) -> Flow {
        let place = Place::of_file(self.path);
        let mut bytes = Vec::new();
        let mut head = stream.by_ref().take(self.limit as u64 + 1);
        let trouble = head.read_to_end(&mut bytes).err();
        let read = bytes.len() as u64;
        if bytes.len() > self.limit {
            let why = match made_by {
                collections::Export::Docx => Why::Binary {
                    what: docx::PACKAGE,
                },
                _ => Cap::Record.exceeded(self.limit, whole_length(read, &mut stream)),
            };
            return reject(place, why, self.sink);
        }
        let documents = match collections::documents(made_by, &narrow(&bytes), self.largest_page) {
            Ok(documents) => documents,
            Err(why) => return reject(place, why, self.sink),
        };
        drop(bytes);
        for document in documents {
            self.hand_over(document.json())?;
        }
        match trouble {
            Some(error) => self.reject(Why::of(&error, read)),
            None if self.count == 0 => {
                reject(place, Why::NoRecords, self.sink)?;
                ControlFlow::Continue(true)
            }
            None => ControlFlow::Continue(true),
        }
    }

    /// Rows under the header that comes first.
    fn rows(&mut self, input: &mut dyn BufRead, rows: &mut Rows) -> Flow {
        let delimiter = rows.delimiter;
        let mut header: Option<Vec<String>> = None;
        self.each(input, rows, |bytes| match &header {
            _ if bytes.trim_ascii().is_empty() => None,
            Some(header) => Some(table::object(header, bytes, delimiter)),
            // A spreadsheet may name its separator above the header.
            None if matches!(table::separator(bytes), (Some(_), [])) => None,
            None => {
                header = Some(table::header(bytes, delimiter));
                None
            }
        })
    }

    /// Cuts until the end, takes from each cut what `read` finds in it, and counts.
    fn each(
        &mut self,
        input: &mut dyn BufRead,
        ends: &mut dyn Ends,
        mut read: impl FnMut(&mut Vec<u8>) -> Option<Vec<u8>>,
    ) -> Flow {
        let mut buffer = Vec::new();
        let mut total = 0_u64;
        let mut may_end = true;
        loop {
            let step = cut(input, &mut buffer, self.limit, ends);
            if ends.over() && !matches!(step, Err(_) | Ok(Cut::End)) {
                may_end = true;
                break;
            }
            match step {
                Ok(Cut::End) => break,
                Ok(Cut::TooLong(length)) => {
                    total += length;
                    may_end = ends.may_end(b"\n");
                    self.reject(Cap::Record.exceeded(self.limit, Some(length)))?;
                }
                Ok(Cut::Record) => {
                    total += buffer.len() as u64;
                    may_end = ends.may_end(&buffer);
                    if let Some(bytes) = read(&mut buffer) {
                        self.hand_over(bytes)?;
                    }
                }
                // What was cut off in the middle goes with the rest of the stream.
                Err(error) => return self.reject(Why::of(&error, total + buffer.len() as u64)),
            }
        }
        if self.count == 0 {
            reject(Place::of_file(self.path), Why::NoRecords, self.sink)?;
        }
        ControlFlow::Continue(may_end)
    }

    fn hand_over(&mut self, bytes: Vec<u8>) -> ControlFlow<()> {
        let place = self.next_place();
        let form = Form::Json;
        let witnessed = None;
        (self.sink)(Event::Page(Record {
            place,
            bytes,
            form,
            witnessed,
        }))
    }

    fn reject(&mut self, why: Why) -> Flow {
        let place = self.next_place();
        reject(place, why, self.sink)
    }

    fn next_place(&mut self) -> Place {
        self.count += 1;
        Place::of_record(self.path, self.count)
    }
}
