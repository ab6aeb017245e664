//! The ends of the tree: phrases, regular expressions, counts, and the fields that words stand behind.

use crate::article::Span;
use crate::query::ast::{Expr, Field, Form, Kind, MAX_CLAUSES, MAX_DEPTH};
use crate::query::chars::{WordEnd, is_gap, is_quote, is_searchable, starts_part, whole};
use crate::query::dates::{self, DateField, DateValue};
use crate::query::foreign::{self, Foreign};
use crate::query::kin::KinField;
use crate::query::operator::{Letters, operator};
use crate::query::parse::{Built, Parser};
use crate::query::regex_fault::regex_fault;
use crate::text::distance::distance;

/// Words between those of a phrase where another service's form gives no number.
const DEFAULT_SLOP: &str = "10";

/// What may stand before a colon.
#[derive(Debug, Clone, PartialEq)]
enum Prefix {
    In(Field),
    /// Any of several fields: a name of another service.
    InAny(Vec<Field>),
    Date(DateField),
    /// A name in all its spellings.
    Name,
    Kin(KinField),
    /// Not to be had here; what to write instead.
    Advice(&'static str),
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
    ("story", Prefix::In(Field::Story)),
    ("date", Prefix::Date(DateField::On)),
    ("published", Prefix::Date(DateField::On)),
    ("after", Prefix::Date(DateField::After)),
    ("before", Prefix::Date(DateField::Before)),
    ("since", Prefix::Date(DateField::Since)),
    ("until", Prefix::Date(DateField::Until)),
    ("last", Prefix::Date(DateField::Last)),
    ("name", Prefix::Name),
    ("copies", Prefix::Kin(KinField::Copies)),
    ("independent", Prefix::Kin(KinField::Independent)),
];

fn is_own(name: &str) -> bool {
    PREFIXES
        .iter()
        .any(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// What a name stands for, here or in another service.
fn prefix(name: &str) -> Option<Prefix> {
    let own = |name: &str| {
        let mut rows = PREFIXES.iter();
        let (_, found) = rows.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(found.clone())
    };
    if let Some(found) = own(name) {
        return Some(found);
    }
    match foreign::named(name)? {
        Foreign::Fields(names) => {
            let mut fields = Vec::with_capacity(names.len());
            for name in names {
                if let Some(Prefix::In(field)) = own(name) {
                    fields.push(field);
                }
            }
            Some(Prefix::InAny(fields))
        }
        Foreign::Advice(hint) => Some(Prefix::Advice(hint)),
        Foreign::Or | Foreign::Not => None,
    }
}

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
                self.joins = true;
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
        let next = self.scan.peek_at(ahead);
        next.is_some_and(|ch| ch != '=' && starts_part(ch))
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
        let slop = self.scan.suffix('~').or_else(|| self.foreign_slop(mark));
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

    /// `"a b"p5`, `"a b"o5`: how far apart the words of a phrase may stand, as elsewhere.
    fn foreign_slop(&mut self, mark: usize) -> Option<String> {
        let suffix = self.scan.run(0, |ch| ch.is_ascii_alphanumeric());
        let number = suffix.strip_prefix(['p', 'o'])?.to_owned();
        let digits = number.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !self.scan.is_boundary(suffix.len()) {
            return None;
        }
        self.scan.advance(suffix.len());
        let number = if number.is_empty() {
            DEFAULT_SLOP.to_owned()
        } else {
            number
        };
        let message = format!("`{suffix}` behind a phrase is read as ~{number}");
        self.warnings.note(self.scan.since(mark), message);
        Some(number)
    }

    /// `/re.*/`, or a word that begins with a slash.
    fn regex(&mut self) -> Option<Built> {
        let mark = self.scan.mark();
        let Some(pattern) = self.scan.regex() else {
            return self.word(Form::Inflected);
        };
        let span = self.scan.since(mark);
        let Some(wrong) = regex_fault(&pattern) else {
            return self.leaf(Kind::Regex { pattern }, span);
        };
        self.is_explained = true;
        let words = pattern.split(|ch| !is_searchable(ch));
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let text = words.join("-");
        let has_words = text.contains(char::is_alphanumeric);
        let reading = if has_words {
            "it is read as plain words"
        } else {
            "it is left out"
        };
        let message = format!(
            "this regular expression cannot be read: {}; {reading}",
            wrong.what
        );
        // The place within the pattern, which stands behind a slash.
        let after = self.scan.mark();
        self.scan.rewind(mark + 1 + wrong.at);
        let from = self.scan.mark();
        self.scan.advance(wrong.length.max(1));
        let place = self.scan.since(from);
        self.scan.rewind(after);
        self.warnings.warn(place, message);
        let form = Form::Inflected;
        has_words.then(|| self.leaf(Kind::Word { text, form }, span))?
    }

    /// A part that begins with a name: `title:x`, `date:2025`, `atleast3(x)`, and `hd=x` or `headline(x)` as elsewhere. `None`, and not
    /// moved, where there is none.
    fn named(&mut self) -> Option<Option<Built>> {
        let name = self.scan.run(0, |ch| ch.is_ascii_alphanumeric());
        let next = self.scan.peek_at(name.len());
        if next == Some(':') {
            let spaced = self.scan.peek_at(name.len() + 1).is_none_or(is_gap);
            // `Pub: new owners` is a headline.
            let found = prefix(&name).filter(|_| !spaced || is_own(&name));
            return self.prefixed(&name, found);
        }
        let behind = self.scan.peek_at(name.len() + 1);
        let is_assigned = next == Some('=') && behind.is_some_and(|ch| !is_gap(ch) && ch != ')');
        let is_foreign = next == Some('(') || is_assigned;
        if is_foreign && let Some(found) = prefix(&name) {
            return self.prefixed(&name, Some(found));
        }
        self.counted(&name)
    }

    /// `title:x`; what stands before the sign is `name`, which stands for `found`.
    fn prefixed(&mut self, name: &str, found: Option<Prefix>) -> Option<Option<Built>> {
        let Some(found) = found else {
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
        self.scan.advance(name.len());
        let sign = self.scan.peek();
        self.scan.advance(usize::from(sign != Some('(')));
        let span = self.scan.since(mark);
        self.remark_on_foreign(name, sign, &found, span);
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
        let value = match found {
            Prefix::In(field) => self.field(&[field], mark),
            Prefix::InAny(fields) => self.field(&fields, mark),
            Prefix::Date(field) => self.date(field, mark),
            Prefix::Name => self.name(mark),
            Prefix::Kin(field) => self.kin(field, mark),
            Prefix::Advice(hint) => {
                self.part();
                self.is_explained = true;
                let whole = self.scan.since(mark);
                let message = format!("there is no field `{name}`; this part is left out");
                self.warnings.warn(whole, message);
                self.warnings.hint(hint);
                None
            }
        };
        self.depth -= 1;
        Some(value)
    }

    /// Says how a name, or a form of it, that is of another service was read.
    fn remark_on_foreign(&mut self, name: &str, sign: Option<char>, found: &Prefix, span: Span) {
        let fields = match found {
            Prefix::In(field) => vec![field.name()],
            Prefix::InAny(fields) => fields.iter().map(|field| field.name()).collect(),
            Prefix::Date(_) | Prefix::Name | Prefix::Kin(_) => vec![name],
            Prefix::Advice(_) => return,
        };
        if is_own(name) && sign == Some(':') {
            return;
        }
        self.foreign += 1;
        let typed = match sign {
            Some('(') => "(...)".to_owned(),
            sign => sign.map_or_else(String::new, String::from),
        };
        let fields: Vec<String> = fields.iter().map(|field| format!("{field}:")).collect();
        let message = format!("`{name}{typed}` is read as {}", fields.join(" or "));
        self.warnings.note(span, message);
    }

    /// The value of any of some fields; `mark` is where their name began.
    fn field(&mut self, fields: &[Field], mark: usize) -> Option<Built> {
        let is_raw = |field: &Field| field.is_raw();
        let raw = fields.iter().all(is_raw);
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
        // Each of several fields has a copy of the value; what has fields of its own needs but one, as they override it.
        let more = value.leaves * (fields.len() - 1);
        let is_enough = value.expr.has_fields() || self.clauses + more > MAX_CLAUSES;
        let fields = match fields.get(..1) {
            Some(first) if is_enough => first,
            _ => {
                self.clauses += more;
                fields
            }
        };
        let mut within = Vec::with_capacity(fields.len());
        for &field in fields {
            within.push(self.wrap(value.clone(), span, |expr| Kind::Field {
                field,
                expr: Box::new(expr),
            }));
        }
        let built = self.join(within, Expr::or)?;
        if negated {
            return Some(self.wrap(built, span, |expr| Kind::Not(Box::new(expr))));
        }
        Some(built)
    }

    /// The value of a field about other articles; `mark` is where its name began.
    fn kin(&mut self, field: KinField, mark: usize) -> Option<Built> {
        let value = self.date_value();
        let span = self.scan.since(mark);
        if let Some(kind) = field.read(&value) {
            return self.leaf(kind, span);
        }
        let message = format!("`{value}` is no value here; it is read as plain words");
        self.warnings.warn(span, message);
        self.warnings.hint(field.forms());
        self.plain_words(&value, span)
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
                self.plain_words(&value, span)
            }
        }
    }

    /// A value that is none, as words side by side.
    fn plain_words(&mut self, value: &str, span: Span) -> Option<Built> {
        let words: Vec<&str> = value.split_whitespace().collect();
        let joined = words.join("-");
        let text = joined.trim_matches(|ch| !is_searchable(ch)).to_owned();
        if !text.contains(char::is_alphanumeric) {
            return None;
        }
        let form = Form::Inflected;
        self.leaf(Kind::Word { text, form }, span)
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
            Some('(') => {
                self.scan.advance(1);
                let value = self.scan.run(0, |ch| ch != ')');
                self.scan.advance(value.chars().count());
                self.scan.eat(')');
                value.trim().to_owned()
            }
            _ => {
                let letters = self.scan.word(WordEnd::Syntax);
                let value: String = letters.iter().map(|letter| letter.ch).collect();
                value.trim_end_matches([',', ';', ':', '!', '?']).to_owned()
            }
        }
    }

