//! How words and names become terms, and where the parts of an article stand.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::index::analysis::joined;
use crate::index::analysis::signs::{EXACT, JOINED, OF, PLACE_SHIFT, TITLE_GAP, WHOLE, WRITTEN};
use crate::index::analysis::stem::Stems;
use crate::index::analysis::word_form::{self, Case};
use crate::text::sentences::{Break, break_before};
use crate::text::words::{Kind, Word, words};

/// How often a word of the headline counts; measured on the ranking sets (`benches/quality.rs`).
pub(crate) const TITLE_WEIGHT: u8 = 3;

/// Words of the lead at least and at most: short first paragraphs (a place, a summary line) are not the whole of it.
const LEAD_WORDS: std::ops::RangeInclusive<u32> = 20..=80;

/// What one word posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Terms {
    /// The stem, as a term.
    pub(crate) stem: Box<str>,
    /// The written form as a term, when it differs from the stem.
    pub(crate) written: Option<Box<str>>,
    /// The exact form as a term, when it does not follow from the written form by its case.
    pub(crate) exact: Option<Box<str>>,
    /// How it is written.
    pub(crate) case: Case,
}

/// Turns words into terms, language by language.
#[derive(Default)]
pub(crate) struct Analyzer {
    tables: Vec<Table>,
}

struct Table {
    code: String,
    stems: Option<Stems>,
}

impl Clone for Analyzer {
    /// A clone starts with an empty memory: tantivy clones one analyzer for each segment it writes.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Analyzer {
    /// What `word` posts in an article of this language.
    pub(crate) fn terms(&mut self, language: &str, word: &Word<'_>) -> Terms {
        self.table(language).analyze(word)
    }

    /// What a compound posts in an article of this language, given as it stands in the text.
    pub(crate) fn compound(&mut self, language: &str, text: &str) -> Terms {
        let text = joined::whole(text);
        let kind = if text.is_ascii() {
            Kind::Ascii
        } else {
            Kind::Letters
        };
        let word = Word {
            text: &text,
            start: 0,
            end: text.len(),
            kind,
        };
        let terms = self.terms(language, &word);
        Terms {
            stem: format!("{JOINED}{}", terms.stem).into(),
            written: None,
            exact: None,
            case: Case::Plain,
        }
    }

    /// Whether a word of this language may have another stem when it is written with other accents or capitals.
    pub(crate) fn can_mislead(&mut self, language: &str) -> bool {
        self.table(language)
            .stems
            .as_ref()
            .is_some_and(Stems::can_mislead)
    }

    fn table(&mut self, language: &str) -> &mut Table {
        let at = self
            .tables
            .iter()
            .position(|table| table.code == language)
            .unwrap_or_else(|| {
                self.tables.push(Table::new(language));
                self.tables.len() - 1
            });
        #[expect(
            clippy::indexing_slicing,
            reason = "the position was just found or made"
        )]
        &mut self.tables[at]
    }
}

impl Table {
    fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            stems: Stems::of(code),
        }
    }

    fn analyze(&self, word: &Word<'_>) -> Terms {
        let folded = word_form::fold(word);
        let spaced = matches!(word.kind, Kind::Ascii | Kind::Letters);
        let stem = match &self.stems {
            Some(stems) if spaced => stems.stem(&folded),
            _ => folded.written.clone(),
        };
        let code = &self.code;
        Terms {
            written: (stem != folded.written)
                .then(|| format!("{WRITTEN}{}{OF}{code}", folded.written).into()),
            exact: (folded.case == Case::Other).then(|| format!("{EXACT}{}", folded.exact).into()),
            stem: format!("{stem}{OF}{code}").into(),
            case: folded.case,
        }
    }
}

/// Where the parts of an article stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The place of the first word of the text.
    pub(crate) text_start: u32,
    /// One past the place of the last word of the lead.
    pub(crate) lead_end: u32,
}

/// The place of the first word of a text under a headline of so many words.
pub(crate) fn text_start(title_words: u32) -> u32 {
    if title_words == 0 {
        0
    } else {
        title_words + TITLE_GAP
    }
}

/// Where the parts of an article with this headline and text stand.
pub(crate) fn layout(title: &str, text: &str) -> Layout {
    let title_words = u32::try_from(words(title).count()).unwrap_or(u32::MAX >> 8);
    let text_start = text_start(title_words);
    Layout {
        text_start,
        lead_end: text_start + lead_words(text),
    }
}

/// A language's code as it stands in terms.
pub(crate) fn language_code(language: &str) -> String {
    language.chars().filter(|c| *c != '\n').take(16).collect()
}

fn lead_words(text: &str) -> u32 {
    let mut count = 0;
    let mut last: Option<Word<'_>> = None;
    for word in words(text) {
        let starts = last.is_some_and(|last| gap_break(text, &last, &word) == Break::Paragraph);
        if count >= *LEAD_WORDS.end() || (starts && count >= *LEAD_WORDS.start()) {
            return count;
        }
        count += 1;
        last = Some(word);
    }
    count
}

/// What begins with `word` when it follows `last`.
pub(crate) fn gap_break(text: &str, last: &Word<'_>, word: &Word<'_>) -> Break {
    match text.get(last.end..word.start) {
        Some(gap) => break_before(last.text, gap, word.text),
        None => Break::None,
    }
}

/// The analyzer of names (sources, authors, places, addresses): one name a line; each posts its words and, unless it is an address,
/// its whole.
#[derive(Clone)]
pub(crate) struct NameTokenizer {
    /// Whether the whole is a term.
    pub(crate) wholes: Wholes,
}

/// Whether a name field posts whole names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wholes {
    /// Each name is a term of its own.
    Posted,
    /// Only its words are.
    Left,
}

impl Tokenizer for NameTokenizer {
    type TokenStream<'a> = NameStream;

    fn token_stream<'a>(&'a mut self, value: &'a str) -> NameStream {
        let mut terms = Vec::new();
        let mut place = 0;
        for name in value.split('\n') {
            if self.wholes == Wholes::Posted {
                terms.push((
                    place << PLACE_SHIFT,
                    format!("{WHOLE}{}", word_form::whole(name)),
                ));
            }
            for word in words(name) {
                let folded = word_form::fold(&word);
                terms.push((
                    (place << PLACE_SHIFT) | ((folded.case as u32) << 1),
                    folded.written,
                ));
                place += 1;
            }
            place += TITLE_GAP;
        }
        NameStream {
            terms: terms.into_iter(),
            token: Token::default(),
        }
    }
}

/// The terms of a name field.
pub(crate) struct NameStream {
    terms: std::vec::IntoIter<(u32, String)>,
    token: Token,
}

impl TokenStream for NameStream {
    fn advance(&mut self) -> bool {
        let Some((position, text)) = self.terms.next() else {
            return false;
        };
        self.token.position = position as usize;
        self.token.text = text;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
