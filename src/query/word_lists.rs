//! The user's own lists: words that mean the same, and spellings of names.
//!
//! A list is plain text, one group a line, its entries separated by commas:
//!
//! ```text
//! # boats of the islands
//! ferry, ro-ro, car ferry
//! EU, European Union
//! ```
//!
//! [`WordLists::widened`] makes of a word of a group any of the group. It changes the tree alone, so that any archive understands the result.

use rustc_hash::FxHashMap;

use crate::article::Span;
use crate::query::ast::{Expr, Field, Form, Kind, MAX_CLAUSES, MAX_HEIGHT, Query};
use crate::query::name_part::plain;
use crate::query::warning::{Severity, Warning};
use crate::text::fold;

/// Words of an entry at most.
const LONGEST: usize = 8;

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListOf {
    /// Words that mean the same.
    Synonyms,
    /// Spellings of one name, and other names of one person.
    Names,
}

/// A line of a list that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct ListError {
    /// The line, from 1.
    pub line: usize,
    message: String,
}

/// The lists of one user.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordLists {
    synonyms: Groups,
    names: Groups,
}

/// Groups by their entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Groups {
    groups: Vec<Vec<String>>,
    /// The groups that hold an entry, by its words, folded.
    of: FxHashMap<Vec<String>, Vec<usize>>,
}

impl WordLists {
    /// No list has a group.
    pub fn is_empty(&self) -> bool {
        self.synonyms.groups.is_empty() && self.names.groups.is_empty()
    }

    /// Adds the groups of a list's text.
    pub fn add(&mut self, of: ListOf, text: &str) -> Result<(), ListError> {
        let groups = match of {
            ListOf::Synonyms => &mut self.synonyms,
            ListOf::Names => &mut self.names,
        };
        for (line, written) in (1..).zip(text.lines()) {
            let wrong = |message| ListError { line, message };
            let group = group(written).map_err(wrong)?;
            if !group.is_empty() {
                groups.add(group);
            }
        }
        Ok(())
    }

    /// The other names of who or what has this name.
    pub fn other_names(&self, name: &str) -> Vec<String> {
        self.names.others(&words(name))
    }

    /// The query with its words and names as any of their groups, and a note on each. Words in quotes, exact words and patterns stand for
    /// themselves.
    pub fn widened(&self, query: Query) -> (Query, Vec<Warning>) {
        if self.is_empty() || height(&query.root) + 2 > MAX_HEIGHT {
            return (query, Vec::new());
        }
        let mut widening = Widening {
            lists: self,
            notes: Vec::new(),
            room: MAX_CLAUSES,
        };
        let root = widening.expr(query.root);
        let query = Query {
            root,
            plain: query.plain,
        };
        (query, widening.notes)
    }
}

/// The entries of a line; none where it is empty or a comment.
fn group(line: &str) -> Result<Vec<String>, String> {
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(Vec::new());
    }
    let entries = line.split([',', '，', '、', '،']).map(fold::tidy);
    let entries: Vec<String> = entries.filter(|entry| !entry.is_empty()).collect();
    if let Some(long) = entries.iter().find(|entry| words(entry).len() > LONGEST) {
        return Err(format!("`{long}` has more than {LONGEST} words"));
    }
    match entries.len() {
        0 | 1 => Err("a group has two entries or more, separated by commas".to_owned()),
        _ => Ok(entries),
    }
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(fold::key).collect()
}

impl Groups {
    fn add(&mut self, group: Vec<String>) {
        let at = self.groups.len();
        for entry in &group {
            self.of.entry(words(entry)).or_default().push(at);
        }
        self.groups.push(group);
    }

    /// The other entries of the groups that hold these words, each once.
    fn others(&self, words: &[String]) -> Vec<String> {
        let groups = self.of.get(words).into_iter().flatten();
        let entries = groups.filter_map(|at| self.groups.get(*at)).flatten();
        let mut others: Vec<String> = Vec::new();
        for entry in entries {
            if self::words(entry) != words && !others.contains(entry) {
                others.push(entry.clone());
            }
        }
        others
    }
}

struct Widening<'a> {
    lists: &'a WordLists,
    notes: Vec<Warning>,
    /// Words that may still be added.
    room: usize,
}

