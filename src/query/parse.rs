//! Text to tree. Proximity binds tighter than NOT, NOT than AND, AND than OR; where nothing stands between two parts, AND does.
//!
//! One pass with bounded look-ahead: linear in the text. Each level of parentheses costs one recursion, [`MAX_DEPTH`] at most.

use crate::article::Span;
use crate::query::ast::{Expr, Kind, MAX_BYTES, MAX_DEPTH, Query};
use crate::query::capitals::is_sentence_in_capitals;
use crate::query::chars::{Pipes, Scanner, WordEnd, is_dash, starts_part};
use crate::query::operator::{Letters, Operator, Origin, operator};
use crate::query::plain::is_plain;
use crate::query::spread::measure;
use crate::query::warning::Warning;
use crate::query::warning::Warnings;

/// Parses any text. What was not understood is read as plain words, with a warning.
pub fn parse(text: &str) -> (Query, Vec<Warning>) {
    let mut warnings = Warnings::default();
    let text = cut(text, &mut warnings);
    let reading = if is_sentence_in_capitals(text) {
        Reading::Sentence
    } else {
        Reading::Own
    };
    let (mut parser, mut root) = Parser::read(text, reading, warnings.clone());
    if parser.is_foreign() {
        (parser, root) = Parser::read(text, Reading::Foreign, warnings);
    }
    if root.is_none() && parser.operators > 0 && !parser.is_explained {
        let (mut words, built) = Parser::read(text, Reading::Words, Warnings::default());
        if let Some(built) = &built {
            words.warnings.note(
                built.expr.span,
                "there is nothing to join here; the operators are read as words",
            );
            parser = words;
        }
        root = built;
    }
    let span = Span {
        start: 0,
        end: text.len(),
    };
    let root = match root {
        Some(built) => built.expr,
        None if text.trim().is_empty() => Expr::new(Kind::All, span),
        None => {
            if !parser.is_explained {
                parser.warnings = Warnings::default();
                parser.warnings.warn(
                    span,
                    "there is nothing to search for here; it finds nothing",
                );
            }
            Expr::new(Kind::Nothing, span)
        }
    };
    parser.remark_on_small_operators();
    let plain = !parser.joins && is_plain(&root);
    (Query { root, plain }, parser.warnings.finish())
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

/// An operator at the place.
#[derive(Debug, Clone, Copy)]
struct Met {
    operator: Operator,
    /// Its characters.
    length: usize,
    origin: Origin,
}

/// How a query is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As a query of this language.
    Own,
    /// With what other services mean by words in small letters and by `word!`: forms of theirs were met.
    Foreign,
    /// Every word as a word: operators stood without anything to join.
    Words,
    /// The same, and in small letters: it is a sentence in capitals.
    Sentence,
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
    /// Whether an operator was met that joins parts: the query says itself how its words belong together.
    pub(crate) joins: bool,
    /// How the query is read.
    pub(crate) reading: Reading,
    /// Forms of other services met.
    pub(crate) foreign: usize,
    /// Words in small letters met with `!` behind them, which elsewhere stands for any ending.
    pub(crate) bangs: usize,
    /// Whether it was said of a part why it is left out.
    pub(crate) is_explained: bool,
    /// `and`, `or` and `not` in small letters.
    pub(crate) small_operators: Vec<(Span, String)>,
    /// Warnings that are given once and were given.
    warned: Vec<&'static str>,
}

impl Parser {
    /// Reads a text in one of the ways.
    fn read(text: &str, reading: Reading, warnings: Warnings) -> (Self, Option<Built>) {
        let mut parser = Self {
            scan: Scanner::new(text),
            warnings,
            depth: 0,
            clauses: 0,
            word_end: WordEnd::Syntax,
            ignored: 0,
            operators: 0,
            joins: false,
            reading,
            foreign: 0,
            bangs: 0,
            is_explained: false,
            small_operators: Vec::new(),
            warned: Vec::new(),
        };
        let root = parser.query();
        (parser, root)
    }

