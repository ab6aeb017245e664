//! An article's words as rows of tokens: one token a place, `_` where a row has nothing to say.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::index::analysis::word_end::{word_end, word_start};
use crate::index::analysis::{
    Analyzer, OF, TITLE_WEIGHT, gap_break, joined, language_code, layout, word_form,
};
use crate::text::sentences::Break;
use crate::text::words::Word;

/// A place that a row leaves free.
pub(crate) const FREE: &str = "_";

/// Stands for the tokens that only the embedded archive posts, so that lengths agree.
const FILLER: &str = "\u{b7}";

/// A place of a compound after its first.
pub(crate) const GOES_ON: &str = "+";

/// Before the stem of a compound in the bag that scores are made of.
pub(crate) const COMPOUND: char = '+';

thread_local! {
    /// Each thread keeps its own: stemmers remember words.
    static ANALYZER: RefCell<Analyzer> = RefCell::new(Analyzer::default());
}

/// The rows of one value, the headline or the text; all are equally long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    /// Stem and language: `govern/en`.
    pub(crate) stem: Vec<String>,
    /// Without case and accents.
    pub(crate) written: Vec<String>,
    /// As it stands.
    pub(crate) exact: Vec<String>,
    /// The stem of a compound that begins here, and `+` where one goes on: `ceasefir/en`, or `firefight/en|+` for both.
    pub(crate) joined: Vec<String>,
    /// `s` or `p` where a sentence or a paragraph begins.
    pub(crate) start: Vec<&'static str>,
    /// `S` or `P` where one ends, with `L` before it at the last word of the lead.
    pub(crate) end: Vec<&'static str>,
    /// Terms that the embedded archive posts, without those of compounds.
    pub(crate) posted: usize,
    /// The terms by which long words are listed in languages with compounds.
    pub(crate) long_words: BTreeSet<String>,
}

/// The rows of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArticleRows {
    pub(crate) title: Rows,
    pub(crate) text: Rows,
}

/// The rows of an article in a language.
pub(crate) fn of_article(language: &str, title: &str, text: &str) -> ArticleRows {
    let mut body = rows(language, text);
    let layout = layout(title, text);
    let lead = layout.lead_end.saturating_sub(layout.text_start) as usize;
    if let Some(end) = lead.checked_sub(1).and_then(|last| body.end.get_mut(last)) {
        *end = match *end {
            "S" => "LS",
            "P" => "LP",
            _ => "L",
        };
    }
    let mut head = rows(language, title);
    // A headline is one sentence, whatever stands in it.
    for start in head.start.iter_mut().skip(1) {
        *start = FREE;
    }
    let last = head.end.len().saturating_sub(1);
    for end in head.end.iter_mut().take(last) {
        *end = FREE;
    }
    ArticleRows {
        title: head,
        text: body,
    }
}

/// The rows of a text.
pub(crate) fn rows(language: &str, text: &str) -> Rows {
    ANALYZER.with_borrow_mut(|analyzer| rows_with(analyzer, &language_code(language), text))
}

fn rows_with(analyzer: &mut Analyzer, code: &str, text: &str) -> Rows {
    let mut rows = Rows::default();
    let mut last: Option<Word<'_>> = None;
    for token in joined::tokens(text) {
        if token.is_joined() {
            let terms = analyzer.compound(code, token.word.text);
            let first = rows.stem.len().checked_sub(token.places as usize);
            let places = first.and_then(|first| rows.joined.get_mut(first..));
            for (nth, place) in places.into_iter().flatten().enumerate() {
                let token = if nth == 0 {
                    stem_token(&terms.stem)
                } else {
                    GOES_ON.to_owned()
                };
                join(place, &token);
            }
            continue;
        }
        let word = token.word;
        let begins = last.map_or(Break::Paragraph, |last| gap_break(text, &last, &word));
        if let Some(end) = rows.end.last_mut() {
            *end = mark(begins, "S", "P");
        }
        rows.start.push(mark(begins, "s", "p"));
        rows.end.push(FREE);
        let folded = word_form::fold(&word);
        let terms = analyzer.terms(code, &word);
        rows.posted +=
            1 + usize::from(terms.written.is_some()) + usize::from(terms.exact.is_some());
        rows.posted += usize::from(begins != Break::None);
        rows.long_words.extend(word_end(&word, &terms.stem, code));
        rows.long_words.extend(word_start(&word, code));
        rows.stem.push(stem_token(&terms.stem));
        rows.written.push(token_of(&folded.written));
        rows.exact.push(token_of(&folded.exact));
        rows.joined.push(FREE.to_owned());
        last = Some(word);
    }
    if let Some(end) = rows.end.last_mut() {
        *end = "P";
    }
    rows
}

