//! The table of what is counted: a row for each thing, with what each article says of it.

use rustc_hash::FxHashMap;

use crate::article::Article;
use crate::group::numbers::agreement::{agree, is_same_number};
use crate::group::numbers::counted::{CONTEXT, Count, counts};

/// Words around a number, of six, that two texts share where they make one statement.
const SAME_CONTEXT: usize = 3;

/// Words of a sentence that two texts share, with the noun, where they count the same thing.
const SHARED_WORDS: usize = 3;

/// Two numbers for one thing in texts of their own are not further apart than this: what is more is another thing.
const APART: f64 = 5.0;

/// Numbers that are compared with each other because they have a word in common; what all texts have tells nothing.
const COMPARED: usize = 300;

/// One thing that several articles count.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberRow {
    /// What is counted, as most articles call it; empty where that is not known.
    pub noun: String,
    /// The numbers, in the order of the articles.
    pub figures: Vec<Figure>,
    /// Two articles give numbers that cannot both be right.
    pub disagrees: bool,
}

/// A number in an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The article, as an index.
    pub article: usize,
    /// The number as it stands: `more than 50`.
    pub text: String,
    /// Its value.
    pub value: f64,
    /// The sentence that says it.
    pub sentence: String,
}

/// How two numbers of different articles are related.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// Said in the same words.
    SameWords { agrees: bool },
    /// Said of the same thing.
    SameThing { agrees: bool },
}

/// The things that at least two articles count: first those on which they disagree, then by how many count them.
///
/// Two numbers belong together where the same words stand around them, or where they count the same noun in sentences that share
/// more than it; where different things became of those who are counted, they do not. Rounding, and what "more than" and "about" leave open, is no disagreement.
pub fn numbers(articles: &[&Article]) -> Vec<NumberRow> {
    let counts: Vec<Count> = articles
        .iter()
        .enumerate()
        .flat_map(|(at, article)| counts(at, article))
        .collect();
    let relations = relations(&counts);
    let conflicts = conflicts(&counts, &relations);
    let mut of: Vec<usize> = (0..counts.len()).collect();
    for &(a, b, relation) in &relations {
        let agrees = matches!(
            relation,
            Relation::SameWords { agrees: true } | Relation::SameThing { agrees: true }
        );
        if agrees || conflicts.contains(&(a, b)) {
            join(&mut of, a, b);
        }
    }
    let mut rows: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for at in 0..counts.len() {
        rows.entry(root(&of, at)).or_default().push(at);
    }
    let mut rows: Vec<Vec<usize>> = rows.into_values().collect();
    rows.sort_unstable();
    let mut table: Vec<NumberRow> = rows
        .iter()
        .filter_map(|row| table_row(row, &counts, &conflicts))
        .collect();
    table.sort_by_key(|row| (!row.disagrees, usize::MAX - row.figures.len()));
    table
}

