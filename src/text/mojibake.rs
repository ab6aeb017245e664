//! Mojibake: UTF-8 that somebody read as an 8-bit charset, turned back where it decodes cleanly.
//!
//! The method is that of ftfy (Speer 2019) in its safest part: write the text back in the wrong charset and read it as UTF-8; real
//! text almost never survives that.

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

use crate::text::script::{self, Script};

/// Returns `text` as it was meant, or `None` where it is not clearly broken.
pub fn repair(text: &str) -> Option<String> {
    let first = turn_back(text)?;
    // Some text went through the mill twice.
    Some(turn_back(&first).unwrap_or(first))
}

fn turn_back(text: &str) -> Option<String> {
    if !text.chars().any(is_lead) {
        return None;
    }
    western(text).or_else(|| cyrillic(text))
}

/// What the lead bytes of UTF-8 look like in the charsets at hand.
fn is_lead(c: char) -> bool {
    matches!(c, '\u{c2}'..='\u{f4}' | 'Р' | 'С' | 'В' | 'в' | 'Г' | 'Т')
}

fn western(text: &str) -> Option<String> {
    let fixed = reread(text, WINDOWS_1252)?;
    fixed
        .chars()
        .filter(|c| !c.is_ascii())
        .all(is_plausible)
        .then_some(fixed)
}

fn cyrillic(text: &str) -> Option<String> {
    let fixed = reread(text, WINDOWS_1251)?;
    let foreign = fixed.chars().filter(|c| !c.is_ascii());
    let (mut n, mut good) = (0usize, true);
    for c in foreign {
        n += 1;
        good &= script::of(c) == Some(Script::Cyrillic) || is_typographic(c);
    }
    (good && n >= 2).then_some(fixed)
}

fn reread(text: &str, charset: &'static Encoding) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut buffer = [0u8; 4];
    for c in text.chars() {
        let code = u32::from(c);
        if c.is_ascii() || (charset == WINDOWS_1252 && code <= 0xff) {
            bytes.push(u8::try_from(code).ok()?);
            continue;
        }
        let (encoded, _, lossy) = charset.encode(c.encode_utf8(&mut buffer));
        if lossy {
            return None;
        }
        bytes.extend_from_slice(&encoded);
    }
    let fixed = String::from_utf8(bytes).ok()?;
    (fixed != text).then_some(fixed)
}

fn is_plausible(c: char) -> bool {
    !c.is_control() && (script::of(c).is_some() || is_typographic(c) || u32::from(c) >= 0x1_f300)
}

/// Punctuation, currency and signs that press texts use.
fn is_typographic(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{bf}' | '×' | '÷' | '\u{2000}'..='\u{206f}' | '\u{20a0}'..='\u{20bf}' | '\u{2100}'..='\u{22ff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_back_what_was_misread() {
        assert_eq!(
            repair("â€œNoâ€\u{9d}, cafÃ©").as_deref(),
            Some("“No”, café")
        );
        assert_eq!(repair("Ð‘ÐµÐ»Ð°Ñ€ÑƒÑ\u{81}ÑŒ").as_deref(), Some("Беларусь"));
        assert_eq!(repair("РњРѕСЃРєРІР°").as_deref(), Some("Москва"));
    }

    #[test]
    fn leaves_real_text_alone() {
        for text in [
            "Ça va",
            "Über Ärger",
            "РФ и США",
            "“ok” – é",
            "naïve café",
            "В Т»",
            "ÅÄÖ",
            "plain",
        ] {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
