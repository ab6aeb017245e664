//! Articles that have most of the words of a query: what is shown when fewer than asked for have all.
//!
//! What a word says is its rarity, and an article must have words that together make up a share of what all of them say. A word that no
//! article has tells none from another and is left out of that sum.

use std::sync::Arc;

use jiff::civil::Date;

use crate::query::{Expr, Kind, Query};
use crate::search::budget::Budget;
use crate::search::plan::languages::LanguageFilter;
use crate::search::plan::lower::lower;
use crate::search::plan::physical::{MostWords, Physical, Wanted};
use crate::search::plan::resolve::resolve_among;
use crate::search::plan::unspaced;
use crate::search::plan::weights::together;
use crate::search::view::View;

/// The share of what all words say that an article must have.
///
/// Of the questions of the ranking sets, typed as they are, a fifth keeps .97 to 1.01 of what any of the words finds (cisi and cacm .94);
/// three tenths cost cranfield a twelfth of it (`cargo bench --bench quality ranking`, figures `typed`).
const SHARE: f32 = 0.2;

/// Words that an article must have at least: one alone is not what was asked for.
const FEWEST: usize = 2;

/// What `query` asks for by its words; `None` where it may not be loosened, or has too few words for it.
pub(crate) fn most_words(
    query: &Query,
    today: Date,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Option<MostWords>> {
    let Kind::And(parts) = &query.root.kind else {
        return Ok(None);
    };
    let count = parts.len();
    let parts = together(parts);
    // A run of a script without spaces is many words.
    let fewest = if parts.iter().any(|(part, _)| has_run(part)) {
        1
    } else {
        FEWEST
    };
    if !query.plain || parts.len() <= fewest {
        return Ok(None);
    }
    let mut words = Vec::with_capacity(parts.len());
    let mut unknown = Vec::new();
    for (at, (part, weight)) in parts.into_iter().enumerate() {
        // Planning a word again costs its look-up, and only queries that find little come here.
        let resolved = resolve_among(part, count, today, view, budget)?;
        let matches = resolved.root.map(|root| lower(&root, &LanguageFilter::All));
        match matches {
            None => {}
            Some(Physical::Nothing) => unknown.push((at, part.clone())),
            Some(matches) => words.push(Wanted {
                at,
                text: part.to_string(),
                rarity: rarity(&matches, view) * weight,
                matches: matches.times(weight),
            }),
        }
    }
    words.sort_by(|a, b| {
        let by_rarity = a.rarity.total_cmp(&b.rarity);
        by_rarity.then_with(|| a.text.cmp(&b.text))
    });
    let enough = SHARE * words.iter().map(|word| word.rarity).sum::<f32>();
    let common = common(words.iter().map(|word| word.rarity), enough);
    Ok(Some(MostWords {
        words,
        common,
        enough,
        fewest,
        unknown,
    }))
}

fn has_run(part: &Expr) -> bool {
    let (Kind::Word { text, .. } | Kind::Phrase { text, .. }) = &part.kind else {
        return false;
    };
    unspaced::is_long(text)
}

/// How many of the first parts are not enough all together, given how rare each is, the commonest first.
pub(crate) fn common(rarities: impl Iterator<Item = f32>, enough: f32) -> usize {
    let mut sum = 0.0;
    let is_common = |rarity: f32| {
        sum += rarity;
        sum < enough
    };
    rarities.map(is_common).take_while(|common| *common).count()
}

/// How rare the articles of a word are; a run of a script without spaces says as much as its parts.
fn rarity(matches: &Physical, view: &View) -> f32 {
    let articles = view.articles() as f32;
    let of = |doc_freq: u64| ((articles + 1.0) / ((doc_freq as f32).min(articles) + 0.5)).ln();
    match matches {
        Physical::Word(word) | Physical::Gathered(word) => of(word.leaf.doc_freq),
        Physical::Placed { node, .. } => of(node.most_articles()),
        Physical::Unspaced(run) => run.parts.iter().map(|part| part.rarity).sum(),
        Physical::Any(any) => {
            let clauses = any.clauses.iter().map(|(clause, _)| rarity(clause, view));
            clauses.fold(0.0, f32::max)
        }
        Physical::Boost(inner, _) => rarity(inner, view),
        _ => of(view.articles()),
    }
}
