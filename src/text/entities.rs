//! Character references that stand in a text as text: `&amp;quot;` on a page shows as `&quot;`.

use std::borrow::Cow;

/// Decodes the character references in a text, all that HTML knows; `None` where there are none.
///
/// The semicolon may be missing as HTML allows it in attributes: where no letter, digit or `=` follows. So `&copy 2024` is decoded,
/// and the address `?a=1&region=2&copy=3` stays. References to control characters stay too: none of them is text.
pub fn decode(text: &str) -> Option<String> {
    if !text.contains('&') {
        return None;
    }
    let Cow::Owned(decoded) = htmlize::unescape_attribute(text) else {
        return None;
    };
    if decoded.chars().filter(|c| c.is_control()).count() == control_count(text) {
        return (decoded != text).then_some(decoded);
    }
    let out = decode_each(text);
    (out != text).then_some(out)
}

fn control_count(text: &str) -> usize {
    text.chars().filter(|c| c.is_control()).count()
}

/// Decodes each reference for itself and leaves those that name a control character.
fn decode_each(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let whole = format!("&{piece}");
        let decoded = htmlize::unescape_attribute(whole.as_str());
        let fits = control_count(&decoded) == control_count(&whole);
        out.push_str(if fits { &decoded } else { &whole });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[track_caller]
    fn check(text: &str, decoded: &str) {
        assert_eq!(decode(text).as_deref().unwrap_or(text), decoded);
    }

    #[test]
    fn every_name_and_number_is_known() {
        check("&quot;No&quot;&comma; he said", "\"No\", he said");
        check("caf&eacute; &#8211; &#x201C;b&#X201d;", "café – “b”");
        check("&CounterClockwiseContourIntegral;&NotEqualTilde;", "∳≂̸");
        check("&#147;old&#148;", "“old”");
    }

    #[test]
    fn a_missing_semicolon_is_forgiven_where_it_is_plain() {
        check("&copy 2024, AT&amp T", "© 2024, AT& T");
        check("?a=1&region=2&copy=3&notes", "?a=1&region=2&copy=3&notes");
        check("Q&A, R & D, &nosuch; &", "Q&A, R & D, &nosuch; &");
    }

    #[test]
    fn control_characters_stay_references() {
        check("a&#10;b &amp; c&#7;d", "a&#10;b & c&#7;d");
    }
}
