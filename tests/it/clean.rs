//! Cleaning of HTML: golden pages, laws on tag soup, hostile input.
use std::collections::HashMap;
use std::path::Path;

use dateline::article::{BlockKind, CleanPage, Content, RawPage, Reason};
use dateline::clean::clean;
use expect_test::{expect, expect_file};
use proptest::prelude::*;

fn page(html: &str) -> CleanPage {
    clean(&RawPage {
        content: Content::Html(html.to_owned()),
        ..RawPage::default()
    })
}

/// The kept page as Markdown.
fn markdown(page: &CleanPage) -> String {
    let headline = page
        .headline
        .iter()
        .map(|block| format!("# {}\n", block.text));
    let blocks = page.blocks.iter().map(|block| match block.kind {
        BlockKind::Heading(level) => {
            format!("{} {}\n", "#".repeat(level.max(2).into()), block.text)
        }
        BlockKind::ListItem => format!("- {}\n", block.text),
        BlockKind::Quote => format!("> {}\n", block.text.replace('\n', "\n> ")),
        BlockKind::Preformatted => format!("```\n{}\n```\n", block.text),
        BlockKind::Paragraph | BlockKind::Table => format!("{}\n", block.text),
    });
    let mut lines: Vec<String> = headline.chain(blocks).collect();
    lines.extend(page.truncated.then(|| "(truncated)\n".to_owned()));
    lines.extend(
        page.repairs
            .iter()
            .map(|repair| format!("(repaired: {:?})\n", repair.kind)),
    );
    lines.join("\n")
}

fn ledger(page: &CleanPage) -> String {
    page.removals
        .iter()
        .map(|removal| format!("{}\t{}\n", removal.reason, removal.text))
        .collect()
}

/// Kept + removed = all: the spans leave no gap wider than the line break between two runs, and none lies over another but for
/// removals inside of a block.
fn check_spans(page: &CleanPage) {
    let mut spans: Vec<(usize, usize, bool)> = page
        .removals
        .iter()
        .map(|r| (r.at.start, r.at.end, false))
        .collect();
    let kept = page
        .headline
        .iter()
        .chain(&page.blocks)
        .filter(|block| block.at.start < block.at.end);
    spans.extend(kept.map(|block| (block.at.start, block.at.end, true)));
    spans.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut end = 0;
    for (start, stop, kept) in spans {
        if stop <= end && !kept {
            continue;
        }
        assert!(start >= end, "{start} lies in what ends at {end}");
        assert!(start - end <= 1, "nothing accounts for {end}..{start}");
        end = stop;
    }
}

fn check(case: &str) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/pages")
        .join(case);
    let html = std::fs::read_to_string(dir.join("page.html")).unwrap();
    let page = page(&html);
    check_spans(&page);
    expect_file![dir.join("article.md")].assert_eq(&markdown(&page));
    expect_file![dir.join("removed.tsv")].assert_eq(&ledger(&page));
}

