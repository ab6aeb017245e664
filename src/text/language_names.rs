//! Languages by code and by name.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::fold::squash;

struct Table {
    /// English name by code.
    english: HashMap<&'static str, &'static str>,
    /// Code by every code and name, squashed.
    codes: HashMap<String, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        english: HashMap::new(),
        codes: HashMap::new(),
    };
    let lines = include_str!("data/language_names.tsv").lines();
    for row in lines.filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t');
        let (Some(code), Some(english)) = (cells.next(), cells.next()) else {
            continue;
        };
        table.english.insert(code, english);
        table.codes.insert(code.to_owned(), code);
        let others = cells.next().unwrap_or_default().split(' ');
        for name in others.chain([english]).filter(|name| !name.is_empty()) {
            table.codes.entry(squash(name)).or_insert(code);
        }
    }
    table
});

/// The English name of the language with this code, or with one that means the same.
pub(crate) fn english(value: &str) -> Option<&'static str> {
    TABLE.english.get(code(value)?).copied()
}

/// The code of a language that is given by its code or by its name, in English or its own: `en`, `en-GB`, `eng`, `English`.
pub(crate) fn code(value: &str) -> Option<&'static str> {
    if let Some(code) = TABLE.codes.get(&squash(value)) {
        return Some(code);
    }
    // Of `en-GB` and `Bahasa Indonesia` a word tells.
    let mut parts = value.split(['-', '_', ' ', '(', ')']);
    parts.find_map(|part| TABLE.codes.get(&squash(part)).copied())
}
