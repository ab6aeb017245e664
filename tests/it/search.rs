//! Searching an archive: every form of the query language, filters, facets, sorting, snippets.

mod brute;
mod conformance;
mod forms;
mod help;
mod limits;
mod most_words;
mod names;
mod ranking;
mod values;
mod walk;

use std::ops::ControlFlow;

use dateline::archive::{
    Cancel, Facet, Field, Fill, Filters, Limits, Request, Results, Searcher, SelfFilter, Sort,
};
use dateline::article::{
    Article, Evidence, Found, Language, PubDate, Reason, Removal, Span, Witness,
};
use dateline::index::{Options, Writer};
use dateline::query::parse;
use dateline::render::notes as in_words;
use dateline::search::Archive;
use expect_test::{Expect, expect};
use jiff::civil::{Date, date};
use tempfile::TempDir;

use crate::support::put;

fn found<T>(value: T) -> Found<T> {
    Found {
        value,
        evidence: Evidence::new("test", Witness::Given, 1.0),
    }
}

fn article(id: &str, language: &str, title: &str, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        path: format!("pages/{id}.html"),
        title: Some(found(title.to_owned())).filter(|title| !title.value.is_empty()),
        text: text.to_owned(),
        language: Some(found(Language(language.to_owned())))
            .filter(|code| !code.value.0.is_empty()),
        ..Article::default()
    }
}

fn from(mut article: Article, source: &str, day: Option<Date>) -> Article {
    article.source = Some(found(source.to_owned()));
    article.published = day.map(|day| found(PubDate::day(day)));
    article
}

/// An archive of invented articles about a ferry line, a mayor and a strike.
fn ferry_archive() -> (TempDir, Archive) {
    let mut articles = vec![
        from(
            article(
                "f1",
                "en",
                "Ferry workers strike in Port Callan",
                "PORT CALLAN (WNA) — Ferry workers walked out on Monday. Mayor Ada Cole called the strike \"a wound\".\n\n\
                 The company's spare parts had not come. It's the third stoppage, said J. Cole. Boats stayed in the harbour.\n\n\
                 Sanctions against the line were lifted. The U.S. Navy watched. AT&T lines were cut; C++ programs failed.",
            ),
            "Callan Courier",
            Some(date(2025, 9, 12)),
        ),
        from(
            article(
                "f2",
                "en",
                "Sanctioned ferry line buys spare engines",
                "The sanctioned line bought engines and, later, parts. Governments of three states objected to the purchase.\n\n\
                 A cole is a cabbage, the mayor joked. Parts of the fleet are spare.",
            ),
            "West News",
            Some(date(2025, 9, 11)),
        ),
        from(
            article(
                "f3",
                "de",
                "Streik der Fährleute",
                "Die Fährleute streiken seit Montag. Die Bürgermeisterin nannte die Sanktionen falsch.\n\nDer Hafen bleibt leer.",
            ),
            "Küstenbote",
            Some(date(2024, 1, 2)),
        ),
        from(
            article(
                "f4",
                "ru",
                "Забастовка паромщиков",
                "Паромщики бастуют с понедельника. Мэр Ада Коул осудила забастовку.",
            ),
            "Морской вестник",
            None,
        ),
        article(
            "f5",
            "zh",
            "渡轮工人罢工",
            "渡轮工人星期一罢工。市长表示遗憾。港口空无一人。",
        ),
        article(
            "f6",
            "fr",
            "Grève des marins",
            "Les marins libérés ont été acclamés. L'État n'a rien dit. Le café est fermé.",
        ),
        from(
            article(
                "f7",
                "en",
                "",
                "A die was cast. The dies were rusty. Café owners closed.",
            ),
            "West News",
            Some(date(2025, 9, 12)),
        ),
    ];
    articles[0].authors = Some(found(vec!["Ines Marlow".to_owned(), "Tom Ruiz".to_owned()]));
    articles[1].authors = Some(found(vec!["Tom Ruiz".to_owned()]));
    articles[0].wire = Some(found("WNA".to_owned()));
    articles[0].url = Some("https://courier.example/2025/09/ferry-strike".to_owned());
    articles[0].domain = Some("courier.example".to_owned());
    archive_of(&articles)
}

