//! The analyzer of the fields `title` and `text` as tantivy's own indexing takes it: what `article` posts, said once more in the terms
//! of a token stream.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::index::analysis::joined::{Tokens, tokens};
use crate::index::analysis::tokenizer::Terms;
use crate::index::analysis::{
    Analyzer, BREAK, PLACE_SHIFT, TITLE_WEIGHT, gap_break, language_code, text_start,
};
use crate::text::sentences::Break;
use crate::text::words::Word;

/// An article as the value of the `text` field or, without text, of the `title` field.
pub(super) fn encode(language: &str, title: &str, text: &str) -> String {
    let language = language_code(language);
    format!("{language}\n{}\n{title}{text}", title.len())
}

/// Reads what [`encode`] writes.
#[derive(Default)]
pub(super) struct TextTokenizer {
    analyzer: Analyzer,
}

impl Clone for TextTokenizer {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Tokenizer for TextTokenizer {
    type TokenStream<'a> = TextStream<'a>;

    fn token_stream<'a>(&'a mut self, value: &'a str) -> TextStream<'a> {
        let mut parts = value.splitn(3, '\n');
        let language = parts.next().unwrap_or_default();
        let title_len = parts.next().and_then(|len| len.parse().ok()).unwrap_or(0);
        let body = parts.next().unwrap_or_default();
        let (title, text) = body.split_at_checked(title_len).unwrap_or(("", body));
        TextStream {
            analyzer: &mut self.analyzer,
            language,
            rest: tokens(title),
            text: Some(text),
            current: title,
            place: 0,
            next_place: 0,
            last: None,
            found: None,
            stage: Stage::Done,
            repeats: 0,
            token: Token::default(),
        }
    }
}

/// The terms of one article, in the order of their places.
pub(super) struct TextStream<'a> {
    analyzer: &'a mut Analyzer,
    language: &'a str,
    rest: Tokens<'a>,
    /// The text, while the words are still those of the headline.
    text: Option<&'a str>,
    current: &'a str,
    place: u32,
    next_place: u32,
    last: Option<Word<'a>>,
    found: Option<Terms>,
    stage: Stage,
    /// How often the word is posted still.
    repeats: u8,
    token: Token,
}

/// Which term of the current word comes next.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Stem,
    Written,
    Exact,
    Done,
}

impl TextStream<'_> {
    /// The next word, of the headline first and then of the text, with what begins at it.
    fn next_word(&mut self) -> Option<Break> {
        let Some(token) = self.rest.next() else {
            let text = self.text.take()?;
            self.rest = tokens(text);
            self.current = text;
            self.last = None;
            self.next_place = text_start(self.next_place);
            return self.next_word();
        };
        let in_title = self.text.is_some();
        self.stage = Stage::Stem;
        self.repeats = if in_title { TITLE_WEIGHT } else { 1 };
        if token.is_joined() {
            self.place = self.next_place - token.places;
            self.found = Some(self.analyzer.compound(self.language, token.word.text));
            return Some(Break::None);
        }
        let word = token.word;
        self.place = self.next_place;
        self.next_place += 1;
        let starts = match (&self.last, in_title) {
            (_, true) => Break::None,
            (None, false) => Break::Paragraph,
            (Some(last), false) => gap_break(self.current, last, &word),
        };
        self.found = Some(self.analyzer.terms(self.language, &word));
        self.last = Some(word);
        Some(starts)
    }

    fn post(&mut self, bits: u32) -> bool {
        self.token.position = ((self.place << PLACE_SHIFT) | bits) as usize;
        true
    }

    /// The next term of the current word, if one is left.
    fn next_term(&mut self) -> bool {
        loop {
            if self.stage == Stage::Done {
                if self.repeats <= 1 {
                    return false;
                }
                self.repeats -= 1;
                self.stage = Stage::Stem;
            }
            let Some(terms) = &self.found else {
                return false;
            };
            let case = (terms.case as u32) << 1;
            let (term, bits, next) = match self.stage {
                Stage::Stem => (
                    Some(&terms.stem),
                    case | u32::from(terms.written.is_some()),
                    Stage::Written,
                ),
                Stage::Written => (terms.written.as_ref(), case, Stage::Exact),
                Stage::Exact | Stage::Done => (terms.exact.as_ref(), case, Stage::Done),
            };
            self.stage = next;
            if let Some(term) = term {
                self.token.text.clear();
                self.token.text.push_str(term);
                return self.post(bits);
            }
        }
    }
}

impl TokenStream for TextStream<'_> {
    fn advance(&mut self) -> bool {
        if self.next_term() {
            return true;
        }
        match self.next_word() {
            None => false,
            Some(Break::None) => self.next_term(),
            Some(starts) => {
                self.token.text.clear();
                self.token.text.push_str(BREAK);
                self.post(u32::from(starts == Break::Paragraph))
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
