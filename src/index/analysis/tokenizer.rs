//! The analyzers of the index: an article's headline and text, and names.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::index::analysis::fold::{self, Case};
use crate::index::analysis::stem::Stems;
use crate::index::analysis::{BREAK, EXACT, OF, PLACE_SHIFT, TITLE_GAP, WHOLE, WRITTEN};
use crate::index::gate::Gate;
use crate::text::sentences::{Break, break_before};
use crate::text::words::{Word, Words, words};

/// How often a word of the headline counts; measured on the ranking sets (`benches/quality.rs`).
const TITLE_WEIGHT: u8 = 3;

/// Words remembered per language before the memory is cleared.
const REMEMBERED: usize = 1 << 17;

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

/// Turns words into terms, language by language, and remembers them.
#[derive(Default)]
pub(crate) struct Analyzer {
    tables: Vec<Table>,
}

struct Table {
    code: String,
    stems: Option<Stems>,
    by_word: HashMap<Box<str>, u32, BuildHasherDefault<WordHasher>>,
    terms: Vec<Terms>,
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

    /// Whether the stemmer of this language reads accents.
    pub(crate) fn accents(&mut self, language: &str) -> bool {
        self.table(language)
            .stems
            .as_ref()
            .is_some_and(Stems::reads_accents)
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
            by_word: HashMap::default(),
            terms: Vec::new(),
        }
    }

    fn place_of(&mut self, word: &Word<'_>) -> u32 {
        if let Some(&at) = self.by_word.get(word.text) {
            return at;
        }
        if self.terms.len() >= REMEMBERED {
            self.terms.clear();
            self.by_word.clear();
        }
        let terms = self.analyze(word);
        let at = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.terms.push(terms);
        self.by_word.insert(word.text.into(), at);
        at
    }

    fn analyze(&mut self, word: &Word<'_>) -> Terms {
        let folded = fold::fold(word);
        let stem = match &mut self.stems {
            Some(stems) => stems.stem(&folded),
            None => folded.written.clone(),
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

/// Multiply and rotate, eight bytes at a time; the keys are words of our own memory, not of an attacker's choice of buckets alone.
#[derive(Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
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

/// An article as the value of the `text` field (or, without text, of the `title` field), and where its parts stand.
pub(crate) fn encode(language: &str, title: &str, text: &str) -> (String, Layout) {
    let title_words = u32::try_from(words(title).count()).unwrap_or(u32::MAX >> 8);
    let start = text_start(title_words);
    let layout = Layout {
        text_start: start,
        lead_end: start + lead_words(text),
    };
    let language: String = language.chars().filter(|c| *c != '\n').take(16).collect();
    (
        format!("{language}\n{}\n{title}{text}", title.len()),
        layout,
    )
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

/// The analyzer of the fields `title` and `text`; it reads what [`encode`] writes.
#[derive(Clone, Default)]
pub(crate) struct TextTokenizer {
    analyzer: Analyzer,
    /// Where the texts that wait to be analysed are counted.
    gate: Option<Arc<Gate>>,
}

impl TextTokenizer {
    /// An analyzer whose texts leave `gate` when it is done with them.
    pub(crate) fn new(gate: Option<Arc<Gate>>) -> Self {
        Self {
            analyzer: Analyzer::default(),
            gate,
        }
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
            table: self.analyzer.table(language),
            rest: words(title),
            text: Some(text),
            current: title,
            place: 0,
            next_place: 0,
            last: None,
            found: 0,
            stage: Stage::Done,
            repeats: 0,
            token: Token::default(),
            pass: self.gate.as_deref().map(|gate| (gate, value.len())),
        }
    }
}

/// The terms of one article, in the order of their places.
pub(crate) struct TextStream<'a> {
    table: &'a mut Table,
    rest: Words<'a>,
    /// The text, while the words are still those of the headline.
    text: Option<&'a str>,
    current: &'a str,
    place: u32,
    next_place: u32,
    last: Option<Word<'a>>,
    found: u32,
    stage: Stage,
    /// How often the word is posted still.
    repeats: u8,
    token: Token,
    /// What leaves which gate at the end.
    pass: Option<(&'a Gate, usize)>,
}

impl Drop for TextStream<'_> {
    fn drop(&mut self) {
        if let Some((gate, bytes)) = self.pass {
            gate.leave(bytes);
        }
    }
}

/// Which term of the current word comes next.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Stem,
    Written,
    Exact,
    Done,
}

impl<'a> TextStream<'a> {
    /// The next word, of the headline first and then of the text, with what begins at it.
    fn next_word(&mut self) -> Option<Break> {
        let Some(word) = self.rest.next() else {
            let text = self.text.take()?;
            self.rest = words(text);
            self.current = text;
            self.last = None;
            self.next_place = text_start(self.next_place);
            return self.next_word();
        };
        self.place = self.next_place;
        self.next_place += 1;
        let in_title = self.text.is_some();
        let starts = match (&self.last, in_title) {
            (_, true) => Break::None,
            (None, false) => Break::Paragraph,
            (Some(last), false) => gap_break(self.current, last, &word),
        };
        self.found = self.table.place_of(&word);
        self.stage = Stage::Stem;
        self.repeats = if in_title { TITLE_WEIGHT } else { 1 };
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
            let Some(terms) = self.table.terms.get(self.found as usize) else {
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
                    format!("{WHOLE}{}", fold::whole(name)),
                ));
            }
            for word in words(name) {
                let folded = fold::fold(&word);
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
