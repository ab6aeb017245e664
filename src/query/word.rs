//! Words: what is cut from them, and what to say about their punctuation.

use crate::article::Span;
use crate::query::ast::{Expr, Form, Kind};
use crate::query::capitals::in_small_letters;
use crate::query::chars::{Letter, WordEnd, is_quote, is_searchable, whole};
use crate::query::parse::{Built, Parser, Reading};
use crate::query::pattern::has_wildcard;
use crate::query::term::is_no_field;
use crate::text::words::{is_apostrophe, words};

impl Parser {
    /// A word from here on, with its wildcards and its `~`.
    pub(crate) fn word(&mut self, form: Form) -> Option<Built> {
        let end = self.word_end;
        let mark = self.scan.mark();
        let all = self.scan.word(end);
        let letters = trimmed(&all, end);
        let fuzzy = self.scan.suffix('~');
        let span = self.scan.since(mark);
        if matches!(
            letters,
            [Letter {
                ch: '*',
                literal: false
            }]
        ) && all.len() == 1
        {
            return self.leaf(Kind::All, span);
        }
        self.remark_on_edges(&all, letters, span);
        let text: String = letters.iter().map(|letter| letter.ch).collect();
        if !letters.iter().any(|letter| letter.ch.is_alphanumeric()) {
            if span.start < span.end {
                self.warnings.note(
                    span,
                    "there are no letters or digits in this; it is left out",
                );
                if all.first().is_some_and(|letter| letter.ch == '[') {
                    self.warnings
                        .hint("for a range of dates write date:2025-09-01..2025-09-12");
                }
            }
            return None;
        }
        if let Some(number) = fuzzy {
            let kind = self.fuzzy(text, &number, span);
            return self.leaf(kind, span);
        }
        if form == Form::Inflected
            && end == WordEnd::Syntax
            && let Some(kind) = self.foreign_pattern(&all, letters, span)
        {
            return self.leaf(kind, span);
        }
        if has_wildcard(letters, end) {
            return self.pattern(letters, form, span);
        }
        if end == WordEnd::Syntax {
            self.remark_on_punctuation(letters, span);
            let is_operator = matches!(text.to_ascii_lowercase().as_str(), "and" | "or" | "not");
            if is_operator && self.reading == Reading::Sentence {
                if text != "AND" {
                    let message =
                        format!("`{text}` is read as a word: this is a sentence in capitals");
                    self.warnings.note(span, message);
                    self.warnings
                        .hint("for the operator write the other words in small letters");
                }
            } else if is_operator && !letters.iter().any(|letter| letter.literal) {
                self.small_operators.push((span, text.clone()));
            }
        }
        let text = if self.reading == Reading::Sentence {
            in_small_letters(&text)
        } else {
            text
        };
        self.leaf(Kind::Word { text, form }, span)
    }

    /// `ferr!` and `ferr$`: words that begin so; `fe%ry`: a word that may be misspelt. So they are written elsewhere.
    fn foreign_pattern(&mut self, all: &[Letter], letters: &[Letter], span: Span) -> Option<Kind> {
        let text: String = letters.iter().map(|letter| letter.ch).collect();
        let stem = text.trim_end_matches('$');
        let is_literal = all.iter().any(|letter| letter.literal);
        let small = |text: &str| text.chars().count() > 2 && text.chars().all(char::is_lowercase);
        if is_literal || !small(&stem.replace('%', "")) {
            return None;
        }
        let typed: String = all.iter().map(|letter| letter.ch).collect();
        let last = all.last().map_or(' ', |letter| letter.ch);
        let kind = match last {
            _ if text.contains('%') => {
                let distance = text.matches('%').count().min(2);
                Kind::Fuzzy {
                    text: text.replace(['%', '$'], ""),
                    distance: u8::try_from(distance).unwrap_or(2),
                }
            }
            '$' => Kind::Prefix {
                text: stem.to_owned(),
            },
            '!' => {
                self.bangs += 1;
                if self.reading != Reading::Foreign {
                    self.warnings
                        .note(span, "`!` at the end of a word is punctuation");
                    self.warnings
                        .hint(format!("for words that begin so write {stem}*"));
                    return None;
                }
                Kind::Prefix {
                    text: stem.to_owned(),
                }
            }
            _ => return None,
        };
        self.foreign += usize::from(last != '!');
        let message = format!("`{typed}` is read as {}", Expr::new(kind.clone(), span));
        self.warnings.note(span, message);
        Some(kind)
    }

