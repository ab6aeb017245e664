//! Markdown: marks of headings, emphasis, links and quotes taken away, what they mark kept.

use std::sync::LazyLock;

use regex::Regex;

use crate::clean::plain::source_line::{Line, Mark};

#[expect(clippy::expect_used, reason = "constant pattern")]
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(!?)\[([^\[\]]*)\]\(\s*<?[^()\s<>]*>?(?:\s+["'][^"']*["'])?\s*\)"#)
        .expect("the pattern is valid")
});

#[expect(clippy::expect_used, reason = "constant pattern")]
static EMPHASIS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\*\*\*|\*\*|\*|__|`)(\S(?:[^*`\n]*?\S)?)(\*\*\*|\*\*|\*|__|`)")
        .expect("the pattern is valid")
});

/// Whether the text is Markdown: it has headings or links in its manner.
pub(super) fn is_markdown(lines: &[Line]) -> bool {
    let signs = lines
        .iter()
        .filter(|line| heading(&line.text).is_some() || line.text.contains("]("))
        .count();
    signs >= 1
}

/// Takes the marks out of a line.
pub(super) fn strip(line: &mut Line) {
    line.mark = mark(&line.text);
    let bare = match line.mark {
        Mark::Heading(_) => heading(&line.text)
            .map_or("", |(_, rest)| rest)
            .trim_end_matches('#')
            .trim(),
        Mark::Quote => line.text.trim_start_matches(['>', ' ']),
        _ => line.text.as_str(),
    };
    let text = LINK.replace_all(bare, "$2");
    let once = EMPHASIS.replace_all(&text, emphasis);
    let text = EMPHASIS.replace_all(&once, emphasis).trim().to_owned();
    line.width = unicode_width::UnicodeWidthStr::width(text.as_str());
    line.text = text;
}

fn emphasis(found: &regex::Captures<'_>) -> String {
    let part = |i: usize| found.get(i).map_or("", |m| m.as_str());
    if part(1) == part(3) {
        part(2).to_owned()
    } else {
        part(0).to_owned()
    }
}

fn mark(text: &str) -> Mark {
    if let Some((level, _)) = heading(text) {
        return Mark::Heading(level);
    }
    let whole = LINK
        .find(text)
        .is_some_and(|found| found.range() == (0..text.len()));
    match text.chars().next() {
        Some('!') if whole => Mark::Picture,
        Some('[') if whole => Mark::Link,
        Some('>') => Mark::Quote,
        Some('-' | '*' | '+') if text.get(1..2) == Some(" ") => Mark::Item,
        _ => Mark::None,
    }
}

/// The level of a heading, and its words.
fn heading(text: &str) -> Option<(u8, &str)> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    let words = rest
        .strip_prefix(' ')
        .filter(|words| !words.trim().is_empty())?;
    u8::try_from(level)
        .ok()
        .filter(|level| (1..=6).contains(level))
        .map(|level| (level, words))
}
