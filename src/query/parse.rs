//! Text to tree. Proximity binds tighter than NOT, NOT than AND, AND than OR; where nothing stands between two parts, AND does.
//!
//! One pass with bounded look-ahead: linear in the text. Each level of parentheses costs one recursion, [`MAX_DEPTH`] at most.

use crate::article::Span;
use crate::query::chars::{Scanner, WordEnd};
use crate::query::spread::measure;
use crate::query::warning::Warnings;
use crate::query::{Expr, Kind, MAX_BYTES, MAX_DEPTH, Order, Query, Warning, Within};

/// Words that `NEAR` without a number allows.
const DEFAULT_NEAR: u32 = 10;

/// Words of distance at most; no article is longer.
const MAX_NEAR: u32 = 1_000_000;

/// Parses any text. What was not understood is read as plain words, with a warning.
pub fn parse(text: &str) -> (Query, Vec<Warning>) {
    let mut warnings = Warnings::default();
    let text = cut(text, &mut warnings);
    let mut parser = Parser::new(text, warnings);
    let mut root = parser.query();
    if root.is_none() && parser.operators > 0 {
        let mut plain = Parser::new(text, Warnings::default());
        plain.plain = true;
        root = plain.query();
        if let Some(built) = &root {
            plain.warnings.note(
                built.expr.span,
                "there is nothing to join here; the operators are read as words",
            );
            parser = plain;
        }
    }
    let span = Span {
        start: 0,
        end: text.len(),
    };
    let root = match root {
        Some(built) => built.expr,
        None if text.trim().is_empty() => Expr::new(Kind::All, span),
        None => {
            parser.warnings = Warnings::default();
            parser.warnings.warn(
                span,
                "there is nothing to search for here; it finds nothing",
            );
            Expr::new(Kind::Nothing, span)
        }
    };
    parser.remark_on_small_operators();
    (Query { root }, parser.warnings.finish())
}

/// The text up to [`MAX_BYTES`], cut between two words where there are any.
fn cut<'a>(text: &'a str, warnings: &mut Warnings) -> &'a str {
    if text.len() <= MAX_BYTES {
        return text;
    }
    let head = text
        .get(..text.floor_char_boundary(MAX_BYTES))
        .unwrap_or_default();
    let word_end = head
        .rfind(char::is_whitespace)
        .filter(|&end| end > MAX_BYTES / 2)
        .unwrap_or(head.len());
    let span = Span {
        start: word_end,
        end: text.len(),
    };
    warnings.warn(
        span,
        format!("a query holds {MAX_BYTES} bytes at most; the rest is left out"),
    );
    head.get(..word_end).unwrap_or(head)
}

/// A part, with what it costs.
#[derive(Debug, Clone)]
pub(crate) struct Built {
    pub(crate) expr: Expr,
    /// Levels of the tree.
    pub(crate) height: usize,
    /// Words, phrases and other ends of the tree.
    pub(crate) leaves: usize,
}

impl Built {
    pub(crate) fn leaf(kind: Kind, span: Span) -> Self {
        Self {
            expr: Expr::new(kind, span),
            height: 1,
            leaves: 1,
        }
    }

    pub(crate) fn measured(expr: Expr) -> Self {
        let (height, leaves) = measure(&expr);
        Self {
            expr,
            height,
            leaves,
        }
    }
}

/// What stands between two parts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Operator {
    And,
    Or,
    Not,
    Near(Within, Order),
}

/// The state of one parse.
pub(crate) struct Parser {
    pub(crate) scan: Scanner,
    pub(crate) warnings: Warnings,
    /// Levels of parentheses and fields that are open.
    pub(crate) depth: usize,
    /// Ends of the tree so far.
    pub(crate) clauses: usize,
    /// How words end here: differently in the value of an address field.
    pub(crate) word_end: WordEnd,
    /// Parentheses beyond [`MAX_DEPTH`] that are read as if they were not there.
    ignored: usize,
    /// Operators met.
    operators: usize,
    /// Read every word as a word: operators stood without anything to join.
    plain: bool,
    /// `and`, `or` and `not` in small letters.
    pub(crate) small_operators: Vec<(Span, String)>,
    /// Warnings that are given once and were given.
    warned: Vec<&'static str>,
}

impl Parser {
    fn new(text: &str, warnings: Warnings) -> Self {
        Self {
            scan: Scanner::new(text),
            warnings,
            depth: 0,
            clauses: 0,
            word_end: WordEnd::Syntax,
            ignored: 0,
            operators: 0,
            plain: false,
            small_operators: Vec::new(),
            warned: Vec::new(),
        }
    }

