//! One page as its site's sample shows it: numbers for its blocks, its title, the name it gives its outlet.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::{BlockKind, OutlinedBlock, Version, Witness};
use crate::site::learned::hash;
use crate::text::sentences;
use crate::text::words::{self, Kind};

/// Blocks that are compared from a page's beginning and from its end: furniture stands there; a ticker has thousands.
const FIRST: usize = 24;
const LAST: usize = 40;

/// Bytes of a page whose words are compared; articles are shorter.
const TEXT: usize = 200_000;

/// Longer titles are not compared.
const TITLE: usize = 300;

/// A page of a sample: what it has without regard to its site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its path.
    pub(crate) path: String,
    /// Its blocks, in order, without the middle of a very long page.
    pub(crate) blocks: Vec<SeenBlock>,
    /// Its `<title>`.
    pub(crate) title: Option<String>,
    /// The name that it gives its outlet.
    pub(crate) source: Option<String>,
}

/// One block of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SeenBlock {
    /// [`hash`] of its text.
    pub(crate) hash: u64,
    /// Characters.
    pub(crate) chars: u32,
    /// Of its longer words, so many in a hundred stand elsewhere on the page; 0 when it has few.
    pub(crate) topical: u8,
    /// What it looks like.
    pub(crate) look: Look,
}

/// What a block looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// It ends as a sentence does.
    Sentence,
    /// It does not: a label, a line.
    Line,
    /// A heading.
    Heading,
}

impl Seen {
    /// What a sample takes of a page, as it was before anything was known of its site.
    pub fn of(page: &Version) -> Self {
        let blocks = page.outline.blocks(&page.article.text, &[]);
        let mut words = PageWords::default();
        for OutlinedBlock { block, .. } in &blocks {
            words.add(&block.text);
        }
        if let Some(title) = &page.article.title {
            words.add(&title.value);
        }
        let middle = FIRST..blocks.len().saturating_sub(LAST).max(FIRST);
        let mut seen = Vec::new();
        for (at, OutlinedBlock { block, .. }) in blocks.iter().enumerate() {
            if middle.contains(&at) {
                continue;
            }
            seen.push(SeenBlock {
                hash: hash(&block.text),
                chars: u32::try_from(block.text.chars().count()).unwrap_or(u32::MAX),
                topical: words.topical(at),
                look: look(block.kind, &block.text),
            });
        }
        let title = page.outline.title.clone();
        // A name that was only read off the address is the site's domain once more.
        let source = page.article.source.as_ref();
        let source = source.filter(|found| found.evidence.from != Witness::Url);
        let source = source.map(|found| found.value.clone());
        Self {
            path: page.article.path.clone(),
            blocks: seen,
            title: title.filter(|title| !title.is_empty() && title.len() <= TITLE),
            source: source.filter(|name| !name.is_empty()),
        }
    }
}

fn look(kind: BlockKind, text: &str) -> Look {
    match kind {
        BlockKind::Heading(_) => Look::Heading,
        _ if sentences::is_sentence(text) => Look::Sentence,
        _ => Look::Line,
    }
}

/// The longer words of a page, up to a bound on its text, with the number of its parts that have them: its blocks and its headline.
#[derive(Default)]
struct PageWords {
    spread: FxHashMap<u64, Spread>,
    /// The words of each part, each once.
    parts: Vec<Vec<u64>>,
    /// Bytes of all parts.
    bytes: usize,
}

/// Where a word stands.
#[derive(Default)]
struct Spread {
    /// So many parts have it.
    parts: u32,
    /// The last of them, counted from 1.
    last: usize,
}

impl PageWords {
    /// Adds the next part.
    fn add(&mut self, text: &str) {
        self.bytes = self.bytes.saturating_add(text.len());
        let part = self.parts.len() + 1;
        let mut own = Vec::new();
        if self.bytes < TEXT {
            own.reserve(text.len() / 12);
            each_long_word(text, |word| {
                let spread = self.spread.entry(word).or_default();
                if spread.last != part {
                    spread.last = part;
                    spread.parts += 1;
                    own.push(word);
                }
            });
        }
        self.parts.push(own);
    }

    /// Of a part's words, so many in a hundred stand in others too; 0 when it has few. Such words say that it speaks of the same thing.
    fn topical(&self, part: usize) -> u8 {
        let words = self.parts.get(part).map_or(&[][..], Vec::as_slice);
        if words.len() < 4 {
            return 0;
        }
        let is_shared = |word: &&u64| self.spread.get(word).is_some_and(|spread| spread.parts > 1);
        let shared = words.iter().filter(is_shared).count();
        u8::try_from(shared * 100 / words.len()).unwrap_or(100)
    }
}

/// Hands over a number for each of the longer words of a text: five letters and more, numbers of two digits and more, and pairs of
/// characters where a script does not set words apart.
fn each_long_word(text: &str, mut each: impl FnMut(u64)) {
    let mut lower = String::new();
    let mut add = |word: &str| each(xxh3_64(word.as_bytes()));
    for word in words::words(text) {
        let number = word.text.starts_with(char::is_numeric);
        let long = if number { 2 } else { 5 };
        match word.kind {
            Kind::Ascii if word.text.len() < long => {}
            Kind::Ascii => {
                lower.clear();
                lower.push_str(word.text);
                lower.make_ascii_lowercase();
                add(&lower);
            }
            Kind::Pair => add(word.text),
            // It stands in the pair before it too.
            Kind::Single => {}
            _ if word.text.chars().count() >= long => {
                lower.clear();
                lower.extend(word.text.chars().flat_map(char::to_lowercase));
                add(&lower);
            }
            _ => {}
        }
    }
}
