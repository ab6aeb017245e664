//! The ends of the tree: phrases, regular expressions, counts, and the fields that words stand behind.

use crate::article::Span;
use crate::query::chars::{WordEnd, is_gap, is_quote, is_searchable, whole};
use crate::query::dates::{self, DateField, DateValue};
use crate::query::parse::{Built, Parser};
use crate::query::{Field, Form, Kind, MAX_DEPTH};

/// Bytes of a compiled regular expression at most; what is larger is read as plain words.
const MAX_REGEX_BYTES: usize = 1 << 18;

/// What may stand before a colon.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Prefix {
    In(Field),
    Date(DateField),
    /// Understood, and read as plain words for now.
    Later(&'static str),
}

/// Every field name and its synonyms.
const PREFIXES: &[(&str, Prefix)] = &[
    ("title", Prefix::In(Field::Title)),
    ("headline", Prefix::In(Field::Title)),
    ("lead", Prefix::In(Field::Lead)),
    ("lede", Prefix::In(Field::Lead)),
    ("text", Prefix::In(Field::Text)),
    ("body", Prefix::In(Field::Text)),
    ("author", Prefix::In(Field::Author)),
    ("byline", Prefix::In(Field::Author)),
    ("source", Prefix::In(Field::Source)),
    ("domain", Prefix::In(Field::Domain)),
    ("site", Prefix::In(Field::Domain)),
    ("wire", Prefix::In(Field::Wire)),
    ("agency", Prefix::In(Field::Wire)),
    ("lang", Prefix::In(Field::Language)),
    ("language", Prefix::In(Field::Language)),
    ("place", Prefix::In(Field::Place)),
    ("url", Prefix::In(Field::Url)),
    ("id", Prefix::In(Field::Id)),
    ("date", Prefix::Date(DateField::On)),
    ("published", Prefix::Date(DateField::On)),
    ("after", Prefix::Date(DateField::After)),
    ("before", Prefix::Date(DateField::Before)),
    ("since", Prefix::Date(DateField::Since)),
    ("until", Prefix::Date(DateField::Until)),
    ("last", Prefix::Date(DateField::Last)),
    (
        "name",
        Prefix::Later("the spellings of a name are not found yet; this is read as plain words"),
    ),
    (
        "story",
        Prefix::Later("stories cannot be searched yet; this is read as plain words"),
    ),
];

impl Parser {
    /// One part without its boost. Always moves on.
    pub(crate) fn part(&mut self) -> Option<Built> {
        let mark = self.scan.mark();
        let part = match self.scan.peek()? {
            '(' => self.group(),
            ch if is_quote(ch) => self.phrase(Form::Written),
            _ if self.word_end == WordEnd::Space => self.word(Form::Inflected),
            '=' => self.exact(),
            '+' if self.starts_part(1) => {
                self.scan.advance(1);
                let span = self.scan.since(mark);
                self.warnings.note(
                    span,
                    "every word must be there anyway; the plus is left out",
                );
                None
            }
            '/' => self.regex(),
            sign @ ('^' | '~') if self.scan.suffix(sign).is_some() => {
                self.scan.rewind(mark + 1);
                let span = self.scan.since(mark);
                self.warnings.note(
                    span,
                    format!("`{sign}` belongs behind a word; it is left out"),
                );
                None
            }
            _ => self.named().unwrap_or_else(|| self.word(Form::Inflected)),
        };
        if self.scan.mark() == mark {
            self.scan.advance(1);
        }
        part
    }

    fn starts_part(&self, ahead: usize) -> bool {
        self.scan
            .peek_at(ahead)
            .is_some_and(|ch| is_searchable(ch) || is_quote(ch) || ch == '(')
    }

    /// `=word`, `="Two Words"`.
    fn exact(&mut self) -> Option<Built> {
        let start = self.scan.mark();
        while self.scan.eat('=') {}
        match self.scan.peek() {
            Some(ch) if is_quote(ch) => self.phrase(Form::Exact),
            Some(ch) if !is_gap(ch) && ch != ')' && ch != '(' => self.word(Form::Exact),
            _ => {
                self.warnings.note(
                    self.scan.since(start),
                    "`=` belongs before a word: `=Word`; it is left out",
                );
                None
            }
        }
    }