fn archive_of(articles: &[Article]) -> (TempDir, Archive) {
    let dir = TempDir::new().unwrap();
    let options = Options {
        threads: 1,
        memory_bytes: 15_000_000,
    };
    let writer = Writer::open_or_create(dir.path(), &options).unwrap();
    for article in articles {
        put(&writer, article, 1);
    }
    writer.finish().unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    (dir, archive)
}

fn request(query: &str) -> Request {
    Request {
        limit: 100,
        snippets: 3,
        ..Request::new(parse(query).0, date(2025, 9, 14))
    }
}

fn ids(results: &Results) -> String {
    let mut ids: Vec<&str> = results.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(results.total, ids.len() as u64);
    ids.sort_unstable();
    ids.join(" ")
}

/// Each line `query -> ids`.
fn check(archive: &Archive, queries: &[&str], expected: &Expect) {
    let mut lines = String::new();
    for query in queries {
        let results = archive.search(&request(query)).unwrap();
        lines.push_str(&format!("{query} -> {}\n", ids(&results)));
    }
    expected.assert_eq(&lines);
}

#[test]
fn words_by_inflection_and_form() {
    let (_dir, archive) = ferry_archive();
    check(
        &archive,
        &[
            "sanctioning",
            "\"sanctions\"",
            "government",
            "=Cole",
            "=cole",
            "cole",
            "die",
            "streike",
            "fahrleute",
            "liberee",
            "libérer",
            "cafe",
            "Café",
            "паромщик",
            "забастовки",
            "罢工",
            "市",
            "港口空",
            "it's",
            "s",
            "etat",
            "U.S.",
            "AT&T",
            "C++",
            "nothingatall",
        ],
        &expect![[r#"
            sanctioning -> f1 f2
            "sanctions" -> f1
            government -> f2
            =Cole -> f1
            =cole -> f2
            cole -> f1 f2
            die -> f3 f7
            streike -> f3
            fahrleute -> f3
            liberee -> 
            libérer -> f6
            cafe -> f6 f7
            Café -> f6 f7
            паромщик -> f4
            забастовки -> f4
            罢工 -> f5
            市 -> f5
            港口空 -> f5
            it's -> f1
            s -> 
            etat -> f6
            U.S. -> f1
            AT&T -> f1
            C++ -> f1
            nothingatall -> 
        "#]],
    );
}

#[test]
fn phrases_and_nearness() {
    let (_dir, archive) = ferry_archive();
    check(
        &archive,
        &[
            "\"spare parts\"",
            "\"parts spare\"~5",
            "\"spare parts\"~4",
            "=\"Ada Cole\"",
            "\"ada cole\"",
            "spare NEAR/1 part",
            "parts PRE/5 spare",
            "spare PRE/5 parts",
            "mayor w/s wound",
            "mayor w/s spare",
            "spare w/p harbour",
            "strike w/p harbour",
            "(mayor OR company) w/3 (cole OR parts)",
            "\"port callan ferry\"",
            "callan NEAR/30 port",
            "workers NEAR/5 (strike PRE/4 callan)",
            "atleast3(ferry)",
            "atleast2(die)",
            "\"渡轮工人\"",
        ],
        &expect![[r#"
            "spare parts" -> f1
            "parts spare"~5 -> f1 f2
            "spare parts"~4 -> f1 f2
            ="Ada Cole" -> f1
            "ada cole" -> f1
            spare NEAR/1 part -> f1
            parts PRE/5 spare -> f2
            spare PRE/5 parts -> f1
            mayor w/s wound -> f1
            mayor w/s spare -> 
            spare w/p harbour -> f1
            strike w/p harbour -> 
            (mayor OR company) w/3 (cole OR parts) -> f1 f2
            "port callan ferry" -> 
            callan NEAR/30 port -> f1
            workers NEAR/5 (strike PRE/4 callan) -> f1
            atleast3(ferry) -> 
            atleast2(die) -> f3 f7
            "渡轮工人" -> f5
        "#]],
    );
}

#[test]
fn names_beside_words() {
    let (_dir, archive) = ferry_archive();
    check(
        &archive,
        &[
            "source:courier strike",
            "author:tom ferry",
            "source:west \"spare engines\"",
        ],
        &expect![[r#"
            source:courier strike -> f1
            author:tom ferry -> f1 f2
            source:west "spare engines" -> f2
        "#]],
    );
}

#[test]
fn booleans_patterns_and_fields() {
    let (_dir, archive) = ferry_archive();
    check(
        &archive,
        &[
            "ferry AND NOT sanctioned",
            "NOT ferry",
            "ferry OR streik",
            "strike -mayor",
            "ferr*",
            "str?k*",
            "/stri.*/",
            "sanctoins~1",
            "feery~1",
            "title:ferry",
            "title:\"spare engines\"",
            "lead:wound",
            "lead:sanctions",
            "text:engines",
            "text:fährleute",
            "author:ruiz",
            "author:\"tom ruiz\"",
            "source:courier",
            "source:west",
            "lang:de",
            "wire:wna",
            "domain:courier.example",
            "url:strike",
            "id:f3",
            "source:*",
            "title:*",
            "*",
            "date:2025-09-12",
            "date:2025-09",
            "after:2025-09-11",
            "before:2025",
            "date:none",
            "last:2d",
            "title:(ferry strike)",
            "wire:*",
        ],
        &expect![[r#"
            ferry AND NOT sanctioned -> 
            NOT ferry -> f3 f4 f5 f6 f7
            ferry OR streik -> f1 f2 f3
            strike -mayor -> 
            ferr* -> f1 f2
            str?k* -> f1
            /stri.*/ -> f1
            sanctoins~1 -> f1
            feery~1 -> f1 f2
            title:ferry -> f1 f2
            title:"spare engines" -> f2
            lead:wound -> f1
            lead:sanctions -> f2
            text:engines -> f2
            text:fährleute -> f3
            author:ruiz -> f1 f2
            author:"tom ruiz" -> f1 f2
            source:courier -> f1
            source:west -> f2 f7
            lang:de -> f3
            wire:wna -> f1
            domain:courier.example -> f1
            url:strike -> f1
            id:f3 -> f3
            source:* -> f1 f2 f3 f4 f7
            title:* -> f1 f2 f3 f4 f5 f6
            * -> f1 f2 f3 f4 f5 f6 f7
            date:2025-09-12 -> f1 f7
            date:2025-09 -> f1 f2 f7
            after:2025-09-11 -> f1 f7
            before:2025 -> f3
            date:none -> f4 f5 f6
            last:2d -> f1 f7
            title:(ferry strike) -> f1
            wire:* -> f1
        "#]],
    );
}

fn facet_lines(results: &Results) -> String {
    let mut lines = String::new();
    for facet in &results.facets {
        let values: Vec<String> = facet
            .values
            .iter()
            .map(|value| format!("{}={}", value.value, value.count))
            .collect();
        lines.push_str(&format!("{}: {}\n", facet.field.name(), values.join(", ")));
    }
    lines
}

#[test]
fn facets_ignore_their_own_selection() {
    let (_dir, archive) = ferry_archive();
    let facets: Vec<Facet> = Field::ALL
        .iter()
        .map(|&field| Facet { field, limit: None })
        .collect();
    let mut all = Request {
        facets,
        ..request("*")
    };
    let results = archive.search(&all).unwrap();
    expect![[r#"
        source: West News=2, Callan Courier=1, Küstenbote=1, Морской вестник=1, unknown=2
        domain: courier.example=1, unknown=6
        wire: WNA=1, unknown=6
        language: en=3, de=1, fr=1, ru=1, zh=1
        author: Tom Ruiz=2, Ines Marlow=1, unknown=5
        year: 2025=3, 2024=1, undated=3
        month: 2025-09=3, 2024-01=1, undated=3
        day: 2025-09-12=2, 2025-09-11=1, 2024-01-02=1, undated=3
        date: 2025-09-12=2, 2025-09-11=1, 2024-01-02=1, undated=3
    "#]]
    .assert_eq(&facet_lines(&results));
    all.filters.only = vec![
        (Field::Source, "west news".to_owned()),
        (Field::Source, "UNKNOWN".to_owned()),
    ];
    all.filters.not = vec![(Field::Language, "zh".to_owned())];
    let results = archive.search(&all).unwrap();
    expect![[r#"
        f2 f6 f7
        source: West News=2, Callan Courier=1, Küstenbote=1, Морской вестник=1, unknown=1
        domain: unknown=3
        wire: unknown=3
        language: en=2, fr=1, zh=1
        author: Tom Ruiz=1, unknown=2
        year: 2025=2, undated=1
        month: 2025-09=2, undated=1
        day: 2025-09-12=1, 2025-09-11=1, undated=1
        date: 2025-09-12=1, 2025-09-11=1, undated=1
    "#]]
    .assert_eq(&format!("{}\n{}", ids(&results), facet_lines(&results)));
    all.self_filter = SelfFilter::Heeded;
    let results = archive.search(&all).unwrap();
    let chosen: Vec<String> = facet_lines(&results)
        .lines()
        .take(4)
        .map(str::to_owned)
        .collect();
    expect![[r#"
        f2 f6 f7
        source: West News=2, unknown=1
        domain: unknown=3
        wire: unknown=3
        language: en=2, fr=1"#]]
    .assert_eq(&format!("{}\n{}", ids(&results), chosen.join("\n")));
}

#[test]
fn the_commonest_values_are_the_first_of_all() {
    // Names that tie, one that is not known and one that says so.
    let names = [
        "West", "", "Callan", "unknown", "East", "West", "", "North", "Callan", "East", "East", "",
        "unknown",
    ];
    let articles: Vec<Article> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let page = article(&format!("n{at}"), "en", "", "A ferry.");
            if name.is_empty() {
                page
            } else {
                from(page, name, None)
            }
        })
        .collect();
    let (_one, one) = archive_of(&articles);
    let several = TempDir::new().unwrap();
    for (at, part) in articles.chunks(5).enumerate() {
        let options = Options {
            threads: 1,
            memory_bytes: 15_000_000,
        };
        let writer = Writer::open_or_create(several.path(), &options).unwrap();
        part.iter().for_each(|page| put(&writer, page, at as u64));
        writer.commit("").unwrap();
    }
    let several = Archive::open(several.path()).unwrap();
    assert!(several.stats().unwrap().segments > 1);
    let values = |archive: &Archive, limit| {
        let facets = vec![Facet {
            field: Field::Source,
            limit,
        }];
        archive
            .search(&Request {
                facets,
                ..request("ferry")
            })
            .unwrap()
            .facets
            .remove(0)
            .values
    };
    let all = values(&one, None);
    expect!["East=3, Callan=2, West=2, North=1, unknown=5"].assert_eq(
        &all.iter()
            .map(|value| format!("{}={}", value.value, value.count))
            .collect::<Vec<_>>()
            .join(", "),
    );
    for limit in 0..=6 {
        let first = &all[..all.len().min(limit)];
        assert_eq!(values(&one, Some(limit)), first, "{limit}");
        assert_eq!(
            values(&several, Some(limit)),
            first,
            "{limit} of several segments"
        );
    }
}

/// The best of common words are found without a look at all matches: they are the same as with one.
#[test]
fn the_best_are_the_same_however_many_are_asked_for() {
    let articles: Vec<Article> = (0..4_000u32)
        .map(|at| {
            let boats = " boat".repeat(1 + at as usize * 7 % 5);
            let rest = " quay".repeat(at as usize * 11 % 23);
            article(
                &format!("b{at:04}"),
                if at % 9 == 0 { "de" } else { "en" },
                "",
                &format!("Ferry{boats} harbour{rest}."),
            )
        })
        .collect();
    let (_dir, archive) = archive_of(&articles);
    for query in ["boat", "ferry boat", "ferry boat harbour", "boat OR quay"] {
        let page = |limit, facets: &[Field]| {
            let facets = facets
                .iter()
                .map(|&field| Facet { field, limit: None })
                .collect();
            archive
                .search(&Request {
                    limit,
                    facets,
                    ..request(query)
                })
                .unwrap()
        };
        let all = page(4_000, &[]);
        assert_eq!((all.total, all.hits.len()), (4_000, 4_000), "{query}");
        for facets in [&[][..], &[Field::Language]] {
            let best = page(10, facets);
            assert_eq!(best.total, 4_000, "{query}");
            assert_eq!(best.hits, all.hits[..10], "{query}");
        }
    }
}

/// tantivy notes the best article of each block by the average length of its own part of the archive; another may be the best by that of
/// the whole.
#[test]
fn the_best_are_found_in_blocks_of_which_another_article_is_noted_as_the_best() {
    let dir = TempDir::new().unwrap();
    let add = |run: &str, count: u32, said: &dyn Fn(u32) -> (usize, usize)| {
        let writer = Writer::open_or_create(
            dir.path(),
            &Options {
                threads: 1,
                memory_bytes: 40_000_000,
            },
        )
        .unwrap();
        for at in 0..count {
            let (boats, others) = said(at);
            let text = format!("{}{}", "boat ".repeat(boats), "quay ".repeat(others));
            put(
                &writer,
                &article(&format!("{run}{at:04}"), "en", "", &text),
                1,
            );
        }
        writer.commit("").unwrap();
    };
    add("short", 3_000, &|_| (1, 4));
    add("long", 1_500, &|at| match at {
        1..=10 => (2, 40),
        1_300 => (2, 3),
        _ if at % 100 == 50 => (6, 300),
        _ => (1, 480),
    });
    let archive = Archive::open(dir.path()).unwrap();
    assert!(archive.stats().unwrap().segments > 1);
    let all = archive
        .search(&Request {
            limit: 4_500,
            ..request("boat")
        })
        .unwrap()
        .hits;
    let best = archive
        .search(&Request {
            limit: 10,
            ..request("boat")
        })
        .unwrap()
        .hits;
    assert_eq!(
        (best[0].id.as_str(), &best),
        ("long1300", &all[..10].to_vec())
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn filters_narrow() {
    let (_dir, archive) = ferry_archive();
    let mut lines = String::new();
    let mut ask = |name: &str, filters: Filters| {
        let results = archive
            .search(&Request {
                filters,
                ..request("*")
            })
            .unwrap();
        lines.push_str(&format!("{name} -> {}\n", ids(&results)));
    };
    for (field, value) in [
        (Field::Author, "tom ruiz"),
        (Field::Author, "ruiz"),
        (Field::Wire, "unknown"),
        (Field::Year, "2025"),
        (Field::Year, "undated"),
        (Field::Month, "2024-01"),
        (Field::Day, "2025-09-11"),
        (Field::Day, "nonsense"),
        (Field::Source, "kustenbote"),
    ] {
        ask(
            &format!("{}={value}", field.name()),
            Filters {
                only: vec![(field, value.into())],
                ..Filters::default()
            },
        );
    }
    let not = |values: &[&str]| {
        values
            .iter()
            .map(|value| (Field::Source, (*value).to_owned()))
            .collect()
    };
    ask(
        "not one source",
        Filters {
            not: not(&["west news"]),
            ..Filters::default()
        },
    );
    ask(
        "not two sources",
        Filters {
            not: not(&["West News", "Callan Courier"]),
            ..Filters::default()
        },
    );
    ask(
        "not unknown",
        Filters {
            not: not(&["unknown"]),
            ..Filters::default()
        },
    );
    ask(
        "since",
        Filters {
            since: Some(date(2025, 9, 12)),
            ..Filters::default()
        },
    );
    ask(
        "until",
        Filters {
            until: Some(date(2025, 9, 11)),
            ..Filters::default()
        },
    );
    ask(
        "under file",
        Filters {
            under: vec!["pages/f2.html".into()],
            ..Filters::default()
        },
    );
    ask(
        "under folder",
        Filters {
            under: vec!["pages/".into()],
            ..Filters::default()
        },
    );
    ask(
        "under part of a name",
        Filters {
            under: vec!["pages/f".into()],
            ..Filters::default()
        },
    );
    expect![[r#"
        author=tom ruiz -> f1 f2
        author=ruiz -> f1 f2
        wire=unknown -> f2 f3 f4 f5 f6 f7
        year=2025 -> f1 f2 f7
        year=undated -> f4 f5 f6
        month=2024-01 -> f3
        day=2025-09-11 -> f2
        day=nonsense -> 
        source=kustenbote -> f3
        not one source -> f1 f3 f4 f5 f6
        not two sources -> f3 f4 f5 f6
        not unknown -> f1 f2 f3 f4 f7
        since -> f1 f7
        until -> f2 f3
        under file -> f2
        under folder -> f1 f2 f3 f4 f5 f6 f7
        under part of a name -> 
    "#]]
    .assert_eq(&lines);
}

#[test]
fn sorts_and_pages_without_a_wall() {
    let (_dir, archive) = ferry_archive();
    let mut lines = String::new();
    for sort in [Sort::Oldest, Sort::Newest, Sort::Source] {
        let mut order = Vec::new();
        for offset in 0..8 {
            let request = Request {
                sort,
                offset,
                limit: 1,
                ..request("*")
            };
            let results = archive.search(&request).unwrap();
            assert_eq!(results.total, 7);
            order.extend(
                results
                    .hits
                    .iter()
                    .map(|hit| format!("{}:{}", hit.rank, hit.id)),
            );
        }
        lines.push_str(&format!("{sort:?}: {}\n", order.join(" ")));
    }
    expect![[r#"
        Oldest: 1:f3 2:f2 3:f1 4:f7 5:f4 6:f5 7:f6
        Newest: 1:f1 2:f7 3:f2 4:f3 5:f4 6:f5 7:f6
        Source: 1:f1 2:f3 3:f7 4:f2 5:f4 6:f5 7:f6
    "#]]
    .assert_eq(&lines);
}

#[test]
fn snippets_show_what_matched() {
    let (_dir, archive) = ferry_archive();
    let mut lines = String::new();
    for query in [
        "\"spare parts\"",
        "mayor w/s wound",
        "sanctions harbour",
        "罢工",
        "fährleute",
        "ferry",
        "NOT ferry AND cafe",
        "title:strike",
        "cole NOT cabbage",
        "workers NEAR/3 strike",
    ] {
        let results = archive.search(&request(query)).unwrap();
        lines.push_str(&format!("# {query}\n"));
        for hit in &results.hits {
            let marked = |text: &str, marks: &[dateline::article::Span]| {
                let mut out = text.to_owned();
                for mark in marks.iter().rev() {
                    out.insert(mark.end, ']');
                    out.insert(mark.start, '[');
                }
                out
            };
            lines.push_str(&format!(
                "{}: {}\n",
                hit.id,
                marked(&hit.title, &hit.title_marks)
            ));
            for snippet in &hit.snippets {
                lines.push_str(&format!(
                    "  | {}\n",
                    marked(&snippet.text, &snippet.marks).replace('\n', "⏎")
                ));
            }
        }
    }
    expect![[r##"
        # "spare parts"
        f1: Ferry workers strike in Port Callan
          | The company's [spare] [parts] had not come. It's the third stoppage, said J. Cole. Boats stayed in the harbour.
        # mayor w/s wound
        f1: Ferry workers strike in Port Callan
          | [Mayor] Ada Cole called the strike "a [wound]".
        # sanctions harbour
        f1: Ferry workers strike in Port Callan
          | Boats stayed in the [harbour].
          | [Sanctions] against the line were lifted. The U.S. Navy watched. AT&T lines were cut; C++ programs failed.
        # 罢工
        f5: 渡轮工人[罢工]
          | 渡轮工人星期一[罢工]。市长表示遗憾。港口空无一人。
        # fährleute
        f3: Streik der [Fährleute]
          | Die [Fährleute] streiken seit Montag. Die Bürgermeisterin nannte die Sanktionen falsch.
        # ferry
        f1: [Ferry] workers strike in Port Callan
          | PORT CALLAN (WNA) — [Ferry] workers walked out on Monday. Mayor Ada Cole called the strike "a wound".
        f2: Sanctioned [ferry] line buys spare engines
          | The sanctioned line bought engines and, later, parts. Governments of three states objected to the purchase.
        # NOT ferry AND cafe
        f7: 
          | [Café] owners closed.
        f6: Grève des marins
          | Le [café] est fermé.
        # title:strike
        f1: Ferry workers [strike] in Port Callan
          | PORT CALLAN (WNA) — Ferry workers walked out on Monday. Mayor Ada Cole called the strike "a wound".
        # cole NOT cabbage
        f1: Ferry workers strike in Port Callan
          | Mayor Ada [Cole] called the strike "a wound".
        # workers NEAR/3 strike
        f1: Ferry [workers] [strike] in Port Callan
          | PORT CALLAN (WNA) — Ferry workers walked out on Monday. Mayor Ada Cole called the strike "a wound".
    "##]].assert_eq(&lines);
}

#[test]
fn exports_in_the_order_of_paths_and_stops() {
    let (_dir, archive) = ferry_archive();
    let mut seen = Vec::new();
    let query = parse("*").0;
    let count = archive
        .export(
            &query,
            &Filters::default(),
            date(2025, 9, 14),
            &mut |article| {
                seen.push(article.id);
                if seen.len() == 5 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        )
        .unwrap();
    assert_eq!((count, seen.join(" ")), (5, "f1 f2 f3 f4 f5".to_owned()));
}

#[test]
fn hands_back_the_article_as_it_was_put_in() {
    let (_dir, archive) = ferry_archive();
    let article = archive.article("f1").unwrap().unwrap();
    assert_eq!(article.authors.unwrap().value, ["Ines Marlow", "Tom Ruiz"]);
    assert!(article.text.starts_with("PORT CALLAN (WNA) — Ferry"));
    assert_eq!(archive.article("f9").unwrap(), None);
}

#[test]
fn counts_what_is_there() {
    let (_dir, archive) = ferry_archive();
    let stats = archive.stats().unwrap();
    assert_eq!((stats.articles, stats.undated, stats.segments), (7, 3, 1));
    assert_eq!(stats.days, Some((date(2024, 1, 2), date(2025, 9, 12))));
    assert_eq!(stats.sources[0].value, "West News");
}

#[test]
fn says_what_each_part_of_an_empty_answer_finds() {
    let (_dir, archive) = ferry_archive();
    let mut lines = String::new();
    for query in [
        "ferry zeppelin",
        "harbuor",
        "goverment ferry",
        "\"spare harbour\"",
        "ferry -strike -sanctioned",
        "ferry strike workers zeppelin",
        "\"workers harbour\" ferry",
        "belavia PRE/2 sanctioned",
        "sanctioned w/s objected",
        "ferry NEAR/2 objected",
        "ferry NEAR/2 zeppelin",
        "atleast9(ferry)",
        "=FERRY",
        "title:harbour",
        "title:fary",
        "title:\"harbour engines\"",
        "source:wast",
        "zeppelin OR harbuor^2",
        "\"渡船罢工\"",
        "(ada OR bee OR cole OR die OR elk OR fir OR gnu OR hen OR ferry) zeppelin",
        "strike NEAR/1 ferry NEAR/1 spare NEAR/1 parts NEAR/1 mayor NEAR/1 line NEAR/1 boats NEAR/1 company NEAR/1 u.s.",
        "zq",
    ] {
        let notes = archive.search(&request(query)).unwrap().notes;
        lines.push_str(&format!("{query} -> {}\n", in_words(&notes).join(" | ")));
    }
    let filters = Filters {
        only: vec![(Field::Source, "nobody".into())],
        ..Filters::default()
    };
    let notes = archive
        .search(&Request {
            filters,
            ..request("ferry")
        })
        .unwrap()
        .notes;
    lines.push_str(&in_words(&notes).join(" | "));
    expect![[r#"
        ferry zeppelin -> `ferry`: 2 articles; `zeppelin`: no article
        harbuor -> no article has `harbuor`; did you mean `harbour`?
        goverment ferry -> `goverment`: no article; `ferry`: 2 articles | no article has `goverment`; did you mean `governments`?
        "spare harbour" -> no article has `"spare harbour"`; `"spare harbour"~25`: 1 article
        ferry -strike -sanctioned -> without `NOT sanctioned`: 1 article
        ferry strike workers zeppelin -> `ferry`: 2 articles; `strike`: 1 article; `workers`: 1 article; `zeppelin`: no article | without `zeppelin`: 1 article
        "workers harbour" ferry -> `"workers harbour"`: no article; `ferry`: 2 articles | no article has `"workers harbour"`; `"workers harbour"~100`: 1 article
        belavia PRE/2 sanctioned -> `belavia`: no article; `sanctioned`: 2 articles
        sanctioned w/s objected -> no article has `sanctioned w/s objected`; `sanctioned w/p objected`: 1 article
        ferry NEAR/2 objected -> no article has `ferry NEAR/2 objected`; `ferry AND objected`: 1 article
        ferry NEAR/2 zeppelin -> `ferry`: 2 articles; `zeppelin`: no article
        atleast9(ferry) -> no article has `atleast9(ferry)`; `atleast2(ferry)`: 1 article
        =FERRY -> no article has `=FERRY`; `FERRY`: 2 articles
        title:harbour -> no article has `title:harbour`; `harbour`: 1 article
        title:fary -> 
        title:"harbour engines" -> `harbour`: 1 article; `engines`: 1 article
        source:wast -> no article has `source:wast`; did you mean `source:west`?
        zeppelin OR harbuor^2 -> no article has `harbuor`; did you mean `harbour`?
        "渡船罢工" -> 
        (ada OR bee OR cole OR die OR elk OR fir OR gnu OR hen OR ferry) zeppelin -> `ada OR bee OR cole OR die OR elk OR fir OR gnu OR hen OR ferry`: 4 articles; `zeppelin`: no article
        strike NEAR/1 ferry NEAR/1 spare NEAR/1 parts NEAR/1 mayor NEAR/1 line NEAR/1 boats NEAR/1 company NEAR/1 u.s. -> 
        zq -> 
        no article has the source `nobody`; the nearest there are: West News, Callan Courier, Морской вестник, Küstenbote | without the filters: 2 articles"#]].assert_eq(&lines);
}

#[test]
fn explains_a_score_part_by_part() {
    let (_dir, archive) = ferry_archive();
    let query = parse("ferry (mayor OR zeppelin)^2 NOT cabbage").0;
    let found = archive
        .explain("f1", &query, date(2025, 9, 14))
        .unwrap()
        .unwrap();
    let sum: f32 = found.parts.iter().filter_map(|part| part.value).sum();
    assert!((found.value.unwrap() - sum).abs() < 1e-4);
    let mut lines = String::new();
    for part in &found.parts {
        lines.push_str(&format!(
            "{} in {}, matches: {}\n",
            part.text,
            part.articles,
            part.value.is_some()
        ));
    }
    expect![[r#"
        ferry in 2, matches: true
        (mayor OR zeppelin)^2 in 2, matches: true
    "#]]
    .assert_eq(&lines);
    assert_eq!(
        archive.explain("f9", &query, date(2025, 9, 14)).unwrap(),
        None
    );
}

#[test]
fn finds_similar_articles_and_copies_last() {
    let text = "The ferry strike in Port Callan went on. The mayor met the crews in the harbour.";
    let other = "Crews of the ferry met the mayor. The strike in the harbour of Port Callan ends.";
    let far = "A recipe for cabbage soup with pepper.";
    let (_dir, archive) = archive_of(&[
        article("a", "en", "Strike", text),
        article("b", "en", "Strike", text),
        article("c", "en", "Crews meet mayor", other),
        article("d", "en", "Soup", far),
    ]);
    let results = archive
        .similar("a", &Filters::default(), 5, 1)
        .unwrap()
        .unwrap();
    let order: Vec<&str> = results.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(order, ["c", "b"]);
    assert!(!results.hits[0].snippets[0].marks.is_empty());
    assert_eq!(
        archive.similar("z", &Filters::default(), 5, 1).unwrap(),
        None
    );
}
