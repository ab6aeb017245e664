//! Language detection on labelled titles, sentences and paragraphs.

use std::path::Path;
use std::time::Instant;

use dateline::identify::language;
use serde_json::Value;

use crate::floors::Figures;
use crate::labelled;

/// Shares of right answers, overall and by kind, and items a second.
pub(crate) fn measure(shared: &Path) -> Figures {
    let mut figures = Figures::new();
    for (name, file) in [
        ("langid", "langid.jsonl.gz"),
        ("neutral", "neutral.jsonl.gz"),
    ] {
        let items = labelled::lines(&shared.join("eval/langid").join(file));
        let start = Instant::now();
        let right: Vec<bool> = items.iter().map(right).collect();
        let seconds = start.elapsed().as_secs_f64();
        let share = |kind: Option<&str>| {
            let chosen = items
                .iter()
                .zip(&right)
                .filter(|(item, _)| kind.is_none_or(|kind| item["kind"] == kind));
            let answers: Vec<bool> = chosen.map(|(_, right)| *right).collect();
            answers.iter().filter(|right| **right).count() as f64 / answers.len() as f64
        };
        figures.insert(format!("{name}.all"), share(None));
        for kind in ["title", "sentence", "paragraph"] {
            figures.insert(format!("{name}.{kind}"), share(Some(kind)));
        }
        figures.insert(format!("{name}.items_per_s"), items.len() as f64 / seconds);
    }
    figures.retain(|_, value| value.is_finite());
    figures
}

fn right(item: &Value) -> bool {
    let found = language::detect(item["text"].as_str().unwrap(), None);
    // One code for the two written forms of Norwegian, as the page scorer folds them too.
    let folded = |code: &str| {
        if matches!(code, "nb" | "nn") {
            "no".to_owned()
        } else {
            code.to_owned()
        }
    };
    found.is_some_and(|found| folded(found.value.code()) == folded(item["lang"].as_str().unwrap()))
}
