//! Rendering: hostile text made harmless, wrapping, the shapes of JSON, CSV and the citation formats.

use expect_test::{Expect, expect};
use jiff::civil::date;

use dateline::archive::{
    Coverage, FacetCounts, FacetValue, Field, Folded, Hit, Note, Results, Snippet,
};
use dateline::article::{Article, Clock, Found, Language, Precision, PubDate, Span, Witness};
use dateline::query;
use dateline::render::csv::{ByteOrderMark, Csv, FullText};
use dateline::render::{self, citation, json_lines, layout, notes, terminal};

fn article() -> Article {
    let text = |value: &str| Some(Found::new(value.to_owned(), "og:title", Witness::Meta, 0.9));
    Article {
        id: "k3f9".into(),
        path: "/clippings/ferry & co.html".into(),
        url: Some("https://harbourpost.example/ferry?a=1&b=2".into()),
        title: text("Ferry {inspection} waived, 100% \"safe\""),
        text: "The ferry sailed.\n\nIt was not inspected; \"never\", said =SUM(A1).".into(),
        source: text("Harbour Post"),
        published: Some(Found::new(
            PubDate::day(date(2025, 3, 4)),
            "datePublished",
            Witness::JsonLd,
            0.95,
        )),
        authors: Some(Found::new(
            vec!["Ada Quill".into(), "Bo Ōta".into()],
            "byline",
            Witness::Text,
            0.8,
        )),
        language: Some(Found::new(
            Language("en".into()),
            "whatlang",
            Witness::Text,
            1.0,
        )),
        ..Article::default()
    }
}

fn hit() -> Hit {
    Hit {
        rank: 1,
        id: "k3f9".into(),
        score: 2.5,
        title: "Ferry inspection waived".into(),
        title_marks: vec![Span { start: 6, end: 16 }],
        source: Some("Harbour Post".into()),
        domain: None,
        wire: Some("AP".into()),
        published: Some(PubDate::day(date(2025, 3, 4))),
        language: Some("en".into()),
        authors: vec!["Ada Quill".into()],
        url: None,
        path: "clippings/ferry.txt".into(),
        snippets: vec![Snippet {
            text: "No inspection\u{1b}[31m took place.".into(),
            marks: vec![Span { start: 3, end: 13 }],
        }],
        missing: Vec::new(),
        copies: 0,
        copy_of: None,
        story: None,
        folded: Folded::default(),
    }
}

fn plain(styled: &str) -> String {
    anstream::adapter::strip_str(styled).to_string()
}

#[test]
fn nothing_that_a_terminal_obeys_is_left() {
    let hostile: String = (0..=0x9f)
        .chain(0x200b..=0x202e)
        .chain(0x2060..=0x206f)
        .chain([0xfeff, 0xad])
        .filter_map(char::from_u32)
        .collect();
    let harmless = layout::printable(&hostile);
    let obeyed = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    assert!(!harmless.chars().any(obeyed));
    assert_eq!(layout::printable("a\u{1b}[2Jb\u{202e}c\nd"), "a␛[2Jbc d");
    assert_eq!(
        layout::printable("می\u{200c}خواهم a\u{200c}b"),
        "می\u{200c}خواهم ab"
    );
}

fn check_wrap(text: &str, width: usize, expect: &Expect) {
    let plain_style = anstyle::Style::new();
    let lines = layout::wrap(
        &layout::emphasised(text, &[], plain_style, plain_style),
        width,
    );
    assert!(
        lines.iter().all(|line| layout::columns(line) <= width),
        "a line is too wide: {lines:?}"
    );
    expect.assert_eq(&lines.join("\n"));
}

