//! An article as a document of the engine, and back.

use serde_json::{Map, Value, json};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::article::{Article, PubDate};
use crate::cluster::listed_terms;
use crate::cluster::mapping::analysis;
use crate::cluster::token_rows::{self, ArticleRows, FREE};
use crate::index::analysis::text_names::text_names;
use crate::index::analysis::word_form;
use crate::index::store::{Days, day_number, language};

/// Behind every name: where an unknown source stands when hits are sorted by source.
const LAST: &str = "\u{10FFFF}";

/// What the archive knows of an article's copies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Kin {
    /// The id of the first of the articles with the same text; its own where it is alone.
    pub(crate) first: String,
    /// How many others there are.
    pub(crate) copies: u64,
    /// Whether it shares text with another article, as a copy or in part.
    pub(crate) is_linked: bool,
}

/// The key of a document: an entry is found and replaced by it.
pub(crate) fn key(id: &str) -> String {
    format!("{:032x}", xxh3_128(id.as_bytes()))
}

/// The document of an article, without its stamp.
pub(crate) fn document(article: &Article, kin: &Kin) -> serde_json::Result<Value> {
    let title = article
        .title
        .as_ref()
        .map_or("", |found| found.value.as_str());
    let rows = token_rows::of_article(language(article), title, &article.text);
    let mut doc = Map::new();
    add_rows(&mut doc, &rows);
    let mut listed = text_names(language(article), &article.text);
    listed.extend(rows.title.long_words.iter().cloned());
    listed.extend(rows.text.long_words.iter().cloned());
    let values = listed.iter().map(|term| listed_terms::value_of(term));
    let values: Vec<String> = values.collect();
    doc.insert("name_sound".to_owned(), json!(values));
    add_names(&mut doc, article);
    add_dates(&mut doc, article);
    add_stored(&mut doc, article)?;
    doc.insert("id".to_owned(), json!(article.id));
    doc.insert("path".to_owned(), json!(article.path));
    doc.insert("has_title".to_owned(), json!(!rows.title.stem.is_empty()));
    doc.insert("length".to_owned(), json!(rows.length()));
    doc.insert("score_length".to_owned(), json!(rows.score_length()));
    doc.insert("copy_group".to_owned(), json!(kin.first));
    doc.insert("copies".to_owned(), json!(kin.copies));
    doc.insert("is_copy".to_owned(), json!(kin.first != article.id));
    doc.insert("is_linked".to_owned(), json!(kin.is_linked));
    Ok(Value::Object(doc))
}

/// A hash of a document and of the analysis: a document with the same stamp need not be sent again.
pub(crate) fn stamp(doc: &Value) -> String {
    format!(
        "{:016x}",
        xxh3_64(format!("{}{doc}", analysis()).as_bytes())
    )
}

fn add_rows(doc: &mut Map<String, Value>, rows: &ArticleRows) {
    let mut put = |name: &str, values: [String; 2]| doc.insert(name.to_owned(), json!(values));
    put("stem", rows.values(|rows| &rows.stem, FREE));
    put("written", rows.values(|rows| &rows.written, FREE));
    put("exact", rows.values(|rows| &rows.exact, FREE));
    put("joined", rows.values(|rows| &rows.joined, FREE));
    put("start", rows.values(|rows| &rows.start, "m"));
    put("end", rows.values(|rows| &rows.end, FREE));
    doc.insert("score".to_owned(), json!(rows.score()));
    doc.insert("title_stem".to_owned(), json!(rows.title_score()));
}

fn add_names(doc: &mut Map<String, Value>, article: &Article) {
    let line = |value: Option<&str>| value.unwrap_or_default().replace('\n', " ");
    let source = line(article.source.as_ref().map(|found| found.value.as_str()));
    let order = if source.is_empty() {
        LAST.to_owned()
    } else {
        source.to_lowercase()
    };
    doc.insert("source_order".to_owned(), json!(order));
    let mut put = |name: &str, values: Vec<String>| {
        let wholes: Vec<String> = values.iter().map(|value| word_form::whole(value)).collect();
        let words: Vec<String> = values
            .iter()
            .map(|value| token_rows::name_line(value))
            .collect();
        doc.insert(format!("{name}_whole"), json!(wholes));
        doc.insert(format!("{name}_words"), json!(words));
        doc.insert(name.to_owned(), json!(values));
    };
    put("source", vec![source]);
    put("domain", vec![line(article.domain.as_deref())]);
    put(
        "wire",
        vec![line(
            article.wire.as_ref().map(|found| found.value.as_str()),
        )],
    );
    put("language", vec![line(Some(language(article)))]);
    let authors = article.authors.iter().flat_map(|found| &found.value);
    let mut authors: Vec<String> = authors.map(|name| line(Some(name))).collect();
    if authors.is_empty() {
        authors.push(String::new());
    }
    put("author", authors);
    // An article without a place or an address has no value at all, as in the embedded archive.
    if let Some(place) = &article.place {
        put("place", vec![line(Some(&place.value))]);
    }
    if let Some(url) = &article.url {
        put("url", vec![line(Some(url))]);
    }
}

fn add_dates(doc: &mut Map<String, Value>, article: &Article) {
    let Some(published) = article.published.as_ref().map(|found| &found.value) else {
        return;
    };
    let days = Days::of(published);
    for (name, number) in [
        ("year", days.year),
        ("month", days.month),
        ("day", days.day),
    ] {
        if number > 0 {
            doc.insert(name.to_owned(), json!(number));
        }
    }
    doc.insert("date".to_owned(), json!(day_number(published.date)));
    doc.insert("published".to_owned(), json!(seconds(published)));
}

fn seconds(date: &PubDate) -> i64 {
    date.timestamp()
}

/// The article itself: headline and text by name, so that others can read them; the rest as it is.
fn add_stored(doc: &mut Map<String, Value>, article: &Article) -> serde_json::Result<()> {
    let mut rest = serde_json::to_value(article)?;
    if let Some(rest) = rest.as_object_mut() {
        let ledger =
            json!({"removed": rest.remove("removed"), "repaired": rest.remove("repaired")});
        doc.insert("ledger".to_owned(), ledger);
        doc.insert("text".to_owned(), rest.remove("text").unwrap_or_default());
    }
    if let Some(title) = &article.title {
        doc.insert("title".to_owned(), json!(title.value));
    }
    doc.insert("article".to_owned(), rest);
    Ok(())
}

/// The article of a hit; its ledger is empty where it was not asked for.
pub(crate) fn article(hit: &Value) -> Option<Article> {
    let source = hit.get("_source")?;
    let mut whole = source.get("article")?.as_object()?.clone();
    let text = source.get("text").cloned();
    whole.insert("text".to_owned(), text.unwrap_or_else(|| json!("")));
    for part in ["removed", "repaired"] {
        let ledger = source
            .get("ledger")
            .and_then(|ledger| ledger.get(part))
            .cloned();
        whole.insert(part.to_owned(), ledger.unwrap_or_else(|| json!([])));
    }
    serde_json::from_value(Value::Object(whole)).ok()
}