/// Adds a token of the row of compounds to those of its place.
fn join(place: &mut String, token: &str) {
    if *place == FREE {
        *place = token.to_owned();
    } else {
        place.push('|');
        place.push_str(token);
    }
}

fn mark(begins: Break, sentence: &'static str, paragraph: &'static str) -> &'static str {
    match begins {
        Break::None => FREE,
        Break::Sentence => sentence,
        Break::Paragraph => paragraph,
    }
}

/// A term of a stem as a token: the language behind a slash, no mark before it.
pub(crate) fn stem_token(term: &str) -> String {
    let bare = term.trim_start_matches(char::is_control);
    let (stem, code) = bare.split_once(OF).unwrap_or((bare, ""));
    format!("{}/{code}", token_of(stem))
}

/// A word as a token: it holds no sign that the engine parts tokens at, and is not the sign of a free place.
pub(crate) fn token_of(word: &str) -> String {
    let parts = |c: char| c.is_whitespace() || c.is_control() || c == '|';
    if word.is_empty() || word == FREE {
        return FILLER.to_owned();
    }
    word.replace(parts, FILLER)
}

impl ArticleRows {
    /// The two values of a row; the headline has one more place, where the text's first word could not stand.
    pub(crate) fn values<'a, T: AsRef<str> + 'a>(
        &'a self,
        row: impl Fn(&'a Rows) -> &'a [T],
        between: &str,
    ) -> [String; 2] {
        let mut title = line(row(&self.title));
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(between);
        [title, line(row(&self.text))]
    }

    /// What a score over headline and text is made of: the headline counts several times.
    pub(crate) fn score(&self) -> String {
        let mut bag = Vec::new();
        for _ in 0..TITLE_WEIGHT {
            add_words(&self.title, &mut bag);
        }
        add_words(&self.text, &mut bag);
        filled(bag, self.score_length())
    }

    /// How many terms the embedded archive counts for the length of headline and text.
    pub(crate) fn score_length(&self) -> usize {
        self.title_length() + self.text.posted
    }

    /// The same of the headline, which counts several times, and has no beginnings of sentences among its terms.
    fn title_length(&self) -> usize {
        let starts = self.title.start.iter().filter(|start| **start != FREE);
        let once = self.title.posted.saturating_sub(starts.count());
        once * usize::from(TITLE_WEIGHT)
    }

    /// What a score over the headline is made of.
    pub(crate) fn title_score(&self) -> String {
        let mut bag = Vec::new();
        for _ in 0..TITLE_WEIGHT {
            add_words(&self.title, &mut bag);
        }
        filled(bag, self.title_length())
    }

    /// Words of headline and text.
    pub(crate) fn length(&self) -> usize {
        self.title.stem.len() + self.text.stem.len()
    }
}

fn add_words(rows: &Rows, bag: &mut Vec<String>) {
    bag.extend(rows.stem.iter().cloned());
    let compounds = rows.joined.iter().flat_map(|place| place.split('|'));
    let stems = compounds.filter(|stem| ![FREE, GOES_ON].contains(stem));
    bag.extend(stems.map(|stem| format!("{COMPOUND}{stem}")));
}

fn filled(mut bag: Vec<String>, length: usize) -> String {
    while bag.len() < length {
        bag.push(FILLER.to_owned());
    }
    bag.join(" ")
}

fn line<T: AsRef<str>>(tokens: &[T]) -> String {
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
    tokens.join(" ")
}

/// The words of a name, without case and accents.
pub(crate) fn name_line(name: &str) -> String {
    let words = crate::text::words::words(name);
    let tokens: Vec<String> = words
        .map(|word| token_of(&word_form::fold(&word).written))
        .collect();
    line(&tokens)
}
