//! Plain words: queries that do not say how their words belong together.

use crate::query::ast::{Expr, Form, Kind};
use crate::text::words::words;

/// Words outside of quotes that tell a sentence from words beside a phrase that must be there.
const SENTENCE: usize = 4;

/// Whether a query is words alone, all of which are asked for. A sentence may quote: what is quoted is one of its words.
pub(crate) fn is_plain(root: &Expr) -> bool {
    let Kind::And(parts) = &root.kind else {
        return false;
    };
    let (mut outside, mut quotes) = (0, 0);
    for part in parts {
        match &part.kind {
            Kind::Word {
                text,
                form: Form::Inflected,
            } => outside += words(text).count(),
            Kind::Phrase {
                form: Form::Written,
                slop: 0,
                ..
            } => quotes += 1,
            _ => return false,
        }
    }
    quotes == 0 || outside >= SENTENCE
}
