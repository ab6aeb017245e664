//! Han in simplified and in traditional writing: each finds the other.

use std::collections::HashMap;
use std::sync::LazyLock;

/// For each character those that may stand for it.
static OTHERS: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut others: HashMap<char, Vec<char>> = HashMap::new();
    for row in include_str!("../data/han.tsv").lines() {
        let (Some(simplified), Some((_, traditional))) = (row.chars().next(), row.split_once('\t'))
        else {
            continue;
        };
        for one in traditional.chars() {
            others.entry(simplified).or_default().push(one);
            others.entry(one).or_default().push(simplified);
        }
    }
    others
});

/// The text in every writing; as it stands first.
pub(crate) fn writings(text: &str) -> Vec<String> {
    let mut writings = vec![String::new()];
    for c in text.chars() {
        let others = OTHERS.get(&c).map(Vec::as_slice).unwrap_or_default();
        let mut longer = Vec::with_capacity(writings.len() * (1 + others.len()));
        for one in std::iter::once(&c).chain(others) {
            for before in &writings {
                longer.push(format!("{before}{one}"));
            }
        }
        writings = longer;
    }
    writings
}
