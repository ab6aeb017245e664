//! Charsets: from bytes to text, by what the bytes show first and by what the page claims second.
//!
//! The order: a byte order mark; UTF-16 and UTF-32 by where their zeros stand; valid UTF-8, whatever the page claims; what the transfer, the XML
//! declaration or `<meta>` says, unless the text it gives is implausible; a guess from the bytes and the country.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::article::Charset;
use crate::read::declared;
use crate::read::plausible::{Doubt, doubt};
use crate::read::wide;

/// The guesser needs no more than this.
const GUESS_FROM: usize = 1 << 20;

/// What is known of a page besides its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Hint<'a> {
    /// The label that came with the transfer.
    pub(crate) label: Option<&'a str>,
    /// The page's address.
    pub(crate) url: Option<&'a str>,
}

/// Decodes any bytes; zero characters are dropped.
pub(crate) fn decode(bytes: &[u8], hint: Hint<'_>) -> (String, Charset) {
    let (mut text, charset) = choose(bytes, hint);
    if memchr::memchr(0, text.as_bytes()).is_some() {
        text.retain(|c| c != '\0');
    }
    (text, charset)
}

fn choose(bytes: &[u8], hint: Hint<'_>) -> (String, Charset) {
    if let Some(found) = wide::decode(bytes) {
        return found;
    }
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let by = if marked { "bom" } else { "utf-8" };
    let said = said(bytes, hint);
    match utf8(bytes) {
        Utf8::Ascii if said.is_some_and(|(encoding, _)| encoding == ISO_2022_JP) || escapes(bytes) => {}
        Utf8::Ascii | Utf8::Valid => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            return (text, Charset { name: UTF_8.name(), by, lossy: false });
        }
        Utf8::Nearly => return with(UTF_8, by, bytes),
        Utf8::No => {}
    }
    let Some((encoding, by)) = said else { return guessed(bytes, hint) };
    let (text, found) = with(encoding, by, bytes);
    let claimed = doubt(&text);
    if claimed <= Doubt::TOLERABLE {
        return (text, found);
    }
    let (other, guess) = guessed(bytes, hint);
    if doubt(&other) < claimed { (other, guess) } else { (text, found) }
}

fn with(encoding: &'static Encoding, by: &'static str, bytes: &[u8]) -> (String, Charset) {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), Charset { name: encoding.name(), by, lossy })
}

/// What the page is said to be in.
fn said(bytes: &[u8], hint: Hint<'_>) -> Option<(&'static Encoding, &'static str)> {
    let transfer = hint.label.and_then(named).map(|encoding| (encoding, "http"));
    transfer.or_else(|| {
        let (label, by) = declared::label(bytes)?;
        // A page that can be searched for its label cannot be in UTF-16 (WHATWG, prescan).
        let encoding = named(&label)?;
        Some((if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding }, by))
    })
}

/// The encoding of a label, with the mistakes that pages make.
pub(crate) fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_matches(['"', '\'', ';', ',', ' ']).to_ascii_lowercase();
    let known = |name: &str| Encoding::for_label(name.as_bytes()).filter(|found| *found != REPLACEMENT);
    if label == "x-user-defined" {
        return Some(WINDOWS_1252);
    }
    known(&label).or_else(|| {
        let mut rows = include_str!("data/charsets.tsv").lines().filter_map(|row| row.split_once('\t'));
        rows.find(|(mistake, _)| *mistake == label).and_then(|(_, name)| known(name))
    })
}

enum Utf8 {
    Ascii,
    Valid,
    Nearly,
    No,
}

/// How well the bytes read as UTF-8. A page that is UTF-8 but for a few bytes is UTF-8: chance makes no long run of valid sequences.
fn utf8(bytes: &[u8]) -> Utf8 {
    const GOOD_A_BAD: usize = 20;
    if bytes.is_ascii() {
        return Utf8::Ascii;
    }
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    match bad {
        0 => Utf8::Valid,
        _ if good / GOOD_A_BAD >= bad => Utf8::Nearly,
        _ => Utf8::No,
    }
}

/// The escape sequences of ISO-2022-JP.
fn escapes(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"\x1b$B").is_some() && memchr::memmem::find(bytes, b"\x1b(B").is_some()
}

fn guessed(bytes: &[u8], hint: Hint<'_>) -> (String, Charset) {
    let domain = domain(bytes, hint.url);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes.get(..GUESS_FROM).unwrap_or(bytes), true);
    let guess = detector.guess(domain.as_deref().map(str::as_bytes), Utf8Detection::Allow);
    with(guess, "guess", bytes)
}

/// The country's domain: the address's own, else the one that goes with the page's language.
fn domain(bytes: &[u8], url: Option<&str>) -> Option<String> {
    let host = url.and_then(|url| url::Url::parse(url).ok()).and_then(|url| url.domain().map(str::to_owned));
    let last = host.as_deref().and_then(|host| host.trim_end_matches('.').rsplit('.').next());
    if let Some(country) = last.filter(|last| last.len() == 2 && last.is_ascii()) {
        return Some(country.to_ascii_lowercase());
    }
    let language = declared::language(bytes)?;
    let mut rows = include_str!("data/language_tlds.tsv").lines().filter_map(|row| row.split_once('\t'));
    let primary = language.split('-').next().unwrap_or_default();
    let (_, country) = rows
        .clone()
        .find(|(known, _)| *known == language)
        .or_else(|| rows.find(|(known, _)| *known == primary))?;
    Some(country.to_owned())
}
