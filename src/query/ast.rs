//! The parsed query: what a reader asked for, as a tree.
//!
//! Invariants, held by the constructors and the parser: no `And` directly in an `And`, no `Or` directly in an `Or`, both with two
//! parts or more; below a [`Near`](Kind::Near) and an [`AtLeast`](Kind::AtLeast) stand only forms that have a place in the text
//! ([`Expr::has_place`]); [`Nothing`](Kind::Nothing) stands only at the root; no tree is higher than [`MAX_HEIGHT`].

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::article::Span;

/// Parentheses and fields inside each other at most; what is nested deeper is read flat, with a warning.
pub const MAX_DEPTH: usize = 100;

/// Levels of a tree at most: enough for an OR of ANDs in each pair of parentheses. What is deeper is left out, with a warning.
pub const MAX_HEIGHT: usize = 256;

/// Words, phrases and other leaves of a query at most; the rest is left out, with a warning.
pub const MAX_CLAUSES: usize = 6_000;

/// Bytes of a query's text at most; the rest is cut off at a word, with a warning.
pub const MAX_BYTES: usize = 65_536;

/// A parsed query; `Default` finds everything. Prints as its canonical form: `parse(print(q)) = q`.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The whole of it.
    pub root: Expr,
    /// Whether it was typed as plain words, with nothing that says how they belong together: no operator, field or sign.
    pub plain: bool,
}

/// Two queries are equal when they ask for the same, however they were typed.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

/// One part of a query. Two parts are equal when they mean the same, wherever they stand.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it asks for.
    pub kind: Kind,
    /// Where it stands in the query's text.
    pub span: Span,
}

/// What a part of a query asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// `*`: every article; inside a field, every article that has the field.
    All,
    /// No article: the text held nothing to search for. Only at the root.
    Nothing,
    /// One word as typed. It may hold punctuation (`C++`, `AT&T`, `x.org`) and, in scripts that write no spaces, several words: what
    /// the analyzer makes several tokens of is a phrase of them.
    Word {
        /// The word, not folded.
        text: String,
        /// [`Form::Inflected`], or [`Form::Exact`] for `=word`.
        form: Form,
    },
    /// `"two words"`: these words in this order.
    Phrase {
        /// What stood between the quotes, white space folded; it may be a single word.
        text: String,
        /// [`Form::Written`], or [`Form::Exact`] for `="Two Words"`.
        form: Form,
        /// How many other words may stand between: `"a b"~5`. 0 for none. Within the slop, any order counts.
        slop: u32,
    },
    /// `belav*`: words that begin so.
    Prefix {
        /// The beginning, without the star; not folded.
        text: String,
    },
    /// `organi?ation`: one word with `?` for any one character and `*` for any number.
    Wildcard {
        /// The pattern; not folded. Every `?` and `*` in it is a wildcard.
        pattern: String,
    },
    /// `/re.*/`: one whole word by a regular expression.
    Regex {
        /// The expression, without the slashes; it has been checked to compile.
        pattern: String,
    },
    /// `word~1`: a word with at most so many letters added, left out, changed or swapped with their neighbour.
    Fuzzy {
        /// The word, not folded.
        text: String,
        /// 1 or 2.
        distance: u8,
    },
    /// `name:Lukashenko`: a name in all its spellings, of any script. Several words are found in one sentence, in any order.
    Name {
        /// The name, not folded.
        text: String,
        /// [`Form::Inflected`] for all spellings, [`Form::Exact`] for this one: `name:=Lukashenko`.
        form: Form,
        /// Spellings that do not count: `-=Lukaszenko`, right behind the name.
        except: Vec<String>,
    },
    /// All of these.
    And(Vec<Expr>),
    /// Any of these.
    Or(Vec<Expr>),
    /// Not this.
    Not(Box<Expr>),
    /// `a NEAR/5 b`, `a PRE/5 b`, `a w/s b`, `a w/p b`.
    Near {
        /// One side; [`Expr::has_place`] holds.
        left: Box<Expr>,
        /// The other side; [`Expr::has_place`] holds.
        right: Box<Expr>,
        /// How near.
        within: Within,
        /// In which order.
        order: Order,
    },
    /// `title:x`, `source:"The Daily Example"`, `title:(a OR b)`. A field inside a field overrides it; dates are of no field.
    Field {
        /// Where to look.
        field: Field,
        /// What for.
        expr: Box<Expr>,
    },
    /// `date:2025-09`, `after:2025`, `before:2025-09-12`: published in this range.
    Published(DateRange),
    /// `last:7d`: published in the days up to today.
    Last(Period),
    /// `date:none`: the day of publication is not known.
    Undated,
    /// `copies:0`, `copies:2..`: so many other articles have the same text.
    Copies(CountRange),
    /// `independent:true`: no other article shares much of the text; `independent:false`: some do.
    Independent(bool),
    /// `atleast3(x)`: stands at least so often in the article.
    AtLeast {
        /// How often, 1 or more.
        count: u32,
        /// What; [`Expr::has_place`] holds.
        expr: Box<Expr>,
    },
    /// `x^2`: counts so many times as much in the ranking.
    Boost {
        /// What.
        expr: Box<Expr>,
        /// Greater than 0.
        factor: f32,
    },
}

