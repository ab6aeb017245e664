//! `name:` in a query: what is looked for in all its spellings.

use crate::article::Span;
use crate::query::ast::{Expr, Form, Kind, Query};
use crate::query::chars::{WordEnd, is_gap, is_quote};
use crate::query::parse::{Built, Parser};

/// What `name:` in a query means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Names {
    /// Its words as plain words.
    Off,
    /// The name in this spelling alone.
    Exact,
    /// The name in all its spellings.
    #[default]
    Variants,
}

impl Query {
    /// The query with its names read so.
    #[must_use]
    pub fn with_names(mut self, names: Names) -> Self {
        if names != Names::Variants {
            each_name(&mut self.root, &|kind| match (names, kind) {
                (Names::Exact, Kind::Name { text, .. }) => Kind::Name {
                    text,
                    form: Form::Exact,
                    except: Vec::new(),
                },
                (_, Kind::Name { text, .. }) => plain(text),
                (_, other) => other,
            });
        }
        self
    }
}

/// One word, or several as a phrase.
pub(super) fn plain(text: String) -> Kind {
    if text.contains(char::is_whitespace) {
        return Kind::Phrase {
            text,
            form: Form::Written,
            slop: 0,
        };
    }
    Kind::Word {
        text,
        form: Form::Inflected,
    }
}

/// Changes every name of a tree.
fn each_name(expr: &mut Expr, change: &dyn Fn(Kind) -> Kind) {
    match &mut expr.kind {
        Kind::And(parts) | Kind::Or(parts) => {
            for part in parts {
                each_name(part, change);
            }
        }
        Kind::Near { left, right, .. } => {
            each_name(left, change);
            each_name(right, change);
        }
        Kind::Not(inner)
        | Kind::Field { expr: inner, .. }
        | Kind::AtLeast { expr: inner, .. }
        | Kind::Boost { expr: inner, .. } => each_name(inner, change),
        Kind::Name { .. } => {
            let name = std::mem::replace(&mut expr.kind, Kind::Nothing);
            expr.kind = change(name);
        }
        _ => {}
    }
}

/// The words and phrases of a tree as names; whether there was anything else.
fn as_names(expr: &mut Expr) -> bool {
    match &mut expr.kind {
        Kind::And(parts) | Kind::Or(parts) => {
            let mut others = false;
            for part in parts {
                others |= as_names(part);
            }
            others
        }
        Kind::Not(inner) | Kind::Boost { expr: inner, .. } => as_names(inner),
        Kind::Word { text, form } | Kind::Phrase { text, form, .. } => {
            let is_exact = *form == Form::Exact;
            expr.kind = Kind::Name {
                text: std::mem::take(text),
                form: if is_exact {
                    Form::Exact
                } else {
                    Form::Inflected
                },
                except: Vec::new(),
            };
            false
        }
        Kind::Name { .. } => false,
        _ => true,
    }
}

impl Parser {
    /// The value behind `name:`, with the spellings that are taken out of it: `name:Lukashenko -=Lukaszenko`. `mark` is where `name`
    /// began.
    pub(crate) fn name(&mut self, mark: usize) -> Option<Built> {
        let negated = self.scan.peek() == Some('-') && self.scan.eat('-');
        let mut value = self.part()?;
        self.joins = true;
        value.expr.span = self.scan.since(mark);
        if as_names(&mut value.expr) {
            self.warnings.note(
                value.expr.span,
                "only words and phrases are names; the rest is read as without `name:`",
            );
        }
        if let Kind::Name { except, .. } = &mut value.expr.kind {
            *except = self.exceptions();
        }
        let span: Span = self.scan.since(mark);
        value.expr.span = span;
        if negated {
            return Some(self.wrap(value, span, |expr| Kind::Not(Box::new(expr))));
        }
        Some(value)
    }

    /// Spellings that are taken out: `-=Word`, right behind the name.
    fn exceptions(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        loop {
            let before = self.scan.mark();
            self.scan.skip_gap();
            let is_one = self.scan.mark() > before
                && self.scan.peek() == Some('-')
                && self.scan.peek_at(1) == Some('=')
                && self
                    .scan
                    .peek_at(2)
                    .is_some_and(|c| !is_gap(c) && c != ')' && c != '(');
            if !is_one {
                self.scan.rewind(before);
                return found;
            }
            self.scan.advance(2);
            let spelling = if self.scan.peek().is_some_and(is_quote) {
                self.scan.quoted().text
            } else {
                let letters = self.scan.word(WordEnd::Syntax);
                letters.iter().map(|letter| letter.ch).collect()
            };
            let spelling = spelling.trim_matches(|c: char| !c.is_alphanumeric());
            if !spelling.is_empty() {
                found.push(spelling.to_owned());
            }
        }
    }
}
