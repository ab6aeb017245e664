//! Tree to text: the canonical form, with which `parse(print(q)) = q`, and the tree for `--explain-query`.

use std::fmt::{self, Write as _};

use crate::query::ast::{Expr, Field, Form, Kind, MAX_DEPTH, Order, Query, Within};
use crate::query::chars::{is_quote, is_searchable};
use crate::query::dates;
use crate::query::kin;
use crate::query::operator::{Letters, Operator, operator};
use crate::query::parse::parse;

/// How tight a form binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Not,
    Near,
    Boost,
    Part,
}

/// The canonical form.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

/// The canonical form.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut printed = Printed::new(Level::Not);
        print(self, Level::Or, Place::Outside, &mut printed);
        if printed.deepest > MAX_DEPTH / 2 {
            // Parentheses that only help to read might be more than are read back.
            printed = Printed::new(Level::And);
            print(self, Level::Or, Place::Outside, &mut printed);
        }
        f.write_str(&printed.text)
    }
}

/// What is printed so far.
struct Printed {
    text: String,
    /// How tight a part of an OR must bind to stand without parentheses.
    least_in_or: Level,
    /// Parentheses that are open.
    depth: usize,
    deepest: usize,
}

impl Printed {
    fn new(least_in_or: Level) -> Self {
        Self {
            text: String::new(),
            least_in_or,
            depth: 0,
            deepest: 0,
        }
    }
}

/// Where a part is printed: addresses and ids are written differently.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// In no field, or in parentheses behind the name of one whose words are as everywhere.
    Outside,
    /// Right behind the name.
    Value(Field),
    /// In parentheses behind the name of an address field.
    Address(Field),
}

impl Place {
    fn in_parentheses(self) -> Self {
        match self {
            Self::Value(field) if is_address(field) => Self::Address(field),
            Self::Value(_) => Self::Outside,
            other => other,
        }
    }
}

fn is_address(field: Field) -> bool {
    field.is_raw()
}

fn level(kind: &Kind) -> Level {
    match kind {
        Kind::Or(_) => Level::Or,
        Kind::And(_) => Level::And,
        Kind::Not(_) => Level::Not,
        Kind::Near { .. } => Level::Near,
        Kind::Boost { .. } => Level::Boost,
        _ => Level::Part,
    }
}

/// Prints `expr`, in parentheses when it binds looser than `least`.
fn print(expr: &Expr, least: Level, place: Place, out: &mut Printed) {
    if level(&expr.kind) >= least {
        print_kind(&expr.kind, place, out);
    } else {
        in_parentheses(&expr.kind, place.in_parentheses(), out);
    }
}

fn in_parentheses(kind: &Kind, place: Place, out: &mut Printed) {
    out.text.push('(');
    out.depth += 1;
    out.deepest = out.deepest.max(out.depth);
    print_kind(kind, place, out);
    out.depth -= 1;
    out.text.push(')');
}

fn print_kind(kind: &Kind, place: Place, out: &mut Printed) {
    match kind {
        Kind::All => out.text.push('*'),
        Kind::Nothing => out.text.push_str("\"\""),
        Kind::Word { text, form } => {
            out.text
                .push_str(if *form == Form::Exact { "=" } else { "" });
            word(text, kind, place, &mut out.text);
        }
        Kind::Phrase { text, form, slop } => phrase(text, *form, *slop, &mut out.text),
        Kind::Prefix { text } => {
            word(text, kind, place, &mut out.text);
            out.text.push('*');
        }
        Kind::Wildcard { pattern } => wildcard(pattern, &mut out.text),
        Kind::Regex { pattern } => regex(pattern, &mut out.text),
        Kind::Fuzzy { text, distance } => {
            word(text, kind, place, &mut out.text);
            out.text.push_str(&format!("~{distance}"));
        }
        Kind::Name { text, form, except } => name(text, *form, except, &mut out.text),
        Kind::And(parts) => list(parts, " AND ", Level::Not, place, out),
        Kind::Or(parts) => list(parts, " OR ", out.least_in_or, place, out),
        Kind::Not(expr) => {
            out.text.push_str("NOT ");
            print(expr, Level::Near, place, out);
        }
        Kind::Near {
            left,
            right,
            within,
            order,
        } => {
            print(left, Level::Near, place, out);
            out.text
                .push_str(&format!(" {} ", Operator::Near(*within, *order)));
            print(right, Level::Boost, place, out);
        }
        Kind::Field { field, expr } => {
            out.text.push_str(&format!("{}:", field.name()));
            print(expr, Level::Part, Place::Value(*field), out);
        }
        Kind::Published(range) => out.text.push_str(&format!("date:{}", dates::print(range))),
        Kind::Last(period) => out.text.push_str(&format!("last:{period}")),
        Kind::Undated => out.text.push_str("date:none"),
        Kind::Copies(range) => out.text.push_str(&format!("copies:{}", kin::print(range))),
        Kind::Independent(is) => out.text.push_str(&format!("independent:{is}")),
        Kind::AtLeast { count, expr } => {
            out.text.push_str(&format!("atleast{count}"));
            in_parentheses(&expr.kind, Place::Outside, out);
        }
        Kind::Boost { expr, factor } => {
            print(expr, Level::Part, place, out);
            out.text.push_str(&format!("^{factor}"));
        }
    }
}