#[test]
fn lines_break_at_spaces_and_around_wide_characters() {
    check_wrap(
        "the ferry left the harbour at dawn",
        12,
        &expect![[r#"
        the ferry
        left the
        harbour at
        dawn"#]],
    );
    check_wrap(
        "渡轮在黎明时分离开了港口。无人检查",
        10,
        &expect![[r#"
        渡轮在黎明
        时分离开了
        港口。无人
        检查"#]],
    );
    check_wrap(
        "Donaudampfschifffahrtsgesellschaft",
        10,
        &expect![[r#"
        Donaudampf
        schifffahr
        tsgesellsc
        haft"#]],
    );
}

#[test]
fn a_mark_is_emphasised_to_the_letter() {
    let marked = anstyle::Style::new().bold();
    let cells = layout::emphasised(
        "No inspection.",
        &[Span { start: 3, end: 13 }],
        anstyle::Style::new(),
        marked,
    );
    assert_eq!(
        layout::wrap(&cells, 40),
        [format!("No {marked}inspection{marked:#}.")]
    );
}

#[test]
fn hits_for_people() {
    let results = Results {
        hits: vec![hit()],
        total: 1234,
        notes: vec![Note::PatternCut {
            pattern: "ferr*".into(),
            words: 2000,
            searched: 1024,
        }],
        ..Results::default()
    };
    // The first line stands at the margin, which `expect!` would else cut off.
    expect![[r#"
        hits:
          1  Ferry inspection waived
             Harbour Post · 2025-03-04 · AP · en · k3f9 · clippings/ferry.txt
             No inspection␛[31m took place.

    "#]]
    .assert_eq(&format!(
        "hits:
{}",
        plain(&terminal::hits(&results, 80))
    ));
    expect![[r#"
        1,234 articles for inspection, 1 shown (0.5 ms)
        note: `ferr*` matches 2000 words; the 1024 commonest were searched
    "#]]
    .assert_eq(&plain(&terminal::summary(
        &results,
        &query::parse("inspection").0,
        0.54,
    )));
    let of_two = terminal::summary(&results, &query::parse("bow inspection").0, 0.54);
    assert!(
        of_two.contains("all words must match unless OR stands between"),
        "{of_two}"
    );
}

#[test]
fn facets_as_bars() {
    let value = |value: &str, count| FacetValue {
        value: value.into(),
        count,
    };
    let facet = FacetCounts {
        field: Field::Source,
        values: vec![
            value("Harbour Post", 8),
            value("港湾日报", 3),
            value("unknown", 1),
        ],
    };
    expect![[r#"
        source
          Harbour Post  8  █████████
          港湾日报      3  ███▍
          unknown       1  █▏

    "#]]
    .assert_eq(&plain(&terminal::facets(&[facet], 30)));
}

#[test]
fn coverage_has_months_as_bars_and_names_gaps() {
    let months = [(1, 8), (2, 0), (3, 1), (4, 4)];
    let months = months.map(|(month, articles)| (date(2025, month, 1), articles));
    let one = Coverage {
        source: "Harbour Post".to_owned(),
        articles: 14,
        undated: 1,
        months: months.to_vec(),
    };
    let shown = terminal::coverage(&[one], 80);
    let shown = anstream::adapter::strip_str(&shown).to_string();
    let lines: Vec<&str> = shown.lines().map(str::trim).collect();
    let expected = [
        "Harbour Post      14  2025-01 to 2025-04, 1 undated  █·▁▄",
        "nothing in 2025-02",
    ];
    assert_eq!(lines, expected);
}

fn check_dates(values: &[(&str, u64)], width: usize, expect: &Expect) {
    let values = values
        .iter()
        .map(|&(value, count)| FacetValue {
            value: value.into(),
            count,
        })
        .collect();
    let facet = FacetCounts {
        field: Field::Date,
        values,
    };
    let shown = plain(&terminal::facets(&[facet], width));
    assert!(
        shown.lines().all(|line| layout::columns(line) <= width),
        "a line is too wide: {shown}"
    );
    expect.assert_eq(&shown);
}

#[test]
fn dates_as_a_timeline() {
    let months = [
        ("2025-09", 40),
        ("2025-08", 12),
        ("2025-05", 1),
        ("2024-12", 25),
        ("undated", 3),
    ];
    check_dates(
        &months,
        60,
        &expect![[r#"
        date
               40 ┤                           ███
                  ┤▁▁▁                        ███
                  ┤███                        ███
                  ┤███                     ▄▄▄███
                  ┤███            ▁▁▁      ██████
                   2024-12 to 2025-09
          2025-09  40  ███████████████████████████████████████████
          2025-08  12  ████████████▉
          2025-05   1  █▏
          2024-12  25  ██████████████████████████▉
          undated   3  ███▎

    "#]],
    );
    let days: Vec<(String, u64)> = (1..=28)
        .rev()
        .map(|day| (format!("2025-02-{day:02}"), day * day % 17))
        .collect();
    let days: Vec<(&str, u64)> = days
        .iter()
        .map(|(day, count)| (day.as_str(), *count))
        .collect();
    check_dates(
        &days,
        64,
        &expect![[r#"
        date
               16 ┤   █  ▆▁▁▆  █       █  ▆▁▁▆
                  ┤   █  ████  █       █  ████
                  ┤  ▇█▄ ████ ▄█▇     ▇█▄ ████
                  ┤ ▂███ ████ ███▂   ▂███ ████
                  ┤▃████▅████▅████▃ ▃████▅████▅
                   2025-02-01 to 2025-02-28

    "#]],
    );
    let years: Vec<(String, u64)> = (1900..=2020)
        .rev()
        .step_by(3)
        .map(|year| (year.to_string(), year % 7))
        .collect();
    let years: Vec<(&str, u64)> = years
        .iter()
        .map(|(year, count)| (year.as_str(), *count))
        .collect();
    check_dates(
        &years,
        64,
        &expect![[r#"
        date
                6 ┤ █ ▁    █ ▁    █ ▁    █ ▁    █ ▁    █ ▁
                  ┤ █ █ ▃  █ █ ▃  █ █ ▃  █ █ ▃  █ █ ▃  █ █ ▃
                  ┤▄█ █ █ ▄█ █ █ ▄█ █ █ ▄█ █ █ ▄█ █ █ ▄█ █ █
                  ┤██▅█ █ ██▅█ █ ██▅█ █ ██▅█ █ ██▅█ █ ██▅█ █
                  ┤████▇█ ████▇█ ████▇█ ████▇█ ████▇█ ████▇█
                   1900 to 2020, 3 years a column

    "#]],
    );
}

#[test]
fn few_or_odd_dates_are_a_list() {
    check_dates(
        &[("2025", 4), ("2024", 2), ("undated", 1)],
        64,
        &expect![[r#"
        date
          2025     4  ████████████████████████████████████████████████
          2024     2  ████████████████████████
          undated  1  ████████████

    "#]],
    );
    check_dates(
        &[("0001-01-01", 4), ("9999-12-31", 2)],
        64,
        &expect![[r#"
        date
                4 ┤█
                  ┤█
                  ┤█                                                ▄
                  ┤█                                                █
                  ┤█                                                █
                   0001-01-01 to 9999-12-31, 73042 days a column
          0001-01-01  4  █████████████████████████████████████████████
          9999-12-31  2  ██████████████████████▌

    "#]],
    );
    check_dates(
        &[("\u{1b}[2J", 4), ("2024", 2)],
        64,
        &expect![[r#"
        date
          ␛[2J  4  ████████████████████████████████████████████████
          2024  2  ████████████████████████

    "#]],
    );
}

#[test]
fn json_lines_for_programs() {
    let facets = vec![FacetCounts {
        field: Field::Year,
        values: vec![FacetValue {
            value: "2025".into(),
            count: 1,
        }],
    }];
    let results = Results {
        hits: vec![hit()],
        facets,
        total: 1,
        ..Results::default()
    };
    let asked = json_lines::Asked {
        query_id: None,
        query: "inspection",
        took_ms: 0.5,
        notes: &notes(&results.notes),
    };
    expect![[r#"
        {"type":"hit","rank":1,"id":"k3f9","score":2.5,"title":"Ferry inspection waived","title_marks":[[6,16]],"source":"Harbour Post","domain":null,"wire":"AP","published":"2025-03-04","language":"en","authors":["Ada Quill"],"url":null,"path":"clippings/ferry.txt","snippets":[{"text":"No inspection\u001b[31m took place.","marks":[[3,13]]}],"story":null,"copies":0,"copy_of":null}
        {"type":"facet","field":"year","values":[{"value":"2025","count":1}]}
        {"type":"summary","total":1,"partial":0,"stories":null,"took_ms":0.5,"query":"inspection","notes":[]}
    "#]]
    .assert_eq(&json_lines::results(&results, asked));
}

#[test]
fn csv_quotes_and_disarms() {
    let mut out = Vec::new();
    let mut csv = Csv::begin(&mut out, ByteOrderMark::Write, FullText::Include).unwrap();
    csv.row(&article()).unwrap();
    csv.row(&Article {
        id: "=1+1".into(),
        ..Article::default()
    })
    .unwrap();
    csv.end().unwrap();
    expect![[r#"
        id,title,source,domain,wire,published,precision,authors,language,place,url,path,text
        k3f9,"Ferry {inspection} waived, 100% ""safe""",Harbour Post,,,2025-03-04,day,Ada Quill; Bo Ōta,en,,https://harbourpost.example/ferry?a=1&b=2,/clippings/ferry & co.html,"The ferry sailed.

        It was not inspected; ""never"", said =SUM(A1)."
        '=1+1,,,,,,,,,,,,
    "#]]
    .assert_eq(String::from_utf8(out).unwrap().strip_prefix('\u{feff}').unwrap());
}

#[test]
fn ris_for_reference_managers() {
    expect![[r#"
        TY  - NEWS
        ID  - k3f9
        TI  - Ferry {inspection} waived, 100% "safe"
        AU  - Ada Quill
        AU  - Bo Ōta
        T2  - Harbour Post
        PY  - 2025
        DA  - 2025/03/04/
        LA  - en
        UR  - https://harbourpost.example/ferry?a=1&b=2
        ER  - 

    "#]]
    .assert_eq(&citation::ris(&article(), FullText::Omit).replace("\r\n", "\n"));
}

#[test]
fn bibtex_escapes_and_numbers_its_keys() {
    let mut keys = citation::BibtexKeys::default();
    expect![[r#"
        @misc{quill2025,
          title = {{Ferry \{inspection\} waived, 100\% "safe"}},
          author = {{Ada Quill} and {Bo Ōta}},
          howpublished = {Harbour Post},
          year = {2025},
          month = {3},
          day = {4},
          langid = {en},
          url = {https://harbourpost.example/ferry?a=1&b=2},
        }

    "#]]
    .assert_eq(&citation::bibtex(&article(), &mut keys));
    assert!(citation::bibtex(&article(), &mut keys).starts_with("@misc{quill2025-2,"));
}

#[test]
fn csl_json_for_word_processors() {
    expect![[r#"{"URL":"https://harbourpost.example/ferry?a=1&b=2","author":[{"literal":"Ada Quill"},{"literal":"Bo Ōta"}],"container-title":"Harbour Post","id":"k3f9","issued":{"date-parts":[[2025,3,4]]},"language":"en","title":"Ferry {inspection} waived, 100% \"safe\"","type":"article-newspaper"}"#]]
        .assert_eq(&citation::csl_json(&article(), FullText::Omit).to_string());
}

#[test]
fn dates_show_what_is_known_and_no_more() {
    let clock = Some(Clock {
        seconds: 30_600,
        offset: Some(10_800),
    });
    let show = |precision| {
        PubDate {
            date: date(2025, 9, 12),
            clock,
            precision,
        }
        .to_string()
    };
    let shown = [
        Precision::Year,
        Precision::Month,
        Precision::Day,
        Precision::Instant,
    ]
    .map(show);
    assert_eq!(
        shown,
        ["2025", "2025-09", "2025-09-12", "2025-09-12T08:30:00+03:00"]
    );
    let utc = PubDate {
        date: date(2025, 9, 12),
        clock,
        precision: Precision::Instant,
    };
    assert_eq!(utc.timestamp(), 1_757_655_000);
}

#[test]
fn an_article_as_html_stands_alone_and_holds_no_markup_of_its_own() {
    let mut article = article();
    article.title = Some(Found::new(
        "</title><script>alert(1)</script> & more".into(),
        "og:title",
        Witness::Meta,
        0.9,
    ));
    article.text.push_str("\n\n<img src=x onerror=alert(1)>");
    let page = render::article_html(&article, &[]);
    assert!(
        page.starts_with("<!doctype html>\n<html lang=\"en\">"),
        "{page}"
    );
    assert!(
        page.contains("<p dir=\"auto\">The ferry sailed.</p>"),
        "{page}"
    );
    assert!(page.contains("<dd><bdi>Ada Quill, Bo Ōta</bdi>"), "{page}");
    assert!(
        page.contains("href=\"https://harbourpost.example/ferry?a=1&amp;b=2\""),
        "{page}"
    );
    for markup in ["<script", "<img", "</title><"] {
        assert!(!page.contains(markup), "{markup}: {page}");
    }
    article.url = Some("javascript:alert(1)".into());
    assert!(!render::article_html(&article, &[]).contains("href"));
}
