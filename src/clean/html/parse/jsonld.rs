//! JSON as pages carry it: with comments around it, trailing commas, raw line breaks in strings, entities for quotes.
use serde_json::Value;

/// Parses the JSON-LD blocks; a top-level array is spread, what cannot be read is left out.
pub(crate) fn read(blocks: &[&str]) -> Vec<Value> {
    let mut values = Vec::new();
    for block in blocks {
        match parse(block) {
            Some(Value::Array(items)) => values.extend(items),
            Some(value) => values.push(value),
            None => {}
        }
    }
    values
}

/// Parses one block, mending what is commonly wrong with it.
pub(crate) fn parse(block: &str) -> Option<Value> {
    let text = unwrap(block);
    if text.is_empty() {
        return None;
    }
    first_value(text)
        .or_else(|| first_value(&mend(text)))
        .or_else(|| {
            let decoded = text
                .replace("&quot;", "\"")
                .replace("&#34;", "\"")
                .replace("&amp;", "&");
            if decoded.len() == text.len() {
                None
            } else {
                first_value(&mend(&decoded))
            }
        })
}

/// The first value; what follows it (a semicolon, a second object) is let go.
fn first_value(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text)
        .into_iter::<Value>()
        .next()?
        .ok()
}

/// The JSON without the comments and CDATA marks around it.
fn unwrap(block: &str) -> &str {
    let start = block.find(['{', '[']).unwrap_or(block.len());
    let text = block.get(start..).unwrap_or_default();
    // `[CDATA[` opens with a bracket of its own.
    match text.strip_prefix("[CDATA[") {
        Some(inner) => inner
            .get(inner.find(['{', '[']).unwrap_or(inner.len())..)
            .unwrap_or_default(),
        None => text,
    }
}

/// Escapes control characters in strings, drops trailing commas and comments.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut in_string = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                in_string = !in_string;
                out.push(c);
            }
            '\\' if in_string => match chars.next() {
                Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    out.extend([c, next]);
                }
                Some(next) => out.push(next),
                None => {}
            },
            c if in_string && c.is_control() => out.push_str(if c == '\n' { "\\n" } else { " " }),
            '}' | ']' if !in_string => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
                out.push(c);
            }
            '/' if !in_string && chars.peek() == Some(&'*') => {
                let mut last = ' ';
                for next in chars.by_ref() {
                    if last == '*' && next == '/' {
                        break;
                    }
                    last = next;
                }
            }
            c => out.push(c),
        }
    }
    out
}
