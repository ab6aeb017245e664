//! Unpacking: gzip, zstd and bzip2 by their first bytes, one inside the other too, with a stop for bombs.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use crate::read::why::{Bomb, Why};

/// How many bytes of a stream are looked at before it is known what it is.
pub(crate) const HEAD: usize = 64 << 10;

/// A page inside three layers of packing is nobody's archive.
const MAX_LAYERS: usize = 3;

/// Text packs to a tenth, a log of like lines to a hundredth; what unpacks to more than this is made to hurt.
const MAX_RATIO: u64 = 250;

/// Below this much output the ratio does not matter.
const RATIO_FREE: u64 = 64 << 20;

/// A stream whose first bytes can be looked at.
pub(crate) struct Stream<'a> {
    head: Vec<u8>,
    at: usize,
    trouble: Option<io::Error>,
    rest: Box<dyn Read + 'a>,
}

impl<'a> Stream<'a> {
    fn open(mut rest: Box<dyn Read + 'a>) -> Self {
        let mut head = Vec::new();
        let trouble = rest.by_ref().take(HEAD as u64).read_to_end(&mut head).err();
        Self {
            head,
            at: 0,
            trouble,
            rest,
        }
    }

    /// The first bytes; all of them when fewer than [`HEAD`].
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut left = self.head.get(self.at..).unwrap_or_default();
        if !left.is_empty() {
            let n = left.read(buffer)?;
            self.at += n;
            return Ok(n);
        }
        match self.trouble.take() {
            Some(error) => Err(error),
            None => self.rest.read(buffer),
        }
    }
}

/// Takes off every layer of packing.
pub(crate) fn unpack<'a>(raw: Box<dyn Read + 'a>) -> Result<Stream<'a>, Why> {
    let mut stream = Stream::open(raw);
    for _ in 0..MAX_LAYERS {
        let Some(packing) = packing_of(stream.head()) else {
            return Ok(stream);
        };
        let packed = Rc::new(Cell::new(0));
        let inner = reader(
            packing,
            Counted {
                inner: stream,
                count: Rc::clone(&packed),
            },
        )
        .map_err(|error| Why::of(&error, 0))?;
        stream = Stream::open(Box::new(Guard {
            inner,
            packed,
            unpacked: 0,
        }));
    }
    if packing_of(stream.head()).is_some() {
        return Err(Why::Binary {
            what: "packed data inside packed data",
        });
    }
    Ok(stream)
}

#[derive(Clone, Copy)]
enum Packing {
    Gzip,
    Zstd,
    Bzip2,
}

fn packing_of(head: &[u8]) -> Option<Packing> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Packing::Zstd),
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, ..] => Some(Packing::Bzip2),
        _ => None,
    }
}

fn reader<'a>(packing: Packing, input: Counted<'a>) -> io::Result<Box<dyn Read + 'a>> {
    Ok(match packing {
        Packing::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::new(input))),
        Packing::Zstd => Box::new(zstd::stream::read::Decoder::new(input)?),
        Packing::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(BufReader::new(input))),
    })
}

/// Counts what is taken from the packed side.
struct Counted<'a> {
    inner: Stream<'a>,
    count: Rc<Cell<u64>>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.set(self.count.get() + n as u64);
        Ok(n)
    }
}

/// Ends with an error where far more comes out than went in.
struct Guard<'a> {
    inner: Box<dyn Read + 'a>,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
}

impl Read for Guard<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.unpacked += n as u64;
        if self.unpacked > RATIO_FREE && self.unpacked / MAX_RATIO > self.packed.get() {
            return Err(io::Error::other(Bomb {
                ratio: MAX_RATIO,
                read: self.unpacked,
            }));
        }
        Ok(n)
    }
}
