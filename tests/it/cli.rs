//! The binary from end to end: what it prints, where, and how it exits.

use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Desk, Run, newsroom};

const FERRY: &str = "<html><head><title>Ferry inspection waived</title></head><body><article><h1>Ferry inspection waived</h1>\
    <p>The ferry Alder Queen sailed without an inspection on Tuesday, although its bow door had been reported twice that week.</p>\
    <p>The harbour master said that nobody had told him, and that he would have kept the ship in port until it was repaired.</p>\
    </article></body></html>";

fn counts(run: Run) -> Value {
    serde_json::from_str::<Value>(&run.ok()).unwrap()["counts"].clone()
}

fn summary(run: Run) -> Value {
    run.lines().pop().unwrap()
}

#[test]
fn the_newsroom_is_indexed_once_and_every_page_is_counted() {
    let desk = Desk::new();
    let newsroom = newsroom();
    let words = ["index", "--json", newsroom.to_str().unwrap()];
    let first = counts(desk.run(&words));
    let sum = ["indexed", "updated", "unchanged", "duplicate", "rejected"]
        .iter()
        .map(|name| first[name].as_u64().unwrap())
        .sum::<u64>();
    assert_eq!(first["pages"].as_u64().unwrap(), sum);
    assert!(first["indexed"].as_u64().unwrap() >= 60, "{first}");
    let again = counts(desk.run(&words));
    assert_eq!(again["indexed"], 0);
    assert_eq!(again["updated"], 0);
    assert_eq!(again["unchanged"], first["indexed"]);
    let stats: Value = serde_json::from_str(&desk.run(&["stats", "--json"]).ok()).unwrap();
    assert_eq!(stats["articles"], first["indexed"]);
}

#[test]
fn pages_that_change_are_replaced_and_those_that_vanish_are_pruned() {
    let desk = Desk::new();
    desk.write("pages/a.html", FERRY);
    desk.write("pages/b.html", FERRY.replace("Alder Queen", "Rowan Queen"));
    assert_eq!(
        counts(desk.run(&["index", "--json", "pages"]))["indexed"],
        2
    );
    desk.write("pages/a.html", FERRY.replace("Alder Queen", "Hazel Queen"));
    assert_eq!(
        counts(desk.run(&["index", "--json", "pages"]))["updated"],
        1
    );
    assert_eq!(
        desk.run(&["search", "alder"]).code,
        1,
        "the old text is gone"
    );
    assert_eq!(
        summary(desk.run(&["search", "--json", "hazel"]))["total"],
        1
    );
    std::fs::remove_file(desk.path("pages/b.html")).unwrap();
    assert_eq!(
        counts(desk.run(&["index", "--json", "pages"]))["removed"],
        0
    );
    assert_eq!(
        summary(desk.run(&["search", "--json", "rowan"]))["total"],
        1,
        "kept without --prune"
    );
    assert_eq!(
        counts(desk.run(&["index", "--json", "--prune", "pages"]))["removed"],
        1
    );
    assert_eq!(desk.run(&["search", "rowan"]).code, 1);
}

#[test]
fn search_indexes_the_paths_it_is_given_and_stays_below_them() {
    let desk = Desk::new();
    desk.write("near/a.html", FERRY);
    desk.write("far/b.html", FERRY.replace("Alder Queen", "Rowan Queen"));
    desk.run(&["index", "far"]).ok();
    let found = desk
        .run(&["search", "--json", "inspection", "near"])
        .lines();
    assert_eq!(found.last().unwrap()["total"], 1);
    assert!(found[0]["path"].as_str().unwrap().ends_with("near/a.html"));
    assert_eq!(
        summary(desk.run(&["search", "--json", "inspection"]))["total"],
        2
    );
}

