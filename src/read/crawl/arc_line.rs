//! The line that begins a record of ARC: the address, the server, the time, the media type, the length; ARC 2 has more between the last two.

/// A line that is longer is damage.
pub(crate) const LINE_LIMIT: usize = 8 << 10;

/// Bytes within which the scheme of an address ends.
const SCHEME: usize = 12;

/// Digits of a time: `20310504102030`.
const TIME: usize = 14;

/// Fields behind the address in ARC 1 and 2.
const FIELDS: [usize; 2] = [4, 9];

/// How addresses begin.
const SCHEMES: [&[u8]; 5] = [b"http://", b"https://", b"ftp://", b"dns:", b"filedesc:"];

/// A record's line.
pub(crate) struct ArcLine<'a> {
    /// The address; blanks in it are not escaped.
    pub(crate) url: &'a [u8],
    time: &'a [u8],
    pub(crate) media: &'a [u8],
    pub(crate) length: &'a [u8],
}

impl<'a> ArcLine<'a> {
    /// The line at the beginning of `bytes`, and what comes after it.
    pub(crate) fn split(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        if !begins_with_scheme(bytes) {
            return None;
        }
        let end = memchr::memchr(b'\n', bytes.get(..LINE_LIMIT).unwrap_or(bytes))?;
        let (line, body) = bytes.split_at_checked(end + 1)?;
        let line = line.trim_ascii_end();
        let parsed = FIELDS.into_iter().find_map(|count| parse(line, count));
        parsed.map(|line| (line, body))
    }

    /// The time of the capture: `2031-05-04T10:20:30Z`.
    pub(crate) fn captured(&self) -> Option<String> {
        let digits = std::str::from_utf8(self.time).ok()?;
        let part = |from: usize, to: usize| digits.get(from..to);
        Some(format!(
            "{}-{}-{}T{}:{}:{}Z",
            part(0, 4)?,
            part(4, 6)?,
            part(6, 8)?,
            part(8, 10)?,
            part(10, 12)?,
            part(12, 14)?
        ))
    }

    /// Whether it begins notes of the crawler: the file's own head, an address look-up.
    pub(crate) fn is_note(&self) -> bool {
        let schemes: [&[u8]; 4] = [b"filedesc:", b"dns:", b"warcinfo:", b"metadata:"];
        schemes.iter().any(|scheme| self.url.starts_with(scheme))
    }
}

/// Whether a record may begin here. All of its line has to be there.
pub(crate) fn begins(bytes: &[u8]) -> bool {
    ArcLine::split(bytes).is_some()
}

/// Where a record's line begins within a line whose beginning belongs to a record that was cut off.
pub(crate) fn inside(line: &[u8]) -> Option<usize> {
    let from = line.len().saturating_sub(LINE_LIMIT);
    let end = line.get(from..)?;
    let parsed = FIELDS
        .into_iter()
        .find_map(|count| parse(end.trim_ascii_end(), count))?;
    let schemes = SCHEMES.iter();
    let begins = schemes.filter_map(|scheme| memchr::memmem::rfind(parsed.url, scheme));
    begins.max().map(|at| from + at)
}

fn begins_with_scheme(bytes: &[u8]) -> bool {
    let scheme = bytes.get(..SCHEME).unwrap_or(bytes);
    let colon = memchr::memchr(b':', scheme);
    let scheme = colon.and_then(|colon| scheme.get(..colon));
    scheme.is_some_and(|scheme| !scheme.is_empty() && scheme.iter().all(u8::is_ascii_alphabetic))
}

/// Reads a line with so many fields behind its address.
fn parse(line: &[u8], count: usize) -> Option<ArcLine<'_>> {
    let mut fields: Vec<&[u8]> = line.rsplitn(count + 1, |byte| *byte == b' ').collect();
    fields.reverse();
    let [url, server, time, media, .., length] = fields.as_slice() else {
        return None;
    };
    let is_number = |field: &[u8]| !field.is_empty() && field.iter().all(u8::is_ascii_digit);
    let is_server = server.iter().any(|byte| matches!(byte, b'.' | b':'))
        && server
            .iter()
            .all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'));
    let is_line = is_server && time.len() == TIME && is_number(time) && is_number(length);
    is_line.then_some(ArcLine {
        url,
        time,
        media,
        length,
    })
}