    /// `"two words"`, `"a b"~5`; the quote is here.
    fn phrase(&mut self, form: Form) -> Option<Built> {
        let mark = self.scan.mark();
        let opening = self.span_of(1);
        let quoted = self.scan.quoted();
        let slop = self.scan.suffix('~');
        let span = self.scan.since(mark);
        if !quoted.text.chars().any(char::is_alphanumeric) {
            self.warnings.note(
                span,
                "there are no words between these quotes; they are left out",
            );
            return None;
        }
        if !quoted.closed {
            self.warnings.warn(
                opening,
                "nothing closes this quote; the phrase reaches to the end",
            );
        }
        if quoted.text.contains('*') {
            self.warnings
                .note(span, "between quotes, `*` is no wildcard");
            self.warnings
                .hint("for a phrase with a wildcard write belav* PRE/1 fleet");
        }
        if slop.as_deref() == Some("") {
            self.warnings.note(
                span,
                "`~` behind a phrase needs a number: `\"a b\"~5`; it is left out",
            );
        }
        let slop = slop
            .and_then(|number| whole(&number))
            .unwrap_or(0)
            .min(1_000_000);
        self.leaf(
            Kind::Phrase {
                text: quoted.text,
                form,
                slop,
            },
            span,
        )
    }

    /// `/re.*/`, or a word that begins with a slash.
    fn regex(&mut self) -> Option<Built> {
        let mark = self.scan.mark();
        let Some(pattern) = self.scan.regex() else {
            return self.word(Form::Inflected);
        };
        let span = self.scan.since(mark);
        if regex::RegexBuilder::new(&pattern)
            .size_limit(MAX_REGEX_BYTES)
            .build()
            .is_ok()
        {
            return self.leaf(Kind::Regex { pattern }, span);
        }
        self.warnings.warn(
            span,
            "this regular expression cannot be read; it is read as plain words",
        );
        self.scan.rewind(mark);
        self.word(Form::Inflected)
    }

    /// A part that begins with a name: `title:x`, `date:2025`, `atleast3(x)`. `None`, and not moved, where there is none.
    fn named(&mut self) -> Option<Option<Built>> {
        let name = self.scan.run(0, |ch| ch.is_ascii_alphanumeric());
        if self.scan.peek_at(name.len()) == Some(':') {
            return self.prefixed(&name);
        }
        let gap = self.scan.run(name.len(), is_gap).chars().count();
        let group = self.scan.peek_at(name.len() + gap) == Some('(');
        if group {
            self.counted(&name, gap)
        } else {
            None
        }
    }

    /// `title:x`; what stands before the colon is `name`.
    fn prefixed(&mut self, name: &str) -> Option<Option<Built>> {
        let known = PREFIXES
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        let Some(&(_, prefix)) = known else {
            self.remark_on_unknown(name);
            return None;
        };
        if self.depth >= MAX_DEPTH {
            let span = self.span_of(name.len() + 1);
            self.once(
                span,
                "fields are nested too deep; from here on they are read as plain words",
            );
            return None;
        }
        let mark = self.scan.mark();
        self.scan.advance(name.len() + 1);
        let span = self.scan.since(mark);
        if self.scan.peek().is_some_and(is_gap) {
            self.scan.skip_gap();
            if self.scan.peek().is_some() {
                self.warnings
                    .note(span, format!("the space behind `{name}:` is left out"));
            }
        }
        if self.scan.peek().is_none_or(|ch| ch == ')') {
            self.warnings.warn(
                span,
                format!("nothing stands behind `{name}:`; it is read as a word"),
            );
            let text = name.to_owned();
            return Some(self.leaf(
                Kind::Word {
                    text,
                    form: Form::Inflected,
                },
                span,
            ));
        }
        self.depth += 1;
        let value = match prefix {
            Prefix::In(field) => self.field(field, mark),
            Prefix::Date(field) => self.date(field, mark),
            Prefix::Later(message) => {
                self.warnings.note(span, message);
                self.part()
            }
        };
        self.depth -= 1;
        Some(value)
    }

    /// The value of a field; `mark` is where its name began.
    fn field(&mut self, field: Field, mark: usize) -> Option<Built> {
        let raw = matches!(field, Field::Domain | Field::Url | Field::Id);
        let negated =
            !raw && self.scan.peek() == Some('-') && self.starts_part(1) && self.scan.eat('-');
        let outside = std::mem::replace(
            &mut self.word_end,
            if raw { WordEnd::Space } else { WordEnd::Syntax },
        );
        let value = self.part();
        self.word_end = outside;
        let value = value?;
        let span = self.scan.since(mark);
        let built = self.wrap(value, span, |expr| Kind::Field {
            field,
            expr: Box::new(expr),
        });
        if negated {
            return Some(self.wrap(built, span, |expr| Kind::Not(Box::new(expr))));
        }
        Some(built)
    }

