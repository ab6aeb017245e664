//! Patterns: words with wildcards, taken apart where the archive's words are.

use crate::article::Span;
use crate::query::ast::{Expr, Form, Kind, Order, Within};
use crate::query::chars::{Letter, WordEnd, is_searchable};
use crate::query::parse::{Built, Parser};
use crate::text::words::{is_apostrophe, is_paired, words};

impl Parser {
    /// `belav*`, `organi?ation`; `anti-corrupt*` is two words side by side.
    pub(crate) fn pattern(&mut self, letters: &[Letter], form: Form, span: Span) -> Option<Built> {
        if form == Form::Exact {
            self.warnings.note(
                span,
                "`=` and wildcards do not go together; the `=` is left out",
            );
        }
        let text = self.pattern_text(letters);
        if self.word_end == WordEnd::Space {
            return self.leaf(pattern_kind(text), span);
        }
        let pieces = pieces(&text);
        if pieces.iter().any(|piece| piece.starts_with(['*', '?'])) {
            let message =
                "a wildcard at the beginning looks at every word of the archive; this is slower";
            self.warnings.note(span, message);
        }
        if text.contains(is_paired) {
            let message =
                "scripts without spaces are searched by their characters; they need no wildcard";
            self.warnings.note(span, message);
        }
        let side_by_side = |left: Expr, right: Expr| {
            let (left, right) = (Box::new(left), Box::new(right));
            Expr::new(
                Kind::Near {
                    left,
                    right,
                    within: Within::Words(1),
                    order: Order::InOrder,
                },
                span,
            )
        };
        let words = pieces
            .into_iter()
            .map(|piece| Expr::new(pattern_kind(piece), span));
        let built = words.reduce(side_by_side)?;
        if matches!(built.kind, Kind::Near { .. }) {
            self.warnings.note(span, format!("this is read as {built}"));
        }
        self.tree(built)
    }

    /// The pattern's characters: no star behind a star, and no punctuation that was escaped, which no word holds.
    fn pattern_text(&self, letters: &[Letter]) -> String {
        let mut text = String::new();
        for letter in letters {
            let wild = matches!(letter.ch, '*' | '?');
            let lost = letter.literal
                && (wild || self.word_end == WordEnd::Syntax)
                && !is_searchable(letter.ch)
                && !is_apostrophe(letter.ch);
            let again = letter.ch == '*' && text.ends_with('*');
            if !lost && !again {
                text.push(letter.ch);
            }
        }
        text
    }
}

/// What stands inside a word only, and the question mark: none of them ends one.
fn is_joint(c: char) -> bool {
    is_apostrophe(c) || matches!(c, '?' | '&' | '.' | ',')
}

/// The words of a pattern, as the archive cuts them; a wildcard counts as a letter. A question mark at a word's end is punctuation,
/// and so is a wildcard beside a script without spaces.
fn pieces(text: &str) -> Vec<String> {
    let letters = text.replace(['*', '?'], "x");
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for word in words(&letters) {
        match spans.last_mut() {
            Some((_, end)) if word.start < *end => *end = word.end,
            _ => spans.push((word.start, word.end)),
        }
    }
    spans
        .iter()
        .filter_map(|&(start, end)| text.get(start..end))
        .map(|piece| {
            piece
                .strip_suffix('?')
                .map_or(piece, |rest| rest.trim_end_matches(is_joint))
                .to_owned()
        })
        .filter(|piece| piece.contains(char::is_alphanumeric))
        .collect()
}

/// The kind of a word with or without wildcards.
fn pattern_kind(piece: String) -> Kind {
    let stem = piece
        .strip_suffix('*')
        .map(str::to_owned)
        .filter(|stem| stem.contains(is_searchable));
    match stem {
        Some(text) if !text.contains(['*', '?']) => Kind::Prefix { text },
        _ if piece.contains(['*', '?']) => Kind::Wildcard { pattern: piece },
        _ => Kind::Word {
            text: piece,
            form: Form::Inflected,
        },
    }
}

/// Whether a word is a pattern. In an address only `*` is a wildcard by itself; one among other words has none.
pub(crate) fn has_wildcard(letters: &[Letter], end: WordEnd) -> bool {
    let wild = |letter: &Letter| {
        !letter.literal && (letter.ch == '*' || (letter.ch == '?' && end == WordEnd::Syntax))
    };
    let address = end == WordEnd::Syntax
        && letters
            .windows(3)
            .any(|next| next.iter().map(|letter| letter.ch).eq("://".chars()));
    letters.iter().any(wild) && !address
}
