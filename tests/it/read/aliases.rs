//! The field names of other tools.

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
