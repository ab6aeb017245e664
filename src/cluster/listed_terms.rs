//! Terms that the engine lists: how they are kept there, and how they are asked for by their beginnings.

use std::collections::BTreeMap;

use crate::index::analysis::OF;
use crate::index::analysis::word_end::{END, START};

/// Signs of terms that are not sent, and what the engine has for them. No sound, word or language has these.
const SIGNS: [(char, char); 3] = [(OF, '/'), (END, '<'), (START, '>')];

/// A term as a value of the engine.
pub(crate) fn value_of(term: &str) -> String {
    let sent = |sign: char| SIGNS.iter().find(|(own, _)| *own == sign);
    term.chars()
        .map(|sign| sent(sign).map_or(sign, |(_, sent)| *sent))
        .collect()
}

/// The term of a value of the engine.
pub(crate) fn term_of(value: &str) -> String {
    let own = |sign: char| SIGNS.iter().find(|(_, sent)| *sent == sign);
    value
        .chars()
        .map(|sign| own(sign).map_or(sign, |(own, _)| *own))
        .collect()
}

/// A regular expression of the engine for the values of all terms that begin in any of these ways.
pub(crate) fn begin_with(beginnings: &[String]) -> String {
    let mut tree = Tree::default();
    for beginning in beginnings {
        tree.add(&mut value_of(beginning).chars());
    }
    // OpenSearch 2 looks for beginnings before `.*` in its list of values, and fails where one of them would stand after the last.
    format!("{}.{{0,}}", tree.regex())
}

/// Beginnings by their letters. Where one ends, those that it begins are left out.
#[derive(Debug, Default)]
struct Tree {
    is_end: bool,
    longer: BTreeMap<char, Self>,
}

impl Tree {
    fn add(&mut self, letters: &mut dyn Iterator<Item = char>) {
        match letters.next() {
            None => self.is_end = true,
            Some(letter) => self.longer.entry(letter).or_default().add(letters),
        }
    }

    fn regex(&self) -> String {
        if self.is_end {
            return String::new();
        }
        let mut ends = String::new();
        let mut ways = Vec::new();
        for (letter, tree) in &self.longer {
            match tree.is_end {
                true => ends.push_str(&escaped(*letter)),
                false => ways.push(format!("{}{}", escaped(*letter), tree.regex())),
            }
        }
        if !ends.is_empty() {
            ways.push(format!("[{ends}]"));
        }
        match ways.len() {
            1 => ways.concat(),
            _ => format!("({})", ways.join("|")),
        }
    }
}

fn escaped(letter: char) -> String {
    match letter.is_alphanumeric() {
        true => letter.to_string(),
        false => format!("\\{letter}"),
    }
}
