//! How a line begins and ends, in any script.

use crate::text::sentences;

/// A sentence ends here: its last sign, quotes and brackets aside, closes one.
pub(super) fn is_closed(text: &str) -> bool {
    let bare = text.trim_end_matches(sentences::is_closing);
    match bare.chars().next_back() {
        Some(c) if sentences::is_end(c) => true,
        // An elision in brackets, a quotation that ends with its own stop: the stop stood inside the closers.
        _ => false,
    }
}

/// Ends in a colon: what it announces follows.
pub(super) fn is_open(text: &str) -> bool {
    text.ends_with([':', '：'])
}

/// Quotes and brackets that open, and dashes of speech.
pub(super) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '„'
            | '‘'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '('
            | '['
            | '（'
            | '「'
            | '『'
            | '【'
            | '《'
            | '¿'
            | '¡'
            | '–'
            | '—'
            | '-'
    )
}

/// The first letter is a small one: the line goes on with a sentence.
pub(super) fn starts_small(text: &str) -> bool {
    text.trim_start_matches(is_opener)
        .trim_start()
        .chars()
        .next()
        .is_some_and(char::is_lowercase)
}

/// The first letter belongs to a script without capitals.
pub(super) fn starts_caseless(text: &str) -> bool {
    let first = text.trim_start_matches(is_opener).chars().next();
    first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
}

/// How many sentences seem to end inside the line, before its end.
pub(super) fn inner_stops(text: &str) -> usize {
    if text.is_ascii() {
        let ends = |two: &&[u8]| matches!(two, [b'.' | b'!' | b'?', b' ']);
        return text.as_bytes().windows(2).filter(ends).count();
    }
    let mut count = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if sentences::ends_unspaced(c) && chars.peek().is_some()
            || sentences::is_end(c) && chars.peek() == Some(&' ')
        {
            count += 1;
        }
    }
    count
}

/// A list's item: the mark, and the text after it.
pub(super) fn item(text: &str) -> Option<&str> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    if matches!(
        first,
        '•' | '●'
            | '▪'
            | '■'
            | '◦'
            | '‣'
            | '·'
            | '*'
            | '→'
            | '►'
            | '▶'
            | '★'
            | '✓'
            | '・'
    ) {
        return Some(rest.trim_start()).filter(|rest| !rest.is_empty());
    }
    if matches!(first, '-' | '–' | '—') {
        return rest.strip_prefix(' ').filter(|rest| !rest.is_empty());
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) {
        return text
            .get(digits..)?
            .strip_prefix(['.', ')'])?
            .strip_prefix(' ');
    }
    None
}
