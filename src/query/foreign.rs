//! Forms of other search services: the table of what they are here.

use std::sync::LazyLock;

/// What a name or a word of another service stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// Fields here, any of which may match.
    Fields(Vec<&'static str>),
    /// `OR` in another language.
    Or,
    /// `NOT` in another language.
    Not,
    /// Nothing; what to write instead.
    Advice(&'static str),
}

static TABLE: LazyLock<Vec<(&str, Foreign)>> = LazyLock::new(|| {
    let mut table = Vec::new();
    for row in include_str!("data/foreign.tsv").lines() {
        let mut cells = row.split('\t');
        let (Some(kind), Some(name)) = (cells.next(), cells.next()) else {
            continue;
        };
        let meaning = cells.next().unwrap_or_default();
        let foreign = match kind {
            "field" => Foreign::Fields(meaning.split(' ').collect()),
            "or" => Foreign::Or,
            "not" => Foreign::Not,
            _ => Foreign::Advice(meaning),
        };
        table.push((name, foreign));
    }
    table
});

/// What a name before `=`, `:` or `(` stands for.
pub(crate) fn named(name: &str) -> Option<&'static Foreign> {
    let mut rows = TABLE.iter();
    let (_, found) = rows.find(|(known, foreign)| {
        known.eq_ignore_ascii_case(name) && !matches!(foreign, Foreign::Or | Foreign::Not)
    })?;
    Some(found)
}

/// What a word in capitals between two others stands for: [`Foreign::Or`] or [`Foreign::Not`].
pub(crate) fn joining(word: &str) -> Option<&'static Foreign> {
    let mut rows = TABLE.iter();
    let (_, found) = rows
        .find(|(known, foreign)| *known == word && matches!(foreign, Foreign::Or | Foreign::Not))?;
    Some(found)
}