/// Parts of an AND or an OR. An AND in an OR stands in parentheses though it need not, but for very deep queries.
fn list(parts: &[Expr], between: &str, least: Level, place: Place, out: &mut Printed) {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.text.push_str(between);
        }
        print(part, least, place, out);
    }
}

/// A word as it is when it reads back so, else with its punctuation escaped.
fn word(text: &str, kind: &Kind, place: Place, out: &mut String) {
    let escaped: String = text
        .chars()
        .flat_map(|ch| {
            (!ch.is_alphanumeric())
                .then_some('\\')
                .into_iter()
                .chain(std::iter::once(ch))
        })
        .collect();
    if (escaped == text && !is_operator(text)) || reads_back(text, kind, place) {
        out.push_str(text);
    } else {
        let bare = !escaped.starts_with('\\') && !reads_back(&escaped, kind, place);
        out.push_str(if bare { "\\" } else { "" });
        out.push_str(&escaped);
    }
}

/// A name, and the spellings that do not count.
fn name(text: &str, form: Form, except: &[String], out: &mut String) {
    out.push_str("name:");
    spelling(text, form, out);
    for other in except {
        out.push_str(" -");
        spelling(other, Form::Exact, out);
    }
}

/// A name as it is written; in quotes but for a single word.
fn spelling(text: &str, form: Form, out: &mut String) {
    if !text.chars().all(char::is_alphabetic) || operator(text, Letters::Any).is_some() {
        phrase(text, form, 0, out);
        return;
    }
    out.push_str(if form == Form::Exact { "=" } else { "" });
    out.push_str(text);
}

/// A pattern; one of an address may hold what would end a word. A comma within `1,050?8` is part of it.
fn wildcard(pattern: &str, out: &mut String) {
    let inner = pattern.trim_matches(',');
    let start = pattern.len() - pattern.trim_start_matches(',').len();
    for (at, ch) in pattern.char_indices() {
        let within = ch == ',' && (start..start + inner.len()).contains(&at);
        if !is_searchable(ch) && !"*?-._'’/:=&%+#@".contains(ch) && !within {
            out.push('\\');
        }
        out.push(ch);
    }
}

fn is_operator(text: &str) -> bool {
    operator(text, Letters::Capitals).is_some()
}

/// Whether the bare text is read as this word, as the first and as the last of several in parentheses.
fn reads_back(text: &str, kind: &Kind, place: Place) -> bool {
    let part = match kind {
        Kind::Word {
            form: Form::Exact, ..
        } => format!("={text}"),
        Kind::Prefix { .. } => format!("{text}*"),
        Kind::Fuzzy { distance, .. } => format!("{text}~{distance}"),
        _ => text.to_owned(),
    };
    let (query, wanted) = match place {
        Place::Outside => (format!("({part} x {part})"), None),
        Place::Value(field) => (
            format!("({0}:{part} x {0}:{part})", field.name()),
            Some(field),
        ),
        Place::Address(field) => (format!("{}:({part} x {part})", field.name()), None),
    };
    let mut root = parse(&query).0.root;
    if let (Place::Address(_), Kind::Field { expr, .. }) = (place, &root.kind) {
        root = (**expr).clone();
    }
    let is_it = |found: &Expr| match (&found.kind, wanted) {
        (Kind::Field { field, expr }, Some(wanted)) => *field == wanted && expr.kind == *kind,
        (found, None) => found == kind,
        _ => false,
    };
    match &root.kind {
        Kind::And(parts) => {
            matches!(parts.as_slice(), [first, _, last] if is_it(first) && is_it(last))
        }
        _ => false,
    }
}

