//! A page on its way: [`RawPage`] as read, [`CleanPage`] as cleaned, [`Article`] as identified.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::article::date::PubDate;
use crate::article::evidence::Found;

/// A half-open range of bytes `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.start, self.end].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <[usize; 2]>::deserialize(deserializer).map(|[start, end]| Self { start, end })
    }
}

/// A page as `read` hands it over: decoded, not yet understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawPage {
    /// The file, with `#record` inside an export or a crawl; `-` for standard input.
    pub path: String,
    /// The page itself.
    pub content: Content,
    /// What the user or the record said of the page.
    pub given: Given,
    /// How the bytes were decoded; `None` where the input was text already (JSON).
    pub charset: Option<Charset>,
    /// The day on which the page is read, where the caller tells: no day of the page's own is later.
    pub today: Option<Date>,
}

/// A page's decoded content.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// HTML markup.
    Html(String),
    /// Bare text, perhaps squeezed out of a page by some other tool; Markdown counts as text.
    Text(String),
}

impl Default for Content {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// What the user said of a page: it always wins.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// The record's own id.
    pub id: Option<String>,
    /// Where the record says that its page lies.
    pub path: Option<String>,
    /// The page's address.
    pub url: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The outlet's name.
    pub source: Option<String>,
    /// The date of publication, in any form that `identify` reads.
    pub published: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// A language tag.
    pub language: Option<String>,
    /// When the page was captured (crawl time), in any form that `identify` reads.
    pub captured: Option<String>,
}

/// How a page's bytes became text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charset {
    /// The WHATWG name: `windows-1251`.
    pub name: &'static str,
    /// What named it: `bom`, `http`, `meta`, `xml`, `utf-8` (the bytes are valid), `guess`.
    pub by: &'static str,
    /// Some bytes had no meaning in it and became U+FFFD.
    pub lossy: bool,
}

/// A page after cleaning: what is kept, what was removed and why, and what the page says of itself.
///
/// `headline`, `blocks` and `removals` carry spans into one text, the page's *visible text*: for bare text the input itself, for
/// HTML its text nodes in document order with white space folded. Every character of it that is not white space lies in exactly
/// one of these spans: kept + removed = all. Where a mark or a caption cut a sentence in two, the mended block's span reaches from
/// its first part to its last, and the removals that stand inside it are cut out of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CleanPage {
    /// The headline as the page shows it; it is kept, and stands in no block.
    pub headline: Option<Block>,
    /// The article, in order.
    pub blocks: Vec<Block>,
    /// What was left out, in order.
    pub removals: Vec<Removal>,
    /// What was mended, in order.
    pub repairs: Vec<Repair>,
    /// What the page says of itself.
    pub meta: PageMeta,
    /// The page shows only the beginning of the article (a paywall).
    pub truncated: bool,
    /// The page is no article but stands in its place; it has no blocks then.
    pub wall: Option<Wall>,
}

impl CleanPage {
    /// The article's paragraphs, an empty line between two.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self
            .blocks
            .iter()
            .map(|block| block.text.as_str())
            .collect();
        texts.join("\n\n")
    }
}

/// What stands where an article was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Wall {
    /// A test whether the reader is a machine.
    Captcha,
    /// A refusal.
    Denied,
    /// "Page not found".
    Missing,
    /// A question for consent.
    Consent,
    /// A form to log in.
    Login,
    /// A page that shows nothing without scripts.
    Script,
}

impl Wall {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Captcha,
        Self::Denied,
        Self::Missing,
        Self::Consent,
        Self::Login,
        Self::Script,
    ];

    /// A short name that stays the same: for counting.
    pub fn name(self) -> &'static str {
        match self {
            Self::Captcha => "captcha",
            Self::Denied => "denied",
            Self::Missing => "missing",
            Self::Consent => "consent",
            Self::Login => "login",
            Self::Script => "script",
        }
    }
}

