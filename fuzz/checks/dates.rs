//! Any text is a value that may be a date, and a text that may have one. The first byte says in which language.

use dateline::article::{Language, PubDate};
use dateline::identify::date;
use jiff::civil;

/// Languages with their own months, numerals, order and calendars.
const LANGUAGES: [&str; 12] = [
    "en", "de", "fr", "pl", "ru", "ar", "fa", "th", "ja", "zh", "ko", "hi",
];

pub(crate) fn check(data: &[u8]) {
    let Some((&first, rest)) = data.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(rest);
    let code = LANGUAGES[usize::from(first) % LANGUAGES.len()];
    let language = Language(code.to_owned());
    let captured = PubDate::day(civil::date(2031, 5, 5));
    for language in [Some(&language), None] {
        date::parse(&text, language);
        date::in_text(&text, language, None);
        date::in_text(&text, language, Some(captured));
    }
}
