//! Queries that find the articles a quotation may come from.

use crate::archive::{Fill, Group, Request, Sort};
use crate::article::Span;
use crate::query::{Expr, Form, Kind, Query};
use crate::quotes::quoted_words::{Token, Wording};
use crate::quotes::verdict::QuoteRequest;
use crate::text::words::{is_paired, is_word_char};

/// Articles that have all of the words and are looked at, the first published first.
const EXACT: usize = 30;

/// Articles that have some of them and are looked at, the best first.
const LIKE: usize = 12;

/// Words of one phrase at most.
const PHRASE: usize = 24;

/// Words of a window, and characters of one in scripts without spaces.
const WINDOW: usize = 4;
const UNSPACED_WINDOW: usize = 6;

/// Windows and words of a query at most.
const MOST_PARTS: usize = 24;

const NOWHERE: Span = Span { start: 0, end: 0 };

/// Articles that have every run of words of the quotation as a phrase.
pub(crate) fn with_all(request: &QuoteRequest, wording: &Wording) -> Request {
    let mut phrases = Vec::new();
    let runs = runs(&wording.tokens);
    for run in &runs {
        for part in run.chunks(PHRASE) {
            phrases.extend(phrase(&request.quote, part));
        }
    }
    let root = Expr::and(phrases, NOWHERE);
    Request {
        sort: Sort::Oldest,
        limit: EXACT,
        ..asked(request, Query { root, plain: false })
    }
}

/// Articles that have many of the quotation's windows: a changed word leaves most of them as they are.
pub(crate) fn with_windows(request: &QuoteRequest, wording: &Wording) -> Request {
    let size = match is_unspaced(&wording.tokens) {
        true => UNSPACED_WINDOW,
        false => WINDOW,
    };
    let mut windows: Vec<&[Token]> = Vec::new();
    for run in runs(&wording.tokens) {
        match run.len() <= size {
            true => windows.push(run),
            false => windows.extend(run.windows(size)),
        }
    }
    let every = windows.len().div_ceil(MOST_PARTS).max(1);
    let chosen = windows.into_iter().step_by(every);
    let phrases = chosen.filter_map(|window| phrase(&request.quote, window));
    let root = Expr::or(phrases.collect(), NOWHERE);
    Request {
        limit: LIKE,
        ..asked(request, Query { root, plain: false })
    }
}

/// Articles that have most of the quotation's words, in any order and inflection.
pub(crate) fn with_most_words(request: &QuoteRequest, wording: &Wording) -> Request {
    let size = if is_unspaced(&wording.tokens) { 2 } else { 1 };
    let mut texts: Vec<String> = Vec::new();
    for part in wording.tokens.chunks(size) {
        let text = slice(&request.quote, part).to_owned();
        if text.contains(is_word_char) && !texts.contains(&text) {
            texts.push(text);
        }
    }
    // Long words are rare ones, mostly.
    texts.sort_by_key(|text| std::cmp::Reverse(text.chars().count()));
    texts.truncate(MOST_PARTS);
    let word = |text| {
        let form = Form::Inflected;
        Expr::new(Kind::Word { text, form }, NOWHERE)
    };
    let root = Expr::and(texts.into_iter().map(word).collect(), NOWHERE);
    Request {
        limit: LIKE,
        fill: Fill::MostWords,
        ..asked(request, Query { root, plain: true })
    }
}

fn asked(request: &QuoteRequest, query: Query) -> Request {
    Request {
        filters: request.filters.clone(),
        group: Group::Copies,
        limits: request.limits.clone(),
        ..Request::new(query, request.today)
    }
}

/// The words between one ellipsis and the next.
fn runs(tokens: &[Token]) -> Vec<&[Token]> {
    let runs = tokens.chunk_by(|_, next| !next.after_ellipsis);
    runs.collect()
}

fn slice<'a>(quote: &'a str, tokens: &[Token]) -> &'a str {
    let start = tokens.first().map_or(0, |token| token.at.start);
    let end = tokens.last().map_or(0, |token| token.at.end);
    quote.get(start..end).unwrap_or_default()
}

fn phrase(quote: &str, tokens: &[Token]) -> Option<Expr> {
    let text = slice(quote, tokens);
    if !text.contains(is_word_char) {
        return None;
    }
    let kind = Kind::Phrase {
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        form: Form::Written,
        slop: 0,
    };
    Some(Expr::new(kind, NOWHERE))
}

/// Whether most of the words are characters of a script without spaces.
fn is_unspaced(tokens: &[Token]) -> bool {
    let paired = tokens.iter().filter(|token| token.key.contains(is_paired));
    paired.count() * 2 > tokens.len()
}
