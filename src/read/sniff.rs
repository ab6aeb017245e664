//! Sniffing: what a stream is, by its content; the name is not asked.

use crate::read::collections::{self, Export};
use crate::read::crawl::record_head;
use crate::read::fields::{self, Field};
use crate::read::table::{self, Shape};
use crate::read::unpack::HEAD;
use crate::read::why::Why;
use crate::read::wide::{Wide, narrow};
use crate::read::{code, mhtml};

/// What a stream holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One page: HTML, bare text, Markdown, a saved page.
    Page,
    /// A JSON object a line.
    Lines,
    /// JSON objects, in an array that begins after so many bytes, or one after another.
    Objects(usize),
    /// Rows under a header, with this between the cells.
    Table(u8),
    /// One text of many documents.
    Export(Export),
    /// Nothing to read.
    Not(Why),
}

/// How much of a stream is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    All,
    Beginning,
}

/// What a stream holds that begins with `head`.
pub(crate) fn kind(head: &[u8]) -> Kind {
    let seen = if head.len() < HEAD {
        Seen::All
    } else {
        Seen::Beginning
    };
    if head.starts_with(b"PK\x03\x04") {
        return Kind::Export(Export::Docx);
    }
    if let Some(what) = magic(head) {
        return Kind::Not(Why::Binary { what });
    }
    if Wide::of(head).is_none() && binary(head) {
        return Kind::Not(Why::Binary {
            what: "binary data",
        });
    }
    let head = narrow(head);
    let start = head.trim_ascii_start();
    let kind = by_start(&head, start, seen);
    if kind != Kind::Page {
        return kind;
    }
    // A page may hold any code; what begins with a mark of HTML is one.
    let export = match start.first() {
        Some(b'<') => collections::of_page(&head),
        _ => collections::of_text(start),
    };
    if let Some(export) = export {
        return Kind::Export(export);
    }
    let named = match start.first() {
        Some(b'<') => code::opening(&String::from_utf8_lossy(start.get(..256).unwrap_or(start))),
        _ if mhtml::is(start) => None,
        _ => code::what(start),
    };
    named.map_or(kind, not_a_page)
}

/// What the stream is by the first characters that are no white space.
fn by_start(head: &[u8], start: &[u8], seen: Seen) -> Kind {
    match start.first() {
        None if seen == Seen::All => Kind::Not(Why::Empty),
        Some(b'{') => object(start),
        Some(b'[') => array(start, seen),
        Some(b'<') => xml(start),
        // One that lies inside other packings, or begins with something else.
        _ if record_head::begins(start) => Kind::Not(Why::NotAPage {
            what: "a crawl inside other packing (unpack it once)",
        }),
        _ if mhtml::is(start) => Kind::Page,
        _ => match table::shape(head) {
            Some(Shape::Articles(delimiter)) => Kind::Table(delimiter),
            Some(Shape::Other(what)) => not_a_page(what),
            None => Kind::Page,
        },
    }
}

fn not_a_page(what: &'static str) -> Kind {
    Kind::Not(Why::NotAPage { what })
}

/// The table's rows: where, what, and what it is.
fn magic(head: &[u8]) -> Option<&'static str> {
    include_str!("data/magic.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'))
        .find_map(|row| {
            let (offset, rest) = row.split_once('\t')?;
            let (hex, what) = rest.split_once('\t')?;
            let bytes = head.get(offset.parse().ok()?..)?;
            let pairs = hex.as_bytes().chunks_exact(2);
            let like = |(pair, byte): (&[u8], &u8)| pair == b"??" || hex_byte(pair) == Some(*byte);
            (bytes.len() >= pairs.len() && pairs.zip(bytes).all(like)).then_some(what)
        })
}

fn hex_byte(pair: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()
}

/// Text has hardly any control characters; a stray zero is dirt.
fn binary(head: &[u8]) -> bool {
    let control = |byte: &&u8| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    head.iter().filter(control).count() * 20 > head.len()
}

/// JSON Lines, or objects laid out over several lines.
fn object(start: &[u8]) -> Kind {
    let inside = start.get(1..).unwrap_or_default().trim_ascii_start();
    if !matches!(inside.first(), Some(b'"' | b'}')) {
        return Kind::Page;
    }
    let (first, next) = match memchr::memchr(b'\n', start) {
        Some(end) => start.split_at_checked(end).unwrap_or((start, b"")),
        None => (start, b"".as_slice()),
    };
    let (first, next) = (first.trim_ascii_end(), next.trim_ascii_start());
    let closed = first.strip_suffix(b",").unwrap_or(first).ends_with(b"}");
    if closed && !next.is_empty() || next.starts_with(b"{\"") && first.len() > 1 {
        return Kind::Lines;
    }
    match wrapped(start) {
        Some(at) => Kind::Objects(at),
        None if closed || next.is_empty() => Kind::Lines,
        None => Kind::Objects(0),
    }
}

/// An array of objects. Text may begin with a bracket too.
fn array(start: &[u8], seen: Seen) -> Kind {
    let inside = start.get(1..).unwrap_or_default().trim_ascii();
    match inside.first() {
        Some(b'{') => Kind::Objects(1),
        Some(b']') if inside.len() == 1 => Kind::Not(Why::NoRecords),
        _ if is_json(start, seen) => not_a_page("JSON data"),
        _ => Kind::Page,
    }
}