/// Which forms of a word count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Any inflection in the article's language; accents and case folded.
    Inflected,
    /// This form, accents and case folded.
    Written,
    /// This form, accents and case as they are.
    Exact,
}

/// How near two things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Within {
    /// At most so many words on: 1 for neighbours.
    Words(u32),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// In which order two things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// Either may come first.
    Any,
    /// The left one comes first.
    InOrder,
}

/// A field that can be searched in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The headline.
    Title,
    /// The first paragraphs.
    Lead,
    /// The text, without the headline.
    Text,
    /// The authors' names.
    Author,
    /// The outlet's name.
    Source,
    /// The registrable domain.
    Domain,
    /// The agency.
    Wire,
    /// The language's code.
    Language,
    /// The place of the dateline.
    Place,
    /// The address.
    Url,
    /// The article's id.
    Id,
    /// The story of the article with this id.
    Story,
}

impl Field {
    /// Every field, in the order of the documentation.
    pub const ALL: &[Self] = &[
        Self::Title,
        Self::Lead,
        Self::Text,
        Self::Author,
        Self::Source,
        Self::Domain,
        Self::Wire,
        Self::Language,
        Self::Place,
        Self::Url,
        Self::Id,
        Self::Story,
    ];

    /// The value is an address or an id: signs in it are no operators.
    pub(crate) fn is_raw(self) -> bool {
        matches!(self, Self::Domain | Self::Url | Self::Id | Self::Story)
    }

    /// The field's name in a query.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Lead => "lead",
            Self::Text => "text",
            Self::Author => "author",
            Self::Source => "source",
            Self::Domain => "domain",
            Self::Wire => "wire",
            Self::Language => "lang",
            Self::Place => "place",
            Self::Url => "url",
            Self::Id => "id",
            Self::Story => "story",
        }
    }
}

/// Days from one to another, both included. Without either bound: any day, as long as it is known.
///
/// An article whose date is known to the month or year only counts by that period's first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DateRange {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

impl DateRange {
    /// Whether the day lies in the range.
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Numbers from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CountRange {
    /// The least.
    pub from: u32,
    /// The greatest; `None` for no end.
    pub until: Option<u32>,
}

/// A stretch of time up to today: `7d`, `3w`, `6m`, `1y`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

/// What a [`Period`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months of the calendar.
    Month,
    /// Years of the calendar.
    Year,
}

impl Period {
    /// The days it covers when today is `today`: from so long ago, that day included, and no end (an article from east of here may
    /// be dated tomorrow).
    pub fn until(self, today: Date) -> DateRange {
        let count = i64::from(self.count);
        let span = match self.unit {
            Unit::Day => count.days(),
            Unit::Week => count.weeks(),
            Unit::Month => count.months(),
            Unit::Year => i64::from(self.count.min(9_000)).years(),
        };
        DateRange {
            from: Some(today.saturating_sub(span)),
            until: None,
        }
    }
}

