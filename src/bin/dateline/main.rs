//! A first driver: `dateline clean --json PATH...`
#![allow(clippy::all, clippy::print_stdout)]
use std::ops::ControlFlow;

fn main() {
    let inputs: Vec<std::path::PathBuf> =
        std::env::args().skip(2).filter(|a| !a.starts_with("--")).map(Into::into).collect();
    dateline::read::scan(&inputs, &mut |record| {
        let Ok(raw) = record.and_then(|r| dateline::read::page(&r)) else { return ControlFlow::Continue(()) };
        let a = dateline::identify::identify(&raw, dateline::clean::clean(&raw));
        let line = serde_json::json!({"id": a.id, "url": a.url, "title": a.title.as_ref().map(|f| &f.value), "text": a.text,
            "source": a.source.as_ref().map(|f| &f.value), "domain": a.domain, "wire": a.wire.as_ref().map(|f| &f.value),
            "published": a.published.as_ref().map(|f| f.value.to_string()), "precision": a.published.as_ref().map(|f| f.value.precision),
            "authors": a.authors.as_ref().map(|f| &f.value), "language": a.language.as_ref().map(|f| &f.value), "place": a.place.as_ref().map(|f| &f.value),
            "evidence": {"title": a.title.as_ref().map(|f| &f.evidence), "source": a.source.as_ref().map(|f| &f.evidence), "wire": a.wire.as_ref().map(|f| &f.evidence),
                "published": a.published.as_ref().map(|f| &f.evidence), "authors": a.authors.as_ref().map(|f| &f.evidence), "language": a.language.as_ref().map(|f| &f.evidence)},
            "truncated": a.truncated, "removed": a.removed, "repaired": a.repaired});
        println!("{line}");
        ControlFlow::Continue(())
    });
}
