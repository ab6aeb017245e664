//! Words that tell closely related languages apart, where n-grams hardly do: `kerana` is Malay, `karena` Indonesian.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::identify::language::ngrams::Scored;

/// What a word is worth, in units of the n-gram score. `cargo bench --bench quality -- language` measures it again.
const WORD: f32 = 2.5;

/// So many words are heard; a long text has many, and they say the same.
const MOST_HITS: f32 = 12.0;

/// Each word with the languages that it speaks for, and the group of each language.
struct Table {
    words: HashMap<&'static str, Vec<&'static str>>,
    groups: HashMap<&'static str, &'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        words: HashMap::new(),
        groups: HashMap::new(),
    };
    for row in include_str!("../data/telling_words.tsv").lines() {
        let mut cells = row.split('\t');
        let (Some(group), Some(language), Some(words)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        table.groups.insert(language, group);
        for word in words.split('|') {
            let languages = table.words.entry(word).or_default();
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
    }
    table
});

/// Raises the languages of the leader's group by the words that tell them apart.
pub(super) fn weigh(text: &str, ranked: &mut [Scored]) {
    let leader = ranked.first().map_or("", |best| best.code);
    let Some(group) = TABLE.groups.get(leader) else {
        return;
    };
    let mut hits: HashMap<&str, f32> = HashMap::new();
    for word in text.split(|c: char| !c.is_alphabetic()) {
        let word = word.to_lowercase();
        for language in TABLE.words.get(word.as_str()).into_iter().flatten() {
            *hits.entry(language).or_default() += 1.0;
        }
    }
    let most = hits.values().copied().fold(0.0, f32::max);
    // In a long text the share of the words counts, not their number.
    let share = if most > MOST_HITS {
        MOST_HITS / most
    } else {
        1.0
    };
    for scored in ranked.iter_mut() {
        if TABLE.groups.get(scored.code) == Some(group) {
            scored.score += WORD * share * hits.get(scored.code).copied().unwrap_or_default();
        }
    }
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
}
