//! One pass over the markup before a tree is built: scripts, styles, pictures drawn in markup, comments and huge attributes go (they
//! are most of a real page's bytes), data that scripts carry is set aside, and nesting beyond a bound is flattened.
use memchr::{memchr, memmem};

use crate::clean::html::parse::attributes;
use crate::clean::html::parse::flight;
use crate::clean::html::parse::tag::Tag;

/// A page without its raw text.
#[derive(Debug, Default)]
pub(crate) struct Stripped<'a> {
    /// What is left for the tree.
    pub(crate) html: String,
    /// The contents of `application/ld+json` scripts.
    pub(crate) json_ld: Vec<&'a str>,
    /// The contents of other scripts that may hold the page's state.
    pub(crate) state: Vec<&'a str>,
    /// How many bytes of `<noscript>` were cut.
    pub(crate) noscript: usize,
}

/// What becomes of `<noscript>`: mostly pictures and pleas to turn scripts on, now and then the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noscript {
    Cut,
    Keep,
}

/// Elements that nest deeper than this are opened no more; their text stays. Articles stand 10 to 40 deep.
const MAX_DEPTH: usize = 200;
/// Further start tags are dropped, and their text runs on: a tag takes up to two kilobytes until it is a block with its place in the
/// ledger, and 20 MB hold five million `<br>`. The longest real pages have some ten thousand tags.
const MOST_TAGS: usize = 100_000;
/// Longer attribute values are pictures and settings.
const MAX_VALUE: usize = 2000;
/// Shorter scripts hold no article.
const MIN_STATE: usize = 1000;

/// Strips a page.
pub(crate) fn strip(html: &str, noscript: Noscript) -> Stripped<'_> {
    let mut pass = Pass {
        src: html,
        out: Stripped::default(),
        copied: 0,
        n_tags: 0,
        verbatim: 0,
        open: Vec::new(),
        closers: Closers::default(),
        noscript,
    };
    pass.out.html.reserve(html.len() / 2);
    pass.run();
    pass.out
}

struct Pass<'a> {
    src: &'a str,
    out: Stripped<'a>,
    /// Up to here the source is in the output or was dropped.
    copied: usize,
    /// Tags written that may make an element.
    n_tags: usize,
    /// Up to here tags are text: the content of a `<textarea>`.
    verbatim: usize,
    /// The open elements that nest: their names, and whether the start tag was written.
    open: Vec<(&'a str, bool)>,
    closers: Closers,
    noscript: Noscript,
}

/// Which end tags are known not to come any more.
#[derive(Default)]
struct Closers {
    missing: Vec<&'static str>,
}

/// A start tag as it stands.
struct StartTag<'a> {
    name: &'a str,
    /// What follows the name, up to the `>`.
    attrs: &'a str,
    end: usize,
}

