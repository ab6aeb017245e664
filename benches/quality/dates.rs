//! Days and agencies in bare text.

use std::path::Path;

use dateline::article::{Article, Content, Precision, RawPage};
use dateline::{clean, identify};
use serde_json::Value;

use crate::floors::Figures;
use crate::labelled;

/// How many right days of each kind, how many days invented where the text has none; agencies by recall and precision.
pub(crate) fn measure(shared: &Path) -> Figures {
    let items = labelled::lines(&shared.join("eval/dates/dates.jsonl.gz"));
    let articles: Vec<Article> = items.iter().map(read).collect();
    let mut figures = Figures::new();
    let (mut credits, mut given, mut agreed) = (0.0, 0.0, 0.0);
    for (item, article) in items.iter().zip(&articles) {
        let group = group(item);
        let day = article
            .published
            .as_ref()
            .map(|found| found.value)
            .filter(|date| date.precision >= Precision::Day);
        let day = day.map(|date| date.date_as_known());
        let right = if group == "dateless" {
            day.is_some()
        } else {
            day.as_deref() == item["date"].as_str()
        };
        let name = if group == "dateless" {
            "dateless.invented".to_owned()
        } else {
            format!("{group}.right")
        };
        *figures.entry(name).or_default() += f64::from(u8::from(right));
        *figures.entry(format!("{group}.of")).or_default() += 1.0;
        if std::env::var_os("DATELINE_SHOW").is_some() && right == (group == "dateless") {
            println!(
                "{group} {}: {day:?}, not {}: {:.90}",
                item["id"], item["date"], item["text"]
            );
        }
        let credit = item["source_evidence"]
            .as_str()
            .and(item["source"].as_str());
        let wire = article.wire.as_ref().map(|found| found.value.as_str());
        credits += f64::from(u8::from(credit.is_some()));
        // Where only metadata that is not in the text names the agency, an answer is neither right nor wrong.
        if credit.is_some() || item["source"].is_null() {
            given += f64::from(u8::from(wire.is_some()));
            agreed += f64::from(u8::from(
                credit
                    .zip(wire)
                    .is_some_and(|(a, b)| a.eq_ignore_ascii_case(b)),
            ));
            if std::env::var_os("DATELINE_SHOW").is_some()
                && credit.map(str::to_lowercase) != wire.map(str::to_lowercase)
            {
                println!(
                    "wire {}: {wire:?}, not {credit:?}: {:.90}",
                    item["id"], item["text"]
                );
            }
        }
    }
    figures.insert("wire.recall".into(), agreed / credits);
    figures.insert("wire.precision".into(), agreed / given);
    figures
}

fn read(item: &Value) -> Article {
    let content = Content::Text(item["text"].as_str().unwrap().to_owned());
    let page = RawPage {
        path: "item.txt".into(),
        content,
        ..RawPage::default()
    };
    identify::alone(&page, clean::clean(&page))
}

/// What the text gives: a day of a standard pattern, one written by hand, one in a real text, or none.
fn group(item: &Value) -> &'static str {
    let (kind, origin) = (
        item["kind"].as_str().unwrap(),
        item["origin"].as_str().unwrap(),
    );
    match (kind, origin) {
        _ if item["precision"] != "day" || kind == "real-notext" || kind == "real-noyear" => {
            "dateless"
        }
        ("cldr-full" | "cldr-long" | "cldr-medium", _) => "cldr",
        _ if kind.starts_with("cldr") => "cldr-short",
        _ if origin.starts_with("hand") => "hand",
        _ => "real",
    }
}
