//! The form for those who do not write the query language: it writes a query, and reads one back.

use crate::article::Span;
use crate::query::{Expr, Field, Form, Kind, Order, Query, Within};

/// Words between two things that are near each other, where nobody says.
const NEAR: u32 = 10;

/// The fields of the form. A query that they cannot say stands in `more`, so that none is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdvancedForm {
    /// All of these words.
    pub all: String,
    /// Any of these.
    pub any: String,
    /// This phrase.
    pub phrase: String,
    /// These two words or phrases near each other: the first.
    pub near: String,
    /// The second.
    pub near_to: String,
    /// How near, in words; 0 for the usual 10.
    pub within: u32,
    /// None of these words.
    pub without: String,
    /// These words in the headline.
    pub title: String,
    /// This outlet.
    pub outlet: String,
    /// The rest of the query, in the query language.
    pub more: String,
}

const NOWHERE: Span = Span { start: 0, end: 0 };

fn expr(kind: Kind) -> Expr {
    Expr::new(kind, NOWHERE)
}

fn word(text: &str) -> Expr {
    expr(Kind::Word {
        text: text.to_owned(),
        form: Form::Inflected,
    })
}

/// Several words are a phrase.
fn phrase(text: &str) -> Expr {
    let text = text.replace('"', " ");
    let words: Vec<&str> = text.split_whitespace().collect();
    expr(Kind::Phrase {
        text: words.join(" "),
        form: Form::Written,
        slop: 0,
    })
}

/// One word as a word, several as a phrase.
fn thing(text: &str) -> Expr {
    match text.split_whitespace().count() {
        1 => word(text.trim()),
        _ => phrase(text),
    }
}

fn in_field(field: Field, part: Expr) -> Expr {
    let expr_ = Box::new(part);
    expr(Kind::Field { field, expr: expr_ })
}

impl AdvancedForm {
    /// Reads the parameters of an address; other parameters are none of the form's.
    pub fn parse(text: &str) -> Self {
        let mut form = Self::default();
        for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
            let value = value.trim().to_owned();
            match &*name {
                "all" => form.all = value,
                "any" => form.any = value,
                "phrase" => form.phrase = value,
                "near" => form.near = value,
                "near_to" => form.near_to = value,
                "within" => form.within = value.parse().unwrap_or(0),
                "without" => form.without = value,
                "title" => form.title = value,
                "outlet" => form.outlet = value,
                "more" => form.more = value,
                _ => {}
            }
        }
        form
    }

    /// The query that the form asks for, in the query language.
    pub fn to_query(&self) -> String {
        let mut parts: Vec<Expr> = self.all.split_whitespace().map(word).collect();
        let any: Vec<Expr> = self.any.split_whitespace().map(word).collect();
        if !any.is_empty() {
            parts.push(Expr::or(any, NOWHERE));
        }
        if !self.phrase.trim().is_empty() {
            parts.push(phrase(&self.phrase));
        }
        let near = [&self.near, &self.near_to].map(|text| text.trim());
        match near {
            ["", ""] => {}
            ["", one] | [one, ""] => parts.push(thing(one)),
            [left, right] => parts.push(expr(Kind::Near {
                left: Box::new(thing(left)),
                right: Box::new(thing(right)),
                within: Within::Words(if self.within == 0 { NEAR } else { self.within }),
                order: Order::Any,
            })),
        }
        for own in self.title.split_whitespace() {
            parts.push(in_field(Field::Title, word(own)));
        }
        if !self.outlet.trim().is_empty() {
            parts.push(in_field(Field::Source, phrase(&self.outlet)));
        }
        if !self.more.trim().is_empty() {
            parts.push(crate::query::parse(&self.more).0.root);
        }
        for own in self.without.split_whitespace() {
            parts.push(expr(Kind::Not(Box::new(word(own)))));
        }
        if parts.is_empty() {
            return String::new();
        }
        let root = Expr::and(parts, NOWHERE);
        Query { root, plain: false }.to_string()
    }

    /// The form that asks for this query.
    pub fn of_query(query: &Query) -> Self {
        let mut form = Self::default();
        let parts = match &query.root.kind {
            Kind::And(parts) => parts.clone(),
            Kind::All | Kind::Nothing => Vec::new(),
            _ => vec![query.root.clone()],
        };
        let mut rest = Vec::new();
        for part in parts {
            if !form.take(&part.kind) {
                rest.push(part);
            }
        }
        if !rest.is_empty() {
            let root = Expr::and(rest, NOWHERE);
            form.more = Query { root, plain: false }.to_string();
        }
        form
    }

    /// Puts a part of a query into its field; whether there is one for it that is still free.
    fn take(&mut self, part: &Kind) -> bool {
        match part {
            Kind::Or(parts) if self.any.is_empty() => {
                let words: Option<Vec<&str>> = parts.iter().map(plain_word).collect();
                let found = words.filter(|words| words.len() > 1);
                self.any = found
                    .as_ref()
                    .map_or(String::new(), |words| words.join(" "));
                found.is_some()
            }
            Kind::Phrase {
                text,
                form: Form::Written,
                slop: 0,
            } if self.phrase.is_empty() => {
                text.clone_into(&mut self.phrase);
                true
            }
            Kind::Near {
                left,
                right,
                within: Within::Words(within),
                order: Order::Any,
            } if self.near.is_empty() => {
                let (Some(left), Some(right)) = (plain_thing(left), plain_thing(right)) else {
                    return false;
                };
                (self.near, self.near_to, self.within) = (left, right, *within);
                true
            }
            Kind::Not(part) => add(&mut self.without, plain_word(part)),
            Kind::Field { field, expr } => match (field, &expr.kind) {
                (Field::Title, _) => add(&mut self.title, plain_word(expr)),
                (Field::Source, Kind::Phrase { text, slop: 0, .. }) if self.outlet.is_empty() => {
                    text.clone_into(&mut self.outlet);
                    true
                }
                _ => false,
            },
            Kind::Word {
                text,
                form: Form::Inflected,
            } => add(&mut self.all, Some(text.as_str())),
            _ => false,
        }
    }
}

fn plain_word(part: &Expr) -> Option<&str> {
    match &part.kind {
        Kind::Word {
            text,
            form: Form::Inflected,
        } => Some(text),
        _ => None,
    }
}

fn plain_thing(part: &Expr) -> Option<String> {
    match &part.kind {
        Kind::Phrase {
            text,
            form: Form::Written,
            slop: 0,
        } if text.contains(' ') => Some(text.clone()),
        _ => plain_word(part).map(str::to_owned),
    }
}

fn add(words: &mut String, word: Option<&str>) -> bool {
    let Some(word) = word else {
        return false;
    };
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
    true
}