/// `7d`, `3w`, `6m`, `1y`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Day => 'd',
            Unit::Week => 'w',
            Unit::Month => 'm',
            Unit::Year => 'y',
        };
        write!(f, "{}{unit}", self.count)
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Default for Expr {
    fn default() -> Self {
        Self {
            kind: Kind::All,
            span: Span { start: 0, end: 0 },
        }
    }
}

impl Expr {
    /// A part that stands at `span`.
    pub fn new(kind: Kind, span: Span) -> Self {
        Self { kind, span }
    }

    /// All of `parts`: their own `And`s are spread, one part stands for itself, none is [`Kind::Nothing`].
    pub fn and(parts: Vec<Self>, span: Span) -> Self {
        Self::joined(parts, span, Kind::And, |kind| match kind {
            Kind::And(parts) => Ok(parts),
            other => Err(other),
        })
    }

    /// Any of `parts`: their own `Or`s are spread, one part stands for itself, none is [`Kind::Nothing`].
    pub fn or(parts: Vec<Self>, span: Span) -> Self {
        Self::joined(parts, span, Kind::Or, |kind| match kind {
            Kind::Or(parts) => Ok(parts),
            other => Err(other),
        })
    }

    fn joined(
        parts: Vec<Self>,
        span: Span,
        join: fn(Vec<Self>) -> Kind,
        inner: fn(Kind) -> Result<Vec<Self>, Kind>,
    ) -> Self {
        let mut spread = Vec::with_capacity(parts.len());
        for part in parts {
            match inner(part.kind) {
                Ok(inner) => spread.extend(inner),
                Err(kind) => spread.push(Self::new(kind, part.span)),
            }
        }
        match spread.len() {
            0 => Self::new(Kind::Nothing, span),
            1 => spread.swap_remove(0),
            _ => Self::new(join(spread), span),
        }
    }

    /// Whether it has a part that stands for words of the archive yet to be found.
    pub fn has_patterns(&self) -> bool {
        self.has(&|kind| {
            matches!(
                kind,
                Kind::Prefix { .. }
                    | Kind::Wildcard { .. }
                    | Kind::Regex { .. }
                    | Kind::Fuzzy { .. }
                    | Kind::Name { .. }
            )
        })
    }

    /// Whether it has a part in a field.
    pub fn has_fields(&self) -> bool {
        self.has(&|kind| matches!(kind, Kind::Field { .. }))
    }

    /// Whether it or a part of it is of a kind.
    fn has(&self, is: &dyn Fn(&Kind) -> bool) -> bool {
        let inside = match &self.kind {
            Kind::And(parts) | Kind::Or(parts) => parts.iter().any(|part| part.has(is)),
            Kind::Near { left, right, .. } => left.has(is) || right.has(is),
            Kind::Not(expr)
            | Kind::Field { expr, .. }
            | Kind::AtLeast { expr, .. }
            | Kind::Boost { expr, .. } => expr.has(is),
            _ => false,
        };
        inside || is(&self.kind)
    }

    /// Whether what it finds stands at a place in the text, so that it can be near something and be counted: words, phrases,
    /// patterns, proximities, and choices between them.
    pub fn has_place(&self) -> bool {
        match &self.kind {
            Kind::Word { .. }
            | Kind::Phrase { .. }
            | Kind::Prefix { .. }
            | Kind::Wildcard { .. }
            | Kind::Regex { .. }
            | Kind::Fuzzy { .. }
            | Kind::Name { .. }
            | Kind::Near { .. } => true,
            Kind::Or(parts) => parts.iter().all(Self::has_place),
            Kind::Boost { expr, .. } => expr.has_place(),
            _ => false,
        }
    }
}