    /// `atleast3(x)`, and `atleast3 x` as elsewhere.
    fn counted(&mut self, name: &str) -> Option<Option<Built>> {
        let lower = name.to_ascii_lowercase();
        let digits = lower.strip_prefix("atleast")?;
        let mark = self.scan.mark();
        let gap = self.scan.gap_at(name.len());
        let is_group = self.scan.peek_at(name.len() + gap) == Some('(');
        if digits.is_empty() && is_group {
            let span = self.span_of(name.len());
            self.warnings.note(span, "this is read as a word");
            self.warnings.hint("to say how often, write atleast3(...)");
        }
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let is_word = gap > 0 && self.starts_part(name.len() + gap) && {
            let next = self.scan.bare_at(name.len() + gap);
            operator(&next, Letters::Any).is_none()
        };
        if !is_group && (!is_word || self.depth >= MAX_DEPTH) {
            return None;
        }
        let count = digits.parse::<u32>().unwrap_or(u32::MAX).max(1);
        self.scan.advance(name.len() + gap);
        self.depth += 1;
        let part = if is_group { self.group() } else { self.part() };
        self.depth -= 1;
        let Some(part) = part else {
            return Some(None);
        };
        let span = self.scan.since(mark);
        if !is_group {
            self.foreign += 1;
            let message = format!("this is read as atleast{count}({})", part.expr);
            self.warnings.note(span, message);
        }
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
            .map(|(known, _)| (distance(&lower, known), *known))
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
