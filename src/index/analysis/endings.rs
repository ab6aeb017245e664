//! Light stemming by tables of endings, for languages that Snowball has no stemmer for.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crate::index::analysis::word_form;

/// The endings of a language.
#[derive(Debug, Clone, Default)]
pub(crate) struct Endings(Arc<Table>);

#[derive(Debug, Default)]
struct Table {
    /// What names end with that have no ending, or another in other cases.
    names: Option<Group>,
    /// Small words that are written together with the next.
    prefixes: Vec<String>,
    /// The endings in the order in which they come off.
    groups: Vec<Group>,
}

/// Endings of which a word has one.
#[derive(Debug)]
struct Group {
    /// What an ending leaves at least, in letters.
    shortest: usize,
    /// Each with what stands for it; the longest first.
    endings: Vec<(String, String)>,
}

static TABLES: LazyLock<HashMap<&str, Arc<Table>>> = LazyLock::new(|| {
    let mut tables: HashMap<&str, Table> = HashMap::new();
    for row in include_str!("data/endings.tsv").lines() {
        let mut cells = row.split('\t');
        let (Some(codes), Some(kind), Some(entries)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        for code in codes.split(' ') {
            tables.entry(code).or_default().add(kind, entries);
        }
    }
    let shared = tables.into_iter();
    shared
        .map(|(code, table)| (code, Arc::new(table)))
        .collect()
});

/// Whether the endings of the language with this code are known, or it has none.
pub(crate) fn is_known(code: &str) -> bool {
    TABLES.contains_key(code)
}

/// The small words that are written together with the next in this language: `و` in Arabic.
pub(crate) fn prefixes(code: &str) -> &'static [String] {
    TABLES.get(code).map_or(&[], |table| &table.prefixes)
}

impl Endings {
    /// Those of the language with this code; none where they are not known.
    pub(crate) fn of(code: &str) -> Self {
        TABLES.get(code).cloned().map(Self).unwrap_or_default()
    }

    /// Whether there are any.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.groups.is_empty()
    }

    /// Whether names have stems of their own.
    pub(crate) fn has_names(&self) -> bool {
        self.0.names.is_some()
    }

    /// The stem of a name that looks as if it had an ending and has none: `Kraków`.
    pub(crate) fn of_name(&self, name: &str) -> Option<String> {
        self.0.names.as_ref()?.strip(name)
    }

    /// The word in small letters without its endings.
    pub(crate) fn strip(&self, word: &str) -> String {
        let mut stem = word.to_owned();
        for group in &self.0.groups {
            if let Some(shorter) = group.strip(&stem) {
                stem = shorter;
            }
        }
        stem
    }
}

impl Table {
    fn add(&mut self, kind: &str, entries: &str) {
        let (kind, shortest) = kind.split_once(' ').unwrap_or((kind, ""));
        let shortest = shortest.parse().unwrap_or(2);
        match kind {
            "none" => {}
            "name" => self.names = Some(Group::of_names(shortest, entries)),
            "prefix" => self.prefixes = entries.split(' ').map(folded).collect(),
            _ => self.groups.push(Group::new(shortest, entries)),
        }
    }
}

impl Group {
    fn new(shortest: usize, entries: &str) -> Self {
        let mut endings = Vec::new();
        for entry in entries.split(' ') {
            let (ending, instead) = entry.split_once('=').unwrap_or((entry, ""));
            endings.push((folded(ending), folded(instead)));
        }
        endings.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
        Self { shortest, endings }
    }

    /// The ends of names stay, but where another stands for them.
    fn of_names(shortest: usize, entries: &str) -> Self {
        let mut group = Self::new(shortest, entries);
        for (ending, instead) in &mut group.endings {
            if instead.is_empty() {
                instead.clone_from(ending);
            }
        }
        group
    }

    /// The word with another end; `None` where none of the endings fits.
    fn strip(&self, word: &str) -> Option<String> {
        for (ending, instead) in &self.endings {
            if let Some(before) = word.strip_suffix(ending.as_str())
                && before.chars().count() >= self.shortest
            {
                return Some(format!("{before}{instead}"));
            }
        }
        None
    }
}

/// An ending as words are folded.
fn folded(ending: &str) -> String {
    word_form::strip(&word_form::unified(ending))
}
