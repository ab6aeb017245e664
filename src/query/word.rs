//! Words: what is cut from them, and what to say about their punctuation.

use crate::article::Span;
use crate::query::chars::{Letter, WordEnd, is_quote, is_searchable, whole};
use crate::query::parse::{Built, Parser};
use crate::query::pattern::has_wildcard;
use crate::query::term::is_no_field;
use crate::query::{Form, Kind};
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
        if has_wildcard(letters, end) {
            return self.pattern(letters, form, span);
        }
        if end == WordEnd::Syntax {
            self.remark_on_punctuation(letters, span);
            if matches!(text.to_ascii_lowercase().as_str(), "and" | "or" | "not")
                && !letters.iter().any(|letter| letter.literal)
            {
                self.small_operators.push((span, text.clone()));
            }
            if text
                .strip_prefix("ADJ")
                .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
            {
                self.warnings
                    .note(span, format!("`{text}` is read as a word"));
                self.warnings
                    .hint("for words next to each other in this order write PRE/1");
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