#[test]
fn search_says_how_many_of_the_pages_it_was_given_are_not_indexed() {
    let desk = Desk::new();
    desk.write("near/a.html", FERRY);
    let found = desk.run(&["search", "ferry", "near"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    desk.write("near/empty.html", "");
    let found = desk.run(&["search", "ferry", "near"]);
    assert_eq!(found.code, 0);
    assert_eq!(
        found.err,
        "note: 1 page is not indexed; `dateline index` on the same paths says why\n"
    );
    assert_eq!(desk.run(&["--quiet", "search", "ferry", "near"]).err, "");
    assert!(desk.run(&["index", "near"]).err.contains("not indexed: "));
}

#[test]
fn hits_facets_and_a_summary_come_as_json_lines() {
    let desk = Desk::new();
    desk.write("a.html", FERRY);
    desk.run(&["index", "a.html"]).ok();
    let lines = desk.run(&["search", "--json", "inspections"]).lines();
    let types: Vec<&str> = lines
        .iter()
        .map(|line| line["type"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["hit", "facet", "facet", "summary"]);
    let snippet = &lines[0]["snippets"][0];
    let text = snippet["text"].as_str().unwrap();
    let mark = &snippet["marks"][0];
    let (start, end) = (
        mark[0].as_u64().unwrap() as usize,
        mark[1].as_u64().unwrap() as usize,
    );
    assert_eq!(&text[start..end], "inspection");
    assert_eq!(
        lines[2]["values"][0],
        serde_json::json!({"value": "undated", "count": 1})
    );
}

/// What is said of odd queries: the last line of the results with its time left out, the notes, and what stands on standard error.
#[test]
fn odd_queries_run_with_a_note() {
    let desk = Desk::new();
    desk.write("a.html", FERRY);
    desk.write("b.txt", "AT&T hires C++ engineers\n\nThe company AT&T is looking for engineers who know C++ well, it said on Tuesday.\n");
    desk.run(&["index", "a.html", "b.txt"]).ok();
    let open = "(".repeat(5_000);
    let odd = [
        "C++",
        "AT&T",
        "https://x.org",
        "what is \"x\"?",
        ")(",
        "AND",
        "-",
        "a:(^",
        "[* TO",
        "~",
        "^2",
        ":",
        "\"bow door",
        "“bow door”",
        "ferry port",
        "zepelin",
        &open,
    ];
    let mut said = String::new();
    for query in odd {
        let run = desk.run(&["search", "--facet", "none", "--snippets", "0", "--", query]);
        assert!(run.code < 2, "{query}: {}", run.err);
        let from = run
            .out
            .lines()
            .position(|line| line.contains(" for "))
            .unwrap_or(0);
        let shown: String = query.chars().take(20).collect();
        said.push_str(&format!("# {shown}\n"));
        for line in run.err.lines().chain(run.out.lines().skip(from)) {
            let line: String = line.chars().take(90).collect();
            let untimed = line
                .split_once(" (")
                .filter(|(_, rest)| rest.contains(" ms"));
            said.push_str(&format!(
                "{}\n",
                untimed.map_or(line.as_str(), |(before, _)| before)
            ));
        }
    }
    expect_test::expect_file!["../fixtures/queries/odd.txt"].assert_eq(&said);
}

#[test]
fn exit_codes_tell_found_from_nothing_from_error() {
    let desk = Desk::new();
    let none = desk.run(&["search", "ferry"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("dateline index"), "{}", none.err);
    desk.write("a.html", FERRY);
    desk.run(&["index", "a.html"]).ok();
    assert_eq!(desk.run(&["search", "ferry"]).code, 0);
    assert_eq!(desk.run(&["search", "zeppelin"]).code, 1);
    assert_eq!(desk.run(&["show", "nobody"]).code, 1);
    assert_eq!(desk.run(&["index", "nowhere"]).code, 2);
    assert_eq!(desk.run(&["search", "--strict", "\"ferry"]).code, 2);
    assert_eq!(
        desk.run(&["search", "\"ferry"]).code,
        0,
        "without --strict the query runs"
    );
    assert_eq!(desk.run(&["frobnicate"]).code, 2);
}

#[test]
fn one_article_is_shown_with_its_evidence() {
    let desk = Desk::new();
    desk.write("a.html", FERRY);
    desk.run(&["index", "a.html"]).ok();
    let id = desk.run(&["search", "--json", "ferry"]).lines()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let shown = desk.run(&["show", &id]).ok();
    assert!(
        shown.contains("Ferry inspection waived") && shown.contains("harbour master"),
        "{shown}"
    );
    let json: Value = serde_json::from_str(&desk.run(&["show", "--json", &id]).ok()).unwrap();
    assert_eq!(json["title"], "Ferry inspection waived");
    assert!(json["evidence"]["title"]["sure"].as_f64().unwrap() > 0.0);
    assert_eq!(desk.run(&["show", "--raw", &id]).ok(), FERRY);
    assert_eq!(desk.run(&["show", "--removed", &id]).code, 0);
    let page = desk.run(&["show", "--html", &id]).ok();
    assert!(
        page.contains("<h1") && page.ends_with("</html>\n"),
        "{page}"
    );
}

#[test]
fn like_articles_are_found_and_scores_explained() {
    let desk = Desk::new();
    desk.run(&["index", newsroom().to_str().unwrap()]).ok();
    let id = desk
        .run(&["search", "--json", "\"bow door\" ferry"])
        .lines()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let like = desk.run(&["similar", "--json", &id]).lines();
    assert!(like.len() > 3 && like.iter().all(|line| line["id"] != id.as_str()));
    let why = desk
        .run(&["show", &id, "--explain", "ferry AND (door OR zeppelin)"])
        .ok();
    assert!(why.contains("ferry") && why.contains("zeppelin"), "{why}");
    assert_eq!(desk.run(&["similar", "nobody"]).code, 1);
}

#[test]
fn an_export_can_be_indexed_again() {
    let desk = Desk::new();
    desk.run(&["index", newsroom().to_str().unwrap()]).ok();
    let export = desk.run(&["export", "*"]).ok();
    let articles = export.lines().count();
    desk.write("export.jsonl", &export);
    let other = desk.path("other");
    let words = [
        "--index",
        other.to_str().unwrap(),
        "index",
        "--json",
        "export.jsonl",
    ];
    assert_eq!(counts(desk.run(&words))["indexed"], articles);
    for query in ["ferry", "date:none", "lang:de"] {
        let here = summary(desk.run(&["search", "--json", query]))["total"].clone();
        let there = summary(desk.run(&[
            "--index",
            other.to_str().unwrap(),
            "search",
            "--json",
            query,
        ]))["total"]
            .clone();
        assert_eq!(here, there, "{query}");
    }
}

#[test]
fn every_export_format_has_every_match() {
    let desk = Desk::new();
    desk.write("a.html", FERRY);
    desk.write("b.html", FERRY.replace("Alder", "Rowan"));
    desk.run(&["index", "."]).ok();
    for (format, sign) in [
        ("jsonl", "\"id\""),
        ("csv", "/a.html"),
        ("ris", "TY  - NEWS"),
        ("bibtex", "@misc"),
        ("text", "\u{c}"),
    ] {
        let text = desk.run(&["export", "ferry", "--format", format]).ok();
        assert_eq!(
            text.matches(sign).count(),
            if format == "csv" { 1 } else { 2 },
            "{format}: {text}"
        );
    }
    let items: Value =
        serde_json::from_str(&desk.run(&["export", "ferry", "--format", "csl-json"]).ok()).unwrap();
    assert_eq!(items.as_array().unwrap().len(), 2);
    desk.run(&["export", "ferry", "--format", "text", "--output", "out"])
        .ok();
    assert_eq!(
        std::fs::read_dir(desk.path("out")).unwrap().count(),
        3,
        "two texts and metadata.csv"
    );
    assert!(
        !desk
            .run(&["export", "ferry", "--no-fulltext"])
            .ok()
            .contains("harbour master")
    );
}

#[test]
fn cleaning_needs_no_archive_and_reads_standard_input() {
    let desk = Desk::new();
    let mut child = desk
        .command()
        .args(["clean", "--json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(FERRY.as_bytes())
        .unwrap();
    let line: Value =
        serde_json::from_str(&Run::of(&child.wait_with_output().unwrap()).ok()).unwrap();
    assert_eq!(line["title"], "Ferry inspection waived");
    assert!(
        line["text"]
            .as_str()
            .unwrap()
            .starts_with("The ferry Alder Queen")
    );
    assert!(!desk.path("archive").exists());
}

/// Records that are cleaned in parts, on many machines, have other places in each part.
#[test]
fn a_record_keeps_its_own_path_and_id_when_it_is_cleaned() {
    let desk = Desk::new();
    let text =
        "The ferry Alder Queen sailed without an inspection on Monday, the harbour master said.";
    let records = [
        serde_json::json!({"id": "r1", "path": "crawl/1.html", "text": text}),
        serde_json::json!({"path": "crawl/2.html", "text": text}),
        serde_json::json!({"text": text}),
    ];
    desk.write(
        "part.jsonl",
        records.map(|record| record.to_string() + "\n").concat(),
    );
    let lines = desk.run(&["clean", "--json", "part.jsonl"]).ok();
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let own = |at: usize| {
        (
            lines[at]["id"].as_str().unwrap(),
            lines[at]["path"].as_str().unwrap(),
        )
    };
    assert_eq!(own(0), ("r1", "crawl/1.html"));
    assert_eq!(own(1), ("crawl/2.html", "crawl/2.html"));
    assert!(
        own(2).0.ends_with("part.jsonl#3") && own(2).0 == own(2).1,
        "{:?}",
        own(2)
    );
}

#[test]
fn an_answer_has_no_colour_where_there_is_no_terminal() {
    let desk = Desk::new();
    desk.write("a.html", FERRY);
    desk.run(&["index", "a.html"]).ok();
    assert!(!desk.run(&["search", "ferry"]).ok().contains('\u{1b}'));
    assert!(
        desk.run(&["--color", "always", "search", "ferry"])
            .ok()
            .contains('\u{1b}')
    );
}

#[test]
fn a_list_of_queries_runs_in_one_process() {
    let desk = Desk::new();
    desk.write("a.html", FERRY);
    desk.run(&["index", "a.html"]).ok();
    desk.write("queries.jsonl", "{\"id\":\"q1\",\"query\":\"ferry\"}\nzeppelin\n{\"id\":7,\"query\":\"ferry\",\"filters\":{\"language\":[\"de\"]}}\n");
    let lines = desk
        .run(&["search", "--json", "--queries", "queries.jsonl"])
        .lines();
    let totals: Vec<(&str, u64)> = lines
        .iter()
        .filter(|line| line["type"] == "summary")
        .map(|line| {
            (
                line["query_id"].as_str().unwrap(),
                line["total"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(totals, [("q1", 1), ("2", 0), ("7", 0)]);
    // A row counts its own hits, whatever there would be to choose from; what there is to say of the queries follows the table.
    desk.write(
        "queries.txt",
        "ferry\nferri source:nobody\n{\"query\":\"ferry\",\"filters\":{\"source\":\"nobody\"}}\n",
    );
    let run = desk.run(&["search", "--queries", "queries.txt"]);
    expect_test::expect![[r#"
        id  query                    articles  unknown       
        1   ferry                           1               1
        2   ferri AND source:nobody         0               ·
        3   ferry                           0               ·
        ---
        note: 2: `ferri`: 1 article; `source:nobody`: no article
        note: 3: no article has a source, so none has `nobody`
        note: 3: without the filters: 1 article
    "#]]
    .assert_eq(&format!("{}---\n{}", run.out, run.err));
}

#[test]
fn help_completions_and_manual_are_there() {
    let desk = Desk::new();
    assert!(desk.run(&["help", "query"]).ok().contains("NEAR/5"));
    assert!(desk.run(&["help", "index"]).ok().contains("--prune"));
    assert!(desk.run(&["completions", "bash"]).ok().contains("dateline"));
    assert!(desk.run(&["man", "search"]).ok().contains(".TH"));
    assert_eq!(desk.run(&["man", "frobnicate"]).code, 2);
}

#[test]
fn words_of_a_query_need_no_quotes() {
    let desk = Desk::new();
    desk.write("a.html", FERRY);
    desk.write("empty/.keep", "");
    desk.run(&["index", "a.html"]).ok();
    let total = |words: &[&str]| {
        let words = [&["search", "--json", "--strict"], words].concat();
        summary(desk.run(&words))["total"].clone()
    };
    for words in [
        &["ferry", "inspection"][..],
        &["ferry", "inspection", "tuesday"],
        &["ferry", "w/9", "inspection"],
        &["ferry", "AND", "inspection"],
        &["ferry", "bow door"],
        &["ferry", "\"bow door\""],
        &["ferry", "inspection", "a.html"],
        &["ferry", "inspection", "-n", "5"],
    ] {
        assert_eq!(total(words), 1, "{words:?}");
    }
    // What is written like a path is one.
    for path in ["b.html", "pages/", "./inspection"] {
        let run = desk.run(&["search", "ferry", path]);
        assert_eq!(run.code, 2, "{path}");
        assert!(run.err.contains("no such file"), "{path}: {}", run.err);
    }
    // What is a folder is searched in, and said so when that finds nothing.
    let run = desk.run(&["search", "ferry", "empty"]);
    assert_eq!(run.code, 1);
    expect_test::expect![[r#"
        note: `empty` is a file or folder here, so only that was searched; for a word of the query put all words in quotes: dateline search 'ferry empty'
    "#]].assert_eq(&run.err);
}

#[test]
fn hits_with_most_words_stand_below_a_line() {
    let desk = Desk::new();
    desk.write("a.html", FERRY);
    desk.write(
        "b.html",
        FERRY.replace("without an inspection", "with a cargo of melons"),
    );
    desk.run(&["index", "a.html", "b.html"]).ok();
    let question = "who sailed the ferry with melons without inspection";
    // Nearly the same text: it would fold.
    let words = [
        "search",
        "--group",
        "off",
        "--facet",
        "none",
        "--snippets",
        "0",
        question,
    ];
    let run = desk.run(&words);
    let mut shown = String::new();
    for line in run.out.lines() {
        let line = line.split(" · ").next().unwrap();
        let untimed = line
            .split_once(" (")
            .filter(|(_, rest)| rest.contains(" ms"));
        shown.push_str(untimed.map_or(line, |(before, _)| before).trim_end());
        shown.push('\n');
    }
    expect_test::expect![[r#"
        no article has all 8 words; these have most, none has `who`

          1  Ferry inspection waived
             unknown source
             without who, without

          2  Ferry inspection waived
             unknown source
             without who, with, melons

        0 articles for who AND sailed AND the AND ferry AND with AND melons AND without AND inspection, 2 articles with most of the words
    "#]].assert_eq(&shown);
    assert_eq!(run.code, 0);
    let lines = desk
        .run(&["search", "--json", "--facet", "none", question])
        .lines();
    assert_eq!(lines[0]["partial"], true, "{}", lines[0]);
    assert!(!lines[0]["missing"].as_array().unwrap().is_empty());
    let summary = lines.last().unwrap();
    assert_eq!(
        (&summary["total"], &summary["partial"]),
        (&0.into(), &2.into())
    );
    let strict = desk.run(&["search", "--json", "--strict", "--facet", "none", question]);
    assert_eq!(strict.code, 1);
    assert!(strict.out.contains("\"partial\":0"), "{}", strict.out);
    let export = desk.run(&["export", question]);
    assert_eq!((export.code, export.out.as_str()), (1, ""));
}

#[test]
fn filters_take_part_of_a_name_and_say_what_is_near() {
    let desk = Desk::new();
    let record = |id: u8, source: &str, language: &str| {
        let text = "The ferry sailed on Tuesday, the harbour master said, and nobody had inspected it before.";
        serde_json::json!({"id": id.to_string(), "source": source, "language": language, "title": "Ferry", "text": format!("{text} {id}")}).to_string()
    };
    desk.write(
        "docs.jsonl",
        format!(
            "{}\n{}\n",
            record(1, "The Marlow Argus", "en"),
            record(2, "Tide Gazette", "en")
        ),
    );
    desk.run(&["index", "docs.jsonl"]).ok();
    for (flag, value, total) in [
        ("--source", "argus", 1),
        ("--source", "MARLOW", 1),
        ("--lang", "english", 2),
        ("--lang", "Englisch", 0),
        ("--not-source", "argus", 1),
    ] {
        let run = desk.run(&["search", "--json", "ferry", flag, value]);
        assert_eq!(run.code, i32::from(total == 0), "{flag} {value}");
        let summary: Value = serde_json::from_str(run.out.lines().last().unwrap()).unwrap();
        assert_eq!(summary["total"], total, "{flag} {value}");
    }
    for command in ["search", "facets", "export"] {
        let run = desk.run(&[command, "ferry", "--source", "argos"]);
        assert_eq!(run.code, 1, "{command}");
        let said = format!("{}{}", run.out, run.err);
        let near = "no article has the source `argos`; the nearest there are: The Marlow Argus";
        assert!(said.contains(near), "{command}: {said}");
    }
}

#[test]
fn lists_of_queries_have_comments() {
    let desk = Desk::new();
    desk.write("a.html", FERRY);
    desk.run(&["index", "a.html"]).ok();
    desk.write(
        "list.txt",
        "# Ferries\nferry\n\n#zeppelin\n\\#port\n{\"query\": \"harbour\"}\n",
    );
    let run = desk.run(&[
        "search",
        "--json",
        "--facet",
        "none",
        "--queries",
        "list.txt",
    ]);
    let asked: Vec<Value> = run
        .lines()
        .into_iter()
        .filter(|line| line["type"] == "summary")
        .map(|line| line["query"].clone())
        .collect();
    assert_eq!(asked, ["ferry", "#port", "harbour"]);
}

#[test]
fn a_word_behind_a_hyphen_is_left_out_without_quotes_too() {
    let desk = Desk::new();
    desk.write("a.html", FERRY);
    desk.run(&["index", "a.html"]).ok();
    let cases: [(&[&str], &str); 8] = [
        (&["ferry", "-door"], "ferry -door"),
        (
            &["ferry", "--limit", "5", "-nvidia", "inspection"],
            "ferry -nvidia inspection",
        ),
        (
            &["-q", "ferry", "-source:herald", "-n5"],
            "ferry -source:herald",
        ),
        (
            &["ferry", "-spare parts", "-vn", "5"],
            "ferry -\"spare parts\"",
        ),
        (
            &["ferry", "--sort", "-date", "-\"bow door\""],
            "ferry -\"bow door\"",
        ),
        (&["-ferry", "door"], "-ferry door"),
        (&["ferry", "-火"], "ferry -火"),
        (&["--", "-door ferry"], "-door ferry"),
    ];
    for (typed, meant) in cases {
        let typed = [&["search", "--explain-query"], typed].concat();
        let typed = desk.run(&typed);
        let meant = desk.run(&["search", "--explain-query", "--", meant]);
        assert_eq!((typed.code, typed.out), (0, meant.out), "{}", typed.err);
    }
    assert_eq!(desk.run(&["search", "ferry", "-inspection"]).code, 1);
    assert_eq!(desk.run(&["facets", "ferry", "-inspection"]).code, 1);
    assert_eq!(
        desk.run(&["search", "ferry", "-json"]).code,
        2,
        "a flag with one hyphen"
    );
}

#[test]
fn a_trial_says_what_would_be_done_and_writes_nothing() {
    let desk = Desk::new();
    desk.write("pages/a.html", FERRY);
    let new = summary(desk.run(&["index", "--dry-run", "--json", "pages"]));
    assert_eq!(
        (&new["counts"]["indexed"], &new["dry_run"]),
        (&1.into(), &true.into())
    );
    assert!(!desk.path("archive").exists(), "no archive is made");
    desk.run(&["index", "pages"]).ok();
    let before = desk.run(&["export", "*"]).ok();
    desk.write("pages/a.html", FERRY.replace("waived", "delayed"));
    desk.write("pages/b.txt", "The bridge of Osk\n\nThe bridge of Osk is open again, said the council on Monday, and nobody paid for it.\n");
    desk.write("pages/c.html", "");
    let trial = summary(desk.run(&["index", "--dry-run", "--json", "pages"]));
    let counts = &trial["counts"];
    let told = (&counts["indexed"], &counts["updated"], &counts["rejected"]);
    assert_eq!(told, (&1.into(), &1.into(), &1.into()), "{trial}");
    assert_eq!(desk.run(&["export", "*"]).ok(), before);
    assert_eq!(desk.run(&["check", "--full"]).code, 0);
    fs::remove_file(desk.path("pages/a.html")).unwrap();
    let said = desk
        .run(&["index", "--dry-run", "--prune", "--force", "pages"])
        .err;
    assert!(
        said.contains("1 removed") && said.contains("nothing was written"),
        "{said}"
    );
    assert_eq!(desk.run(&["export", "*"]).ok(), before);
    let names: Vec<_> = fs::read_dir(desk.path("."))
        .unwrap()
        .map(|it| it.unwrap().file_name())
        .collect();
    assert!(
        !names
            .iter()
            .any(|name| name.to_string_lossy().contains("trial")),
        "{names:?}"
    );
}

#[test]
#[cfg(unix)]
fn a_watched_folder_is_kept_current_until_the_run_is_told_to_stop() {
    let desk = Desk::new();
    desk.write("pages/a.html", FERRY);
    let mut command = desk.command();
    // The archive lies in the folder that is watched.
    command.args([
        "--index",
        "pages/archive",
        "index",
        "--watch",
        "--json",
        "pages",
    ]);
    let mut watching = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let asked = |query: &str| {
        (0..200).any(|_| {
            std::thread::sleep(Duration::from_millis(100));
            desk.run(&["--index", "pages/archive", "search", query])
                .code
                == 0
        })
    };
    let first = asked("ferry");
    desk.write("pages/b.txt", "The bridge of Osk\n\nThe bridge of Osk is open again, said the council on Monday, and nobody paid for it.\n");
    let second = asked("bridge");
    let told = std::process::Command::new("kill")
        .args(["-INT", &watching.id().to_string()])
        .status();
    let ended = watching.wait().unwrap();
    assert!(first, "the first page");
    assert!(second, "the second page");
    assert!(told.unwrap().success());
    assert!(ended.success(), "{ended:?}");
    let mut lines = String::new();
    watching
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut lines)
        .unwrap();
    let rounds: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let indexed: Vec<_> = rounds
        .iter()
        .map(|round| round["counts"]["indexed"].clone())
        .collect();
    assert_eq!(indexed, [1, 1], "{lines}");
}
