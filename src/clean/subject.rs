//! The words that say what a text is about: for asking whether two texts are about the same.
use crate::text::fold;

/// Words of four letters and more, cut to six against inflection; pairs of characters where words are not parted.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in fold::key(text).split(|c: char| !c.is_alphanumeric()) {
        let chars: Vec<char> = word.chars().collect();
        if chars.iter().any(|c| u32::from(*c) >= 0x0e00) {
            out.extend(chars.windows(2).map(|two| two.iter().collect::<String>()));
        } else if chars.len() >= 4 {
            out.push(chars.iter().take(6).collect());
        }
    }
    out
}
