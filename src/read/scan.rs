//! Scanning: from what the user names to records, in one thread and always in the same order.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::article::Place;
use crate::read::crawl::crawl_file;
use crate::read::crawl::tape::{Straight, Tape};
use crate::read::event::{Ended, Event, Flow, Sink, reject};
use crate::read::scan_options::Options;
use crate::read::walk::{self, Step};
use crate::read::why::Why;
use crate::read::{split, unpack};

/// Walks `inputs` (files, folders, `-` for standard input) and hands what it finds to `sink` until it breaks.
///
/// The same input gives the same events in the same order: folders are walked by name.
pub fn scan(inputs: &[PathBuf], sink: &mut Sink<'_>) {
    scan_with(inputs, &Options::default(), sink);
}

/// The same as [`scan`], with options.
pub fn scan_with(inputs: &[PathBuf], options: &Options, sink: &mut Sink<'_>) {
    for input in inputs {
        let flow = if input.as_os_str() == "-" {
            let stdin = Box::new(io::stdin().lock());
            scan_stream(input, stdin, options, sink)
        } else {
            walk::steps(input, &options.skip, &mut |step| match step {
                Step::File(file) => scan_file(&file, options, sink),
                Step::Rejected(path, why) => give_up(path, why, sink),
                // The folder's own end tells that its listing is not whole.
                Step::Unlisted(path, why) => {
                    reject(Place::of_file(path), why, sink)?;
                    ControlFlow::Continue(())
                }
                Step::Left { folder, whole } => {
                    let path = folder;
                    sink(Event::End(Ended { path, whole }))
                }
            })
        };
        if flow.is_break() {
            return;
        }
    }
}

fn scan_file(path: &Path, options: &Options, sink: &mut Sink<'_>) -> ControlFlow<()> {
    match File::open(path) {
        Ok(file) => scan_stream(path, Box::new(file), options, sink),
        Err(error) => give_up(path.to_path_buf(), Why::of(&error, 0), sink),
    }
}

/// Reads one stream as [`scan`] reads the file at `path`: unpacks it, finds out what it is and hands its records to
/// `sink`, then its end.
pub fn scan_stream<'a>(
    path: &Path,
    stream: Box<dyn Read + 'a>,
    options: &Options,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let mut tape = Tape::new(stream);
    let flow: Flow = match crawl_file::packing(path, &mut tape) {
        Some(packing) => crawl_file::records(path, tape, &packing, options, sink),
        None => match unpack::unpack(Box::new(Straight(tape))) {
            Ok(stream) => split::records(path, stream, options, sink),
            Err(why) => reject(Place::of_file(path), why, sink),
        },
    };
    let whole = flow?;
    let path = path.to_path_buf();
    sink(Event::End(Ended { path, whole }))
}

/// Rejects a whole input or what lies in a folder, and ends it.
fn give_up(path: PathBuf, why: Why, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let whole = reject(Place::of_file(&path), why, sink)?;
    sink(Event::End(Ended { path, whole }))
}
