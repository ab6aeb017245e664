//! The members of a packed crawl: each gzip member or zstd frame is unpacked for itself, and behind a damaged one the next is looked for.

use std::cell::Cell;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use zstd::dict::DecoderDictionary;

use crate::read::crawl::crawl_records::{Crawl, IsWhole};
use crate::read::crawl::field_head::HEAD_LIMIT;
use crate::read::crawl::record_head;
use crate::read::crawl::tape::Tape;
use crate::read::why::Bomb;

/// A gzip member begins with this.
const GZIP: &[u8] = &[0x1f, 0x8b, 8];

/// A zstd frame begins with this.
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// The skippable frame that holds the dictionary.
const DICTIONARY: &[u8] = &[0x5d, 0x2a, 0x4d, 0x18];

/// The largest dictionary in bytes; the usual ones have a few hundred thousand.
const DICTIONARY_LIMIT: usize = 16 << 20;

/// Packed bytes by which it is seen whether a member begins with a record.
const PROBE: usize = 4 << 10;

/// A member that unpacks to more than this many times its size is no crawl.
const MAX_RATIO: u64 = 250;

/// Below this much output the ratio does not matter.
const RATIO_FREE: u64 = 64 << 20;

/// Bytes of a member by which it is told whether it begins with a record.
const TELLING: u64 = record_head::TELLING as u64;

/// How a crawl is packed.
#[derive(Clone)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    /// With the dictionary of the file, where there is one.
    Zstd(Option<Rc<DecoderDictionary<'static>>>),
}

/// What the name of a file says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// It is a crawl.
    Crawl,
    Other,
}

/// What `tape` is, where it is a crawl. A dictionary is read on the way. The name decides where the first member is damaged.
pub(crate) fn packing(tape: &mut Tape<'_>, name: Name) -> Option<Packing> {
    let is_named = name == Name::Crawl;
    let head = tape.peek(HEAD_LIMIT);
    let dictionary = match head {
        _ if record_head::begins(head) => return Some(Packing::Plain),
        _ if head.starts_with(GZIP) => {
            let is_crawl = is_named || begins_with_record(head, &Packing::Gzip);
            return is_crawl.then_some(Packing::Gzip);
        }
        _ if head.starts_with(DICTIONARY) => dictionary(tape)?,
        _ if head.starts_with(ZSTD) => None,
        _ if is_named => return behind_damage(head),
        _ => return None,
    };
    let packing = Packing::Zstd(dictionary);
    let frame = tape.peek(HEAD_LIMIT);
    let at = frame_begins(frame);
    let is_crawl = is_named
        || frame
            .get(at..)
            .is_some_and(|frame| begins_with_record(frame, &packing));
    is_crawl.then_some(packing)
}

/// How a crawl is packed whose first record is damaged: as the first that is good.
fn behind_damage(head: &[u8]) -> Option<Packing> {
    if record_head::next(head, 0).is_some() {
        return Some(Packing::Plain);
    }
    let packings = [(GZIP, Packing::Gzip), (ZSTD, Packing::Zstd(None))];
    let is_there = |sign: &[u8], packing: &Packing| {
        memchr::memmem::find_iter(head, sign)
            .filter_map(|at| head.get(at..))
            .any(|member| begins_with_record(member, packing))
    };
    packings
        .into_iter()
        .find(|(sign, packing)| is_there(sign, packing))
        .map(|(_, packing)| packing)
}

/// Where the first frame begins behind the dictionary's.
fn frame_begins(bytes: &[u8]) -> usize {
    match bytes {
        [0x5d, 0x2a, 0x4d, 0x18, a, b, c, d, ..] => {
            8 + usize::try_from(u32::from_le_bytes([*a, *b, *c, *d])).unwrap_or(0)
        }
        _ => 0,
    }
}

/// The dictionary of the frame at the tape's beginning, itself packed or not. The tape stays where it is. `None` where there is no such thing.
fn dictionary(tape: &mut Tape<'_>) -> Option<Option<Rc<DecoderDictionary<'static>>>> {
    let end = frame_begins(tape.peek(8));
    if end > DICTIONARY_LIMIT {
        return None;
    }
    let bytes = tape.peek(end + HEAD_LIMIT).get(8..end)?;
    let mut unpacked = Vec::new();
    let bytes = if bytes.starts_with(ZSTD) {
        let decoder = zstd::stream::read::Decoder::new(bytes).ok()?;
        let limit = DICTIONARY_LIMIT as u64;
        decoder.take(limit).read_to_end(&mut unpacked).ok()?;
        unpacked.as_slice()
    } else {
        bytes
    };
    Some(Some(Rc::new(DecoderDictionary::copy(bytes))))
}

/// Whether a member begins with a record. Only its beginning needs to be there.
fn begins_with_record(bytes: &[u8], packing: &Packing) -> bool {
    let bytes = bytes.get(..PROBE).unwrap_or(bytes);
    let decoder: io::Result<Box<dyn Read + '_>> = match packing {
        Packing::Plain => return record_head::begins(bytes),
        Packing::Gzip => Ok(Box::new(flate2::bufread::GzDecoder::new(bytes))),
        Packing::Zstd(None) => zstd::stream::read::Decoder::with_buffer(bytes)
            .map(|decoder| Box::new(decoder) as Box<dyn Read>),
        Packing::Zstd(Some(dictionary)) => {
            zstd::stream::read::Decoder::with_prepared_dictionary(bytes, dictionary)
                .map(|decoder| Box::new(decoder) as Box<dyn Read>)
        }
    };
    let Ok(decoder) = decoder else {
        return false;
    };
    // The probe breaks off somewhere, so that an error behind the head tells nothing.
    let mut head = Vec::new();
    let _ = decoder.take(TELLING).read_to_end(&mut head);
    record_head::begins(&head)
}