    /// The value of a date field; `mark` is where its name began.
    fn date(&mut self, field: DateField, mark: usize) -> Option<Built> {
        let value = self.date_value();
        let span = self.scan.since(mark);
        match dates::read(field, &value) {
            DateValue::Plain(kind) => self.leaf(kind, span),
            DateValue::Noted(kind, message) => {
                self.warnings.warn(span, message);
                self.leaf(kind, span)
            }
            DateValue::Unknown(forms) => {
                self.warnings.warn(
                    span,
                    format!("`{value}` is no date; it is read as plain words"),
                );
                self.warnings.hint(forms);
                let words: Vec<&str> = value.split_whitespace().collect();
                let text = words
                    .join("-")
                    .trim_matches(|ch| !is_searchable(ch))
                    .to_owned();
                let words = text.contains(char::is_alphanumeric);
                words
                    .then(|| {
                        self.leaf(
                            Kind::Word {
                                text,
                                form: Form::Inflected,
                            },
                            span,
                        )
                    })
                    .flatten()
            }
        }
    }

    /// What stands behind `date:`: a word, something in quotes, or `[a TO b]`.
    fn date_value(&mut self) -> String {
        match self.scan.peek() {
            Some(ch) if is_quote(ch) => self.scan.quoted().text,
            Some('[' | '{') => {
                let value = self.scan.run(0, |ch| ch != ']' && ch != '}' && ch != ')');
                let length = value.chars().count();
                self.scan.advance(
                    length + usize::from(matches!(self.scan.peek_at(length), Some(']' | '}'))),
                );
                value
            }
            _ => {
                let letters = self.scan.word(WordEnd::Syntax);
                let value: String = letters.iter().map(|letter| letter.ch).collect();
                value.trim_end_matches([',', ';', ':', '!', '?']).to_owned()
            }
        }
    }

    /// `atleast3(x)`.
    fn counted(&mut self, name: &str, gap: usize) -> Option<Option<Built>> {
        let lower = name.to_ascii_lowercase();
        let digits = lower.strip_prefix("atleast")?;
        let mark = self.scan.mark();
        if digits.is_empty() {
            let span = self.span_of(name.len());
            self.warnings.note(span, "this is read as a word");
            self.warnings.hint("to say how often, write atleast3(...)");
        }
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let count = digits.parse::<u32>().unwrap_or(u32::MAX).max(1);
        self.scan.advance(name.len() + gap);
        let Some(part) = self.group() else {
            return Some(None);
        };
        let span = self.scan.since(mark);
        Some(Some(self.at_least(count, part, span)))
    }

    /// A name before a colon that is no field.
    fn remark_on_unknown(&mut self, name: &str) {
        let length = name.len();
        let next = self.scan.peek_at(length + 1);
        let next = next.map_or_else(String::new, String::from);
        if !is_no_field(&format!("{name}:{next}")) {
            return;
        }
        let span = self.span_of(length + 1);
        self.warnings.note(
            span,
            format!("there is no field `{name}`; this is read as plain words"),
        );
        let lower = name.to_ascii_lowercase();
        let near = PREFIXES
            .iter()
            .map(|&(known, _)| (distance(&lower, known), known))
            .min_by_key(|near| near.0);
        if let Some((1..=2, known)) = near.filter(|near| near.0 * 2 < length) {
            self.warnings.hint(format!("did you mean {known}:"));
        }
    }

    /// The bytes of the next `length` characters.
    fn span_of(&mut self, length: usize) -> Span {
        let mark = self.scan.mark();
        self.scan.advance(length);
        let span = self.scan.since(mark);
        self.scan.rewind(mark);
        span
    }
}

/// Whether the word looks like a field, and is none: `foo:bar`, but not `10:30` or `https://x.org`.
pub(crate) fn is_no_field(text: &str) -> bool {
    text.split_once(':').is_some_and(|(name, value)| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !value.is_empty()
            && !value.starts_with(|ch| ch == '/' || is_gap(ch))
    })
}

/// Letters to change between two short names (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, &above) in b.bytes().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(x != y))
                .min(left + 1)
                .min(above + 1);
            diagonal = above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
