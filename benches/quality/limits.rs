//! No page may take long, whatever it holds: generated pages of the shapes that cost careless cleaners the square of their length.

use std::time::Instant;

use dateline::article::{Content, RawPage};
use dateline::{clean, identify};

use crate::floors::Figures;

const MB: usize = 1 << 20;
const SENTENCE: &str = "The ferry left Marrowick harbour at dawn with forty passengers on board. ";

/// Cleans and identifies each page alone; the slowest and its time in seconds.
pub(crate) fn measure(_shared: &std::path::Path) -> Figures {
    let mut slowest = ("", 0f64);
    for (name, content) in pages() {
        let page = RawPage {
            path: name.to_owned(),
            content,
            ..RawPage::default()
        };
        // A busy machine is slow by chance, a square is slow each time.
        let seconds = (0..3).map(|_| seconds(&page)).fold(f64::INFINITY, f64::min);
        if std::env::var_os("DATELINE_SHOW").is_some() {
            println!("{name:<28} {seconds:>9.3}");
        }
        if seconds > slowest.1 {
            slowest = (name, seconds);
        }
    }
    println!("the slowest is {}", slowest.0);
    Figures::from([("slowest_s".to_owned(), slowest.1)])
}

fn seconds(page: &RawPage) -> f64 {
    let start = Instant::now();
    drop(identify::alone(page, clean::clean(page)));
    start.elapsed().as_secs_f64()
}

/// So much of a text over and over.
fn fill(text: &str, bytes: usize) -> String {
    text.repeat(bytes / text.len())
}

