//! Cutting a stream into records: lines, JSON objects, rows of a table. Memory is bounded by the limit of one record.

use std::io::{self, BufRead};

/// One step of cutting.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// The stream is at its end.
    End,
    /// A record is in the buffer, with what stood around it.
    Record,
    /// A record of so many bytes was passed over.
    TooLong(u64),
}

/// Finds where a record ends in the next bytes of a stream; remembers between calls what came before.
pub(crate) trait Ends {
    /// One past the record's last byte, when it is among `bytes`.
    fn end(&mut self, bytes: &[u8]) -> Option<usize>;

    /// Whether no record can follow any more.
    fn over(&self) -> bool {
        false
    }

    /// Whether a stream may end here, after a last record like `last`; else it was cut off.
    fn may_end(&self, last: &[u8]) -> bool;
}

/// Fills `buffer` with the next record of at most `limit` bytes.
pub(crate) fn cut(
    input: &mut dyn BufRead,
    buffer: &mut Vec<u8>,
    limit: usize,
    ends: &mut dyn Ends,
) -> io::Result<Cut> {
    buffer.clear();
    let mut length = 0;
    loop {
        let bytes = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let end = if bytes.is_empty() {
            Some(0)
        } else {
            ends.end(bytes)
        };
        let at_end = bytes.is_empty() && length == 0;
        let taken = end.unwrap_or(bytes.len());
        length += taken;
        if length <= limit {
            buffer.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        } else {
            *buffer = Vec::new();
        }
        input.consume(taken);
        match end {
            _ if at_end => return Ok(Cut::End),
            None => {}
            Some(_) if length > limit => return Ok(Cut::TooLong(length as u64)),
            Some(_) => return Ok(Cut::Record),
        }
    }
}

/// A record a line.
pub(crate) struct Lines;

impl Ends for Lines {
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        memchr::memchr(b'\n', bytes).map(|at| at + 1)
    }

    /// A last line without its line break is an object all the same, if it is closed.
    fn may_end(&self, last: &[u8]) -> bool {
        last.ends_with(b"\n") || matches!(last.trim_ascii_end(), [] | [.., b'}' | b']' | b','])
    }
}

/// A record an object, in an array or one after another, laid out in any way.
pub(crate) struct Objects {
    list: List,
    depth: usize,
    in_string: bool,
    escaped: bool,
}

#[derive(PartialEq, Eq)]
enum List {
    None,
    Open,
    Closed,
}

impl Objects {
    /// Objects one after another.
    pub(crate) fn loose() -> Self {
        Self {
            list: List::None,
            depth: 0,
            in_string: false,
            escaped: false,
        }
    }

    /// Objects up to the bracket that closes their array.
    pub(crate) fn in_array() -> Self {
        Self {
            list: List::Open,
            ..Self::loose()
        }
    }
}

impl Ends for Objects {
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, byte) in bytes.iter().enumerate() {
            if self.over() {
                return None;
            }
            if self.in_string {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_string = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' => self.depth += 1,
                b'}' if self.depth == 1 => {
                    self.depth = 0;
                    return Some(at + 1);
                }
                b'}' => self.depth = self.depth.saturating_sub(1),
                b']' if self.depth == 0 && self.list == List::Open => self.list = List::Closed,
                _ => {}
            }
        }
        None
    }

    fn over(&self) -> bool {
        self.list == List::Closed
    }

    fn may_end(&self, _: &[u8]) -> bool {
        self.depth == 0 && self.list != List::Open
    }
}

/// A record a row; line breaks inside quotes are part of the row.
pub(crate) struct Rows {
    /// What stands between two cells.
    pub(crate) delimiter: u8,
    quoted: bool,
    at_start: bool,
}

impl Rows {
    pub(crate) fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            quoted: false,
            at_start: true,
        }
    }
}

impl Ends for Rows {
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'"' if self.quoted => self.quoted = false,
                // A quote opens a cell, or goes on with it: `"a ""b"" c"` leaves and enters again.
                b'"' if self.at_start => self.quoted = true,
                b'\n' if !self.quoted => {
                    self.at_start = true;
                    return Some(at + 1);
                }
                _ => {}
            }
            self.at_start = byte == self.delimiter || (byte == b'"' && !self.quoted);
        }
        None
    }
    fn may_end(&self, _: &[u8]) -> bool {
        !self.quoted
    }
}