impl Widening<'_> {
    fn expr(&mut self, expr: Expr) -> Expr {
        let span = expr.span;
        let boxed = |own: &mut Self, inner: Box<Expr>| Box::new(own.expr(*inner));
        let kind = match expr.kind {
            Kind::And(parts) => return self.all(parts, span),
            Kind::Or(parts) => {
                let parts = parts.into_iter().map(|part| self.expr(part)).collect();
                return Expr::or(parts, span);
            }
            Kind::Word { .. } => return self.run(vec![Expr::new(expr.kind, span)]),
            Kind::Name { .. } => return self.name(Expr::new(expr.kind, span)),
            Kind::Not(inner) => Kind::Not(boxed(self, inner)),
            Kind::Near {
                left,
                right,
                within,
                order,
            } => Kind::Near {
                left: boxed(self, left),
                right: boxed(self, right),
                within,
                order,
            },
            Kind::Field { field, expr } if is_of_words(field) => Kind::Field {
                field,
                expr: boxed(self, expr),
            },
            Kind::AtLeast { count, expr } => Kind::AtLeast {
                count,
                expr: boxed(self, expr),
            },
            Kind::Boost { expr, factor } => Kind::Boost {
                expr: boxed(self, expr),
                factor,
            },
            other => other,
        };
        Expr::new(kind, span)
    }

    /// All of these parts. Words in a row may be one entry: `European Union`.
    fn all(&mut self, parts: Vec<Expr>, span: Span) -> Expr {
        let mut widened = Vec::with_capacity(parts.len());
        let mut parts = parts.into_iter().peekable();
        let mut row: Vec<Expr> = Vec::new();
        loop {
            while row.len() < LONGEST
                && let Some(word) = parts.next_if(|part| word(part).is_some())
            {
                row.push(word);
            }
            if row.is_empty() {
                let Some(part) = parts.next() else { break };
                widened.push(self.expr(part));
                continue;
            }
            let rest = row.split_off(self.entry_length(&row));
            widened.push(self.run(std::mem::replace(&mut row, rest)));
        }
        Expr::and(widened, span)
    }

    /// How many words the longest entry has with which these words begin; 1 where there is none.
    fn entry_length(&self, row: &[Expr]) -> usize {
        let folded: Vec<String> = row.iter().filter_map(word).map(fold::key).collect();
        let is_entry = |length: &usize| {
            let words = folded.get(..*length);
            words.is_some_and(|words| self.lists.synonyms.of.contains_key(words))
        };
        (2..=folded.len()).rev().find(is_entry).unwrap_or(1)
    }

    /// Some words in a row, or what their group has instead.
    fn run(&mut self, row: Vec<Expr>) -> Expr {
        let texts: Vec<&str> = row.iter().filter_map(word).collect();
        let folded: Vec<String> = texts.iter().map(|text| fold::key(text)).collect();
        let text = texts.join(" ");
        let start = row.first().map_or(0, |first| first.span.start);
        let end = row.last().map_or(start, |last| last.span.end);
        let span = Span { start, end };
        let others = self.take((&text, span), self.lists.synonyms.others(&folded));
        let mut any = vec![Expr::and(row, span)];
        any.extend(
            others
                .into_iter()
                .map(|other| Expr::new(plain(other), span)),
        );
        Expr::or(any, span)
    }

    fn name(&mut self, name: Expr) -> Expr {
        let span = name.span;
        let Kind::Name {
            text,
            form: Form::Inflected,
            except,
        } = &name.kind
        else {
            return name;
        };
        let mut others = self.lists.names.others(&words(text));
        others.retain(|other| !except.iter().any(|not| words(not) == words(other)));
        let others = self.take((&text.clone(), span), others);
        let mut any = vec![name];
        any.extend(others.into_iter().map(|text| {
            let spelling = Kind::Name {
                text,
                form: Form::Exact,
                except: Vec::new(),
            };
            Expr::new(spelling, span)
        }));
        Expr::or(any, span)
    }

    /// Notes what is added; nothing where the query would be too long.
    fn take(&mut self, (text, span): (&str, Span), others: Vec<String>) -> Vec<String> {
        if others.is_empty() || others.len() > self.room {
            return Vec::new();
        }
        self.room -= others.len();
        self.notes.push(Warning {
            span,
            severity: Severity::Note,
            message: format!("by your lists, `{text}` finds {} too", others.join(", ")),
            hint: None,
        });
        others
    }
}

/// A word that a list may widen.
fn word(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        Kind::Word {
            text,
            form: Form::Inflected,
        } => Some(text),
        _ => None,
    }
}

/// Whether the field holds words of the article.
fn is_of_words(field: Field) -> bool {
    matches!(field, Field::Title | Field::Lead | Field::Text)
}

fn height(expr: &Expr) -> usize {
    let inner = match &expr.kind {
        Kind::And(parts) | Kind::Or(parts) => parts.iter().map(height).max(),
        Kind::Near { left, right, .. } => Some(height(left).max(height(right))),
        Kind::Not(inner)
        | Kind::Field { expr: inner, .. }
        | Kind::AtLeast { expr: inner, .. }
        | Kind::Boost { expr: inner, .. } => Some(height(inner)),
        _ => None,
    };
    1 + inner.unwrap_or(0)
}