impl fmt::Display for Wall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Captcha => "a test for robots (captcha), not an article",
            Self::Denied => "a page that refuses access, not an article",
            Self::Missing => "a page that says \"not found\", not an article",
            Self::Consent => "a page that asks for consent, not an article",
            Self::Login => "a login page, not an article",
            Self::Script => "a page that shows nothing without JavaScript, not an article",
        })
    }
}

/// One kept block of text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, repaired; may hold line breaks (lists, verse, tables).
    pub text: String,
    /// Where its text stands in the page's visible text.
    pub at: Span,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// Quoted matter.
    Quote,
    /// Text whose line breaks matter.
    Preformatted,
    /// A table, rendered as text.
    Table,
}

/// One piece of text that was left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Removal {
    /// Why.
    pub reason: Reason,
    /// What, as it stood.
    pub text: String,
    /// Where it stood in the page's visible text.
    pub at: Span,
    /// The user's rule that removed it: `dateline.toml:12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Removal {
    /// A removal that no rule of the user asked for.
    pub fn new(reason: Reason, text: impl Into<String>, at: Span) -> Self {
        Self {
            reason,
            text: text.into(),
            at,
            rule: None,
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $text:literal,)+) => {
        /// Why a piece of text is not part of the article.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[$doc])* #[serde(rename = $text)] $name,)+
        }

        impl Reason {
            /// Every reason, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The reason's name in the ledger.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

reasons! {
    /// Menus, breadcrumbs, skip links, tag lists.
    Navigation "navigation",
    /// Advertisements and their labels.
    Advertisement "advertisement",
    /// Cookie and consent notices.
    Consent "consent",
    /// Share and follow buttons.
    Share "share",
    /// Links to other articles.
    Related "related",
    /// Readers' comments and their form.
    Comments "comments",
    /// Newsletters, apps, subscriptions, donations.
    Promotion "promotion",
    /// A paywall's or a login's words.
    Paywall "paywall",
    /// A picture's or a video's caption.
    Caption "caption",
    /// A picture's credit.
    Credit "credit",
    /// Who wrote it and when, as a line of its own.
    Byline "byline",
    /// A line that only gives a date, a time or a reading time.
    DateLine "date-line",
    /// A biography of the author.
    AuthorBio "author-bio",
    /// Names of icons run together.
    IconString "icon-string",
    /// A notice in another language or about the page's language.
    Notice "notice",
    /// A disclaimer.
    Disclaimer "disclaimer",
    /// A copyright line.
    Copyright "copyright",
    /// The headline once more.
    RepeatedHeadline "repeated-headline",
    /// Text that stands twice.
    Duplicate "duplicate",
    /// "[to top of second column]", "|", "___".
    LayoutMark "layout-mark",
    /// A one-word label: "Article", "Author:".
    Label "label",
    /// The line above the headline.
    Kicker "kicker",
    /// The foot of the page.
    Footer "footer",
    /// Hidden from readers.
    Hidden "hidden",
    /// Nearly all of it is links.
    LinkDense "link-dense",
    /// A form, a button, a menu of choices.
    Form "form",
    /// Stands on many pages of the same site.
    SiteFurniture "site-furniture",
    /// A rule of the user.
    UserRule "user-rule",
    /// Outside the article's container, for no better reason.
    OutsideArticle "outside-article",
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One thing that was mended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repair {
    /// What was done.
    pub kind: RepairKind,
    /// Where, in the page's visible text.
    pub at: Span,
    /// The user's rule that asked for it: `dateline.toml:12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// What was mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepairKind {
    /// Lines of one paragraph were joined.
    HardWrap,
    /// A word cut by a hyphen at a line's end was joined.
    Hyphenation,
    /// Entities that stood in the text as text were decoded.
    Entities,
    /// UTF-8 read as another charset was turned back.
    Mojibake,
    /// Control and zero-width characters were dropped.
    ControlCharacters,
    /// A rule of the user kept what cleaning would have left out.
    Kept,
}

impl Repair {
    /// A repair that no rule of the user asked for.
    pub fn new(kind: RepairKind, at: Span) -> Self {
        Self {
            kind,
            at,
            rule: None,
        }
    }
}

/// What a page says of itself; filled by `clean` from markup, empty for bare text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageMeta {
    /// The JSON-LD blocks, parsed, in order; a top-level array is spread.
    pub json_ld: Vec<serde_json::Value>,
    /// `<meta>` elements: (`name`, `property`, `itemprop` or `http-equiv` in lower case, `content`), in order.
    pub meta: Vec<(String, String)>,
    /// `<link>` elements: (`rel` in lower case, `href`), in order.
    pub links: Vec<(String, String)>,
    /// The `lang` attribute of `<html>`.
    pub html_lang: Option<String>,
    /// The `class` of `<body>`: publishing systems say there what kind of page it is.
    pub body_class: Option<String>,
    /// The `<title>` element.
    pub title: Option<String>,
    /// `<time>` elements, in order.
    pub times: Vec<TimeElement>,
    /// Elements of the body whose `itemprop`, `rel`, `class`, `id` or `data-` attributes name a role, in order.
    pub marked: Vec<MarkedText>,
}

/// One `<time>` element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeElement {
    /// Its `datetime` attribute.
    pub datetime: Option<String>,
    /// Its text.
    pub text: String,
    /// `itemprop`, `class` and `id` of it and its parent, in lower case: what the site calls it.
    pub hint: String,
    /// It stands in the header or body of the article rather than in a list of other articles, a comment or the page's frame.
    pub in_article: bool,
}