macro_rules! pages {
    ($($name:ident)+) => { $(#[test] fn $name() { check(&stringify!($name).replace('_', "-")); })+ };
}

pages! {
    en_plain_article
    en_tables_lists_and_verse
    en_text_only_in_script
    en_text_only_in_flight_data
    en_flight_data_of_markup
    en_paragraphs_in_widgets
    en_veiled_paragraphs
    de_summary_above_the_body
    fr_paywall
    ru_line_breaks_in_a_table
    zh_no_spaces
    ja_readings
    ar_right_to_left
    es_live_ticker
    en_transcript
    de_parts_on_one_page
    pl_entities_twice
    sv_kicker_and_repeats
    pt_lists_of_links
    ko_summary_and_credits
}

fn reasons(html: &str) -> String {
    let page = page(html);
    check_spans(&page);
    format!("{}\n--\n{}", page.text(), ledger(&page))
}

const BODY: &str = "<p>The harbour board of Quillport voted on Monday to close the old swing bridge for two years.</p>\
    <p>Engineers had found cracks in four of its bearings, the board said, and repairs could not wait.</p>";

const SENTENCE: &str = "Drivers will be sent over the old ferry steps in the meantime, the board said, and may have to wait an hour. ";

#[test]
fn nothing_at_all() {
    assert_eq!(page(""), CleanPage::default());
    assert!(
        page("<html><head><title>x</title></head></html>")
            .blocks
            .is_empty()
    );
}

#[test]
fn unclosed_script_hides_what_follows() {
    let found = reasons(&format!(
        "<article>{BODY}</article><script>var a = '<p>never shown</p>'"
    ));
    expect![[r#"
        The harbour board of Quillport voted on Monday to close the old swing bridge for two years.

        Engineers had found cracks in four of its bearings, the board said, and repairs could not wait.
        --
    "#]]
    .assert_eq(&found);
}

#[test]
fn unclosed_comment_keeps_the_text() {
    let found = reasons(&format!("<article><!-- oops >{BODY}</article>"));
    expect![[r#"
        The harbour board of Quillport voted on Monday to close the old swing bridge for two years.

        Engineers had found cracks in four of its bearings, the board said, and repairs could not wait.
        --
    "#]]
    .assert_eq(&found);
}

#[test]
fn class_names_that_a_machine_made_up_say_nothing() {
    // `VH` at the end of `ebVH` is no `vh`, the short name of "visually hidden".
    let page = page(&format!(
        "<article><p class='Ekqk nlgH ebVH'>{SENTENCE}</p>{BODY}</article>"
    ));
    assert_eq!(page.blocks.len(), 3, "{}", ledger(&page));
}

#[test]
fn a_paragraph_that_a_notice_of_rights_was_run_on_to_stays() {
    let long = SENTENCE.repeat(4);
    let page = page(&format!(
        "<article>{BODY}<p>{long} © RIPRODUZIONE RISERVATA</p></article>"
    ));
    assert_eq!(page.blocks.len(), 3, "{}", ledger(&page));
    let notice = format!("Tutti i diritti riservati. {long}");
    let page = self::page(&format!("<article>{BODY}<p>{notice}</p></article>"));
    assert_eq!(page.blocks.len(), 2, "{}", page.text());
}

#[test]
fn comments_by_the_names_that_sites_give_them() {
    for name in [
        "sect_commentlinks",
        "readerComments",
        "leserkommentare",
        "diskuze",
        "user-comments-list",
    ] {
        let page = page(&format!(
            "<main>{BODY}<section class='{name}'><ul><li><p>{SENTENCE}</p></li></ul></section></main>"
        ));
        assert_eq!(page.blocks.len(), 2, "{name}: {}", page.text());
    }
}

#[test]
fn a_box_around_the_headline_is_the_article_whatever_its_name() {
    let long = SENTENCE.repeat(3);
    let page = page(&format!(
        "<main class='readmore-page'><article class='article-readmore'><h1>Bridge to close</h1>{BODY}</article>\
         <footer><div><p>{long}</p></div></footer></main>"
    ));
    assert_eq!(page.blocks.len(), 2, "{}", page.text());
}

#[test]
fn subjects_in_class_names_are_no_reason() {
    let page = page(&format!(
        "<article class='post-12 post type-post status-publish tag-comments category-advertising'>{BODY}</article>"
    ));
    assert_eq!(page.blocks.len(), 2, "{page:?}");
}

#[test]
fn marks_of_the_article_and_of_others() {
    let page = page(&format!(
        "<article><h1>Bridge to close</h1><span class='byline'>By Ann Other</span><time datetime='2024-03-09'>9 March</time>{BODY}</article>\
         <aside class='related'><h3>More</h3><a href='/x'>Ferry fares rise</a> <span class='author'>Bob Else</span><time>8 March</time></aside>"
    ));
    let marked: Vec<(&str, bool)> = page
        .meta
        .marked
        .iter()
        .map(|m| (m.text.as_str(), m.in_article))
        .collect();
    assert_eq!(
        marked,
        [
            ("Bridge to close", true),
            ("By Ann Other", true),
            ("Bob Else", false)
        ]
    );
    let times: Vec<(&str, bool)> = page
        .meta
        .times
        .iter()
        .map(|t| (t.text.as_str(), t.in_article))
        .collect();
    assert_eq!(times, [("9 March", true), ("8 March", false)]);
}

#[test]
fn json_ld_is_read_with_its_faults() {
    let page = page(
        "<script type='application/ld+json'>/*<![CDATA[*/ {\"headline\": \"Line one\nline two\", \"keywords\": [\"a\", \"b\",],} /*]]>*/</script>\
         <script type='application/ld+json'>[{\"@type\": \"Person\"}, {\"@type\": \"Thing\"}]</script>\
         <script type='application/ld+json'>{&quot;a&quot;: 1}</script><script type='application/ld+json'>nonsense</script>",
    );
    expect![[r#"[Object {"headline": String("Line one\nline two"), "keywords": Array [String("a"), String("b")]}, Object {"@type": String("Person")}, Object {"@type": String("Thing")}, Object {"a": Number(1)}]"#]]
        .assert_eq(&format!("{:?}", page.meta.json_ld));
}

/// Input that makes parsers slow: each keeps its text and ends.
#[test]
fn hostile_pages_end() {
    let n = 60_000;
    for unit in [
        "<div>",
        "<div>w ",
        "<p><b>w ",
        "<table><tr><td>w ",
        "<ul><li>w ",
        "<span>w ",
        "<svg>",
        "<!--",
        "<",
        "</div>",
        "<button><p>w ",
        "<select><option>w ",
        "<form><div>w</form> ",
        "<h1><h2>w ",
        "<div class=\"a",
        "&amp;quot;",
        "<template>",
        "<a>",
        "<font a=1>",
        "<frameset>",
        "<math><mi>w",
        "<noscript>",
        "<iframe>",
        "<script>",
        "<style>w",
        "<textarea>",
        "<ruby><rt>w",
    ] {
        let page = page(&unit.repeat(n / unit.len()));
        check_spans(&page);
    }
    let attributes: String = (0..n / 20).map(|n| format!("<p><font a={n}>w ")).collect();
    check_spans(&page(&attributes));
}

#[test]
fn deep_nesting_keeps_the_article() {
    let deep = format!(
        "{}{BODY}{}",
        "<div>".repeat(20_000),
        "</div>".repeat(20_000)
    );
    assert_eq!(page(&deep).blocks.len(), 2);
}

/// Tag soup with words that are all different, and the words that a reader sees.
fn soup() -> impl Strategy<Value = (String, usize)> {
    let tags = prop::sample::select(vec![
        "p",
        "div",
        "span",
        "b",
        "a",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "h1",
        "h2",
        "section",
        "article",
        "nav",
        "aside",
        "footer",
        "header",
        "figure",
        "figcaption",
        "blockquote",
        "pre",
        "br",
        "button",
        "form",
        "label",
        "em",
        "dl",
        "dt",
        "dd",
        "details",
        "center",
        "main",
        "time",
        "x-box",
        "ruby",
        "rt",
        "tbody",
        "th",
        "hr",
    ]);
    let attrs = prop::sample::select(vec![
        "",
        "",
        "",
        " class='related'",
        " class='article-body'",
        " class='caption'",
        " hidden",
        " style='display: none'",
        " class=\"byline\"",
        " id=comments",
        " itemprop=articleBody",
        " aria-hidden='true'",
        " href='/a'",
        " class='lead'",
    ]);
    let piece = (0..10u8, tags, attrs, 1..30usize);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| {
        let (mut html, mut words) = (String::new(), 0);
        for (kind, tag, attrs, n) in pieces {
            match kind {
                0..=3 => html.push_str(&format!("<{tag}{attrs}>")),
                4..=5 => html.push_str(&format!("</{tag}>")),
                6 => html.push_str("<script>var hidden = '<p>unseen';</script><!-- unseen <p> -->"),
                _ => {
                    for _ in 0..n {
                        html.push_str(&format!("w{words}x "));
                        words += 1;
                    }
                }
            }
        }
        (html, words)
    })
}

#[test]
fn each_line_break_is_a_line_however_many_there_are() {
    let lines = 20_000;
    let page = page(&format!(
        "<p>{}</p>",
        "the ferry <b>left</b><br>\n".repeat(lines)
    ));
    let kept: usize = page
        .blocks
        .iter()
        .map(|block| block.text.lines().count())
        .sum();
    let removed = page
        .removals
        .iter()
        .map(|removal| removal.text.len())
        .sum::<usize>();
    assert!(kept == lines || removed > 0, "{kept} lines");
    if let Some(block) = page.blocks.first() {
        assert!(block.text.lines().all(|line| line == "the ferry left"));
    }
}

#[test]
fn tags_past_the_bound_are_dropped_and_their_words_stay_apart() {
    for line in ["ferry<br>", "<p>ferry</p>", "ferry</p>"] {
        let page = page(&line.repeat(150_000));
        let kept = page.blocks.iter().map(|block| block.text.as_str());
        let removed = page.removals.iter().map(|removal| removal.text.as_str());
        let texts: Vec<&str> = kept.chain(removed).collect();
        let words = texts.iter().flat_map(|text| text.split_whitespace());
        assert_eq!(words.filter(|word| *word == "ferry").count(), 150_000);
        let lines: usize = texts.iter().map(|text| text.lines().count()).sum();
        assert!(lines <= 100_001, "{lines} lines of {line}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn kept_and_removed_are_all((html, words) in soup()) {
        let page = page(&html);
        check_spans(&page);
        let mut seen: HashMap<String, usize> = HashMap::new();
        let inside = |n: usize| page.blocks.iter().chain(&page.headline).any(|b| b.at.start <= n && n < b.at.end);
        let removals = page.removals.iter().filter(|r| r.reason != Reason::LayoutMark || !inside(r.at.start)).map(|r| &r.text);
        let readings = page.removals.iter().filter(|r| r.reason == Reason::LayoutMark && inside(r.at.start)).map(|r| &r.text);
        let kept = page.headline.iter().chain(&page.blocks).map(|block| &block.text);
        // A word that a tag cuts shows in pieces: joined text is compared letter by letter.
        for word in removals.chain(readings).chain(kept).flat_map(|text| text.split_whitespace()) {
            for part in word.split('x').filter(|part| !part.is_empty()) {
                *seen.entry(part.to_owned()).or_default() += 1;
            }
        }
        for n in 0..words {
            prop_assert_eq!(seen.get(&format!("w{n}")), Some(&1), "w{} in {}", n, html);
        }
        prop_assert_eq!(seen.len(), words);
    }
}
