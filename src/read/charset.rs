//! Charsets: from bytes to text, by what the bytes show first and by what the page claims second.
//!
//! The order: a byte order mark; UTF-16 and UTF-32 by where their zeros stand; valid UTF-8, whatever the page claims; what the transfer, the XML
//! declaration or `<meta>` says, unless the text it gives is implausible; a guess from the bytes and the country.

use std::string::FromUtf8Error;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::article::Charset;
use crate::read::declared;
use crate::read::plausible::{Doubt, doubt};
use crate::read::wide::{self, Wide};

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
pub(crate) fn decode(bytes: Vec<u8>, hint: Hint<'_>) -> (String, Charset) {
    let (mut text, charset) = match utf8(bytes) {
        Ok(found) => found,
        Err(bytes) => choose(&bytes, hint),
    };
    if memchr::memchr(0, text.as_bytes()).is_some() {
        text.retain(|c| c != '\0');
    }
    (text, charset)
}

/// Bytes that are UTF-8 become text as they are, without a copy; all others come back.
fn utf8(bytes: Vec<u8>) -> Result<(String, Charset), Vec<u8>> {
    if Wide::of(&bytes).is_some() || escapes(&bytes) {
        return Err(bytes);
    }
    let mut text = String::from_utf8(bytes).map_err(FromUtf8Error::into_bytes)?;
    let marked = text.starts_with('\u{FEFF}');
    if marked {
        text.remove(0);
    }
    let charset = Charset {
        name: UTF_8.name(),
        by: if marked { "bom" } else { "utf-8" },
        lossy: false,
    };
    Ok((text, charset))
}

fn choose(bytes: &[u8], hint: Hint<'_>) -> (String, Charset) {
    if let Some(found) = wide::decode(bytes) {
        return found;
    }
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let by = if marked { "bom" } else { "utf-8" };
    if nearly_utf8(bytes) {
        return with(UTF_8, by, bytes);
    }
    let Some((encoding, by)) = said(bytes, hint) else {
        return guessed(bytes, &guess(bytes, hint));
    };
    let cousin = (encoding == WINDOWS_1252)
        .then(|| guess(bytes, hint).local)
        .flatten();
    if let Some(cousin) = cousin.filter(|cousin| COUSINS.contains(&cousin.name())) {
        return with(cousin, "guess", bytes);
    }
    let (text, found) = with(encoding, by, bytes);
    let claimed = doubt(&text);
    if claimed <= Doubt::TOLERABLE {
        return (text, found);
    }
    let (other, guess) = guessed(bytes, &guess(bytes, hint));
    if doubt(&other) < claimed {
        (other, guess)
    } else {
        (text, found)
    }
}

/// Latin charsets that tools write under the label iso-8859-1; what tells is the country or the page's language.
const COUSINS: [&str; 4] = ["windows-1250", "windows-1254", "windows-1257", "ISO-8859-2"];

fn with(encoding: &'static Encoding, by: &'static str, bytes: &[u8]) -> (String, Charset) {
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

/// What the page is said to be in.
fn said(bytes: &[u8], hint: Hint<'_>) -> Option<(&'static Encoding, &'static str)> {
    let transfer = hint
        .label
        .and_then(named)
        .map(|encoding| (encoding, "http"));
    transfer.or_else(|| {
        let (label, by) = declared::label(bytes)?;
        // A page that can be searched for its label cannot be in UTF-16 (WHATWG, prescan).
        let encoding = named(&label)?;
        Some((
            if encoding == UTF_16LE || encoding == UTF_16BE {
                UTF_8
            } else {
                encoding
            },
            by,
        ))
    })
}

/// The encoding of a label, with the mistakes that pages make.
pub(crate) fn named(label: &str) -> Option<&'static Encoding> {
    let label = label
        .trim()
        .trim_matches(['"', '\'', ';', ',', ' '])
        .to_ascii_lowercase();
    let known =
        |name: &str| Encoding::for_label(name.as_bytes()).filter(|found| *found != REPLACEMENT);
    if label == "x-user-defined" {
        return Some(WINDOWS_1252);
    }
    known(&label).or_else(|| {
        let mut rows = include_str!("data/charsets.tsv")
            .lines()
            .filter_map(|row| row.split_once('\t'));
        rows.find(|(mistake, _)| *mistake == label)
            .and_then(|(_, name)| known(name))
    })
}

/// A page that is UTF-8 but for a few bytes is UTF-8: chance makes no long run of valid sequences.
fn nearly_utf8(bytes: &[u8]) -> bool {
    const GOOD_A_BAD: usize = 20;
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad > 0 && good / GOOD_A_BAD >= bad
}

/// The escape sequences of ISO-2022-JP.
fn escapes(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"\x1b$B").is_some()
        && memchr::memmem::find(bytes, b"\x1b(B").is_some()
}

/// What the bytes look like.
struct Guess {
    /// In the country that the address or the page's language names.
    local: Option<&'static Encoding>,
    /// Anywhere.
    plain: &'static Encoding,
}

fn guess(bytes: &[u8], hint: Hint<'_>) -> Guess {
    /// One or two bytes say nothing; most pages with as few are in a Western charset.
    const TOO_FEW: usize = 3;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(
        bytes.get(..GUESS_FROM).unwrap_or(bytes),
        bytes.len() <= GUESS_FROM,
    );
    let domain = domain(bytes, hint.url);
    let local = domain.map(|domain| detector.guess(Some(domain.as_bytes()), Utf8Detection::Allow));
    let few = bytes
        .iter()
        .filter(|byte| !byte.is_ascii())
        .take(TOO_FEW)
        .count()
        < TOO_FEW;
    let plain = if few && !escapes(bytes) {
        WINDOWS_1252
    } else {
        detector.guess(None, Utf8Detection::Allow)
    };
    Guess { local, plain }
}

fn guessed(bytes: &[u8], guess: &Guess) -> (String, Charset) {
    let plain = || with(guess.plain, "guess", bytes);
    let Some(local) = guess.local else {
        return plain();
    };
    let (text, found) = with(local, "guess", bytes);
    let doubts = doubt(&text);
    if doubts <= Doubt::TOLERABLE {
        return (text, found);
    }
    let (other, anywhere) = plain();
    if doubt(&other) < doubts {
        (other, anywhere)
    } else {
        (text, found)
    }
}

/// The country's domain: the address's own, else the one that goes with the page's language.
fn domain(bytes: &[u8], url: Option<&str>) -> Option<String> {
    let host = url
        .and_then(|url| url::Url::parse(url).ok())
        .and_then(|url| url.domain().map(str::to_owned));
    let last = host
        .as_deref()
        .and_then(|host| host.trim_end_matches('.').rsplit('.').next());
    if let Some(country) = last.filter(|last| last.len() == 2 && last.is_ascii()) {
        return Some(country.to_ascii_lowercase());
    }
    let language = declared::language(bytes)?;
    let mut rows = include_str!("data/language_tlds.tsv")
        .lines()
        .filter_map(|row| row.split_once('\t'));
    let primary = language.split('-').next().unwrap_or_default();
    let (_, country) = rows
        .clone()
        .find(|(known, _)| *known == language)
        .or_else(|| rows.find(|(known, _)| *known == primary))?;
    Some(country.to_owned())
}