/// Hands the members to `crawl`, one after the other.
pub(crate) fn each(
    tape: &mut Tape<'_>,
    packing: &Packing,
    limit: usize,
    crawl: &mut Crawl<'_, '_>,
) -> ControlFlow<()> {
    let first = frame_begins(tape.peek(8));
    if matches!(packing, Packing::Zstd(_)) && first > 0 {
        io::copy(&mut tape.take(first as u64), &mut io::sink()).ok();
    }
    loop {
        tape.mark();
        if tape.peek(1).is_empty() {
            return ControlFlow::Continue(());
        }
        let offset = tape.offset();
        match member(tape, packing, limit, offset, crawl) {
            Ok(flow) => flow?,
            Err(error) => {
                tape.back_to(offset + 1);
                seek(tape, packing);
                let to = tape.offset();
                crawl.skipped(offset, to, &message(&error))?;
            }
        }
    }
}

fn message(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "a packed member breaks off".into(),
        _ => format!("a packed member is damaged ({error})"),
    }
}

/// Reads one member.
fn member(
    tape: &mut Tape<'_>,
    packing: &Packing,
    limit: usize,
    offset: u64,
    crawl: &mut Crawl<'_, '_>,
) -> io::Result<ControlFlow<()>> {
    let watch = tape.watch();
    let mut decoder: Box<dyn Read + '_> = match packing {
        Packing::Gzip | Packing::Plain => Box::new(flate2::bufread::GzDecoder::new(tape)),
        Packing::Zstd(None) => {
            Box::new(zstd::stream::read::Decoder::with_buffer(tape)?.single_frame())
        }
        Packing::Zstd(Some(dictionary)) => {
            let decoder = zstd::stream::read::Decoder::with_prepared_dictionary(tape, dictionary)?;
            Box::new(decoder.single_frame())
        }
    };
    let most = limit as u64 + HEAD_LIMIT as u64;
    let mut bytes = Vec::new();
    let ended = decoder.by_ref().take(most).read_to_end(&mut bytes);
    if let Err(error) = ended {
        // Of a file that was packed as a whole, all but the last record before the damage are read.
        let next = record_head::last(&bytes).unwrap_or(0);
        let good = bytes.get(..next).unwrap_or_default();
        return match crawl.member(offset, &mut &*good, IsWhole::Unknown)? {
            ControlFlow::Continue(()) => Err(error),
            stopped => Ok(stopped),
        };
    }
    if (bytes.len() as u64) < most {
        return crawl.member(offset, &mut bytes.as_slice(), IsWhole::Verified);
    }
    // A file that was packed as a whole is read as it comes.
    let rest = Guarded {
        inner: decoder,
        watch,
        start: offset,
        unpacked: most,
    };
    crawl.member(
        offset,
        &mut Cursor::new(bytes).chain(rest),
        IsWhole::Unknown,
    )
}

/// Goes to the next member that begins with a record, or to the end.
fn seek(tape: &mut Tape<'_>, packing: &Packing) {
    let sign = match packing {
        Packing::Zstd(_) => ZSTD,
        Packing::Gzip | Packing::Plain => GZIP,
    };
    loop {
        tape.mark();
        let bytes = tape.peek(HEAD_LIMIT + PROBE);
        let is_end = bytes.len() < HEAD_LIMIT + PROBE;
        let searched = bytes.get(..HEAD_LIMIT).filter(|_| !is_end).unwrap_or(bytes);
        let found = memchr::memmem::find_iter(searched, sign).find(|&at| {
            let member = bytes.get(at..).unwrap_or_default();
            begins_with_record(member, packing)
        });
        let count = match found {
            Some(at) => at,
            None if is_end => bytes.len(),
            None => HEAD_LIMIT - sign.len(),
        };
        io::copy(&mut tape.take(count as u64), &mut io::sink()).ok();
        if found.is_some() || is_end {
            return;
        }
    }
}

/// Ends with an error where far more comes out than went in.
struct Guarded<'a> {
    inner: Box<dyn Read + 'a>,
    watch: Rc<Cell<u64>>,
    start: u64,
    unpacked: u64,
}

impl Read for Guarded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.unpacked += count as u64;
        let packed = self.watch.get().saturating_sub(self.start);
        if self.unpacked > RATIO_FREE && self.unpacked / MAX_RATIO > packed {
            return Err(io::Error::other(Bomb {
                ratio: MAX_RATIO,
                read: self.unpacked,
            }));
        }
        Ok(count)
    }
}
