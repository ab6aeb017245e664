//! Labels: what a line of a press database's export gives, by the word at its start.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A tool, and the labels that it writes, in lower case, with what each means.
type Labels = FxHashMap<(&'static str, String), &'static str>;

static TABLE: LazyLock<Labels> = LazyLock::new(|| {
    let mut labels = Labels::default();
    let rows = include_str!("data/labels.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'));
    for row in rows {
        let mut cells = row.split('\t');
        let (Some(tool), Some(meaning)) = (cells.next(), cells.next()) else {
            continue;
        };
        for label in cells {
            labels
                .entry((tool, label.to_lowercase()))
                .or_insert(meaning);
        }
    }
    labels
});

/// Longer labels there are none.
const LONGEST: usize = 60;

/// What a word means as a label of a tool.
pub(crate) fn meaning(tool: &'static str, label: &str) -> Option<&'static str> {
    let label = label.trim();
    if label.len() > LONGEST {
        return None;
    }
    TABLE.get(&(tool, label.to_lowercase())).copied()
}

/// The meaning of the label before a line's first colon, and what follows the colon.
pub(crate) fn of_line<'a>(tool: &'static str, line: &'a str) -> Option<(&'static str, &'a str)> {
    let (label, value) = line.split_once([':', '：'])?;
    // The French put a blank before their colon, perhaps one that does not break.
    let label = label.trim_end_matches(['\u{a0}', '\u{202f}', ' ']);
    Some((meaning(tool, label)?, value.trim()))
}