/// Numbered pieces.
fn each(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

fn around(open: &str, inner: &str, close: &str) -> String {
    format!("{open}{inner}{close}")
}

fn pages() -> Vec<(&'static str, Content)> {
    let html = |(name, body): (&'static str, String)| {
        let article = around(
            "<article><h1>Ferry leaves</h1><p>",
            &fill(SENTENCE, 2000),
            "</p></article>",
        );
        (
            name,
            Content::Html(format!(
                "<html><head><title>Ferry leaves</title></head><body>{body}{article}"
            )),
        )
    };
    let text = |(name, text): (&'static str, String)| (name, Content::Text(text));
    let nests = nested().into_iter().chain(large()).chain(many()).map(html);
    nests.chain(bare().into_iter().map(text)).collect()
}

/// A megabyte of tags in each other, closed or not.
fn nested() -> Vec<(&'static str, String)> {
    vec![
        (
            "nested div",
            around(&fill("<div>", MB), SENTENCE, &fill("</div>", MB)),
        ),
        ("nested div unclosed", fill("<div>ferry ", MB)),
        ("nested span", fill("<span>x ", MB)),
        ("nested table", fill("<table><tr><td>x ", MB)),
        ("nested list", fill("<ul><li>x ", MB)),
        ("nested definitions", fill("<dl><dd>x ", MB)),
        ("unclosed p", fill("<p>the ferry ", MB)),
        (
            "unclosed p b i a",
            fill("<p><b><i><a href=x>the ferry ", MB),
        ),
        (
            "unclosed b of many kinds",
            each(50_000, |n| format!("<p><b class=c{n}>the ferry ")),
        ),
        ("adoption agency", fill("<a><div></a>", MB)),
        ("adoption of paragraphs", fill("<b><p>x</b></p>", MB)),
        ("wrongly nested", fill("<b><div><i><p></b></div></i>", MB)),
        (
            "foster parents",
            around("<table>", &fill("x<b>y</b><tr>", MB), "</table>"),
        ),
        ("end tags", fill("</div></p></b>", MB)),
        ("half tags", fill("<a b='", MB)),
        ("half comments", fill("<!--x", MB)),
        ("unclosed scripts", fill("<script>", MB)),
    ]
}

/// One thing that is large.
fn large() -> Vec<(&'static str, String)> {
    let ld = |json: &str| around("<script type=\"application/ld+json\">", json, "</script>");
    vec![
        (
            "attribute",
            around("<div class=\"", &fill("x ", MB), "\"></div>"),
        ),
        (
            "style attribute",
            around("<div style=\"", &fill("a:b;", MB), "\"></div>"),
        ),
        (
            "script",
            around("<script>", &fill("var a = '<b>'; ", 10 * MB), "</script>"),
        ),
        (
            "style",
            around("<style>", &fill("a{b:c}", 10 * MB), "</style>"),
        ),
        (
            "svg",
            around("<svg>", &fill("<path d='M0 0'/>", 10 * MB), "</svg>"),
        ),
        ("comment", around("<!--", &fill("x <b> ", 10 * MB), "-->")),
        (
            "deep json-ld",
            ld(&around(&fill("{\"a\":", MB), "1", &fill("}", MB / 5))),
        ),
        ("broken json-ld", ld(&fill("{\"a\":\"b\",,", MB))),
        ("one line", around("<p>", &fill(SENTENCE, MB), "</p>")),
        (
            "title",
            around("<title>", &fill("a | b - ", MB), "</title>"),
        ),
        ("heading", around("<h1>", &fill("a | b - ", MB), "</h1>")),
        ("entities", around("<p>", &fill("&amp;lt;", MB), "</p>")),
        ("digits", around("<p>", &fill("2024-03-09", MB), "</p>")),
        (
            "digits in time",
            around("<time>", &fill("2024", MB), "</time>"),
        ),
        ("cjk", around("<p>", &fill("渡船今晨离开港口", MB), "</p>")),
        (
            "combining marks",
            around("<p>a", &fill("\u{301}\u{323}", MB), "</p>"),
        ),
    ]
}

/// Very many small things.
fn many() -> Vec<(&'static str, String)> {
    vec![
        (
            "attributes",
            around(
                "<div ",
                &each(100_000, |n| format!("data-a{n}=b ")),
                "></div>",
            ),
        ),
        (
            "bodies with attributes",
            each(50_000, |n| format!("<body data-a{n}=b>")),
        ),
        (
            "descriptions",
            each(20_000, |n| {
                format!("<meta name=description content=\"Value {n} of the ferries\">")
            }),
        ),
        (
            "links",
            each(200_000, |n| format!("<a href=\"/{n}\">ferry {n}</a> ")),
        ),
        (
            "line breaks",
            around("<p>", &fill("the ferry<br>", 1_300_000), "</p>"),
        ),
        ("short paragraphs", fill("<p>a b</p>", MB)),
        (
            "headings",
            each(40_000, |n| format!("<h1>Ferry leaves {n}</h1>")),
        ),
        (
            "times",
            fill("<time datetime=\"2024-03-09\">9 March 2024</time>", MB),
        ),
        ("by-lines", fill("<p class=\"byline\">By Ann Other</p>", MB)),
        (
            "cells",
            around("<table><tr>", &fill("<td>1</td>", MB), "</table>"),
        ),
    ]
}

fn bare() -> Vec<(&'static str, String)> {
    vec![
        ("text: one line", fill(SENTENCE, MB)),
        ("text: one word", fill("x", MB)),
        ("text: short lines", each(250_000, |n| format!("f{n}\n"))),
        (
            "text: the same line",
            fill("Ferry leaves Marrowick at dawn\n", MB),
        ),
        (
            "text: wrapped lines",
            fill(
                "the ferry left at dawn with forty passengers and two lorries on\n",
                MB,
            ),
        ),
        ("text: dates", fill("9 March 2024\n", MB)),
        ("text: digits", fill("2024", MB)),
        ("text: cjk", fill("渡船今晨离开港口", MB)),
        ("text: Han figures", fill("二", MB)),
        ("text: combining marks", fill("\u{301}", MB)),
        ("text: entities", fill("&amp;", MB)),
        ("text: mojibake", fill("Ã©â€™", MB)),
        ("text: marks", fill("“", MB)),
        ("text: link marks", fill("[a](", MB)),
    ]
}
