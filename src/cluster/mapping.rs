//! The index on the cluster: its fields, and whether an index is one of ours.

use serde_json::{Value, json};

use crate::cluster::http::{ClusterError, Http};
use crate::cluster::json_object::put;
use crate::index::analysis::text_names::text_names;

/// The version of the format of documents. It is raised whenever fields or rows change.
const FORMAT: u32 = 4;

/// The fields of names: a facet each, and where `field:` looks.
pub(crate) const NAMES: &[&str] = &[
    "source", "domain", "wire", "language", "author", "place", "url",
];

/// What BM25 makes of how often a word stands in an article and of how long the article is. It is as the embedded archive has it with 1.2 and
/// .75, which takes articles for 0.92 times as long on average.
pub(crate) const K1: f64 = 1.278;
pub(crate) const B: f64 = 0.765;

/// Places between headline and text: no phrase reaches across, and no nearness of fewer places. A wider gap takes more bits for the first place
/// of every word.
pub(crate) const GAP: u32 = 100;

/// The index as it is made, with so many shards and copies of each.
pub(crate) fn index(shards: u32, replicas: u32) -> Value {
    json!({
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "refresh_interval": "30s",
            // How the sounds of a name may begin is long to say.
            "max_regex_length": 30_000,
            "codec": "best_compression",
            "similarity": {"news": {"type": "BM25", "k1": K1, "b": B, "discount_overlaps": false}},
            "analysis": {
                "filter": {
                    "blank": {"type": "stop", "stopwords": ["_"]},
                    "forms": {"type": "pattern_capture", "preserve_original": false, "patterns": ["([^|]+)"]},
                },
                // What a word may be written as is one token before it is parted; the usual tokenizer cuts it at 255 characters.
                "tokenizer": {"of_any_length": {"type": "whitespace", "max_token_length": 1_000_000}},
                "analyzer": {
                    "places": {"type": "custom", "tokenizer": "whitespace", "filter": ["blank"]},
                    "alternatives": {"type": "custom", "tokenizer": "of_any_length", "filter": ["blank", "forms"]},
                },
            },
        },
        "mappings": mappings(),
    })
}

/// The mapping, with what it says of itself.
fn mappings() -> Value {
    let mut fields = serde_json::Map::new();
    for row in ["stem", "written", "exact", "joined", "start", "end"] {
        let mut field = json!({"type": "text", "analyzer": "places", "similarity": "news", "position_increment_gap": GAP});
        if matches!(row, "start" | "end" | "joined") {
            put(&mut field, "norms", json!(false));
        }
        if row == "joined" {
            // A place may be of two compounds.
            put(&mut field, "analyzer", json!("alternatives"));
        }
        fields.insert(row.to_owned(), field);
    }
    for bag in ["score", "title_stem"] {
        let field = json!({"type": "text", "analyzer": "places", "similarity": "news", "index_options": "freqs"});
        fields.insert(bag.to_owned(), field);
    }
    for name in NAMES {
        let words = json!({"type": "text", "analyzer": "places", "norms": false, "position_increment_gap": 8});
        fields.insert(
            (*name).to_owned(),
            json!({"type": "keyword", "ignore_above": 8191}),
        );
        fields.insert(
            format!("{name}_whole"),
            json!({"type": "keyword", "doc_values": false, "ignore_above": 8191}),
        );
        fields.insert(format!("{name}_words"), words);
    }
    // A dictionary: its values are listed, and where a name stands is found by the rows.
    fields.insert("name_sound".to_owned(), json!({"type": "keyword"}));
    for id in ["id", "path", "copy_group"] {
        fields.insert(
            id.to_owned(),
            json!({"type": "keyword", "ignore_above": 8191}),
        );
    }
    for number in ["year", "month", "day", "date", "length", "copies"] {
        fields.insert(number.to_owned(), json!({"type": "integer"}));
    }
    fields.insert(
        "score_length".to_owned(),
        json!({"type": "integer", "index": false}),
    );
    fields.insert("published".to_owned(), json!({"type": "long"}));
    fields.insert(
        "source_order".to_owned(),
        json!({"type": "keyword", "ignore_above": 8191}),
    );
    for flag in ["has_title", "is_copy", "is_linked"] {
        fields.insert(flag.to_owned(), json!({"type": "boolean"}));
    }
    fields.insert(
        "stamp".to_owned(),
        json!({"type": "keyword", "index": false, "doc_values": false}),
    );
    for stored in ["title", "text"] {
        fields.insert(
            stored.to_owned(),
            json!({"type": "text", "index": false, "norms": false}),
        );
    }
    for stored in ["article", "ledger"] {
        fields.insert(
            stored.to_owned(),
            json!({"type": "object", "enabled": false}),
        );
    }
    json!({
        "dynamic": "strict",
        "_meta": {"dateline": {"format": FORMAT, "analysis": analysis()}},
        "_source": {"excludes": [
            "stem", "written", "exact", "joined", "start", "end", "score", "title_stem", "name_sound", "source_order", "*_words", "*_whole",
        ]},
        "properties": fields,
    })
}

