//! `fetch`, `story`.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::article::Article;
use crate::group;
use crate::mcp::asking_tools::TITLE;
use crate::mcp::fitted::{Answer, cut, floor, set};
use crate::mcp::parameters::Arguments;
use crate::mcp::tool_fault::ToolFault;
use crate::mcp::toolbox::Toolbox;
use crate::render::{notes, story_lines};
use crate::stories;

/// Bytes of JSON that the head of an article may have beside its text.
const ROOM: usize = 1_400;

/// What an article is known by, short.
pub(crate) fn head(article: &Article) -> Value {
    let value = |found: &Option<crate::article::Found<String>>| {
        found.as_ref().map(|found| found.value.clone())
    };
    json!({
        "id": article.id,
        "title": cut(&value(&article.title).unwrap_or_default(), TITLE),
        "source": value(&article.source).or_else(|| article.domain.clone()),
        "wire": value(&article.wire),
        "published": article.published.as_ref().map(|day| day.value.date_as_known()),
        "language": article.language.as_ref().map(|found| found.value.to_string()),
        "url": article.url.as_ref().filter(|url| url.len() < 400),
    })
}

/// A slice of an article's text.
pub(crate) fn fetch(tools: &Toolbox, given: &Arguments<'_>) -> Result<Answer, ToolFault> {
    let id = given.needed("id");
    let article = tools.archive.article(id)?;
    let article = article.ok_or_else(|| ToolFault::no_article(id))?;
    let text = article.text.as_str();
    let hash = format!("{:x}", HexOf(&Sha256::digest(text.as_bytes())));
    if given.text("hash").is_some_and(|known| known != hash) {
        return Err(ToolFault::new(format!(
            "the text of `{id}` has changed since: its hash is {hash} now; fetch it from offset 0 again"
        )));
    }
    let offset = given.number("offset");
    if offset > text.len() {
        return Err(ToolFault::new(format!(
            "`offset` {offset} is behind the end: the text of `{id}` has {} bytes",
            text.len()
        )));
    }
    let start = floor(text, offset);
    let length = given.number("length");
    let authors = article.authors.as_ref().map(|found| found.value.clone());
    let answer = Answer::quoting()
        .with("article", head(&article))
        .with("authors", authors.unwrap_or_default())
        .with(
            "place",
            article.place.as_ref().map(|found| found.value.clone()),
        )
        .with("truncated", article.truncated.then_some(true))
        .with("hash", hash)
        .with("bytes", text.len());
    Ok(with_slice(answer, text, start, length))
}

/// As much of the text as was asked for and fits: JSON writes some characters longer than they are.
fn with_slice(answer: Answer, text: &str, start: usize, length: usize) -> Answer {
    let rest = text.get(start..).unwrap_or_default();
    let mut end = floor(rest, length.min(crate::mcp::fitted::MOST_BYTES - ROOM));
    let room = crate::mcp::fitted::MOST_BYTES - ROOM;
    while end > 0
        && serde_json::to_string(rest.get(..end).unwrap_or_default()).map_or(0, |json| json.len())
            > room
    {
        end = floor(rest, end * 9 / 10);
    }
    let slice = rest.get(..end).unwrap_or_default();
    let next = start + end;
    let left_out = (next < text.len()).then(|| {
        format!(
            "{} more bytes: call again with offset {next} and this hash",
            text.len() - next
        )
    });
    answer
        .with("at", json!([start, next]))
        .with("text", slice)
        .with("left_out", left_out)
}

/// Bytes as hexadecimal digits.
struct HexOf<'a>(&'a [u8]);

impl std::fmt::LowerHex for HexOf<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The story of an article.
pub(crate) fn story(tools: &Toolbox, given: &Arguments<'_>) -> Result<Answer, ToolFault> {
    let id = given.needed("id");
    let archive = tools.archive.as_ref();
    let story = stories::of_article(archive, id, tools.today())?;
    let story = story.ok_or_else(|| ToolFault::no_article(id))?;
    let told = stories::told(archive, story)?;
    let offset = given.number("offset");
    let answer = Answer::quoting()
        .with("story", told.story.id.as_str())
        .with("title", cut(&told.story.title, TITLE))
        .with("articles", told.story.articles.len())
        .with("independent", told.independent())
        .with("copies", told.copies())
        .with(
            "sources",
            told.story
                .sources
                .iter()
                .take(20)
                .cloned()
                .collect::<Vec<_>>(),
        )
        .with("notes", notes(&told.notes));
    let (name, rows) = match given.text("part") {
        Some("lineage") => {
            let line = value(&story_lines::lineage(&told));
            (
                "reuses",
                array(&line, "edges").into_iter().map(short_edge).collect(),
            )
        }
        Some("numbers") => {
            let articles: Vec<&Article> = told.articles.iter().collect();
            let lines = story_lines::numbers(&told.story, &group::numbers(&articles));
            let rows: Vec<Value> = lines.lines().map(value).collect();
            ("numbers", rows)
        }
        _ => {
            let line = value(&story_lines::story(&told));
            ("members", array(&line, "members"))
        }
    };
    let all = rows.len();
    let shown: Vec<Value> = rows.into_iter().skip(offset).collect();
    let rest = all.saturating_sub(offset) as u64;
    Ok(answer.with_list(name, shown, rest, |shown| {
        let next = offset + shown;
        format!(
            "{} more {name}: call again with offset {next}",
            all - next.min(all)
        )
    }))
}

fn value(line: &str) -> Value {
    let mut value: Value = serde_json::from_str(line).unwrap_or_default();
    if let Some(members) = value.as_object_mut() {
        members.remove("type");
    }
    value
}

fn array(value: &Value, name: &str) -> Vec<Value> {
    let values = value.get(name).and_then(Value::as_array);
    values.cloned().unwrap_or_default()
}

/// A reuse with its longest passage alone.
fn short_edge(mut edge: Value) -> Value {
    let passages = array(&edge, "passages");
    let longest = passages.iter().max_by_key(|one| one["words"].as_u64());
    let text = longest.and_then(|one| one["text"].as_str());
    set(
        &mut edge,
        "longest_passage",
        text.map(|text| cut(text, 300)),
    );
    set(&mut edge, "passages", passages.len());
    edge
}