    /// Everything, over closing parentheses that nothing opened.
    fn query(&mut self) -> Option<Built> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.any_of());
            self.scan.skip_gap();
            let mark = self.scan.mark();
            if !self.scan.eat(')') {
                break;
            }
            self.once(
                self.scan.since(mark),
                "nothing opens this parenthesis; it is left out",
            );
        }
        self.join(parts, Expr::and)
    }

    /// `a OR b`.
    pub(crate) fn any_of(&mut self) -> Option<Built> {
        let mut parts = Vec::new();
        let mut mixed = false;
        let mut dangling = None;
        loop {
            let (part, joined) = self.all_of();
            mixed |= joined > 1;
            dangling = dangling.filter(|_| part.is_none());
            parts.extend(part);
            let Some((Operator::Or, length)) = self.operator() else {
                break;
            };
            let span = self.take_operator(length);
            if parts.is_empty() || dangling.is_some() {
                self.alone(span, "before");
            } else {
                dangling = Some(span);
            }
        }
        if let Some(span) = dangling {
            self.alone(span, "behind");
        }
        let alternatives = parts.len();
        let built = self.join(parts, Expr::or)?;
        if mixed && alternatives > 1 {
            self.remark_on_mixture(&built);
        }
        Some(built)
    }

    fn remark_on_mixture(&mut self, built: &Built) {
        let message = "AND binds tighter than OR, also where nothing stands between two words";
        self.warnings.warn(built.expr.span, message);
        if built.leaves <= 12 {
            self.warnings
                .hint(format!("this is read as {}", built.expr));
        } else {
            self.warnings
                .hint("put parentheses around what belongs together");
        }
    }

    /// `a b`, `a AND b`; also how many parts it has.
    fn all_of(&mut self) -> (Option<Built>, usize) {
        let mut parts = Vec::new();
        let mut dangling = None;
        loop {
            match self.operator() {
                Some((Operator::And, length)) => {
                    let span = self.take_operator(length);
                    if parts.is_empty() || dangling.is_some() {
                        self.alone(span, "before");
                    } else {
                        dangling = Some(span);
                    }
                    continue;
                }
                Some((Operator::Or, _)) => break,
                _ => {}
            }
            match self.scan.peek() {
                None => break,
                Some(')') if self.ignored > 0 => {
                    self.ignored -= 1;
                    self.scan.advance(1);
                }
                Some(')') => break,
                Some(_) => {
                    let part = self.negation();
                    dangling = dangling.filter(|_| part.is_none());
                    parts.extend(part);
                }
            }
        }
        if let Some(span) = dangling {
            self.alone(span, "behind");
        }
        let joined = parts.len();
        (self.join(parts, Expr::and), joined)
    }

    /// `NOT a`, `-a`. Always moves on.
    fn negation(&mut self) -> Option<Built> {
        let start = self.scan.mark();
        let mut negations = 0;
        loop {
            self.scan.skip_gap();
            if let Some((Operator::Not, length)) = self.operator() {
                self.take_operator(length);
                negations += 1;
            } else if self.minus() {
                negations += 1;
            } else {
                break;
            }
        }
        if negations > 1 {
            self.warnings
                .warn(self.scan.since(start), "two NOTs cancel each other out");
        }
        let place = self.scan.since(start);
        let Some(part) = self.proximity() else {
            if negations > 0 {
                self.alone(place, "behind");
            }
            return None;
        };
        if negations % 2 == 0 {
            return Some(part);
        }
        let span = Span {
            start: place.start,
            end: part.expr.span.end,
        };
        Some(self.wrap(part, span, |expr| Kind::Not(Box::new(expr))))
    }

    /// Takes a minus that stands before a word.
    fn minus(&mut self) -> bool {
        let here = self.scan.peek() == Some('-')
            && self.scan.peek_at(1) != Some('-')
            && (!self.scan.is_boundary(1) || self.scan.peek_at(1) == Some('('));
        self.scan.advance(usize::from(here));
        here
    }

    /// `a NEAR/5 b`, `a w/s b`, from left to right. Always moves on.
    fn proximity(&mut self) -> Option<Built> {
        let mut left = None;
        if !matches!(self.operator(), Some((Operator::Near(..), _))) {
            left = self.boosted();
        }
        while let Some((Operator::Near(within, order), length)) = self.operator() {
            let span = self.take_operator(length);
            let right = match self.operator() {
                None if self.scan.peek().is_some_and(|ch| ch != ')') => self.boosted(),
                _ => None,
            };
            left = match (left, right) {
                (Some(left), Some(right)) => Some(self.near(left, right, within, order)),
                (Some(left), None) => {
                    self.alone(span, "behind");
                    Some(left)
                }
                (None, right) => {
                    self.alone(span, "before");
                    right
                }
            };
        }
        left
    }

    /// A part with its boost: `x^2`.
    fn boosted(&mut self) -> Option<Built> {
        let start = self.scan.mark();
        let part = self.part();
        if part.is_some() && self.scan.suffix('~').is_some() {
            self.warnings.note(
                self.scan.since(start),
                "`~` belongs behind a word or a phrase; it is left out",
            );
        }
        let mark = self.scan.mark();
        let Some(number) = self.scan.suffix('^') else {
            return part;
        };
        let factor = number.parse::<f32>().ok().filter(|&factor| factor > 0.0);
        let span = self.scan.since(mark);
        match (part, factor) {
            (None, _) => {
                self.warnings
                    .note(span, "a boost belongs behind a word: `x^2`");
                None
            }
            (part, None) => {
                self.warnings.note(
                    span,
                    "a boost needs a number greater than 0: `x^2`; it is left out",
                );
                part
            }
            (Some(part), Some(factor)) => {
                let span = Span {
                    start: part.expr.span.start,
                    end: span.end,
                };
                let factor = factor.clamp(0.01, 1_000.0);
                Some(self.wrap(part, span, |expr| Kind::Boost {
                    expr: Box::new(expr),
                    factor,
                }))
            }
        }
    }

    /// What stands between parentheses; the opening one is here.
    pub(crate) fn group(&mut self) -> Option<Built> {
        let mark = self.scan.mark();
        self.scan.advance(1);
        let opening = self.scan.since(mark);
        if self.depth >= MAX_DEPTH {
            self.ignored += 1;
            self.once(
                opening,
                "parentheses are nested too deep; from here on they are left out",
            );
            return None;
        }
        self.operators += 1;
        self.depth += 1;
        let mut built = self.any_of();
        self.depth -= 1;
        if !self.scan.eat(')') {
            self.once(
                opening,
                "nothing closes this parenthesis; it reaches to the end",
            );
        }
        if let Some(built) = &mut built {
            built.expr.span = self.scan.since(mark);
        }
        if built.is_none() {
            self.once(
                self.scan.since(mark),
                "there is nothing between these parentheses; they are left out",
            );
        }
        built
    }

    /// The operator at the place, and its length in characters.
    fn operator(&mut self) -> Option<(Operator, usize)> {
        self.scan.skip_gap();
        if self.plain {
            return None;
        }
        let word = self.scan.bare();
        let operator = match word.as_str() {
            "AND" | "&&" => Operator::And,
            "OR" | "||" => Operator::Or,
            "NOT" => Operator::Not,
            "NEAR" => Operator::Near(Within::Words(DEFAULT_NEAR), Order::Any),
            _ => nearness(&word)?,
        };
        Some((operator, word.chars().count()))
    }

    /// Moves over an operator.
    fn take_operator(&mut self, length: usize) -> Span {
        let mark = self.scan.mark();
        self.scan.advance(length);
        self.operators += 1;
        self.scan.since(mark)
    }

    /// Says that an operator has nothing on one side.
    fn alone(&mut self, operator: Span, side: &str) {
        self.warnings.warn(
            operator,
            format!("nothing stands {side} this operator; it is left out"),
        );
        self.warnings
            .hint("to search for the word itself, put it in quotes");
    }

    /// A warning that is given once a query, however often it applies.
    pub(crate) fn once(&mut self, span: Span, message: &'static str) {
        if !self.warned.contains(&message) {
            self.warned.push(message);
            self.warnings.warn(span, message);
        }
    }

    /// `or` in small letters is a word; say so where the reader seems to have meant the operator.
    fn remark_on_small_operators(&mut self) {
        let among = self.clauses - self.small_operators.len().min(self.clauses);
        for (span, word) in std::mem::take(&mut self.small_operators) {
            if self.operators > 0 || (among == 2 && word.eq_ignore_ascii_case("or")) {
                self.warnings
                    .note(span, format!("`{word}` is read as a word"));
                self.warnings
                    .hint(format!("for the operator write {}", word.to_uppercase()));
            }
        }
    }
}

/// `NEAR/5`, `w/5`, `PRE/5`, `w/s`, `w/p` and their spellings in other search services, in any case.
fn nearness(word: &str) -> Option<Operator> {
    let (name, distance) = word.split_once('/')?;
    let order = match name.to_ascii_uppercase().as_str() {
        "NEAR" | "W" | "N" => Order::Any,
        "PRE" | "P" => Order::InOrder,
        _ => return None,
    };
    let within = match distance.to_ascii_lowercase().as_str() {
        "s" | "sent" => Within::Sentence,
        "p" | "para" => Within::Paragraph,
        digits if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Within::Words(digits.parse().unwrap_or(MAX_NEAR).clamp(1, MAX_NEAR))
        }
        _ => return None,
    };
    Some(Operator::Near(within, order))
}
