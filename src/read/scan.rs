//! Scanning: from what the user names to records, in one thread and always in the same order.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::article::Place;
use crate::read::crawl::crawl_file;
use crate::read::crawl::tape::{Straight, Tape};
use crate::read::event::{Ended, Event, Flow, Sink, reject};
use crate::read::file_stamp::FileStamp;
use crate::read::links::Links;
use crate::read::scan_options::Options;
use crate::read::walk::{self, Step};
use crate::read::why::Why;
use crate::read::{package, split, unpack};

/// Walks `inputs` (files, folders, `-` for standard input) and hands what it finds to `sink` until it breaks.
///
/// The same input gives the same events in the same order: folders are walked by name.
pub fn scan(inputs: &[PathBuf], sink: &mut Sink<'_>) {
    scan_with(inputs, &Options::default(), sink);
}

/// The same as [`scan`], with options.
pub fn scan_with(inputs: &[PathBuf], options: &Options, sink: &mut Sink<'_>) {
    let mut links = Links::between(inputs);
    for input in inputs {
        let flow = if input.as_os_str() == "-" {
            let stdin = Box::new(io::stdin().lock());
            scan_stream(input, stdin, options, sink)
        } else {
            walk::steps(input, &options.skip, &mut links, &mut |step| match step {
                Step::File(file, about) => scan_file(&file, &about, options, sink),
                Step::Rejected(path, why) => give_up(path, why, sink),
                // The folder's own end tells that its listing is not whole.
                Step::Unlisted(path, why) | Step::Unheeded(path, why) => {
                    reject(Place::of_file(path), why, sink)?;
                    ControlFlow::Continue(())
                }
                Step::Left { folder, whole } => sink(Event::End(Ended {
                    path: folder,
                    whole,
                    pages: 0,
                    stamp: None,
                })),
            })
        };
        if flow.is_break() {
            return;
        }
    }
}

/// Reads a file, unless it is known. A file that changes while it is read gets no stamp.
fn scan_file(
    path: &Path,
    about: &Metadata,
    options: &Options,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let before = FileStamp::of(about);
    if before.is_some() && before.as_ref() == options.known.get(path) {
        return sink(Event::Unopened(path.to_path_buf()));
    }
    let opened = (options.now)();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) => return give_up(path.to_path_buf(), Why::of(&error, 0), sink),
    };
    let mut pages = 0;
    let mut counted = counting(&mut pages, sink);
    let flow = match package::open(&file) {
        Some(package) => {
            package::records(path, package, about.len(), &records, options, &mut counted)
        }
        None => records(path, Box::new(file), options, &mut counted),
    };
    drop(counted);
    let whole = flow?;
    let after = std::fs::metadata(path).ok();
    let after = after.as_ref().and_then(FileStamp::of);
    let stamp = before.filter(|stamp| {
        Some(stamp) == after.as_ref() && opened.is_some_and(|opened| stamp.is_settled(opened))
    });
    sink(Event::End(Ended {
        path: path.to_path_buf(),
        whole,
        pages,
        stamp,
    }))
}

/// Reads one stream as [`scan`] reads the file at `path`: unpacks it, finds out what it is and hands its records to
/// `sink`, then its end.
pub fn scan_stream<'a>(
    path: &Path,
    stream: Box<dyn Read + 'a>,
    options: &Options,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let mut pages = 0;
    let whole = records(path, stream, options, &mut counting(&mut pages, sink))?;
    sink(Event::End(Ended {
        path: path.to_path_buf(),
        whole,
        pages,
        stamp: None,
    }))
}

/// Hands the records of a stream to `sink`.
fn records<'a>(
    path: &Path,
    stream: Box<dyn Read + 'a>,
    options: &Options,
    sink: &mut Sink<'_>,
) -> Flow {
    let mut tape = Tape::new(stream);
    match crawl_file::packing(path, &mut tape) {
        Some(packing) => crawl_file::records(path, tape, &packing, options, sink),
        None => match unpack::unpack(Box::new(Straight(tape))) {
            Ok(stream) => split::records(path, stream, options, sink),
            Err(why) => reject(Place::of_file(path), why, sink),
        },
    }
}

/// A sink that counts the pages that go through it.
fn counting<'a>(
    pages: &'a mut u64,
    sink: &'a mut Sink<'_>,
) -> impl FnMut(Event) -> ControlFlow<()> + 'a {
    |event| {
        *pages += u64::from(matches!(event, Event::Page(_) | Event::Rejected(_)));
        sink(event)
    }
}

/// Rejects a whole input or what lies in a folder, and ends it.
fn give_up(path: PathBuf, why: Why, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let whole = reject(Place::of_file(&path), why, sink)?;
    sink(Event::End(Ended {
        path,
        whole,
        pages: 1,
        stamp: None,
    }))
}
