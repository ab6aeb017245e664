//! Tests of read.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use base64::Engine;
use dateline::article::{Content, RawPage};
use dateline::read::{self, Form, Options, Record, Rejected};
use expect_test::{Expect, expect};
use proptest::prelude::*;

type Read1 = Result<Record, Rejected>;

fn stream(name: &str, bytes: impl Read) -> Vec<Read1> {
    limited(name, bytes, &Options::default())
}

fn limited(name: &str, bytes: impl Read, options: &Options) -> Vec<Read1> {
    let mut found = Vec::new();
    let _ = read::scan_stream(name, Box::new(bytes), options, &mut |record| {
        found.push(record);
        ControlFlow::Continue(())
    });
    found
}

fn scan(path: &Path) -> Vec<Read1> {
    let mut found = Vec::new();
    read::scan(&[path.to_owned()], &mut |record| {
        found.push(record);
        ControlFlow::Continue(())
    });
    found
}

/// Every record and rejection on a line or two.
fn show(found: Vec<Read1>) -> String {
    let mut out = String::new();
    for record in found {
        match record.and_then(|record| read::page(&record)) {
            Ok(page) => show_page(&page, &mut out),
            Err(rejected) => {
                writeln!(out, "{} REJECTED {}: {}", rejected.path, rejected.why.name(), rejected.why)
                    .unwrap();
            }
        }
    }
    out
}

fn show_page(page: &RawPage, out: &mut String) {
    let (kind, text) = match &page.content {
        Content::Html(text) => ("html", text),
        Content::Text(text) => ("text", text),
    };
    let text: String = text.chars().take(100).collect();
    write!(out, "{} {kind} {text:?}", page.path).unwrap();
    if let Some(charset) = &page.charset {
        write!(out, " {} by {}{}", charset.name, charset.by, if charset.lossy { ", lossy" } else { "" })
            .unwrap();
    }
    let given = &page.given;
    let fields = [
        ("id", &given.id),
        ("url", &given.url),
        ("title", &given.title),
        ("source", &given.source),
        ("published", &given.published),
        ("language", &given.language),
        ("captured", &given.captured),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            write!(out, "\n    {name}: {value}").unwrap();
        }
    }
    if !given.authors.is_empty() {
        write!(out, "\n    authors: {}", given.authors.join(" + ")).unwrap();
    }
    out.push('\n');
}

#[expect(clippy::needless_pass_by_value, reason = "expect! makes the value in place")]
fn check(input: impl AsRef<[u8]>, expected: Expect) {
    expected.assert_eq(&show(stream("x", input.as_ref())));
}

fn text_of(page: &RawPage) -> &str {
    let (Content::Html(text) | Content::Text(text)) = &page.content;
    text
}

fn record(path: &str, bytes: &[u8], form: Form) -> Record {
    Record { path: path.into(), bytes: bytes.to_vec(), form }
}

mod kinds {
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
            x REJECTED binary: an RTF document, not text
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
            x REJECTED not-a-page: a WARC crawl, not an article
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
}

mod markdown {
    use super::*;

