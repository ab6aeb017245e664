//! Wide charsets: UTF-16 and UTF-32, found by their marks or by where their zeros stand.

use std::borrow::Cow;
use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE};

use crate::article::Charset;
use crate::read::unpack::Stream;

/// Where zeros are looked for.
const ZEROS_IN: usize = 4096;

/// UTF-16 and UTF-32, marked or by where the zeros stand.
pub(crate) fn decode(bytes: &[u8]) -> Option<(String, Charset)> {
    let (width, by) = Wide::of(bytes)?;
    let bytes = bytes.get(width.mark(bytes)..).unwrap_or_default();
    Some(match width {
        Wide::Utf16(encoding) => {
            let (text, lossy) = encoding.decode_without_bom_handling(bytes);
            (
                text.into_owned(),
                Charset {
                    name: encoding.name(),
                    by,
                    lossy,
                },
            )
        }
        Wide::Utf32 { little } => {
            let order = if little {
                u32::from_le_bytes
            } else {
                u32::from_be_bytes
            };
            let text: String = bytes.chunks(4).map(|unit| scalar(unit, order)).collect();
            let lossy = text.contains('\u{FFFD}');
            (
                text,
                Charset {
                    name: if little { "UTF-32LE" } else { "UTF-32BE" },
                    by,
                    lossy,
                },
            )
        }
    })
}

fn scalar(unit: &[u8], order: fn([u8; 4]) -> u32) -> char {
    let value = <[u8; 4]>::try_from(unit).map(order);
    value
        .ok()
        .and_then(char::from_u32)
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A charset of two or four bytes a character.
#[derive(Clone, Copy)]
pub(crate) enum Wide {
    /// Two bytes.
    Utf16(&'static Encoding),
    /// Four bytes.
    Utf32 {
        /// Whether the low byte comes first.
        little: bool,
    },
}

impl Wide {
    /// What the first bytes show, and what shows it.
    pub(crate) fn of(bytes: &[u8]) -> Option<(Self, &'static str)> {
        match bytes {
            [0xFF, 0xFE, 0, 0, ..] => Some((Self::Utf32 { little: true }, "bom")),
            [0, 0, 0xFE, 0xFF, ..] => Some((Self::Utf32 { little: false }, "bom")),
            [0xFF, 0xFE, ..] => Some((Self::Utf16(UTF_16LE), "bom")),
            [0xFE, 0xFF, ..] => Some((Self::Utf16(UTF_16BE), "bom")),
            _ => Self::by_zeros(bytes).map(|width| (width, "guess")),
        }
    }

    /// Markup and line ends are ASCII: half or three quarters of their bytes are zeros, always in the same places.
    fn by_zeros(bytes: &[u8]) -> Option<Self> {
        let head = bytes.get(..ZEROS_IN).unwrap_or(bytes);
        let quads = head.len() / 4;
        if quads < 4 || memchr::memchr(0, head).is_none() {
            return None;
        }
        let mut zeros = [0_usize; 4];
        for quad in head.chunks_exact(4) {
            for (zero, byte) in zeros.iter_mut().zip(quad) {
                *zero += usize::from(*byte == 0);
            }
        }
        let [most, few] = [quads * 9 / 10, quads / 20];
        match zeros {
            [a, b, c, d] if a <= few && b >= most && c >= most && d >= most => {
                Some(Self::Utf32 { little: true })
            }
            [a, b, c, d] if a >= most && b >= most && c >= most && d <= few => {
                Some(Self::Utf32 { little: false })
            }
            [a, b, c, d] if a + c <= few && (b + d) * 4 > quads => Some(Self::Utf16(UTF_16LE)),
            [a, b, c, d] if b + d <= few && (a + c) * 4 > quads => Some(Self::Utf16(UTF_16BE)),
            _ => None,
        }
    }

    /// The length of the byte order mark.
    fn mark(self, bytes: &[u8]) -> usize {
        match (self, bytes) {
            (Self::Utf32 { .. }, [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..]) => 4,
            (Self::Utf16(_), [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) => 2,
            _ => 0,
        }
    }
}

/// The beginning of a stream as text that can be looked at: UTF-16 and UTF-32 turned into UTF-8, all else as it is.
pub(crate) fn narrow(head: &[u8]) -> Cow<'_, [u8]> {
    match decode(head) {
        Some((text, _)) => Cow::Owned(text.into_bytes()),
        None => Cow::Borrowed(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head)),
    }
}

/// A stream of UTF-16 read as UTF-8.
pub(crate) struct Narrowed<'a> {
    inner: Stream<'a>,
    decoder: Decoder,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<'a> Narrowed<'a> {
    /// The stream as UTF-8 when it is UTF-16, else the stream itself.
    pub(crate) fn over(stream: Stream<'a>) -> Box<dyn Read + 'a> {
        match Wide::of(stream.head()) {
            Some((Wide::Utf16(encoding), _)) => Box::new(Self {
                inner: stream,
                decoder: encoding.new_decoder_with_bom_removal(),
                ready: Vec::new(),
                at: 0,
                ended: false,
            }),
            _ => Box::new(stream),
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        const CHUNK: usize = 16 << 10;
        let mut raw = [0; CHUNK];
        let n = self.inner.read(&mut raw)?;
        self.ended = n == 0;
        let raw = raw.get(..n).unwrap_or_default();
        let room = self.decoder.max_utf8_buffer_length(n).unwrap_or(CHUNK * 4);
        self.ready.clear();
        self.ready.resize(room, 0);
        let (result, _, written, _) = self
            .decoder
            .decode_to_utf8(raw, &mut self.ready, self.ended);
        debug_assert_eq!(
            result,
            CoderResult::InputEmpty,
            "the buffer is as long as the decoder asks"
        );
        self.ready.truncate(written);
        self.at = 0;
        Ok(())
    }
}

impl Read for Narrowed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.ended {
            self.refill()?;
        }
        let n = self.ready.get(self.at..).unwrap_or_default().read(buffer)?;
        self.at += n;
        Ok(n)
    }
}
