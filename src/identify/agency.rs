//! News agencies of the world, by every name that they are credited under.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::fold;
use crate::text::script::is_east_asian;

/// One agency.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Agency {
    /// The short name that readers know: `AP`, `dpa`, `TASS`.
    pub(crate) code: &'static str,
    /// The full name.
    pub(crate) name: &'static str,
}

/// How clearly a writing names an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    /// In any case: `reuters`.
    Plain,
    /// Only as written or in capitals: `AP`.
    Acronym,
    /// A common word too: only where a credit is expected in any case.
    Common,
}

struct Table {
    by_key: HashMap<String, (&'static Agency, Writing, &'static str)>,
    /// Writings that are common words too.
    common: HashMap<String, &'static Agency>,
    /// Writings without spaces between words, longest first: they are looked for at the beginning of a text.
    unspaced: Vec<(&'static str, &'static Agency)>,
    /// The same with those that are common words, for the end of what stands in a dateline's brackets.
    bracketed: Vec<(&'static str, &'static Agency)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        by_key: HashMap::new(),
        common: HashMap::new(),
        unspaced: Vec::new(),
        bracketed: Vec::new(),
    };
    for line in include_str!("data/agencies.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let mut columns = line.split('\t');
        let (Some(code), Some(name)) = (columns.next(), columns.next()) else {
            continue;
        };
        let bare = |text: &'static str| text.trim_start_matches('~');
        let agency: &'static Agency = Box::leak(Box::new(Agency {
            code: bare(code),
            name: bare(name),
        }));
        table.add(code, agency, Writing::Plain);
        let more = columns.next().unwrap_or_default().split('|');
        for writing in more.chain([name]).filter(|writing| !writing.is_empty()) {
            table.add(writing, agency, Writing::Plain);
        }
    }
    for writings in [&mut table.unspaced, &mut table.bracketed] {
        writings.sort_by_key(|(writing, _)| std::cmp::Reverse(writing.len()));
    }
    table
});

impl Table {
    fn add(&mut self, writing: &'static str, agency: &'static Agency, at_least: Writing) {
        let bare = writing.trim_start_matches('~');
        let how = if bare.len() < writing.len() || at_least == Writing::Common {
            Writing::Common
        } else if bare.is_ascii() && bare.len() <= 5 {
            Writing::Acronym
        } else {
            at_least
        };
        if bare.chars().any(is_east_asian) {
            self.bracketed.push((bare, agency));
        }
        if bare.chars().all(is_east_asian) && bare.chars().count() >= 3 && how != Writing::Common {
            self.unspaced.push((bare, agency));
        }
        if how == Writing::Common {
            self.common.entry(fold::key(bare)).or_insert(agency);
            return;
        }
        self.by_key
            .entry(fold::key(bare))
            .or_insert((agency, how, bare));
    }
}

/// The agency that `words` name and nothing more, where a credit may stand.
pub(crate) fn named(words: &str) -> Option<&'static Agency> {
    let (agency, how, writing) = TABLE.by_key.get(&key_of(words)?)?;
    let words = trimmed(words);
    let shouted = words.chars().all(|c| !c.is_lowercase());
    (*how != Writing::Acronym || words == *writing || shouted).then_some(*agency)
}

/// The agency that `words` name in a place that is kept for credits: the brackets of a dateline.
pub(crate) fn credited(words: &str) -> Option<&'static Agency> {
    named(words).or_else(|| TABLE.common.get(&key_of(words)?).copied())
}

/// The agency that a text in a script without spaces begins with, and the text after its name.
pub(crate) fn leading(text: &str) -> Option<(&'static Agency, &str)> {
    text.chars().next().filter(|c| is_east_asian(*c))?;
    TABLE
        .unspaced
        .iter()
        .find_map(|(writing, agency)| Some((*agency, text.strip_prefix(writing)?)))
}

/// The agency that words in brackets end with, in a script without spaces, and what stands before its name: `ロンドン共同`.
pub(crate) fn trailing(words: &str) -> Option<(&'static Agency, &str)> {
    words.chars().next_back().filter(|c| is_east_asian(*c))?;
    TABLE
        .bracketed
        .iter()
        .find_map(|(writing, agency)| Some((*agency, words.strip_suffix(writing)?)))
}

fn key_of(words: &str) -> Option<String> {
    let words = trimmed(words);
    (!words.is_empty() && words.len() <= 80).then(|| fold::key(words))
}

fn trimmed(words: &str) -> &str {
    let is_edge = |c: char| {
        c.is_whitespace()
            || is_quote(c)
            || matches!(
                c,
                '.' | ',' | ':' | ';' | '©' | '،' | '؛' | '。' | '、' | '，'
            )
    };
    words.trim_matches(is_edge)
}

/// Marks of quotation, in pairs or not.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '「'
            | '」'
            | '『'
            | '』'
            | '‹'
            | '›'
    )
}
