//! The ends of the tree: words, phrases, patterns, and the fields they stand behind.

use crate::article::Span;
use crate::query::dates::{self, DateField, DateValue};
use crate::query::parse::{Built, Parser};
use crate::query::scan::{Letter, WordEnd, is_gap, is_quote, is_searchable};
use crate::query::{Expr, Field, Form, Kind, MAX_DEPTH, Order, Within};

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
    ("name", Prefix::Later("the spellings of a name are not found yet; this is read as plain words")),
    ("story", Prefix::Later("stories cannot be searched yet; this is read as plain words")),
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
                self.warnings.note(span, "every word must be there anyway; the plus is left out");
                None
            }
            '/' => self.regex(),
            _ => self.named().unwrap_or_else(|| self.word(Form::Inflected)),
        };
        if self.scan.mark() == mark {
            self.scan.advance(1);
        }
        part
    }

    fn starts_part(&self, ahead: usize) -> bool {
        self.scan.peek_at(ahead).is_some_and(|ch| is_searchable(ch) || is_quote(ch) || ch == '(')
    }

    /// `=word`, `="Two Words"`.
    fn exact(&mut self) -> Option<Built> {
        let start = self.scan.mark();
        while self.scan.eat('=') {}
        match self.scan.peek() {
            Some(ch) if is_quote(ch) => self.phrase(Form::Exact),
            Some(ch) if !is_gap(ch) && ch != ')' && ch != '(' => self.word(Form::Exact),
            _ => {
                self.warnings
                    .note(self.scan.since(start), "`=` belongs before a word: `=Word`; it is left out");
                None
            }
        }
    }

    /// `"two words"`, `"a b"~5`; the quote is here.
    fn phrase(&mut self, form: Form) -> Option<Built> {
        let mark = self.scan.mark();
        let quoted = self.scan.quoted();
        let slop = self.scan.suffix('~');
        let span = self.scan.since(mark);
        if !quoted.text.chars().any(char::is_alphanumeric) {
            self.warnings.note(span, "there are no words between these quotes; they are left out");
            return None;
        }
        if !quoted.closed {
            self.warnings.warn(span, "nothing closes this quote; the phrase reaches to the end");
        }
        if quoted.text.contains('*') {
            self.warnings.note(span, "between quotes, `*` is no wildcard");
            self.warnings.hint("for a phrase with a wildcard write belav* PRE/1 fleet");
        }
        if slop.as_deref() == Some("") {
            self.warnings.note(span, "`~` behind a phrase needs a number: `\"a b\"~5`; it is left out");
        }
        let slop = slop.and_then(|number| whole(&number)).unwrap_or(0).min(1_000_000);
        self.leaf(Kind::Phrase { text: quoted.text, form, slop }, span)
    }

    /// `/re.*/`, or a word that begins with a slash.
    fn regex(&mut self) -> Option<Built> {
        let mark = self.scan.mark();
        let Some(pattern) = self.scan.regex() else { return self.word(Form::Inflected) };
        let span = self.scan.since(mark);
        match regex::RegexBuilder::new(&pattern).size_limit(MAX_REGEX_BYTES).build() {
            Ok(_) => self.leaf(Kind::Regex { pattern }, span),
            Err(_) => {
                self.warnings.warn(span, "this regular expression cannot be read; it is read as plain words");
                self.scan.rewind(mark);
                self.word(Form::Inflected)
            }
        }
    }

    /// A part that begins with a name: `title:x`, `date:2025`, `atleast3(x)`. `None`, and not moved, where there is none.
    fn named(&mut self) -> Option<Option<Built>> {
        let name = self.scan.run(0, |ch| ch.is_ascii_alphanumeric());
        let length = name.len();
        match self.scan.peek_at(length)? {
            ':' => self.prefixed(&name),
            '(' => self.counted(&name),
            _ => None,
        }
    }

    /// `title:x`; what stands before the colon is `name`.
    fn prefixed(&mut self, name: &str) -> Option<Option<Built>> {
        let known = PREFIXES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let Some(&(_, prefix)) = known else {
            self.remark_on_unknown(name);
            return None;
        };
        if self.depth >= MAX_DEPTH {
            return None;
        }
        let mark = self.scan.mark();
        self.scan.advance(name.len() + 1);
        let span = self.scan.since(mark);
        if self.scan.peek().is_some_and(is_gap) {
            self.scan.skip_gap();
            if self.scan.peek().is_some() {
                self.warnings.note(span, format!("the space behind `{name}:` is left out"));
            }
        }
        if self.scan.peek().is_none_or(|ch| ch == ')') {
            self.warnings.warn(span, format!("nothing stands behind `{name}:`; it is read as a word"));
            let text = name.to_owned();
            return Some(self.leaf(Kind::Word { text, form: Form::Inflected }, span));
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
        let negated = !raw && self.scan.peek() == Some('-') && self.starts_part(1) && self.scan.eat('-');
        let outside =
            std::mem::replace(&mut self.word_end, if raw { WordEnd::Space } else { WordEnd::Syntax });
        let value = self.part();
        self.word_end = outside;
        let value = value?;
        let span = self.scan.since(mark);
        let built = self.wrap(value, span, |expr| Kind::Field { field, expr: Box::new(expr) });
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
                self.warnings.warn(span, format!("`{value}` is no date; it is read as plain words"));
                self.warnings.hint(forms);
                let words: Vec<&str> =
                    value.split_whitespace().filter(|word| word.contains(is_searchable)).collect();
                if words.is_empty() {
                    return None;
                }
                self.leaf(Kind::Word { text: words.join("-"), form: Form::Inflected }, span)
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
                self.scan.advance(length + usize::from(matches!(self.scan.peek_at(length), Some(']' | '}'))));
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
    fn counted(&mut self, name: &str) -> Option<Option<Built>> {
        let lower = name.to_ascii_lowercase();
        let digits = lower.strip_prefix("atleast")?;
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let count = digits.parse::<u32>().unwrap_or(u32::MAX).max(1);
        let mark = self.scan.mark();
        self.scan.advance(name.len());
        let Some(part) = self.group() else { return Some(None) };
        let span = self.scan.since(mark);
        Some(Some(self.at_least(count, part, span)))
    }

    /// A word from here on, with its wildcards and its `~`.
    fn word(&mut self, form: Form) -> Option<Built> {
        let end = self.word_end;
        let mark = self.scan.mark();
        let all = self.scan.word(end);
        let letters = trimmed(&all, end);
        let fuzzy = self.scan.suffix('~');
        let span = self.scan.since(mark);
        if matches!(letters, [Letter { ch: '*', literal: false }]) && all.len() == 1 {
            return self.leaf(Kind::All, span);
        }
        let text: String = letters.iter().map(|letter| letter.ch).collect();
        if !letters.iter().any(|letter| letter.ch.is_alphanumeric()) {
            if span.start < span.end {
                self.warnings.note(span, "there are no letters or digits in this; it is left out");
                if all.first().is_some_and(|letter| letter.ch == '[') {
                    self.warnings.hint("for a range of dates write date:2025-09-01..2025-09-12");
                }
            }
            return None;
        }
        if let Some(number) = fuzzy {
            let kind = self.fuzzy(text, &number, span);
            return self.leaf(kind, span);
        }
        if has_wildcard(letters, end) {
            return self.pattern(letters, form, span);
        }
        if end == WordEnd::Syntax {
            self.remark_on_punctuation(&all, letters, span);
            if matches!(text.to_ascii_lowercase().as_str(), "and" | "or" | "not")
                && !letters.iter().any(|letter| letter.literal)
            {
                self.small_operators.push((span, text.clone()));
            }
        }
        self.leaf(Kind::Word { text, form }, span)
    }

    /// `word~1`.
    fn fuzzy(&mut self, text: String, number: &str, span: Span) -> Kind {
        let distance = match number {
            "" if text.chars().count() <= 5 => 1,
            "" => 2,
            _ => whole(number).unwrap_or(2),
        };
        if distance > 2 || number.contains('.') {
            self.warnings
                .note(span, "a word may differ in two letters at most: `~1` or `~2`; this is read as `~2`");
        }
        match distance {
            0 => Kind::Phrase { text, form: Form::Written, slop: 0 },
            1 => Kind::Fuzzy { text, distance: 1 },
            _ => Kind::Fuzzy { text, distance: 2 },
        }
    }

    /// `belav*`, `organi?ation`, `anti-corrupt*`.
    fn pattern(&mut self, letters: &[Letter], form: Form, span: Span) -> Option<Built> {
        let end = self.word_end;
        if form == Form::Exact {
            self.warnings.note(span, "`=` and wildcards do not go together; the `=` is left out");
        }
        let mut pattern = String::new();
        for letter in letters {
            let wild = matches!(letter.ch, '*' | '?');
            if wild && (letter.literal || (letter.ch == '*' && pattern.ends_with('*'))) {
                continue;
            }
            pattern.push(letter.ch);
        }
        let (words, last) = match pattern.rsplit_once('-') {
            Some((words, last))
                if end == WordEnd::Syntax && !words.contains(['*', '?']) && !words.is_empty() =>
            {
                (Some(words.to_owned()), last.to_owned())
            }
            _ => (None, pattern),
        };
        if last.starts_with(['*', '?']) && end == WordEnd::Syntax {
            self.warnings
                .note(span, "a wildcard at the beginning looks at every word of the archive; this is slower");
        }
        let stem =
            last.strip_suffix('*').filter(|stem| !stem.contains(['*', '?']) && stem.contains(is_searchable));
        let kind = match stem {
            Some(stem) => Kind::Prefix { text: stem.to_owned() },
            None => Kind::Wildcard { pattern: last },
        };
        let Some(text) = words else { return self.leaf(kind, span) };
        let left = Expr::new(Kind::Word { text, form: Form::Inflected }, span);
        let right = Expr::new(kind, span);
        let near = Kind::Near {
            left: Box::new(left),
            right: Box::new(right),
            within: Within::Words(1),
            order: Order::InOrder,
        };
        self.warnings.note(span, format!("this is read as {}", Expr::new(near.clone(), span)));
        self.leaf(near, span)
    }

    /// Says what is left of a word like `C++` or `AT&T`.
    fn remark_on_punctuation(&mut self, all: &[Letter], letters: &[Letter], span: Span) {
        if all.last().is_some_and(|letter| letter.ch == '?' && !letter.literal) {
            self.warnings.note(span, "a question mark at the end of a word is punctuation");
            self.warnings
                .hint("a wildcard stands inside a word, organi?ation; for any ending write sanction*");
        }
        let quiet = |ch: char| {
            is_searchable(ch) || matches!(ch, '\'' | '’' | 'ʼ' | '-' | '‐' | '‑' | '.' | ',' | '_' | '·')
        };
        if letters.iter().all(|letter| quiet(letter.ch)) {
            return;
        }
        let text: String = letters.iter().map(|letter| letter.ch).collect();
        let words: Vec<&str> =
            text.split(|ch| !quiet(ch)).filter(|word| word.contains(is_searchable)).collect();
        match *words.as_slice() {
            [word] => self.warnings.note(span, format!("only letters and digits are searched: `{word}`")),
            _ => {
                self.warnings
                    .note(span, format!("these words are searched side by side: {}", words.join(" ")));
                if text.contains("://") {
                    self.warnings.hint(format!("to find the article at this address write url:{text}"));
                }
            }
        }
    }

    /// A name before a colon that is no field.
    fn remark_on_unknown(&mut self, name: &str) {
        let length = name.len();
        let next = self.scan.peek_at(length + 1);
        if !name.bytes().all(|byte| byte.is_ascii_alphabetic())
            || next.is_none_or(|ch| ch == '/' || is_gap(ch))
        {
            return;
        }
        let mark = self.scan.mark();
        self.scan.advance(length + 1);
        let span = self.scan.since(mark);
        self.scan.rewind(mark);
        self.warnings.note(span, format!("there is no field `{name}`; this is read as plain words"));
        let near =
            PREFIXES.iter().map(|&(known, _)| (distance(&name.to_ascii_lowercase(), known), known)).min();
        if let Some((1..=2, known)) = near.filter(|&(distance, _)| distance * 2 < length) {
            self.warnings.hint(format!("did you mean {known}:"));
        }
    }
}

/// The number, when it is a whole one.
fn whole(number: &str) -> Option<u32> {
    (!number.is_empty() && !number.contains('.')).then(|| number.parse().unwrap_or(u32::MAX))
}

/// The letters without the punctuation around them; that of `C++`, `#tag` and `5%` stays.
fn trimmed(letters: &[Letter], end: WordEnd) -> &[Letter] {
    let keep = |letter: &Letter, leading: bool| {
        letter.literal
            || is_searchable(letter.ch)
            || matches!(letter.ch, '*' | '+' | '#' | '%' | '@' | '$' | '€' | '£' | '¥' | '°')
            || (leading && letter.ch == '?')
            || (end == WordEnd::Space && !matches!(letter.ch, ',' | ';'))
    };
    let start = letters.iter().position(|letter| keep(letter, true)).unwrap_or(letters.len());
    let stop = letters.iter().rposition(|letter| keep(letter, false)).map_or(start, |last| last + 1);
    letters.get(start..stop.max(start)).unwrap_or_default()
}

/// Whether a word is a pattern. In a word with other punctuation than a hyphen or an apostrophe, `*` and `?` are punctuation too; in an
/// address only `*` is a wildcard by itself.
fn has_wildcard(letters: &[Letter], end: WordEnd) -> bool {
    let wild = |letter: &Letter| {
        !letter.literal && (letter.ch == '*' || (letter.ch == '?' && end == WordEnd::Syntax))
    };
    let plain = |letter: &Letter| {
        end == WordEnd::Space
            || is_searchable(letter.ch)
            || matches!(letter.ch, '*' | '?' | '-' | '\'' | '’' | '.' | '_')
    };
    letters.iter().any(wild) && letters.iter().all(plain)
}

/// Letters to change between two short names (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, &above) in b.bytes().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(x != y)).min(left + 1).min(above + 1);
            diagonal = above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