/// The bytes are JSON, or the beginning of it.
fn is_json(start: &[u8], seen: Seen) -> bool {
    match serde_json::from_slice::<serde::de::IgnoredAny>(start) {
        Ok(_) => true,
        Err(error) => error.is_eof() && seen == Seen::Beginning,
    }
}

/// Where the records begin in an answer such as `{"status": "ok", "articles": [{`: one past the bracket. An object with a field of its own
/// before the list is a record itself.
fn wrapped(start: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut string = 0..0;
    // The name of the object that is open at the first level.
    let mut outer = String::new();
    let mut skip = false;
    for (at, byte) in start.iter().enumerate() {
        match byte {
            _ if skip => skip = false,
            b'\\' if quoted => skip = true,
            b'"' if quoted => {
                (quoted, string.end) = (false, at);
                let is_key =
                    depth == 1 && start.get(at + 1..)?.trim_ascii_start().starts_with(b":");
                if is_key && is_own(&String::from_utf8_lossy(start.get(string.clone())?)) {
                    return None;
                }
            }
            _ if quoted => {}
            b'"' => (quoted, string.start) = (true, at + 1),
            b'[' if depth == 2 && start.get(at + 1..)?.trim_ascii_start().starts_with(b"{") => {
                // `{"articles": {"results": [{`, `{"hits": {"total": 2, "hits": [{`.
                let name = String::from_utf8_lossy(start.get(string.clone())?);
                let is_list = |name: &str| fields::names(Field::Records, name);
                if is_list(&name) && is_list(&outer) {
                    return Some(at + 1);
                }
                depth += 1;
            }
            b'[' if depth == 1 && start.get(at + 1..)?.trim_ascii_start().starts_with(b"{") => {
                let name = String::from_utf8_lossy(start.get(string.clone())?);
                if fields::names(Field::Records, &name) {
                    return Some(at + 1);
                }
                depth += 1;
            }
            b'{' if depth == 1 => {
                outer = String::from_utf8_lossy(start.get(string.clone())?).into_owned();
                depth += 1;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return None,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn is_own(name: &str) -> bool {
    fields::of(name).is_some_and(|field| {
        !matches!(
            field,
            Field::Records | Field::Inner | Field::Saver | Field::Saved | Field::Path
        )
    })
}

/// A page, or XML that holds none.
fn xml(start: &[u8]) -> Kind {
    let start = String::from_utf8_lossy(start.get(..4096).unwrap_or(start));
    let body = after_prolog(&start);
    let root: String = body
        .strip_prefix('<')
        .unwrap_or(body)
        .chars()
        .take_while(|c| is_name(*c))
        .collect();
    let root = root.to_ascii_lowercase();
    let mut rows = include_str!("data/not_pages.tsv")
        .lines()
        .filter_map(|row| row.split_once('\t'));
    if let Some((_, what)) = rows.find(|(name, _)| *name == root) {
        return Kind::Not(Why::NotAPage { what });
    }
    let strange = start.starts_with("<?xml") && root != "html" && !markup(&start);
    if strange {
        Kind::Not(Why::NotAPage {
            what: "XML of an unknown kind",
        })
    } else {
        Kind::Page
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_')
}

/// What follows the XML declaration, comments and processing instructions; a document type too.
fn after_prolog(text: &str) -> &str {
    let mut rest = text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']);
    loop {
        let closing = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") || rest.starts_with("<!") && !is_html_doctype(rest) => ">",
            _ => return rest,
        };
        let Some((_, after)) = rest.split_once(closing) else {
            return "";
        };
        rest = after.trim_start();
    }
}

fn is_html_doctype(text: &str) -> bool {
    text.get(..14)
        .is_some_and(|start| start.eq_ignore_ascii_case("<!doctype html"))
}

/// How much of a text is looked at to tell markup from prose.
const MARKUP_IN: usize = 16 << 10;

/// Elements that a page or a piece of one begins with.
const OPENING: &str = "html head body title meta link base script style noscript template div p article section main header footer nav \
    aside span table tbody tr td ul ol li dl h1 h2 h3 h4 h5 h6 center font a b i em strong img figure blockquote br hr pre form amp-story";

/// Whether a decoded text is HTML. A stray `<` in prose is not.
pub(crate) fn markup(text: &str) -> bool {
    let head = text
        .get(..text.floor_char_boundary(MARKUP_IN))
        .unwrap_or(text);
    let body = after_prolog(head);
    if is_html_doctype(body) {
        return true;
    }
    // Every tag begins with it; most texts have none.
    if !head.contains('<') {
        return false;
    }
    let lower = head.to_ascii_lowercase();
    let has = |tag: &&str| lower.contains(*tag);
    let frame = [
        "<html",
        "<head",
        "</head>",
        "<body",
        "</body>",
        "<title>",
        "<meta ",
        "</html>",
        "<!doctype html",
    ];
    if frame.iter().filter(|tag| has(tag)).count() >= 2 {
        return true;
    }
    let closed =
        lower.matches("</").count() + lower.matches("<br").count() + lower.matches("<p>").count();
    let opens = body.strip_prefix('<').is_some_and(|rest| {
        let name: String = rest.chars().take_while(|c| is_name(*c)).collect();
        OPENING
            .split_whitespace()
            .any(|known| known.eq_ignore_ascii_case(&name))
    });
    let blocks = ["</p>", "</div>", "<p>", "<br>", "<br/>", "<br />", "</li>"];
    let dense: usize = blocks.iter().map(|tag| lower.matches(tag).count()).sum();
    opens && closed > 0 || dense >= 4
}
