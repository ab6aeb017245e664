//! A head of fields that an empty line ends: that of a WARC record, and that of the HTTP answer inside.

use memchr::memmem;

/// A head that is longer is damage.
pub(crate) const HEAD_LIMIT: usize = 64 << 10;

/// The lines of a head as names and values.
pub(crate) struct Head<'a> {
    /// The first line: `WARC/1.1`, `HTTP/1.1 200 OK`.
    pub(crate) first: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Head<'a> {
    /// The head at the beginning of `bytes`, and what comes after it. `None` where no empty line ends it within the limit.
    pub(crate) fn split(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let end = end(bytes)?;
        let (head, body) = bytes.split_at_checked(end)?;
        let first = memchr::memchr(b'\n', head).unwrap_or(head.len());
        let (first, rest) = head.split_at_checked(first)?;
        let first = first.trim_ascii();
        Some((Self { first, rest }, body))
    }

    /// The value of a field. Names are told by any case.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        self.rest.split(|byte| *byte == b'\n').find_map(|line| {
            let colon = memchr::memchr(b':', line)?;
            let (own, value) = line.split_at_checked(colon)?;
            let is_it = own.trim_ascii().eq_ignore_ascii_case(name.as_bytes());
            let value = value.get(1..)?.trim_ascii();
            is_it.then(|| String::from_utf8_lossy(value).into_owned())
        })
    }
}

/// Where a head ends: one past its empty line.
fn end(bytes: &[u8]) -> Option<usize> {
    let head = bytes.get(..HEAD_LIMIT).unwrap_or(bytes);
    let crlf = memmem::find(head, b"\r\n\r\n").map(|at| at + 4);
    let lf = memmem::find(head.get(..crlf.unwrap_or(head.len()))?, b"\n\n").map(|at| at + 2);
    lf.or(crlf)
}
