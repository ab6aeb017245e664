//! Hits of the engine as hits of an archive.

use serde_json::Value;

use crate::archive::{Folded, FoldedHit, Hit};
use crate::article::Article;
use crate::cluster::engine_document;

/// A hit of the engine as one of ours, without passages, and its article.
pub(crate) fn hit(found: &Value, rank: usize) -> Option<(Hit, Article)> {
    let shown = shown(found);
    let article = engine_document::article(shown)?;
    let score = found.get("_score").and_then(Value::as_f64).unwrap_or(0.0);
    let source = shown.get("_source");
    let group = source.and_then(|source| source.get("copy_group")?.as_str());
    let others = inner(found, "best")
        .into_iter()
        .flatten()
        .filter_map(folded_hit);
    let count = found
        .pointer("/inner_hits/best/hits/total/value")
        .and_then(Value::as_u64);
    let hit = Hit {
        rank,
        score: score as f32,
        copies: source
            .and_then(|source| source.get("copies")?.as_u64())
            .unwrap_or(0),
        copy_of: group
            .filter(|group| *group != article.id)
            .map(str::to_owned),
        folded: Folded {
            count: count.unwrap_or(1).saturating_sub(1),
            first: others
                .filter(|other| other.id != article.id)
                .take(NAMED)
                .collect(),
        },
        ..bare(&article)
    };
    Some((hit, article))
}

/// Matches that are named under the hit that they fold under.
pub(crate) const NAMED: usize = 3;

/// Of folded copies the hit is the best, and another one may be shown in its place.
pub(crate) fn shown(found: &Value) -> &Value {
    let first = inner(found, "shown").and_then(|hits| hits.first());
    first.unwrap_or(found)
}

fn inner<'a>(found: &'a Value, name: &str) -> Option<&'a Vec<Value>> {
    let hits = found.pointer(&format!("/inner_hits/{name}/hits/hits"));
    hits.and_then(Value::as_array)
}

/// What a hit says of a match that folds under it.
pub(crate) fn folded_hit(found: &Value) -> Option<FoldedHit> {
    let article = engine_document::article(found)?;
    Some(FoldedHit {
        id: article.id,
        source: article.source.map(|found| found.value),
        domain: article.domain,
    })
}

/// What a list shows of an article.
pub(crate) fn bare(article: &Article) -> Hit {
    Hit {
        rank: 0,
        id: article.id.clone(),
        score: 0.0,
        title: article
            .title
            .as_ref()
            .map_or_else(String::new, |found| found.value.clone()),
        title_marks: Vec::new(),
        source: article.source.as_ref().map(|found| found.value.clone()),
        domain: article.domain.clone(),
        wire: article.wire.as_ref().map(|found| found.value.clone()),
        published: article.published.as_ref().map(|found| found.value),
        language: article
            .language
            .as_ref()
            .map(|found| found.value.code().to_owned()),
        authors: article
            .authors
            .as_ref()
            .map_or_else(Vec::new, |found| found.value.clone()),
        url: article.url.clone(),
        path: article.path.clone(),
        snippets: Vec::new(),
        missing: Vec::new(),
        copies: 0,
        copy_of: None,
        story: None,
        folded: Folded::default(),
    }
}