fn phrase(text: &str, form: Form, slop: u32, out: &mut String) {
    out.push_str(if form == Form::Exact { "=\"" } else { "\"" });
    for ch in text.chars() {
        if ch == '\\' || is_quote(ch) {
            out.push('\\');
        }
        out.push(ch);
    }
    out.push('"');
    if slop > 0 {
        out.push_str(&format!("~{slop}"));
    }
}

fn regex(pattern: &str, out: &mut String) {
    out.push('/');
    let mut escaped = false;
    for ch in pattern.chars() {
        if ch == '/' && !escaped {
            out.push('\\');
        }
        escaped = ch == '\\' && !escaped;
        out.push(ch);
    }
    out.push('/');
}

/// The query as an indented tree, one part a line, for `--explain-query`.
pub fn explain(query: &Query) -> String {
    let mut out = String::new();
    explain_expr(&query.root, 0, &mut out);
    out
}

fn explain_expr(expr: &Expr, depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
    out.push_str(&headline(&expr.kind));
    out.push('\n');
    match &expr.kind {
        Kind::And(parts) | Kind::Or(parts) => {
            parts
                .iter()
                .for_each(|part| explain_expr(part, depth + 1, out));
        }
        Kind::Near { left, right, .. } => {
            explain_expr(left, depth + 1, out);
            explain_expr(right, depth + 1, out);
        }
        Kind::Not(expr)
        | Kind::Field { expr, .. }
        | Kind::AtLeast { expr, .. }
        | Kind::Boost { expr, .. } => {
            explain_expr(expr, depth + 1, out);
        }
        _ => {}
    }
}

/// One line on one part.
fn headline(kind: &Kind) -> String {
    match kind {
        Kind::All => "every article".to_owned(),
        Kind::Nothing => "no article".to_owned(),
        Kind::Word {
            text,
            form: Form::Inflected,
        } => format!("word {text}, any inflection"),
        Kind::Word {
            text,
            form: Form::Written,
        } => format!("word {text}, this form"),
        Kind::Word {
            text,
            form: Form::Exact,
        } => format!("word {text}, exactly"),
        Kind::Phrase { text, form, slop } => {
            let mut line = format!("phrase \"{text}\"");
            line.push_str(if *form == Form::Exact {
                ", exactly"
            } else {
                ", these forms"
            });
            if *slop > 0 {
                let _ = write!(line, ", up to {slop} words between");
            }
            line
        }
        Kind::Prefix { text } => format!("words that begin with {text}"),
        Kind::Wildcard { pattern } => format!("words like {pattern}"),
        Kind::Regex { pattern } => format!("words that match /{pattern}/"),
        Kind::Fuzzy { text, distance: 1 } => format!("words like {text}, one letter apart"),
        Kind::Fuzzy { text, .. } => format!("words like {text}, two letters apart"),
        Kind::Name { text, form, except } => {
            let mut line = format!("name {text}, in ");
            line.push_str(if *form == Form::Exact {
                "this spelling"
            } else {
                "all spellings"
            });
            if !except.is_empty() {
                let _ = write!(line, " but {}", except.join(", "));
            }
            line
        }
        Kind::And(_) => "all of".to_owned(),
        Kind::Or(_) => "any of".to_owned(),
        Kind::Not(_) => "not".to_owned(),
        Kind::Near { within, order, .. } => {
            let near = match within {
                Within::Words(1) => "side by side".to_owned(),
                Within::Words(words) => format!("within {words} words"),
                Within::Sentence => "in one sentence".to_owned(),
                Within::Paragraph => "in one paragraph".to_owned(),
            };
            format!(
                "{near}, {}",
                if *order == Order::Any {
                    "any order"
                } else {
                    "in this order"
                }
            )
        }
        Kind::Field { field, .. } => format!("in {}", field.name()),
        Kind::Published(range) => format!("published {}", dates::print(range)),
        Kind::Last(period) => format!("published in the last {period}"),
        Kind::Undated => "undated".to_owned(),
        Kind::Copies(range) => format!("with {} copies", kin::print(range)),
        Kind::Independent(true) => "sharing text with no other".to_owned(),
        Kind::Independent(false) => "sharing text with others".to_owned(),
        Kind::AtLeast { count, .. } => format!("at least {count} times"),
        Kind::Boost { factor, .. } => format!("counts {factor} times as much"),
    }
}