impl<'a> Pass<'a> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = memchr(b'<', self.bytes_from(at)) {
            let lt = at + found;
            at = match self.byte(lt + 1) {
                Some(b'!') => self.declaration(lt),
                Some(b'?') => {
                    let end = self.closer(">", lt);
                    self.cut_to(lt, end.map(|gt| gt + 1))
                }
                Some(b'/') => self.end_tag(lt),
                Some(c) if c.is_ascii_alphabetic() => self.start_tag(lt),
                _ => lt + 1,
            };
        }
        self.copy_to(self.src.len());
    }

    fn bytes_from(&self, at: usize) -> &'a [u8] {
        self.src.as_bytes().get(at..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.src.as_bytes().get(at).copied()
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.src.get(start..end).unwrap_or_default()
    }

    fn find(&self, needle: &str, from: usize) -> Option<usize> {
        memmem::find(self.bytes_from(from), needle.as_bytes()).map(|found| from + found)
    }

    fn copy_to(&mut self, end: usize) {
        let text = self.slice(self.copied, end);
        self.out.html.push_str(text);
        self.copied = self.copied.max(end);
    }

    /// Drops from `start` to `end`; without an end only the `<` is left as it is.
    fn cut_to(&mut self, start: usize, end: Option<usize>) -> usize {
        let Some(end) = end else { return start + 1 };
        self.copy_to(start);
        self.copied = end;
        end
    }

    /// Drops from `start` to `end` and sets a blank between the words around it.
    fn cut_to_blank(&mut self, start: usize, end: usize) -> usize {
        self.copy_to(start);
        self.copied = end;
        if !self.out.html.ends_with(' ') {
            self.out.html.push(' ');
        }
        end
    }

    fn declaration(&mut self, lt: usize) -> usize {
        let rest = self.bytes_from(lt);
        if rest.starts_with(b"<!--") {
            if rest.starts_with(b"<!-->") {
                return self.cut_to(lt, Some(lt + 5));
            }
            let end = match self.closer("-->", lt + 4) {
                Some(end) => Some(end + 3),
                None => self.closer(">", lt).map(|gt| gt + 1),
            };
            return self.cut_to(lt, end);
        }
        let end = self.closer(">", lt);
        self.cut_to(lt, end.map(|gt| gt + 1))
    }

    /// Finds `needle`, and remembers when there is none.
    fn closer(&mut self, needle: &'static str, from: usize) -> Option<usize> {
        if self.closers.missing.contains(&needle) {
            return None;
        }
        let found = self.find(needle, from);
        if found.is_none() {
            self.closers.missing.push(needle);
        }
        found
    }

    fn read_start_tag(&self, lt: usize) -> Option<StartTag<'a>> {
        let bytes = self.bytes_from(lt + 1);
        let name_len = bytes
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))?;
        let mut at = lt + 1 + name_len;
        let attrs_start = at;
        loop {
            let rest = self.bytes_from(at);
            let hit = at + memchr::memchr3(b'>', b'"', b'\'', rest)?;
            let byte = self.byte(hit)?;
            if byte == b'>' {
                let name = self.slice(lt + 1, lt + 1 + name_len);
                return Some(StartTag {
                    name,
                    attrs: self.slice(attrs_start, hit),
                    end: hit + 1,
                });
            }
            let opens = self.slice(attrs_start, hit).trim_end().ends_with('=');
            at = hit + 1;
            if opens {
                at += memchr(byte, self.bytes_from(at))? + 1;
            }
        }
    }

    fn start_tag(&mut self, lt: usize) -> usize {
        if self.closers.missing.contains(&"start") {
            return self.src.len();
        }
        let Some(tag) = self.read_start_tag(lt) else {
            // No `>` ends it: the rest of the page is inside a tag. Looking again at each `<` would cost the square.
            self.closers.missing.push("start");
            return self.cut_to(lt, Some(self.src.len()));
        };
        if let Some(raw) = raw_text(tag.name) {
            return self.raw(lt, &tag, raw);
        }
        if self.n_tags == MOST_TAGS {
            return self.cut_to_blank(lt, tag.end);
        }
        let written = self.track(&tag);
        if !written {
            return self.cut_to(lt, Some(tag.end));
        }
        self.n_tags += 1;
        // Of too many none is left, as a cut may fall into a quoted value, which would then swallow the page.
        let too_many = || attributes::are_too_many(tag.attrs).then(String::new);
        let useful = match self.is_verbatim(lt, &tag) {
            true => None,
            false => attributes::useful(tag.name, tag.attrs).or_else(too_many),
        };
        let attrs = useful.as_deref().unwrap_or(tag.attrs);
        let is_long = attrs.len() > MAX_VALUE;
        if is_long || useful.is_some() {
            self.copy_to(lt + 1 + tag.name.len());
            let keep_long = tag.name.eq_ignore_ascii_case("meta");
            let max = if keep_long { 20 * MAX_VALUE } else { MAX_VALUE };
            if is_long {
                self.out.html.push_str(&shorten(attrs, max));
            } else {
                self.out.html.push_str(attrs);
            }
            self.copied = tag.end - 1;
        }
        tag.end
    }

    /// Whether a start tag is text of the page, as it stands; the tag that opens such text is none.
    fn is_verbatim(&mut self, lt: usize, tag: &StartTag<'a>) -> bool {
        if lt < self.verbatim {
            return true;
        }
        if let Some(element) = verbatim(tag.name) {
            self.verbatim = self.end_of(element, tag.end).unwrap_or(self.src.len());
        }
        false
    }

    /// Cuts an element whose content is no text of the page.
    fn raw(&mut self, lt: usize, tag: &StartTag<'a>, raw: &Raw) -> usize {
        let after = tag.end;
        if tag.attrs.ends_with('/') && raw.name == "svg" {
            return self.cut_to(lt, Some(after));
        }
        if raw.name == "template" && tag.attrs.contains("shadowroot") {
            return self.cut_to(lt, Some(after));
        }
        if raw.name == "noscript" && self.noscript == Noscript::Keep {
            return self.cut_to(lt, Some(after));
        }
        let close = self.end_of(raw, after);
        let end = match close {
            Some(close) => close,
            // An unclosed script or style runs to the end of the page, as in a browser; other elements are only unwrapped.
            None if raw.to_the_end => self.src.len(),
            None => return self.cut_to(lt, Some(after)),
        };
        if raw.name == "script" {
            self.set_aside(tag.attrs, self.slice(after, end));
        }
        if raw.name == "noscript" {
            self.out.noscript += end - after;
        }
        let stop = self.find(">", end).map_or(self.src.len(), |gt| gt + 1);
        self.cut_to(lt, Some(stop))
    }

    /// Where the end tag of a raw element starts.
    fn end_of(&mut self, raw: &Raw, from: usize) -> Option<usize> {
        if self.closers.missing.contains(&raw.name) {
            return None;
        }
        let mut at = from;
        loop {
            let Some(found) = self.find("</", at) else {
                self.closers.missing.push(raw.name);
                return None;
            };
            let name = self.bytes_from(found + 2);
            let same = name
                .get(..raw.name.len())
                .is_some_and(|n| n.eq_ignore_ascii_case(raw.name.as_bytes()));
            let ends = name
                .get(raw.name.len())
                .is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if same && ends {
                return Some(found);
            }
            at = found + 2;
        }
    }

    fn set_aside(&mut self, attrs: &str, content: &'a str) {
        let lower = attrs.to_ascii_lowercase();
        if lower.contains("ld+json") {
            self.out.json_ld.push(content);
        } else if (content.len() >= MIN_STATE || flight::is_piece(content))
            && !lower.contains("src=")
        {
            self.out.state.push(content);
        }
    }

    /// Follows the nesting; false for a start tag that would nest too deep.
    fn track(&mut self, tag: &StartTag<'a>) -> bool {
        if !nests(tag.name) {
            return true;
        }
        let written = self.open.len() < MAX_DEPTH;
        self.open.push((tag.name, written));
        written
    }

    fn end_tag(&mut self, lt: usize) -> usize {
        let Some(gt) = memchr(b'>', self.bytes_from(lt)).map(|found| lt + found) else {
            return self.src.len();
        };
        let inner = self.slice(lt + 2, gt);
        let name = inner
            .split(|c: char| c.is_ascii_whitespace() || c == '/')
            .next()
            .unwrap_or_default();
        if raw_text(name).is_some() {
            return self.cut_to(lt, Some(gt + 1));
        }
        if !nests(name) {
            // A stray `</p>` makes an element too.
            if self.n_tags == MOST_TAGS {
                return self.cut_to_blank(lt, gt + 1);
            }
            self.n_tags += 1;
            return gt + 1;
        }
        // A stray end tag is searched for in the depths that matter only.
        let look = self
            .open
            .iter()
            .rev()
            .take(2 * MAX_DEPTH)
            .position(|(open, _)| open.eq_ignore_ascii_case(name));
        let Some(back) = look else { return gt + 1 };
        let at = self.open.len() - 1 - back;
        let written = self.open.get(at).is_none_or(|(_, written)| *written);
        self.open.truncate(at);
        if written {
            gt + 1
        } else {
            self.cut_to(lt, Some(gt + 1))
        }
    }
}