/// The pairs of numbers, of different articles, that say something of the same.
fn relations(counts: &[Count]) -> Vec<(usize, usize, Relation)> {
    let mut by_word: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, count) in counts.iter().enumerate() {
        for word in words_around(count) {
            by_word.entry(word).or_default().push(at);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for group in by_word.values().filter(|group| group.len() <= COMPARED) {
        for (nth, &a) in group.iter().enumerate() {
            pairs.extend(group.iter().skip(nth + 1).map(|&b| (a, b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let related = pairs.into_iter().filter_map(|(a, b)| {
        let relation = relation(counts.get(a)?, counts.get(b)?)?;
        Some((a, b, relation))
    });
    related.collect()
}

/// What two numbers that belong together have in common, at the least.
fn words_around(count: &Count) -> Vec<u64> {
    let nouns = count.nouns.iter().map(|(stem, _)| *stem);
    let nearest = [count.context.first(), count.context.get(CONTEXT)];
    let context = nearest.into_iter().flatten().flatten();
    let mut words: Vec<u64> = nouns
        .chain(context.map(|word| word.rotate_left(1)))
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn relation(a: &Count, b: &Count) -> Option<Relation> {
    let has_other_role = a.role.zip(b.role).is_some_and(|(a, b)| a != b);
    if a.article == b.article || a.is_share != b.is_share || has_other_role {
        return None;
    }
    if has_same_context(a, b) {
        let is_same_bound = a.amount.bound == b.amount.bound;
        let agrees = match is_same_bound {
            true => is_same_number(a.amount, b.amount),
            false => agree(a.amount, b.amount),
        };
        return Some(Relation::SameWords { agrees });
    }
    let (less, more) = (
        a.amount.value.min(b.amount.value),
        a.amount.value.max(b.amount.value),
    );
    if a.is_label || b.is_label || more > less * APART || !counts_same_thing(a, b) {
        return None;
    }
    Some(Relation::SameThing {
        agrees: agree(a.amount, b.amount),
    })
}

fn has_same_context(a: &Count, b: &Count) -> bool {
    let (mut same, mut all) = (0, 0);
    for (a, b) in a.context.iter().zip(&b.context) {
        all += usize::from(a.is_some() || b.is_some());
        same += usize::from(a.is_some() && a == b);
    }
    same >= SAME_CONTEXT && same * 3 >= all * 2
}

fn counts_same_thing(a: &Count, b: &Count) -> bool {
    let has = |stem: &u64| b.nouns.iter().any(|(other, _)| other == stem);
    let has_noun = a.nouns.iter().any(|(stem, _)| has(stem));
    has_noun && a.sentence_words.intersection(&b.sentence_words).count() >= SHARED_WORDS
}

/// The pairs that cannot both be right. A number that the other article gives too, for the same thing, is no conflict: the other
/// number is then another count.
fn conflicts(counts: &[Count], relations: &[(usize, usize, Relation)]) -> Vec<(usize, usize)> {
    // For each number and each article, whether that article agrees; in the same words, or of the same thing.
    let mut agreed: FxHashMap<(usize, usize), bool> = FxHashMap::default();
    let article = |at: usize| counts.get(at).map_or(usize::MAX, |count| count.article);
    for &(a, b, relation) in relations {
        let in_same_words = match relation {
            Relation::SameWords { agrees: true } => true,
            Relation::SameThing { agrees: true } => false,
            _ => continue,
        };
        for key in [(a, article(b)), (b, article(a))] {
            *agreed.entry(key).or_default() |= in_same_words;
        }
    }
    let mut conflicts = Vec::new();
    for &(a, b, relation) in relations {
        let answers = [agreed.get(&(a, article(b))), agreed.get(&(b, article(a)))];
        let mut answers = answers.into_iter().flatten();
        let is_conflict = match relation {
            Relation::SameWords { agrees: false } => !answers.any(|in_same_words| *in_same_words),
            Relation::SameThing { agrees: false } => answers.next().is_none(),
            _ => false,
        };
        if is_conflict {
            conflicts.push((a, b));
        }
    }
    conflicts
}

fn root(of: &[usize], at: usize) -> usize {
    let mut at = at;
    while let Some(next) = of.get(at).copied().filter(|next| *next != at) {
        at = next;
    }
    at
}

fn join(of: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(of, a), root(of, b));
    if let Some(slot) = of.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

fn table_row(row: &[usize], counts: &[Count], conflicts: &[(usize, usize)]) -> Option<NumberRow> {
    let mut own: Vec<&Count> = row.iter().filter_map(|at| counts.get(*at)).collect();
    own.sort_by_key(|count| count.article);
    own.dedup_by(|a, b| a.article == b.article && a.text == b.text);
    let first = own.first()?.article;
    if own.iter().all(|count| count.article == first) {
        return None;
    }
    Some(NumberRow {
        noun: noun(&own),
        disagrees: conflicts.iter().any(|(a, _)| row.contains(a)),
        figures: own
            .into_iter()
            .map(|count| Figure {
                article: count.article,
                text: count.text.clone(),
                value: count.amount.value,
                sentence: count.sentence.clone(),
            })
            .collect(),
    })
}

/// The word after the number that most have; where several are as common, the last: `52 political prisoners` counts prisoners.
fn noun(counts: &[&Count]) -> String {
    let mut times: FxHashMap<u64, (usize, usize, &str)> = FxHashMap::default();
    for count in counts {
        for (place, (stem, text)) in count.nouns.iter().enumerate() {
            let (n, last, _) = times.entry(*stem).or_insert((0, place, text));
            *n += 1;
            *last = place.max(*last);
        }
    }
    let most = times.into_values().max();
    most.map_or(String::new(), |(_, _, text)| text.to_owned())
}