    /// Whether the query, as read so far, has forms of other services that change how the rest of it is meant.
    fn is_foreign(&self) -> bool {
        let truncates =
            self.bangs > 0 && (self.joins || self.foreign > 0 || self.bangs == self.clauses);
        let joins = self.foreign > 0 && !self.small_operators.is_empty();
        self.reading == Reading::Own && (truncates || joins)
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
            let Some(met) = self.operator_if(|operator| operator == Operator::Or) else {
                break;
            };
            let span = self.take(met);
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
                Some(met) if met.operator == Operator::Or => break,
                Some(met) if met.operator == Operator::And => {
                    let span = self.take(met);
                    if parts.is_empty() || dangling.is_some() {
                        self.alone(span, "before");
                    } else {
                        dangling = Some(span);
                    }
                    continue;
                }
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
            if let Some(met) = self.operator_if(|operator| operator == Operator::Not) {
                self.take(met);
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

    /// Takes a sign before a word that means NOT: a minus, or what other services and word processors have in its place.
    fn minus(&mut self) -> bool {
        let (Some(sign), Some(next)) = (self.scan.peek(), self.scan.peek_at(1)) else {
            return false;
        };
        if sign == '-' {
            let here = next != '-' && (!self.scan.is_boundary(1) || next == '(');
            self.scan.advance(usize::from(here));
            return here;
        }
        let is_sign = sign == '!' || is_dash(sign);
        if !is_sign || !starts_part(next) || self.word_end == WordEnd::Space {
            return false;
        }
        let mark = self.scan.mark();
        // A long dash before all else begins speech.
        let is_speech = mark == 0 && matches!(sign, '—' | '―');
        self.scan.advance(1);
        let span = self.scan.since(mark);
        if is_speech {
            self.warnings
                .note(span, "a long dash at the beginning is left out");
            self.warnings.hint("one minus means NOT: -word");
            return false;
        }
        self.warnings
            .note(span, format!("`{sign}` before a word is read as NOT"));
        self.warnings.hint("here it is written -word");
        true
    }

    /// `a NEAR/5 b`, `a w/s b`, from left to right. Always moves on.
    fn proximity(&mut self) -> Option<Built> {
        let is_nearness = |operator| matches!(operator, Operator::Near(..) | Operator::NotNear(..));
        let mut left = None;
        if self.operator_if(is_nearness).is_none() {
            left = self.boosted();
        }
        while let Some(met) = self.operator_if(is_nearness) {
            let span = self.take(met);
            let right = match self.operator() {
                None if self.scan.peek().is_some_and(|ch| ch != ')') => self.boosted(),
                _ => None,
            };
            left = match (left, right) {
                (Some(left), Some(right)) => match met.operator {
                    Operator::NotNear(within, order) => self.not_near(left, right, within, order),
                    Operator::Near(within, order) => Some(self.near(left, right, within, order)),
                    _ => Some(left),
                },
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

    /// The operator at the place.
    fn operator(&mut self) -> Option<Met> {
        self.scan.skip_gap();
        let letters = match self.reading {
            Reading::Words | Reading::Sentence => return None,
            Reading::Own => Letters::Capitals,
            Reading::Foreign => Letters::Any,
        };
        if self.scan.peek() == Some('|') && self.scan.pipes == Pipes::Join {
            let two = self.scan.peek_at(1) == Some('|');
            return Some(Met {
                operator: Operator::Or,
                length: 1 + usize::from(two),
                origin: if two { Origin::Own } else { Origin::Foreign },
            });
        }
        let word = self.scan.bare_at(0);
        let length = word.chars().count();
        let behind = length + self.scan.gap_at(length);
        let next = || operator(&self.scan.bare_at(behind), letters);
        let is = |name: &str| {
            word == name || (letters == Letters::Any && word.eq_ignore_ascii_case(name))
        };
        if is("BUT")
            && let Some((Operator::Not, _)) = next()
        {
            return Some(Met {
                operator: Operator::Not,
                length: behind + "NOT".len(),
                origin: Origin::Foreign,
            });
        }
        let (operator, origin) = operator(&word, letters)?;
        if operator == Operator::Not
            && let Some((Operator::Near(within, order), _)) = next()
        {
            return Some(Met {
                operator: Operator::NotNear(within, order),
                length: behind + self.scan.bare_at(behind).chars().count(),
                origin: Origin::Foreign,
            });
        }
        // `5 % of it`, `%` before all else: a sign, no operator.
        if word == "%" && !self.scan.is_behind_letter() {
            return None;
        }
        Some(Met {
            operator,
            length,
            origin,
        })
    }

    /// The operator at the place, when it is one of these.
    fn operator_if(&mut self, is: impl Fn(Operator) -> bool) -> Option<Met> {
        self.operator().filter(|met| is(met.operator))
    }

    /// Moves over an operator, and says how it was read where it is one of another service.
    fn take(&mut self, met: Met) -> Span {
        let mark = self.scan.mark();
        let typed = self.scan.run(0, |_| true);
        let typed: String = typed.chars().take(met.length).collect();
        self.scan.advance(met.length);
        self.operators += 1;
        self.joins = true;
        let span = self.scan.since(mark);
        let is_small = typed.starts_with(|ch: char| ch.is_ascii_lowercase())
            && typed.ends_with(|ch: char| ch.is_ascii_digit());
        self.foreign += usize::from(met.origin == Origin::Foreign || is_small);
        if met.origin == Origin::Foreign {
            self.warnings
                .note(span, format!("`{typed}` is read as {}", met.operator));
        }
        span
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
            let alternates = (2..=3).contains(&among) && !word.eq_ignore_ascii_case("and");
            if self.operators > 0 || alternates {
                self.warnings
                    .note(span, format!("`{word}` is read as a word"));
                self.warnings
                    .hint(format!("for the operator write {}", word.to_uppercase()));
            }
        }
    }
}
