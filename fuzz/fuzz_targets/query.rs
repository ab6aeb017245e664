//! Any bytes are a query that prints, explains itself and reads back: `cargo +nightly fuzz run query`.
#![no_main]

use dateline::query;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (parsed, warnings) = query::parse(text);
    for warning in &warnings {
        assert!(text.get(warning.span.start..warning.span.end).is_some());
        query::caret(text, warning);
    }
    query::explain(&parsed);
    let printed = parsed.to_string();
    if printed.len() <= query::MAX_BYTES {
        assert_eq!(query::parse(&printed).0, parsed);
    }
});