/// A hash of what the analysis makes of a text that has something of everything: another analysis gives another hash.
pub(crate) fn analysis() -> String {
    let mut seen = String::new();
    for (language, text) in PROBE {
        let rows = crate::cluster::token_rows::rows(language, text);
        for value in [&rows.stem, &rows.written, &rows.exact, &rows.joined] {
            seen.push_str(&value.join("\n"));
        }
        seen.extend(text_names(language, text));
        seen.extend(rows.long_words);
    }
    format!("{:016x}", crate::index::key(&seen))
}

/// Texts of several languages and scripts, with endings, accents, compounds, numbers and signs.
const PROBE: &[(&str, &str)] = &[
    (
        "en",
        "The governments' cease-fires didn't hold; U.S. C-130s flew 1,000 miles. McDonald's café reopened.",
    ),
    (
        "de",
        "Die Regierungen der Länder beschlossen Straßenbauten und Kriegsgefangenenlager.",
    ),
    (
        "",
        "There Jiménez met Khrushchev, Łukaszenka, Saakaschwili, Хрущёвым, Παπανδρέου and Nguyễn.",
    ),
    ("fr", "L'accord des députés européens fut signé à Évian."),
    (
        "ru",
        "Правительства стран подписали соглашения о перемирии.",
    ),
    ("pl", "Rządy państw podpisały porozumienia w Krakowie."),
    ("ar", "وقعت الحكومات اتفاقيات السلام"),
    ("zh", "各国政府签署了和平协议。"),
    ("ja", "政府はルカシェンコと協定に署名した。"),
    ("ko", "정부는 평화 협정에 서명했다."),
    ("th", "รัฐบาลลงนามในข้อตกลงสันติภาพ"),
    ("", "Sakineh 12.5 x.org"),
];

/// Whether the index is there.
pub(crate) fn exists(http: &Http) -> Result<bool, ClusterError> {
    match http.get(&format!("/{}/_mapping", http.address.index)) {
        Ok(_) => Ok(true),
        Err(error) if error.status() == Some(404) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Makes the index where it is missing.
pub(crate) fn create(http: &Http, shards: u32, replicas: u32) -> Result<(), ClusterError> {
    if exists(http)? {
        return compare(http);
    }
    let made = http.put(
        &format!("/{}", http.address.index),
        &index(shards, replicas),
    );
    match made {
        // Another loader was faster.
        Err(ClusterError::Status { kind, .. }) if kind == "resource_already_exists_exception" => {
            compare(http)
        }
        other => other.map(|_| ()),
    }
}

/// Compares the index with what this version makes.
pub(crate) fn compare(http: &Http) -> Result<(), ClusterError> {
    let found = http.get(&format!("/{}/_mapping", http.address.index));
    let found = match found {
        Err(error) if error.status() == Some(404) => {
            return Err(refused(
                http,
                "there is none of this name; make it with `dateline index PATH --index ADDRESS`"
                    .to_owned(),
            ));
        }
        other => other?,
    };
    // An alias answers with the name of its index.
    let found = found.as_object().and_then(|all| all.values().next());
    let found = found
        .and_then(|index| index.get("mappings"))
        .cloned()
        .unwrap_or_default();
    match difference(&found) {
        None => Ok(()),
        Some(reason) => Err(refused(http, reason)),
    }
}

fn refused(http: &Http, reason: String) -> ClusterError {
    ClusterError::Mapping {
        address: http.address.to_string(),
        reason,
    }
}

/// How a mapping differs from ours; `None` where it does not.
pub(crate) fn difference(found: &Value) -> Option<String> {
    let ours = mappings();
    let Some(own) = found.pointer("/_meta/dateline") else {
        return Some("it was not made by dateline; choose another name".to_owned());
    };
    if own.get("format") != Some(&json!(FORMAT)) {
        let other = own.get("format").cloned().unwrap_or_default();
        return Some(format!(
            "its format is {other}, and this version writes {FORMAT}; load the articles into an index of a new name"
        ));
    }
    if own.get("analysis") != Some(&json!(analysis())) {
        return Some(
            "its words were analysed by another version, whose stems differ; load the articles into an index of a new name"
                .to_owned(),
        );
    }
    let fields = ours.get("properties").and_then(Value::as_object)?;
    for (name, field) in fields {
        let there = found.pointer("/properties").and_then(|all| all.get(name));
        let kind = |field: &Value| {
            let kind = field
                .get("type")
                .and_then(Value::as_str)
                .unwrap_or("object");
            kind.to_owned()
        };
        match there {
            None => {
                return Some(format!(
                    "it has no field {name}; load the articles into an index of a new name"
                ));
            }
            Some(there) if kind(there) != kind(field) => {
                return Some(format!(
                    "its field {name} is a {}, not a {}",
                    kind(there),
                    kind(field)
                ));
            }
            Some(_) => {}
        }
    }
    None
}
