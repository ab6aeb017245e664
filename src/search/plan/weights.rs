//! What each part of a query weighs in it: repeated words count, function words count little.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::index::analysis::{Case, word_form};
use crate::query::{Expr, Form, Kind};
use crate::text::function_words;
use crate::text::words::{Word, words};

/// What a function word weighs beside words of substance: "which" is rarer in news than "government" and says less.
///
/// Measured on the ranking sets (`cargo bench --bench quality ranking`) on English alone: 0 to 0.5 gain the same on each, within .005.
const FUNCTION_WORD: f32 = 0.3;

static FUNCTION_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    function_words::rows()
        .flat_map(|(_, row)| row.split(' ').flat_map(words))
        .map(|word| word_form::fold(&word).lower)
        .collect()
});

/// Each part with what it counts beside the others.
pub(crate) fn weights(parts: &[Expr]) -> Vec<(&Expr, f32)> {
    let little = |part: &Expr| says_little(part);
    let wanted = |part: &&Expr| !matches!(part.kind, Kind::Not(_));
    let substance = parts.iter().filter(wanted).any(|part| !little(part));
    let weight = |part: &Expr| {
        if substance && little(part) {
            FUNCTION_WORD
        } else {
            1.0
        }
    };
    parts.iter().map(|part| (part, weight(part))).collect()
}

/// Equal parts once, with what they count together.
pub(crate) fn together(parts: &[Expr]) -> Vec<(&Expr, f32)> {
    let mut once: Vec<(&Expr, f32)> = Vec::new();
    // Where parts with the same text are in `once`: a query may have thousands.
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (part, weight) in weights(parts) {
        let places = places.entry(text(part)).or_default();
        let mut same = places.iter().copied();
        let is_same = |&at: &usize| once.get(at).is_some_and(|(seen, _)| *seen == part);
        let seen = same.find(is_same);
        if let Some((_, sum)) = seen.and_then(|at| once.get_mut(at)) {
            *sum += weight;
        } else {
            places.push(once.len());
            once.push((part, weight));
        }
    }
    once
}

/// The text of a word or phrase.
fn text(part: &Expr) -> &str {
    match &part.kind {
        Kind::Word { text, .. } | Kind::Phrase { text, .. } => text,
        Kind::Not(inner) => text(inner),
        _ => "",
    }
}

/// Whether a part is a bare function word. What is typed in capitals (`WHO`, `IT`) is a name.
fn says_little(part: &Expr) -> bool {
    let Kind::Word {
        text,
        form: Form::Inflected,
    } = &part.kind
    else {
        return false;
    };
    let mut words = words(text);
    match (words.next(), words.next()) {
        (Some(word), None) => is_function_word(&word),
        _ => false,
    }
}

fn is_function_word(word: &Word<'_>) -> bool {
    let folded = word_form::fold(word);
    let capitals = folded.case == Case::Upper && folded.written.chars().nth(1).is_some();
    !capitals && is_function(&folded.lower)
}

/// Whether a word in small letters is a function word.
pub(crate) fn is_function(lower: &str) -> bool {
    FUNCTION_WORDS.contains(lower)
}
