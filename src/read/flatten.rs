//! Flattening: markup of exports to lines of text, for the readers of text exports. Pages of the web go to `clean` as they are.

use crate::text::entities;

/// Elements that begin and end a line.
const LINES: [&str; 24] = [
    "p", "div", "br", "tr", "td", "th", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5",
    "h6", "article", "section", "header", "footer", "hr", "title", "w:p", "w:br",
];

/// Elements after which an empty line stands.
const PARAGRAPHS: [&str; 6] = ["p", "div", "w:p", "article", "tr", "h1"];

/// The text of some markup, a line for each block. White space is folded.
pub(crate) fn flatten(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len() / 2);
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once('<') {
        push_folded(&mut out, before);
        let (name, closes) = tag_name(after);
        rest = match name.as_str() {
            "script" | "style" if !closes => past(after, &name),
            _ if after.starts_with("!--") => after.split_once("-->").map_or("", |(_, rest)| rest),
            _ => after.split_once('>').map_or("", |(_, rest)| rest),
        };
        if LINES.contains(&name.as_str()) {
            trim_end(&mut out);
            out.push('\n');
            if closes && PARAGRAPHS.contains(&name.as_str()) {
                out.push('\n');
            }
        } else if name == "w:tab" {
            out.push(' ');
        }
    }
    push_folded(&mut out, rest);
    entities::decode(&out).unwrap_or(out)
}

/// The name of a tag in lower case, and whether it closes its element.
fn tag_name(tag: &str) -> (String, bool) {
    let closes = tag.starts_with('/');
    let name = tag.trim_start_matches('/').chars();
    let name = name.take_while(|c| c.is_ascii_alphanumeric() || *c == ':');
    (
        name.take(12).collect::<String>().to_ascii_lowercase(),
        closes,
    )
}

/// What follows an element whose text is none.
fn past<'a>(after: &'a str, name: &str) -> &'a str {
    let end = format!("</{name}");
    let mut rest = after;
    while let Some((_, next)) = rest.split_once('<') {
        let closes = next.get(..name.len() + 1).is_some_and(|tag| {
            end.get(1..)
                .is_some_and(|end| tag.eq_ignore_ascii_case(end))
        });
        if closes {
            return next.split_once('>').map_or("", |(_, rest)| rest);
        }
        rest = next;
    }
    ""
}

fn push_folded(out: &mut String, text: &str) {
    for c in text.chars() {
        if !c.is_ascii_whitespace() {
            out.push(c);
        } else if !out.ends_with([' ', '\n']) && !out.is_empty() {
            out.push(' ');
        }
    }
}

fn trim_end(out: &mut String) {
    let length = out.trim_end_matches(' ').len();
    out.truncate(length);
}