struct Raw {
    name: &'static str,
    to_the_end: bool,
}

/// The elements that are cut with all they hold.
fn raw_text(name: &str) -> Option<&'static Raw> {
    const RAW: &[Raw] = &[
        Raw {
            name: "script",
            to_the_end: true,
        },
        Raw {
            name: "style",
            to_the_end: true,
        },
        Raw {
            name: "svg",
            to_the_end: false,
        },
        Raw {
            name: "template",
            to_the_end: false,
        },
        Raw {
            name: "iframe",
            to_the_end: false,
        },
        Raw {
            name: "noscript",
            to_the_end: false,
        },
        Raw {
            name: "noembed",
            to_the_end: false,
        },
        Raw {
            name: "noframes",
            to_the_end: false,
        },
    ];
    if !(3..=8).contains(&name.len()) {
        return None;
    }
    RAW.iter().find(|raw| raw.name.eq_ignore_ascii_case(name))
}

/// The elements whose content is text of the page, whatever tags stand in it.
fn verbatim(name: &str) -> Option<&'static Raw> {
    const VERBATIM: &[Raw] = &[
        Raw {
            name: "textarea",
            to_the_end: true,
        },
        Raw {
            name: "title",
            to_the_end: true,
        },
        Raw {
            name: "xmp",
            to_the_end: true,
        },
    ];
    VERBATIM
        .iter()
        .find(|element| element.name.eq_ignore_ascii_case(name))
}

/// Elements that stay open until they are closed; those whose end tag may be left out do not nest by themselves.
fn nests(name: &str) -> bool {
    let mut lower = [0u8; 10];
    let Some(buffer) = lower.get_mut(..name.len()) else {
        return true;
    };
    buffer.copy_from_slice(name.as_bytes());
    buffer.make_ascii_lowercase();
    let tag = std::str::from_utf8(buffer).map_or(Tag::Other, Tag::of);
    use Tag::*;
    !tag.is_void()
        && !matches!(
            tag,
            P | Li
                | Dd
                | Dt
                | Option
                | Optgroup
                | Tr
                | Td
                | Th
                | Tbody
                | Thead
                | Tfoot
                | Colgroup
                | Html
                | Head
                | Body
        )
}

/// Attributes without the values that are too long.
fn shorten(attrs: &str, max: usize) -> String {
    let mut out = String::with_capacity(attrs.len().min(4 * max));
    let mut rest = attrs;
    while let Some(quote) = rest.find(['"', '\'']) {
        let (head, tail) = rest.split_at(quote);
        out.push_str(head);
        let mark = if tail.starts_with('"') { '"' } else { '\'' };
        let value = tail.get(1..).unwrap_or_default();
        if !head.trim_end().ends_with('=') {
            rest = value;
            continue;
        }
        let (value, after) = value.split_once(mark).unwrap_or((value, ""));
        out.push(mark);
        out.push_str(if value.len() <= max { value } else { "" });
        out.push(mark);
        rest = after;
    }
    out.push_str(if rest.len() <= max { rest } else { "" });
    out
}