/// Text in an element that names its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedText {
    /// The role.
    pub role: Role,
    /// What names it: `itemprop`, `rel`, `class`, `id`, `h1`, ...
    pub by: &'static str,
    /// The element's text, or its `content` attribute.
    pub text: String,
    /// It stands in the header or body of the article rather than in a list of other articles, a comment or the page's frame.
    pub in_article: bool,
}

/// What an element says it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The headline (also every `<h1>`).
    Headline,
    /// An author or a by-line.
    Author,
    /// The date of publication, or a date of the page.
    Published,
    /// The date of the last change.
    Modified,
    /// The outlet.
    Publisher,
    /// The agency or the credit line.
    Wire,
}

/// A language as an ISO 639-1 code where there is one, else 639-3: `en`, `zh`, `ceb`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(pub String);

impl Language {
    /// The code.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An article: a cleaned page with what was found out about it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The record's own id when it had one, else stable from the canonical address or the path.
    pub id: String,
    /// The file, with `#record` inside an export or a crawl.
    pub path: String,
    /// The canonical address.
    pub url: Option<String>,
    /// The headline.
    pub title: Option<Found<String>>,
    /// The article's paragraphs, an empty line between two.
    pub text: String,
    /// The outlet's display name.
    pub source: Option<Found<String>>,
    /// The registrable domain of the address: `example.co.uk`.
    pub domain: Option<String>,
    /// The agency that is credited: `AP`, `Reuters`, `dpa`.
    pub wire: Option<Found<String>>,
    /// The day of publication.
    pub published: Option<Found<PubDate>>,
    /// The day of the last change that the page names.
    pub modified: Option<Found<PubDate>>,
    /// When the page was captured.
    pub captured: Option<PubDate>,
    /// The authors' names.
    pub authors: Option<Found<Vec<String>>>,
    /// The language of the text.
    pub language: Option<Found<Language>>,
    /// The place of the dateline: `VILNIUS, Lithuania`.
    pub place: Option<Found<String>>,
    /// The page shows only the beginning of the article.
    pub truncated: bool,
    /// Why the page as it is now could not become an article: this is its last state that could.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lapsed: Option<String>,
    /// What cleaning left out.
    pub removed: Vec<Removal>,
    /// What cleaning mended.
    pub repaired: Vec<Repair>,
}