    #[test]
    fn front_matter_is_given() {
        check(
            "---\ntitle: \"Ferry: the last run\"\ndate: 2031-05-04\nauthor:\n  - Anna Lind\n  - Per Berg\nsource: Harbour Post\nurl: https://harbour.example/a\nlang: en\ntags: [sea, ships]\n---\n\nIt ran.\n",
            expect![[r#"
                x text "\nIt ran.\n" UTF-8 by utf-8
                    url: https://harbour.example/a
                    title: Ferry: the last run
                    source: Harbour Post
                    published: 2031-05-04
                    language: en
                    authors: Anna Lind + Per Berg
            "#]],
        );
        check(
            "+++\ntitle = 'Ferry'\ndate = 2031-05-04\n+++\nIt ran.",
            expect![[r#"
            x text "It ran." UTF-8 by utf-8
                title: Ferry
                published: 2031-05-04
        "#]],
        );
        check(
            "---\nlayout: post\nauthors: [Anna Lind, \"Per Berg\"]\n---\nIt ran.",
            expect![[r#"
            x text "It ran." UTF-8 by utf-8
                authors: Anna Lind + Per Berg
        "#]],
        );
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        check(
            "---\nIt ran late: nobody knew.\n---\nIt ran.",
            expect![[r#"
            x text "---\nIt ran late: nobody knew.\n---\nIt ran." UTF-8 by utf-8
        "#]],
        );
        check(
            "---\ntitle: It never ends\n",
            expect![[r#"
            x text "---\ntitle: It never ends\n" UTF-8 by utf-8
        "#]],
        );
    }
}

mod exports {
    use super::*;

    #[test]
    fn lines() {
        check(
            "{\"text\":\"One.\"}\n\n{\"text\":\"Two.\"},\r\n{\"text\": broken\n{\"html\":\"<p>Three.</p>\",\"id\":7}\n",
            expect![[r#"
                x#1 text "One."
                x#2 text "Two."
                x#3 REJECTED json: not a JSON record: expected value at line 1 column 10
                x#4 html "<p>Three.</p>"
                    id: 7
            "#]],
        );
    }

    #[test]
    fn the_first_line_may_be_broken() {
        check(
            "{\"text\": \"One.\n{\"text\":\"Two.\"}\n",
            expect![[r#"
            x#1 REJECTED json: not a JSON record: EOF while parsing a string at line 1 column 14
            x#2 text "Two."
        "#]],
        );
    }

    #[test]
    fn arrays_in_any_layout() {
        check(
            "[{\"text\":\"One.\"},{\"text\":\"Two, with ] and } and \\\" in it.\"}]",
            expect![[r#"
            x#1 text "One."
            x#2 text "Two, with ] and } and \" in it."
        "#]],
        );
        check(
            "[\n  {\n    \"text\": \"One.\",\n    \"tags\": [\"a\"]\n  },\n  {\n    \"text\": \"Two.\"\n  }\n]\n",
            expect![[r#"
                x#1 text "One."
                x#2 text "Two."
            "#]],
        );
        check(
            "{\n  \"text\": \"Alone.\"\n}\n",
            expect![[r#"
            x#1 text "Alone."
        "#]],
        );
        check(
            "{\n \"text\": \"One.\"\n}\n{\n \"text\": \"Two.\"\n}\n",
            expect![[r#"
            x#1 text "One."
            x#2 text "Two."
        "#]],
        );
    }

    #[test]
    fn answers_of_interfaces_hold_their_articles_in_a_list() {
        check(
            "{\"status\":\"ok\",\"meta\":{\"tags\":[{\"a\":1}]},\"articles\":[{\"content\":\"One.\",\"source\":{\"id\":null,\"name\":\"Harbour Post\"}},{\"content\":\"Two.\"}],\"more\":{\"text\":\"no\"}}",
            expect![[r#"
                x#1 text "One."
                    source: Harbour Post
                x#2 text "Two."
            "#]],
        );
    }

    #[test]
    fn a_record_may_hold_a_list_of_others() {
        check(
            "{\"items\":[{\"text\":\"x\"}],\"text\":\"One.\"}\n{\"items\":[],\"text\":\"Two.\"}\n",
            expect![[r#"
                x#1 text "One."
                x#2 text "Two."
            "#]],
        );
        check(
            "{\"title\":\"One\",\"items\":[{\"text\":\"x\"}],\"text\":\"One.\"}\n",
            expect![[r#"
            x#1 text "One."
                title: One
        "#]],
        );
    }

    #[test]
    fn tables() {
        check(
            "title,text,domain,date\nFerry,\"It ran, \"\"late\"\".\nVery late.\",harbour.example,2031-05-04\n\nBridge,It stood.,,nan\n",
            expect![[r#"
                x#1 text "It ran, \"late\".\nVery late."
                    title: Ferry
                    source: harbour.example
                    published: 2031-05-04
                x#2 text "It stood."
                    title: Bridge
            "#]],
        );
        check(
            "id\tbody\theadline\n7\tIt ran.\tFerry\n",
            expect![[r#"
            x#1 text "It ran."
                id: 7
                title: Ferry
        "#]],
        );
        check(
            b"id;text;title\n7;Die F\xe4hre fuhr sp\xe4t.;F\xe4hre\n",
            expect![[r#"
            x#1 text "Die Fähre fuhr spät."
                id: 7
                title: Fähre
        "#]],
        );
    }

    #[test]
    fn a_long_record_is_passed_over() {
        let options = Options { largest_record: 40, ..Options::default() };
        let long = "x".repeat(100);
        let lines = format!("{{\"text\":\"One.\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"Three.\"}}\n");
        expect![[r#"
            x#1 text "One."
            x#2 REJECTED too-large: larger than 40 bytes (112 bytes)
            x#3 text "Three."
        "#]]
        .assert_eq(&show(limited("x", lines.as_bytes(), &options)));
        let array = format!("[{{\"text\":\"One.\"}},\n{{\"text\":\"{long}\"}},{{\"text\":\"Three.\"}}]");
        expect![[r#"
            x#1 text "One."
            x#2 REJECTED too-large: larger than 40 bytes (113 bytes)
            x#3 text "Three."
        "#]]
        .assert_eq(&show(limited("x", array.as_bytes(), &options)));
        let table = format!("id,text\n1,One.\n2,\"{long}\n\"\n3,Three.\n");
        expect![[r#"
            x#1 text "One."
                id: 1
            x#2 REJECTED too-large: larger than 40 bytes (106 bytes)
            x#3 text "Three."
                id: 3
        "#]]
        .assert_eq(&show(limited("x", table.as_bytes(), &options)));
    }

    #[test]
    fn a_large_page_is_passed_over() {
        let options = Options { largest_page: 100, ..Options::default() };
        expect![[r#"
            x REJECTED too-large: larger than 100 bytes
        "#]]
        .assert_eq(&show(limited("x", "It ran. ".repeat(20).as_bytes(), &options)));
    }

    #[test]
    fn utf16_exports() {
        let text = "{\"text\":\"Färjan gick sent.\"}\r\n{\"text\":\"Två.\"}\r\n";
        let marked: Vec<u8> =
            std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        check(
            marked,
            expect![[r#"
            x#1 text "Färjan gick sent."
            x#2 text "Två."
        "#]],
        );
    }

    #[test]
    fn dirt_of_other_tools() {
        check(
            "{\"text\":\"A \\ud83d half.\",\"score\":NaN,\"n\":[-Infinity]}",
            expect![[r#"
            x#1 text "A � half."
        "#]],
        );
        check(
            b"{\"text\":\"raw\tcontrol and \xe9t\xe9 and \\x41\"}",
            expect![[r#"
            x#1 text "raw control and été and \\x41"
        "#]],
        );
        check(
            "{\"text\":\"One.\",\"date_publish\":\"None\",\"authors\":\"['Anna Lind', 'Per Berg']\",\"id\":12}",
            expect![[r#"
                x#1 text "One."
                    id: 12
                    authors: Anna Lind + Per Berg
            "#]],
        );
        check(
            "{\"title\":\"Ferry\",\"text\":\"\",\"summary\":\"It ran.\"}",
            expect![[r#"
            x#1 REJECTED no-content: neither `html` nor `text` in the record; it has `title`, `text`, `summary`
        "#]],
        );
        check(
            "{\"html_base64\":\"***\"}",
            expect![[r#"
            x#1 REJECTED base64: `html_base64` is not base64
        "#]],
        );
        check(
            "{}\n",
            expect![[r#"
            x#1 REJECTED no-content: neither `html` nor `text` in the record; it has no fields
        "#]],
        );
    }

    #[test]
    fn deep_and_wide_values_are_bounded() {
        let deep = format!("{{\"authors\":{}{},\"text\":\"One.\"}}", "[".repeat(100), "]".repeat(100));
        check(
            &deep,
            expect![[r#"
            x#1 text "One."
        "#]],
        );
        let wide = format!("{{\"authors\":[{}1],\"text\":\"One.\"}}", "[],".repeat(100_000));
        check(
            &wide,
            expect![[r#"
            x#1 text "One."
        "#]],
        );
    }
}

mod aliases {
    use super::*;

    #[test]
    fn news_please() {
        check(
            r#"{"authors":["Anna Lind"],"date_download":"2031-05-05 08:00:00","date_modify":"None","date_publish":"2031-05-04 00:00:00","description":"Late.","filename":"a.json","image_url":null,"language":"en","localpath":null,"maintext":"It ran.","source_domain":"harbour.example","text":null,"title":"Ferry","title_page":null,"url":"https://harbour.example/a"}"#,
            expect![[r#"
                x#1 text "It ran."
                    url: https://harbour.example/a
                    title: Ferry
                    published: 2031-05-04 00:00:00
                    language: en
                    captured: 2031-05-05 08:00:00
                    authors: Anna Lind
            "#]],
        );
    }

    #[test]
    fn trafilatura() {
        check(
            r#"{"title":"Ferry","author":"Anna Lind; Per Berg","hostname":"harbour.example","date":"2031-05-04","fingerprint":"f","id":null,"license":null,"comments":"","raw_text":"It ran. Menu","text":"It ran.","language":null,"image":null,"pagetype":"article","filedate":"2031-05-05","source":"https://harbour.example/a","source-hostname":"Harbour Post","excerpt":"Late.","categories":"","tags":""}"#,
            expect![[r#"
                x#1 text "It ran."
                    url: https://harbour.example/a
                    title: Ferry
                    source: Harbour Post
                    published: 2031-05-04
                    captured: 2031-05-05
                    authors: Anna Lind + Per Berg
            "#]],
        );
    }

    #[test]
    fn fundus() {
        check(
            r#"{"title":"Ferry","authors":["Anna Lind"],"body":{"summary":["Late."],"sections":[{"headline":[],"paragraphs":["It ran.","Nobody knew."]},{"headline":["After"],"paragraphs":["It stopped."]}]},"publishing_date":"2031-05-04 06:00:00+02:00","lang":"en","topics":["sea"]}"#,
            expect![[r#"
                x#1 text "Late.\n\nIt ran.\n\nNobody knew.\n\nAfter\n\nIt stopped."
                    title: Ferry
                    published: 2031-05-04 06:00:00+02:00
                    language: en
                    authors: Anna Lind
            "#]],
        );
        check(
            r#"{"plaintext":"It ran.","html":{"requested_url":"https://harbour.example/r","responded_url":"https://harbour.example/a","content":"<html><p>It ran.</p></html>","crawl_date":"2031-05-05 08:00:00","source_info":{"publisher":"Harbour Post","type":"rss"}}}"#,
            expect![[r#"
                x#1 html "<html><p>It ran.</p></html>"
                    url: https://harbour.example/a
                    source: Harbour Post
                    captured: 2031-05-05 08:00:00
            "#]],
        );
    }

    #[test]
    fn media_cloud() {
        check(
            r#"{"stories_id":27456,"media_id":1144,"media_name":"Harbour Post","media_url":"http://harbour.example","publish_date":"2031-05-04 04:05:00","collect_date":"2031-05-05 15:33:39","guid":"http://harbour.example/?p=1","url":"http://harbour.example/a","title":"Ferry","language":null,"story_text":"It ran."}"#,
            expect![[r#"
                x#1 text "It ran."
                    id: 27456
                    url: http://harbour.example/a
                    title: Ferry
                    source: Harbour Post
                    published: 2031-05-04 04:05:00
                    captured: 2031-05-05 15:33:39
            "#]],
        );
    }

    #[test]
    fn crawl_dumps() {
        check(
            r#"{"title":"Ferry","text":"It ran.","domain":"harbour.example","date":"2031-05-04 00:00:00","description":"Late.","url":"http://harbour.example/a","image_url":""}"#,
            expect![[r#"
                x#1 text "It ran."
                    url: http://harbour.example/a
                    title: Ferry
                    published: 2031-05-04 00:00:00
            "#]],
        );
        check(
            r#"{"text":"It ran.","timestamp":"2031-05-05T12:57:54Z","url":"http://harbour.example/a"}"#,
            expect![[r#"
                x#1 text "It ran."
                    url: http://harbour.example/a
                    captured: 2031-05-05T12:57:54Z
            "#]],
        );
        check(
            r#"{"WARC-Record-ID":"<urn:uuid:1>","WARC-Date":"2031-05-05T00:00:00Z","WARC-Target-URI":"http://harbour.example/a","content":"<p>It ran.</p><p>Late.</p>"}"#,
            expect![[r#"
                x#1 html "<p>It ran.</p><p>Late.</p>"
                    id: <urn:uuid:1>
                    url: http://harbour.example/a
                    captured: 2031-05-05T00:00:00Z
            "#]],
        );
        check(
            r#"{"text":"It ran.","domain":"harbour.example"}"#,
            expect![[r#"
            x#1 text "It ran."
                source: harbour.example
        "#]],
        );
    }

    #[test]
    fn wrapped_records() {
        check(
            r#"{"_index":"news","_id":"65f","_source":{"title":"Ferry","text":"It ran.","published":"2031-05-04"}}"#,
            expect![[r#"
                x#1 text "It ran."
                    id: 65f
                    title: Ferry
                    published: 2031-05-04
            "#]],
        );
        check(
            r#"{"crawled_at":"2031-05-05","article":{"headline":"Ferry","body":"It ran."}}"#,
            expect![[r#"
                x#1 text "It ran."
                    title: Ferry
                    captured: 2031-05-05
            "#]],
        );
    }

    #[test]
    fn other_words() {
        check(
            r#"{"_id":{"$oid":"65f"},"headline":{"main":"Ferry"},"byline":{"original":"By ANNA LIND and Per Berg"},"pubDate":1935619200,"body":"It ran.","outlet":"Harbour Post","link":"https://harbour.example/a","lang":"en"}"#,
            expect![[r#"
                x#1 text "It ran."
                    id: 65f
                    url: https://harbour.example/a
                    title: Ferry
                    source: Harbour Post
                    published: 1935619200
                    language: en
                    authors: ANNA LIND + Per Berg
            "#]],
        );
        check(
            r#"{"id":9,"date":"2031-05-04T06:00:00","link":"https://harbour.example/a","title":{"rendered":"Ferry"},"content":{"rendered":"<p>It ran.</p>","protected":false},"author":3}"#,
            expect![[r#"
                x#1 html "<p>It ran.</p>"
                    id: 9
                    url: https://harbour.example/a
                    title: Ferry
                    published: 2031-05-04T06:00:00
            "#]],
        );
        check(
            r#"{"articleBody":"It ran.","datePublished":"2031-05-04","author":[{"@type":"Person","name":"Anna Lind"},{"name":"Per Berg"}],"publisher":{"name":"Harbour Post"},"inLanguage":"en"}"#,
            expect![[r#"
                x#1 text "It ran."
                    source: Harbour Post
                    published: 2031-05-04
                    language: en
                    authors: Anna Lind + Per Berg
            "#]],
        );
        check(
            r#"{"content":["It ran.","Late."],"author":"Lind, Anna","date":1935619200000}"#,
            expect![[r#"
            x#1 text "It ran.\n\nLate."
                published: 1935619200000
                authors: Lind, Anna
        "#]],
        );
        check(
            r#"{"content":"It ran.","author":"Anna Lind, Per Berg and Eva Dahl"}"#,
            expect![[r#"
            x#1 text "It ran."
                authors: Anna Lind + Per Berg + Eva Dahl
        "#]],
        );
    }
}

mod saved {
    use super::*;

    #[test]
    fn notes_of_browsers() {
        check(
            "<!DOCTYPE html>\n<!-- saved from url=(0026)https://harbour.example/a -->\n<html><p>It ran.</p></html>",
            expect![[r#"
                x html "<!DOCTYPE html>\n<!-- saved from url=(0026)https://harbour.example/a -->\n<html><p>It ran.</p></html>" UTF-8 by utf-8
                    url: https://harbour.example/a
            "#]],
        );
        check(
            "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://harbour.example/a \n saved date: Mon May 05 2031 10:00:00 GMT+0200 (CEST)\n--><p>It ran.</p></html>",
            expect![[r#"
                x html "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://harbour.example/a \n sa" UTF-8 by utf-8
                    url: https://harbour.example/a
                    captured: Mon May 05 2031 10:00:00 GMT+0200 (CEST)
            "#]],
        );
    }

    #[test]
    fn notes_of_copiers() {
        check(
            "<html><p>It ran.</p></html>\n<!--\n     FILE ARCHIVED ON 18:27:11 Feb 6, 2032 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 10:12:29 Oct 14, 2033.\n-->",
            expect![[r#"
                x html "<html><p>It ran.</p></html>\n<!--\n     FILE ARCHIVED ON 18:27:11 Feb 6, 2032 AND RETRIEVED FROM THE\n " UTF-8 by utf-8
                    captured: 2032-02-06T18:27:11Z
            "#]],
        );
        check(
            "<html><!-- Mirrored from harbour.example/a by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 05 May 2031 08:00:00 GMT --><p>It ran.</p></html>",
            expect![[r#"
                x html "<html><!-- Mirrored from harbour.example/a by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 05 May 2" UTF-8 by utf-8
                    url: http://harbour.example/a
                    captured: Mon, 05 May 2031 08:00:00 GMT
            "#]],
        );
    }

    #[test]
    fn mhtml() {
        let message = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbour.example/a\r\nSubject: Ferry\r\nDate: Mon, 5 May 2031 08:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----Bound=_1\"\r\n\r\n\r\n------Bound=_1\r\nContent-Type: text/html\r\nContent-ID: <f>\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://harbour.example/a\r\n\r\n<!DOCTYPE html><html><head><meta charset=3D\"UTF-8\"></head><p>F=C3=A4rjan gick =\r\nsent.</p></html>\r\n------Bound=_1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------Bound=_1--\r\n";
        check(
            message,
            expect![[r#"
            x html "<!DOCTYPE html><html><head><meta charset=\"UTF-8\"></head><p>Färjan gick sent.</p></html>\r\n" UTF-8 by utf-8
                url: https://harbour.example/a
                captured: Mon, 5 May 2031 08:00:00 -0000
        "#]],
        );
        let html = base64::engine::general_purpose::STANDARD.encode("<html><p>F\u{e4}rjan.</p></html>");
        let message = format!(
            "From: \"Saved by Windows\"\nSubject: Ferry\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: multipart/alternative; boundary=\"c\"\n\n--c\nContent-Type: text/html; charset=\"utf-8\"\nContent-Transfer-Encoding: base64\n\n{html}\n--c--\n--b--\n"
        );
        check(
            message,
            expect![[r#"
            x html "<html><p>Färjan.</p></html>" UTF-8 by utf-8
        "#]],
        );
        check(
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: text/css\n\np{}\n--b--\n",
            expect![[r#"
                x REJECTED no-part: a web archive without an HTML part
            "#]],
        );
    }
}

mod charsets {
    use super::*;

    #[test]
    fn marks_and_valid_utf8_win() {
        check(
            "\u{FEFF}<html><meta charset=windows-1252><p>Färjan</p>",
            expect![[r#"
            x html "<html><meta charset=windows-1252><p>Färjan</p>" UTF-8 by bom
        "#]],
        );
        check(
            "<html><meta charset=iso-8859-1><p>Färjan gick för sent på lördag</p>",
            expect![[r#"
            x html "<html><meta charset=iso-8859-1><p>Färjan gick för sent på lördag</p>" UTF-8 by utf-8
        "#]],
        );
        check(
            b"<html><meta charset=utf-8><p>F\xe4rjan gick sent</p></html>",
            expect![[r#"
            x html "<html><meta charset=utf-8><p>Färjan gick sent</p></html>" windows-1252 by guess
        "#]],
        );
    }

    #[test]
    fn declarations() {
        check(
            b"<html><meta charset=iso-8859-1><p>\x93F\xe4rjan\x94</p></html>",
            expect![[r#"
            x html "<html><meta charset=iso-8859-1><p>“Färjan”</p></html>" windows-1252 by meta
        "#]],
        );
        check(
            b"<html><meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>\xcf\xe0\xf0\xee\xec</p></html>",
            expect![[r#"
                x html "<html><meta http-equiv=Content-Type content='text/html; charset=windows-1251'><p>Паром</p></html>" windows-1251 by meta
            "#]],
        );
        check(
            b"<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><html><p>P\xf8\xedvoz</p></html>",
            expect![[r#"
                x html "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><html><p>Přívoz</p></html>" ISO-8859-2 by xml
            "#]],
        );
        check(b"<html><!-- <meta charset=big5> --><meta charset=\"win-1251\"><p>\xcf\xe0\xf0\xee\xec</p></html>", expect![[r#"
            x html "<html><!-- <meta charset=big5> --><meta charset=\"win-1251\"><p>Паром</p></html>" windows-1251 by meta
        "#]]);
        check(
            "<html><meta charset=utf8mb4><p>Färjan</p></html>",
            expect![[r#"
            x html "<html><meta charset=utf8mb4><p>Färjan</p></html>" UTF-8 by utf-8
        "#]],
        );
    }

    #[test]
    fn a_lie_gives_way_to_the_guess() {
        let russian =
            "Паром опоздал на два часа, и никто не знал почему. Пассажиры ждали на пристани до вечера.";
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        let page =
            [b"<html lang=ru><meta charset=iso-8859-1><p>".as_slice(), &cyrillic, b"</p></html>"].concat();
        check(
            page,
            expect![[r#"
            x html "<html lang=ru><meta charset=iso-8859-1><p>Паром опоздал на два часа, и никто не знал почему. Пассажи" windows-1251 by guess
        "#]],
        );
        let (koi, _, _) = encoding_rs::KOI8_R.encode(russian);
        check(
            [b"<html><meta charset=windows-1251><p>".as_slice(), &koi, b"</p></html>"].concat(),
            expect![[r#"
                x html "<html><meta charset=windows-1251><p>Паром опоздал на два часа, и никто не знал почему. Пассажиры жда" KOI8-U by guess
            "#]],
        );
        let (kanji, _, _) =
            encoding_rs::EUC_JP.encode("フェリーは二時間遅れた。乗客は夕方まで桟橋で待っていた。");
        check(
            [b"<html><meta charset=shift_jis><p>".as_slice(), &kanji, b"</p></html>"].concat(),
            expect![[r#"
                x html "<html><meta charset=shift_jis><p>フェリーは二時間遅れた。乗客は夕方まで桟橋で待っていた。</p></html>" EUC-JP by guess
            "#]],
        );
    }

    #[test]
    fn a_language_tells_cousins_apart() {
        let (turkish, _, _) = encoding_rs::WINDOWS_1254.encode("Vapur iki saat gecikti, kimse bunun nedenini söylemedi. Yolcular iskelede akşama kadar bekledi; ışıklar söndü.");
        check(
            [b"<html lang=tr><meta charset=iso-8859-1><p>".as_slice(), &turkish, b"</p></html>"].concat(),
            expect![[r#"
                x html "<html lang=tr><meta charset=iso-8859-1><p>Vapur iki saat gecikti, kimse bunun nedenini söylemedi. Yo" windows-1254 by guess
            "#]],
        );
        let german = b"<html lang=de><meta charset=windows-1251><p>Die F\xe4hre fuhr sp\xe4t \xfcber den See.</p></html>";
        check(
            german,
            expect![[r#"
            x html "<html lang=de><meta charset=windows-1251><p>Die Fähre fuhr spät über den See.</p></html>" windows-1252 by guess
        "#]],
        );
    }

    #[test]
    fn wide_without_a_mark() {
        let text = "<html><p>Färjan gick sent, sade hamnen.</p></html>";
        check(
            text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
            expect![[r#"
            x html "<html><p>Färjan gick sent, sade hamnen.</p></html>" UTF-16LE by guess
        "#]],
        );
        check(
            text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>(),
            expect![[r#"
            x html "<html><p>Färjan gick sent, sade hamnen.</p></html>" UTF-16BE by guess
        "#]],
        );
        check(
            text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<u8>>(),
            expect![[r#"
            x html "<html><p>Färjan gick sent, sade hamnen.</p></html>" UTF-32LE by guess
        "#]],
        );
    }

    #[test]
    fn nul_is_dropped() {
        check(
            "<html><p>It\0 ran.</p></html>",
            expect![[r#"
            x html "<html><p>It ran.</p></html>" UTF-8 by utf-8
        "#]],
        );
        check(
            "{\"text\":\"It\\u0000 ran.\"}",
            expect![[r#"
            x#1 text "It ran."
        "#]],
        );
    }

    #[test]
    fn undeclared_old_charsets_are_guessed() {
        let samples: [(&encoding_rs::Encoding, &str); 8] = [
            (encoding_rs::WINDOWS_1252, "Die Fähre fuhr spät, größer als je zuvor, über den See nach Süden."),
            (encoding_rs::WINDOWS_1251, "Паром опоздал на два часа, и никто не знал почему."),
            (encoding_rs::GBK, "渡轮晚点了两个小时，没有人知道为什么。乘客们在码头等到傍晚。"),
            (encoding_rs::BIG5, "渡輪晚點了兩個小時，沒有人知道為什麼。乘客們在碼頭等到傍晚。"),
            (encoding_rs::SHIFT_JIS, "フェリーは二時間遅れた。乗客は夕方まで桟橋で待っていた。"),
            (encoding_rs::EUC_KR, "연락선이 두 시간 늦었고 아무도 이유를 몰랐다."),
            (encoding_rs::WINDOWS_1253, "Το πλοίο άργησε δύο ώρες και κανείς δεν ήξερε γιατί."),
            (encoding_rs::WINDOWS_1255, "המעבורת איחרה בשעתיים ואיש לא ידע מדוע"),
        ];
        for (encoding, text) in samples {
            let (bytes, _, _) = encoding.encode(text);
            let page = read::page(&record("x", &bytes, Form::Page)).unwrap();
            assert_eq!(text_of(&page), text, "{}", encoding.name());
        }
    }

    #[test]
    fn the_original_bytes_of_a_record() {
        let code = base64::engine::general_purpose::STANDARD
            .encode(b"<html><meta charset=latin1><p>F\xe4rjan</p></html>");
        check(
            format!("{{\"html_base64\":\"{code}\",\"url\":\"https://harbour.example/a\"}}"),
            expect![[r#"
            x#1 html "<html><meta charset=latin1><p>Färjan</p></html>" windows-1252 by meta
                url: https://harbour.example/a
        "#]],
        );
    }
}

mod packed {
    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zst(bytes: &[u8]) -> Vec<u8> {
        zstd::encode_all(bytes, 3).unwrap()
    }

    fn bz2(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn every_packing_and_one_in_another() {
        let page = b"<html><p>It ran.</p></html>";
        for packed in [gzip(page), zst(page), bz2(page), gzip(&zst(page)), bz2(&gzip(page))] {
            let found = stream("x", packed.as_slice());
            assert_eq!(found, [Ok(record("x", page, Form::Page))]);
        }
        check(
            gzip(&gzip(&gzip(&gzip(page)))),
            expect![[r#"
            x REJECTED binary: packed data inside packed data, not text
        "#]],
        );
    }

    #[test]
    fn members_one_after_another() {
        let lines = [gzip(b"{\"text\":\"One.\"}\n"), gzip(b"{\"text\":\"Two.\"}\n")].concat();
        check(
            lines,
            expect![[r#"
            x#1 text "One."
            x#2 text "Two."
        "#]],
        );
        let lines = [zst(b"{\"text\":\"One.\"}\n"), zst(b"{\"text\":\"Two.\"}\n")].concat();
        check(
            lines,
            expect![[r#"
            x#1 text "One."
            x#2 text "Two."
        "#]],
        );
    }

    #[test]
    fn what_breaks_off_gives_what_was_readable() {
        let mut state = 1_u32;
        let noise: String = (0..40_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from(b'a' + u8::try_from(state >> 24).unwrap() % 26)
            })
            .collect();
        let lines = format!("{{\"text\":\"One.\"}}\n{{\"text\":\"{noise}\"}}\n{{\"text\":\"Three.\"}}\n");
        let packed = gzip(lines.as_bytes());
        check(
            &packed[..packed.len() / 2],
            expect![[r#"
            x#1 text "One."
            x#2 REJECTED damaged: damaged after 20070 bytes: it breaks off
        "#]],
        );
        let page = gzip(format!("<html><p>It ran.</p>{noise}").as_bytes());
        check(
            &page[..page.len() / 2],
            expect![[r#"
            x html "<html><p>It ran.</p>iqzymqqmehmevgirmfsgdasdhzttpkethrvkpuqalpnrtpwsvpgejhegulkhzalavechvxmwpnfvclwj" UTF-8 by utf-8
            x REJECTED damaged: damaged after 20055 bytes: it breaks off
        "#]],
        );
        check(
            &gzip(b"It ran.")[..12],
            expect![[r#"
            x text "I" UTF-8 by utf-8
            x REJECTED damaged: damaged after 1 bytes: it breaks off
        "#]],
        );
        check(
            [gzip(b"It ran."), b"trailing".to_vec()].concat(),
            expect![[r#"
            x text "It ran." UTF-8 by utf-8
            x REJECTED damaged: damaged after 7 bytes: it breaks off
        "#]],
        );
    }

    /// A gigabyte of one byte, made as it is read.
    fn bomb(byte: u8) -> impl Read {
        io::repeat(byte).take(1 << 30)
    }

    #[test]
    fn bombs_are_stopped() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let mut open = b"{\"text\":\"One.\"}\n{\"text\":\"".to_vec();
        open.extend(std::iter::repeat_n(b'a', 200 << 20));
        encoder.write_all(&open).unwrap();
        check(
            encoder.finish().unwrap(),
            expect![[r#"
            x#1 text "One."
            x#2 REJECTED bomb: unpacks to more than 250 times its size; stopped after 67141632 bytes
        "#]],
        );
        let packed = zstd::encode_all(bomb(b'a').take(400 << 20), 1).unwrap();
        check(
            packed,
            expect![[r#"
            x REJECTED too-large: larger than 32 MB
        "#]],
        );
        check(
            zstd::encode_all(bomb(0).take(400 << 20), 1).unwrap(),
            expect![[r#"
            x REJECTED binary: binary data, not text
        "#]],
        );
    }

    #[test]
    fn a_line_of_a_gigabyte_is_passed_over() {
        if std::env::var_os("DATELINE_SLOW").is_none() {
            return;
        }
        let lines = b"{\"text\":\"One.\"}\n{\"text\":\""
            .chain(bomb(b'a'))
            .chain(b"\"}\n{\"text\":\"Three.\"}\n".as_slice());
        expect![[r#"
            x#1 text "One."
            x#2 REJECTED too-large: larger than 64 MB (1073741836 bytes)
            x#3 text "Three."
        "#]]
        .assert_eq(&show(stream("x", lines)));
    }
}

mod folders {
    use super::*;

    fn page_in(folder: &Path, name: &str) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("Text of {name}.")).unwrap();
    }

    #[expect(clippy::needless_pass_by_value, reason = "expect! makes the value in place")]
    fn check_folder(folder: &Path, expected: Expect) {
        let shown = show(scan(folder)).replace(&folder.display().to_string(), "");
        expected.assert_eq(&shown);
    }

    #[test]
    fn by_name_without_hidden_and_ignored_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a/2.txt", "a/1.txt", ".hidden", "c.log", "skip/x.txt", "A.txt", "d.tmp"] {
            page_in(folder.path(), name);
        }
        fs::write(folder.path().join(".gitignore"), "*.log\nskip/\n").unwrap();
        fs::write(folder.path().join(".ignore"), "*.tmp\n").unwrap();
        check_folder(
            folder.path(),
            expect![[r#"
            /A.txt text "Text of A.txt." UTF-8 by utf-8
            /a/1.txt text "Text of a/1.txt." UTF-8 by utf-8
            /a/2.txt text "Text of a/2.txt." UTF-8 by utf-8
            /b.txt text "Text of b.txt." UTF-8 by utf-8
        "#]],
        );
    }

    #[test]
    fn the_archive_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        page_in(folder.path(), "a.txt");
        page_in(folder.path(), "index/segment");
        let options = Options { skip: vec![folder.path().join("index")], ..Options::default() };
        let mut found = Vec::new();
        let inputs = [folder.path().to_owned(), folder.path().join("index")];
        read::scan_with(&inputs, &options, &mut |record| {
            found.push(record);
            ControlFlow::Continue(())
        });
        let shown = show(found).replace(&folder.path().display().to_string(), "");
        expect![[r#"
            /a.txt text "Text of a.txt." UTF-8 by utf-8
            /index REJECTED archive: is the archive itself, not a page
        "#]]
        .assert_eq(&shown);
    }

    #[test]
    fn a_break_ends_the_scan() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.txt", "b.txt", "c.txt"] {
            page_in(folder.path(), name);
        }
        let mut count = 0;
        read::scan(&[folder.path().to_owned()], &mut |_| {
            count += 1;
            if count == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!(count, 2);
    }

    #[cfg(unix)]
    #[test]
    fn loops_pipes_and_gaps_are_reported() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        page_in(folder.path(), "a.txt");
        page_in(folder.path(), "in/b.txt");
        symlink(folder.path(), folder.path().join("in/loop")).unwrap();
        symlink(folder.path().join("a.txt"), folder.path().join("linked.txt")).unwrap();
        symlink("nowhere", folder.path().join("gone.txt")).unwrap();
        symlink("self", folder.path().join("self")).unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        check_folder(
            folder.path(),
            expect![[r#"
            /a.txt text "Text of a.txt." UTF-8 by utf-8
            /gone.txt REJECTED missing: no such file or folder
            /in/b.txt text "Text of in/b.txt." UTF-8 by utf-8
            /in/loop REJECTED folder-link: a link to a folder; name the folder itself to read it
            /linked.txt text "Text of a.txt." UTF-8 by utf-8
            /pipe REJECTED not-a-file: a named pipe, not a file
            /self REJECTED unreadable: cannot be read: filesystem loop or indirection limit (e.g. symlink loop)
        "#]],
        );
        check_folder(
            &folder.path().join("missing"),
            expect![[r#"
                 REJECTED missing: no such file or folder
            "#]],
        );
        check_folder(
            &pipe,
            expect![[r#"
                 REJECTED not-a-file: a named pipe, not a file
            "#]],
        );
        check_folder(
            Path::new("/dev/null"),
            expect![[r#"
                 REJECTED not-a-file: a device, not a file
            "#]],
        );
    }
}

mod laws {
    use super::*;

    /// Hands out its bytes in pieces of the given sizes.
    struct Pieces<'a> {
        bytes: &'a [u8],
        sizes: std::iter::Cycle<std::vec::IntoIter<usize>>,
    }

    impl Read for Pieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.sizes.next().unwrap().min(buffer.len()).min(self.bytes.len());
            let (now, later) = self.bytes.split_at(size);
            buffer[..size].copy_from_slice(now);
            self.bytes = later;
            Ok(size)
        }
    }

    fn lines() -> impl Strategy<Value = String> {
        let line = prop_oneof![
            "[a-zåжの \"\\\\{}\\[\\],]{0,30}".prop_map(|text| serde_json::json!({"text": text}).to_string()),
            "[a-z{}\"]{0,20}",
            Just(String::new()),
        ];
        proptest::collection::vec(line, 0..20)
            .prop_map(|lines| format!("{{\"text\":\"0\"}}\n{}", lines.join("\n")))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn chunking_changes_nothing(text in lines(), sizes in proptest::collection::vec(1_usize..50, 1..10)) {
            let whole = stream("x", text.as_bytes());
            let pieces = Pieces { bytes: text.as_bytes(), sizes: sizes.into_iter().cycle() };
            prop_assert_eq!(stream("x", pieces), whole);
        }

        #[test]
        fn nor_in_arrays_and_tables(
            texts in proptest::collection::vec("[a-zж \"\\\\{}\\[\\],\n]{1,30}", 1..10),
            sizes in proptest::collection::vec(1_usize..50, 1..10),
        ) {
            let objects: Vec<String> = texts.iter().map(|text| serde_json::json!({"text": text}).to_string()).collect();
            let rows: Vec<String> = texts.iter().map(|text| format!("x,\"{}\"\n", text.replace('"', "\"\""))).collect();
            for input in [format!("[{}]", objects.join(",\n")), format!("title,text\n{}", rows.concat())] {
                let whole = stream("x", input.as_bytes());
                prop_assert_eq!(whole.len(), texts.len());
                let pieces = Pieces { bytes: input.as_bytes(), sizes: sizes.clone().into_iter().cycle() };
                prop_assert_eq!(stream("x", pieces), whole);
            }
        }

        #[test]
        fn an_array_has_the_records_of_its_lines(texts in proptest::collection::vec("[a-zж \"\\\\{}\\[\\],\n]{1,30}", 1..10)) {
            let objects: Vec<String> = texts.iter().map(|text| serde_json::json!({"text": text}).to_string()).collect();
            let lines = show(stream("x", objects.join("\n").as_bytes()));
            let array = show(stream("x", format!("[\n{}\n]", objects.join(",\n  ")).as_bytes()));
            prop_assert_eq!(array, lines);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            show(stream("x", bytes.as_slice()));
            let _ = read::page(&record("x", &bytes, Form::Page));
            let _ = read::page(&record("x", &bytes, Form::Json));
        }

        #[test]
        fn no_text_panics(text in "(---\n|\\+\\+\\+\n|<!--|\\{\"|\\[|From: |<html>|<meta charset=|saved from url=\\(|\\\\u[0-9a-f]{0,4}|[ -~ж\n]){0,40}") {
            show(stream("x", text.as_bytes()));
            let _ = read::page(&record("x", text.as_bytes(), Form::Json));
        }
    }

    #[test]
    fn every_label_on_every_charset() {
        const LABELS: &str = "utf-8 ibm866 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-8-i \
            iso-8859-10 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 koi8-r koi8-u macintosh windows-874 windows-1250 \
            windows-1251 windows-1252 windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 \
            x-mac-cyrillic gbk gb18030 big5 euc-jp iso-2022-jp shift_jis euc-kr replacement utf-16be utf-16le x-user-defined nonsense";
        let text = "Fähre “Przewóz” Паром Πλοίο 渡轮 フェリー 연락선 מעבורת عبّارة เรือ";
        for label in LABELS.split_whitespace() {
            let Some(encoding) = encoding_rs::Encoding::for_label(label.as_bytes()) else { continue };
            let (bytes, _, _) = encoding.encode(text);
            for other in LABELS.split_whitespace() {
                let page = [format!("<html><meta charset={other}><p>").as_bytes(), &bytes, b"</p>\0</html>"]
                    .concat();
                let page = read::page(&record("x", &page, Form::Page)).unwrap();
                assert!(text_of(&page).ends_with("</p></html>"), "{label} as {other}");
            }
        }
    }
}
