//! What a stream is.

use super::*;

#[test]
fn html_is_html_whatever_stands_before_it() {
    check(
        "<!DOCTYPE html><title>Ferry</title><p>It ran.</p>",
        expect![[r#"
            x html "<!DOCTYPE html><title>Ferry</title><p>It ran.</p>" UTF-8 by utf-8
        "#]],
    );
    check(
        "\u{FEFF}\n <!-- cached --> <HTML lang=en><body>It ran.</body>",
        expect![[r#"
            x html "\n <!-- cached --> <HTML lang=en><body>It ran.</body>" UTF-8 by bom
        "#]],
    );
    check(
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html xmlns=\"y\"><p>It ran.</p></html>",
        expect![[r#"
                x html "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html xmlns=\"y\"><p>It ran.</p></html>" UTF-8 by utf-8
            "#]],
    );
    check(
        "HTTP cache\n<html><head><title>Ferry</title></head><body>It ran.</body></html>",
        expect![[r#"
            x html "HTTP cache\n<html><head><title>Ferry</title></head><body>It ran.</body></html>" UTF-8 by utf-8
        "#]],
    );
    check(
        "<div class=\"a\"><p>A piece.</p></div>",
        expect![[r#"
            x html "<div class=\"a\"><p>A piece.</p></div>" UTF-8 by utf-8
        "#]],
    );
}

#[test]
fn prose_with_a_stray_bracket_is_text() {
    check(
        "Shares fell < 3 % on Friday. <Reuters> said so.",
        expect![[r#"
            x text "Shares fell < 3 % on Friday. <Reuters> said so." UTF-8 by utf-8
        "#]],
    );
    check(
        "<Photo: A. Lind> The ferry ran late.",
        expect![[r#"
            x text "<Photo: A. Lind> The ferry ran late." UTF-8 by utf-8
        "#]],
    );
    check(
        "[to top of second column]\nThe ferry ran late.",
        expect![[r#"
            x text "[to top of second column]\nThe ferry ran late." UTF-8 by utf-8
        "#]],
    );
    check(
        "{{ headline }} The ferry ran late.",
        expect![[r#"
            x text "{{ headline }} The ferry ran late." UTF-8 by utf-8
        "#]],
    );
    check(
        "Text, body and soul\nThe ferry ran late, text by A. Lind.",
        expect![[r#"
            x text "Text, body and soul\nThe ferry ran late, text by A. Lind." UTF-8 by utf-8
        "#]],
    );
}

#[test]
fn what_is_no_text_is_named() {
    check(
        b"%PDF-1.7\n1 0 obj",
        expect![[r#"
            x REJECTED binary: a PDF document, not text
        "#]],
    );
    check(
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        expect![[r#"
            x REJECTED binary: a PNG image, not text
        "#]],
    );
    check(
        b"SQLite format 3\0\x10\0",
        expect![[r#"
            x REJECTED binary: an SQLite database, not text
        "#]],
    );
    check(
        b"PK\x03\x04\x14\0\x06\0",
        expect![[r#"
            x REJECTED binary: a ZIP archive (office document, EPUB, WACZ), not text
        "#]],
    );
    check(
        b"bplist00\xd4\x01",
        expect![[r#"
            x REJECTED binary: a Safari web archive or binary property list, not text
        "#]],
    );
    check(
        [vec![0_u8; 400], vec![1, 2, 3]].concat(),
        expect![[r#"
            x REJECTED binary: binary data, not text
        "#]],
    );
    check(
        "{\\rtf1\\ansi A story.}",
        expect![[r#"
            x REJECTED binary: an RTF document (save it as text or as DOCX), not text
        "#]],
    );
}

#[test]
fn feeds_and_sitemaps_are_no_articles() {
    check(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel/></rss>",
        expect![[r#"
            x REJECTED not-a-page: an RSS feed, not an article
        "#]],
    );
    check(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>",
        expect![[r#"
            x REJECTED not-a-page: an Atom feed, not an article
        "#]],
    );
    check(
        "<?xml version=\"1.0\"?><!-- made --><urlset><url/></urlset>",
        expect![[r#"
            x REJECTED not-a-page: a sitemap, not an article
        "#]],
    );
    check(
        "<?xml version=\"1.0\"?><ledger><row/></ledger>",
        expect![[r#"
            x REJECTED not-a-page: XML of an unknown kind, not an article
        "#]],
    );
    check(
        "WARC/1.0\r\nWARC-Type: warcinfo\r\n",
        expect![[r#"
            x#0 REJECTED skipped: bytes 0 to 31 were passed over: the head of a record does not end within 64 KB
        "#]],
    );
}

#[test]
fn nothing_is_empty() {
    check(
        "",
        expect![[r#"
            x REJECTED empty: empty
        "#]],
    );
    check(
        " \r\n\t ",
        expect![[r#"
            x REJECTED empty: empty
        "#]],
    );
    check(
        "\u{FEFF}",
        expect![[r#"
            x REJECTED empty: empty
        "#]],
    );
    check(
        "[]",
        expect![[r#"
            x REJECTED no-records: an export without records
        "#]],
    );
}