    /// `word~1`.
    fn fuzzy(&mut self, text: String, number: &str, span: Span) -> Kind {
        let distance = match number {
            "" if text.chars().count() <= 5 => 1,
            "" => 2,
            _ => whole(number).unwrap_or(2),
        };
        if distance > 2 || number.contains('.') {
            self.warnings.note(
                span,
                "a word may differ in two letters at most: `~1` or `~2`; this is read as `~2`",
            );
        }
        match distance {
            0 => Kind::Phrase {
                text,
                form: Form::Written,
                slop: 0,
            },
            1 => Kind::Fuzzy { text, distance: 1 },
            _ => Kind::Fuzzy { text, distance: 2 },
        }
    }

    /// Says what was cut from the edges of a word, where that may have been meant.
    fn remark_on_edges(&mut self, all: &[Letter], letters: &[Letter], span: Span) {
        if letters.is_empty() {
            return;
        }
        let edge = |letter: Option<&Letter>| {
            letter
                .filter(|letter| !letter.literal)
                .map_or(' ', |letter| letter.ch)
        };
        match edge(all.last()) {
            '?' if self.word_end == WordEnd::Syntax => {
                self.warnings
                    .note(span, "a question mark at the end of a word is punctuation");
                self.warnings.hint(
                    "a wildcard stands inside a word, organi?ation; for any ending write sanction*",
                );
            }
            last if is_quote(last) => {
                self.warnings
                    .note(span, "nothing opens the quote at the end; it is left out");
            }
            _ => {}
        }
        if edge(all.first()) == '-' {
            self.warnings
                .note(span, "dashes before a word are left out");
            self.warnings.hint("one minus means NOT: -word");
        }
    }

    /// Says what is left of a word like `C++` or `AT&T`.
    fn remark_on_punctuation(&mut self, letters: &[Letter], span: Span) {
        let quiet = |ch: char| {
            is_searchable(ch)
                || is_apostrophe(ch)
                || matches!(ch, '-' | '‐' | '‑' | '.' | ',' | '_' | '·')
        };
        if letters.iter().all(|letter| quiet(letter.ch)) {
            return;
        }
        let text: String = letters.iter().map(|letter| letter.ch).collect();
        if is_no_field(&text) {
            return;
        }
        match indexed(&text).as_slice() {
            [] => self.warnings.note(span, "nothing of this is searched"),
            [word] if *word == text => {
                self.warnings
                    .note(span, "this is searched as one word, with its signs");
            }
            [word] => self
                .warnings
                .note(span, format!("this is searched as the word `{word}`")),
            words => {
                let message = format!("these words are searched side by side: {}", words.join(" "));
                self.warnings.note(span, message);
                if text.contains("://") {
                    self.warnings.hint(format!(
                        "to find the article at this address write url:{text}"
                    ));
                }
            }
        }
    }
}

/// The words that the archive makes of a text; the pairs of a script without spaces stand together.
fn indexed(text: &str) -> Vec<&str> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for word in words(text) {
        match spans.last_mut() {
            Some((_, end)) if word.start < *end => *end = word.end,
            _ => spans.push((word.start, word.end)),
        }
    }
    spans
        .iter()
        .filter_map(|&(start, end)| text.get(start..end))
        .collect()
}

/// The letters without the punctuation around them; that of `C++`, `#tag` and `5%` stays.
fn trimmed(letters: &[Letter], end: WordEnd) -> &[Letter] {
    let keep = |letter: &Letter, leading: bool| {
        letter.literal
            || is_searchable(letter.ch)
            || matches!(
                letter.ch,
                '*' | '+' | '#' | '%' | '@' | '$' | '€' | '£' | '¥' | '°'
            )
            || (leading && letter.ch == '?')
            || (end == WordEnd::Space && !matches!(letter.ch, ',' | ';'))
    };
    let start = letters
        .iter()
        .position(|letter| keep(letter, true))
        .unwrap_or(letters.len());
    let stop = letters
        .iter()
        .rposition(|letter| keep(letter, false))
        .map_or(start, |last| last + 1);
    letters.get(start..stop.max(start)).unwrap_or_default()
}
