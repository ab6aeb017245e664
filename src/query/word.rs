//! Words: what is cut from them, what is a pattern, and what to say about their punctuation.

use crate::article::Span;
use crate::query::parse::{Built, Parser};
use crate::query::scan::{Letter, WordEnd, is_quote, is_searchable};
use crate::query::term::is_no_field;
use crate::query::{Expr, Form, Kind, Order, Within};

impl Parser {
    /// A word from here on, with its wildcards and its `~`.
    pub(crate) fn word(&mut self, form: Form) -> Option<Built> {
        let end = self.word_end;
        let mark = self.scan.mark();
        let all = self.scan.word(end);
        let letters = trimmed(&all, end);
        let fuzzy = self.scan.suffix('~');
        let span = self.scan.since(mark);
        if matches!(letters, [Letter { ch: '*', literal: false }]) && all.len() == 1 {
            return self.leaf(Kind::All, span);
        }
        self.remark_on_edges(&all, letters, span);
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
            self.remark_on_punctuation(letters, span);
            if matches!(text.to_ascii_lowercase().as_str(), "and" | "or" | "not")
                && !letters.iter().any(|letter| letter.literal)
            {
                self.small_operators.push((span, text.clone()));
            }
            if text.strip_prefix("ADJ").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())) {
                self.warnings.note(span, format!("`{text}` is read as a word"));
                self.warnings.hint("for words next to each other in this order write PRE/1");
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
        if form == Form::Exact {
            self.warnings.note(span, "`=` and wildcards do not go together; the `=` is left out");
        }
        let mut pieces = vec![String::new()];
        for letter in letters {
            let wild = matches!(letter.ch, '*' | '?');
            if letter.literal && (wild || self.word_end == WordEnd::Syntax) && !is_searchable(letter.ch) {
                continue;
            }
            let joins = is_searchable(letter.ch)
                || matches!(letter.ch, '\'' | '’' | '.' | '_')
                || self.word_end == WordEnd::Space;
            match pieces.last_mut() {
                Some(piece) if letter.ch == '*' && piece.ends_with('*') => {}
                Some(piece) if wild || joins => piece.push(letter.ch),
                _ => pieces.push(String::new()),
            }
        }
        let mut built: Option<Expr> = None;
        let edges = |ch: char| !is_searchable(ch) && ch != '*' && self.word_end == WordEnd::Syntax;
        let trimmed = |piece: &String| {
            piece.trim_end_matches(edges).trim_start_matches(|ch| edges(ch) && ch != '?').to_owned()
        };
        let pieces: Vec<String> = pieces.iter().map(trimmed).collect();
        for piece in pieces.into_iter().filter(|piece| piece.contains(char::is_alphanumeric)) {
            if piece.starts_with(['*', '?']) && self.word_end == WordEnd::Syntax {
                self.warnings.note(
                    span,
                    "a wildcard at the beginning looks at every word of the archive; this is slower",
                );
            }
            let right = Expr::new(pattern_kind(piece), span);
            let within = Within::Words(1);
            built = Some(match built {
                None => right,
                Some(left) => Expr::new(
                    Kind::Near {
                        left: Box::new(left),
                        right: Box::new(right),
                        within,
                        order: Order::InOrder,
                    },
                    span,
                ),
            });
        }
        let built = built?;
        if matches!(built.kind, Kind::Near { .. }) {
            self.warnings.note(span, format!("this is read as {built}"));
        }
        self.tree(built)
    }

    /// Says what was cut from the edges of a word, where that may have been meant.
    fn remark_on_edges(&mut self, all: &[Letter], letters: &[Letter], span: Span) {
        if letters.is_empty() {
            return;
        }
        let edge =
            |letter: Option<&Letter>| letter.filter(|letter| !letter.literal).map_or(' ', |letter| letter.ch);
        match edge(all.last()) {
            '?' if self.word_end == WordEnd::Syntax => {
                self.warnings.note(span, "a question mark at the end of a word is punctuation");
                self.warnings
                    .hint("a wildcard stands inside a word, organi?ation; for any ending write sanction*");
            }
            last if is_quote(last) => {
                self.warnings.note(span, "nothing opens the quote at the end; it is left out");
            }
            _ => {}
        }
        if edge(all.first()) == '-' {
            self.warnings.note(span, "dashes before a word are left out");
            self.warnings.hint("one minus means NOT: -word");
        }
    }

    /// Says what is left of a word like `C++` or `AT&T`.
    fn remark_on_punctuation(&mut self, letters: &[Letter], span: Span) {
        let quiet = |ch: char| {
            is_searchable(ch) || matches!(ch, '\'' | '’' | 'ʼ' | '-' | '‐' | '‑' | '.' | ',' | '_' | '·')
        };
        if letters.iter().all(|letter| quiet(letter.ch)) {
            return;
        }
        let text: String = letters.iter().map(|letter| letter.ch).collect();
        if is_no_field(&text) {
            return;
        }
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
}

/// The number, when it is a whole one.
pub(crate) fn whole(number: &str) -> Option<u32> {
    (!number.is_empty() && !number.contains('.')).then(|| number.parse().unwrap_or(u32::MAX))
}

/// The kind of a word with or without wildcards.
fn pattern_kind(piece: String) -> Kind {
    let stem = piece.strip_suffix('*').map(str::to_owned).filter(|stem| stem.contains(is_searchable));
    match stem {
        Some(text) if !text.contains(['*', '?']) => Kind::Prefix { text },
        _ if piece.contains(['*', '?']) => Kind::Wildcard { pattern: piece },
        _ => Kind::Word { text: piece, form: Form::Inflected },
    }
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

/// Whether a word is a pattern. In an address only `*` is a wildcard by itself; one among other words has none.
fn has_wildcard(letters: &[Letter], end: WordEnd) -> bool {
    let wild = |letter: &Letter| {
        !letter.literal && (letter.ch == '*' || (letter.ch == '?' && end == WordEnd::Syntax))
    };
    let address = end == WordEnd::Syntax
        && letters.windows(3).any(|next| next.iter().map(|letter| letter.ch).eq("://".chars()));
    letters.iter().any(wild) && !address
}
