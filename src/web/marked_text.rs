//! Text of pages on a page: harmless, in pieces, some of them marked. Templates escape what they print.

use crate::article::Span;
use crate::render::layout::printable;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The text, without controls and bidirectional overrides.
    pub(crate) text: String,
    /// Whether it matched.
    pub(crate) is_match: bool,
}

/// A text cut at its marks. Marks that do not fit the text are left out.
pub(crate) fn pieces(text: &str, marks: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut push = |from: usize, to: usize, is_match: bool| {
        let text = printable_lines(text.get(from..to).unwrap_or_default());
        if !text.is_empty() {
            pieces.push(Piece { text, is_match });
        }
    };
    for mark in marks {
        let fits = mark.start >= at && text.get(mark.start..mark.end).is_some();
        if !fits {
            continue;
        }
        push(at, mark.start, false);
        push(mark.start, mark.end, true);
        at = mark.end;
    }
    push(at, text.len(), false);
    pieces
}

/// A text of several lines without what could turn a line around.
pub(crate) fn printable_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(printable).collect();
    lines.join("\n")
}

/// The address of a web page, where it is one that a reader may follow.
pub(crate) fn safe_url(url: Option<&str>) -> Option<String> {
    let parsed = url::Url::parse(url?).ok()?;
    matches!(parsed.scheme(), "http" | "https").then(|| parsed.to_string())
}

/// An id as a part of a path.
pub(crate) fn path_part(id: &str) -> String {
    let mut out = String::new();
    for byte in id.bytes() {
        // Dots alone would be taken for folders.
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The value of a `lang` attribute: empty, which is "not known", where the archive has no code.
pub(crate) fn lang(code: Option<&str>) -> String {
    code.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Piece, path_part, pieces, safe_url};
    use crate::article::Span;

    #[test]
    fn marks_cut_a_text_and_bad_ones_are_left_out() {
        let span = |start, end| Span { start, end };
        let shown = |pieces: Vec<Piece>| {
            let one = |piece: &Piece| match piece.is_match {
                true => format!("[{}]", piece.text),
                false => piece.text.clone(),
            };
            pieces.iter().map(one).collect::<String>()
        };
        let text = "die Fähre lief aus";
        assert_eq!(shown(pieces(text, &[span(4, 10)])), "die [Fähre] lief aus");
        assert_eq!(shown(pieces(text, &[span(4, 6), span(50, 60)])), text);
        assert_eq!(shown(pieces("\u{202e}a\u{1b}", &[])), "a␛");
    }

    #[test]
    fn only_web_addresses_become_links() {
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//x",
            "file:///etc",
        ] {
            assert_eq!(safe_url(Some(bad)), None, "{bad}");
        }
        assert_eq!(
            safe_url(Some("https://a.example/x")).as_deref(),
            Some("https://a.example/x")
        );
        assert_eq!(path_part("../a b/é"), "%2E%2E%2Fa%20b%2F%C3%A9");
    }
}
