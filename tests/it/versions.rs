//! One address with several texts, one text at several addresses, and addresses that mean nothing.

use serde_json::Value;

use crate::support::Desk;

/// A saved page. `head` stands in its head.
fn page(title: &str, paragraphs: &[&str], head: &str) -> String {
    let body: Vec<String> = paragraphs
        .iter()
        .map(|text| format!("<p>{text}</p>"))
        .collect();
    format!(
        "<html lang=\"en\"><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{}</article></body></html>",
        body.concat()
    )
}

fn canonical(url: &str) -> String {
    format!("<link rel=\"canonical\" href=\"{url}\">")
}

const MILL: &str =
    "The council of Osk decided on Monday to keep the old mill, and to pay for its wheel.";
const NAMED: &str = "An earlier report named the miller as Jory Pell of the upper town.";
const NAMELESS: &str =
    "This report no longer names the miller, at his own wish, as the council said on Wednesday.";

/// What became of each page, by its path below the desk.
fn report(desk: &Desk, words: &[&str]) -> Vec<(String, Value)> {
    desk.run(&[&["index", "--quiet", "--report", "pages.jsonl"], words].concat());
    let folder = format!("{}/", desk.path("").display()).replace("//", "/");
    let text = std::fs::read_to_string(desk.path("pages.jsonl")).unwrap();
    let line = |line: &str| {
        let line: Value = serde_json::from_str(&line.replace(&folder, "")).unwrap();
        (line["path"].as_str().unwrap().to_owned(), line)
    };
    let mut lines: Vec<(String, Value)> = text.lines().map(line).collect();
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    lines
}

fn outcomes(report: &[(String, Value)]) -> Vec<&str> {
    let outcome = |(_, line): &'_ (String, Value)| line["outcome"].as_str().unwrap().to_owned();
    let names: Vec<String> = report.iter().map(outcome).collect();
    let all = ["indexed", "updated", "unchanged", "duplicate", "rejected"];
    let known = |name: &String| all.iter().copied().find(|known| known == name).unwrap();
    names.iter().map(known).collect()
}

/// The articles of the archive, by path.
fn articles(desk: &Desk) -> Vec<Value> {
    let mut lines = desk.run(&["export", "*"]).lines();
    lines.sort_by_key(|line| line["path"].to_string());
    lines
}

fn hits(desk: &Desk, query: &str) -> usize {
    let run = desk.run(&["search", "--json", "--facet", "none", query]);
    let lines = run
        .out
        .lines()
        .filter(|line| line.contains("\"type\":\"hit\""));
    lines.count()
}

#[test]
fn another_text_at_one_address_is_a_version() {
    let desk = Desk::new();
    let link = canonical("https://osk.example/2031/mill");
    desk.write("a/mill.html", page("Mill stays", &[MILL, NAMED], &link));
    desk.write("b/mill.html", page("Mill stays", &[MILL, NAMELESS], &link));
    desk.write("c/mill.html", page("Mill stays", &[MILL, NAMED], &link));
    let report = report(&desk, &["."]);
    assert_eq!(outcomes(&report), ["indexed", "updated", "duplicate"]);
    assert_eq!(report[1].1["version_of"], "a/mill.html");
    assert_eq!(report[2].1["duplicate_of"], "a/mill.html");
    let ids: Vec<&Value> = report.iter().map(|(_, line)| &line["id"]).collect();
    assert!(
        ids[0].is_string() && ids.iter().all(|id| *id == ids[0]),
        "{ids:?}"
    );

    // The longer text is shown where nobody says when it was captured.
    assert_eq!((articles(&desk).len(), hits(&desk, "miller wish")), (1, 1));
    assert_eq!(hits(&desk, "Jory"), 0);
    let id = ids[0].as_str().unwrap();
    let versions = desk.run(&["show", id, "--versions", "--json"]).lines();
    assert_eq!(versions.len(), 2);
    assert!(versions[0]["text"].as_str().unwrap().contains("own wish"));
    assert_eq!(
        (&versions[0]["shown"], &versions[1]["shown"]),
        (&true.into(), &false.into())
    );
    assert_eq!(versions[1]["places"].as_array().unwrap().len(), 2);

    let change = desk.run(&["show", id, "--diff", "--json"]).lines();
    let [change] = change.as_slice() else {
        panic!("{change:?}")
    };
    assert_eq!(
        (&change["old"], &change["new"]),
        (&NAMED.into(), &NAMELESS.into())
    );
    let list = desk.run(&["show", id, "--versions"]).ok();
    assert!(
        list.contains("shown by search") && list.contains("c/mill.html"),
        "{list}"
    );
    let diff = desk.run(&["show", id, "--diff=2:1"]).ok();
    assert!(
        diff.contains("2 passages unchanged") && diff.contains("- An earlier"),
        "{diff}"
    );
    let missing = desk.run(&["show", id, "--diff=3:1"]);
    assert!(
        missing.code == 2 && missing.err.contains("there is no version 3"),
        "{missing:?}"
    );

    // A second run knows every place.
    let again = crate::versions::report(&desk, &["."]);
    assert_eq!(outcomes(&again), ["unchanged"; 3]);
    assert_eq!(again[1].1["id"], id);
}

#[test]
fn the_newest_capture_is_shown_in_whatever_order_they_come() {
    let record = |text: &str, captured: &str| {
        serde_json::json!({
            "url": "https://osk.example/mill", "title": "Mill stays", "captured": captured,
            "text": format!("{MILL}\n\n{text}"),
        })
        .to_string()
    };
    let (old, new) = (
        record(NAMELESS, "2031-03-04T10:00:00Z"),
        record(NAMED, "2031-03-06T10:00:00Z"),
    );
    for lines in [[&old, &new], [&new, &old]] {
        let desk = Desk::new();
        desk.write("crawl.jsonl", format!("{}\n{}\n", lines[0], lines[1]));
        assert_eq!(
            outcomes(&report(&desk, &["crawl.jsonl"])),
            ["indexed", "updated"]
        );
        assert_eq!((hits(&desk, "Jory"), hits(&desk, "wish")), (1, 0));
    }
}

#[test]
fn a_canonical_link_that_unlike_pages_share_is_no_identity() {
    let towns = ["Brill", "Osk", "Tarn"];
    let desk = Desk::new();
    let link = canonical("https://news.example/news");
    let about =
        |town: &str| format!("The mayor of {town} opened a hall on Friday, and nothing else.");
    for town in towns {
        desk.write(
            &format!("{town}.html"),
            page(town, &[MILL, &about(town)], &link),
        );
    }
    assert_eq!(outcomes(&report(&desk, &["."])), ["indexed"; 3]);
    let shown = articles(&desk);
    assert_eq!(shown.len(), 3);
    assert!(shown.iter().all(|line| line["url"].is_null()), "{shown:?}");
    // Each is found by its own id, and stays what it is.
    for line in &shown {
        let id = line["id"].as_str().unwrap();
        assert!(
            desk.run(&["show", id])
                .ok()
                .contains(line["title"].as_str().unwrap())
        );
    }
    assert_eq!(outcomes(&report(&desk, &["."])), ["unchanged"; 3]);
    // One of them changes; a fourth comes.
    desk.write(
        "Osk.html",
        page("Osk", &[MILL, &about("Osk"), NAMED], &link),
    );
    desk.write("Zell.html", page("Zell", &[MILL, &about("Zell")], &link));
    let ends = report(&desk, &["."]);
    assert_eq!(
        outcomes(&ends),
        ["unchanged", "updated", "unchanged", "indexed"]
    );
    assert_eq!((articles(&desk).len(), hits(&desk, "Jory")), (4, 1));
}

#[test]
fn pages_that_a_crawl_fetched_at_unlike_addresses_have_these() {
    let record = |path: &str, title: &str, text: &str| {
        let html = page(title, &[text], &canonical("https://news.example/all"));
        serde_json::json!({"url": format!("https://news.example{path}"), "html": html}).to_string()
    };
    let desk = Desk::new();
    let records = [
        record("/1/mill", "Mill stays", MILL),
        record(
            "/2/hall",
            "A hall for Tarn",
            "The mayor of Tarn opened a hall on Friday, and nothing else at all that day.",
        ),
    ];
    desk.write("crawl.jsonl", records.join("\n"));
    assert_eq!(outcomes(&report(&desk, &["crawl.jsonl"])), ["indexed"; 2]);
    let urls: Vec<String> = articles(&desk)
        .iter()
        .map(|line| line["url"].to_string())
        .collect();
    assert_eq!(
        urls,
        [
            "\"https://news.example/1/mill\"",
            "\"https://news.example/2/hall\""
        ]
    );
}

#[test]
fn print_amp_mobile_and_tracked_addresses_are_one_article() {
    let desk = Desk::new();
    let urls = [
        "https://osk.example/2031/mill",
        "https://m.osk.example/2031/mill",
        "https://osk.example/2031/mill/amp",
        "https://amp.osk.example/2031/mill?utm_source=post",
        "https://osk.example/2031/mill?print=1",
        "https://osk.example/print/2031/mill",
        "https://osk.example/2031/mill/print",
        "http://www.osk.example/2031/mill/?fbclid=abc",
    ];
    let record = |url: &&str| {
        serde_json::json!({"url": url, "title": "Mill stays", "text": format!("{MILL}\n\n{NAMED}")})
            .to_string()
    };
    let records: Vec<String> = urls.iter().rev().map(record).collect();
    desk.write("export.jsonl", records.join("\n"));
    let ends = report(&desk, &["export.jsonl"]);
    let mut expected = vec!["duplicate"; urls.len()];
    expected[0] = "indexed";
    assert_eq!(outcomes(&ends), expected);
    let [article] = &articles(&desk)[..] else {
        panic!("more than one article")
    };
    assert_eq!(article["url"], "http://www.osk.example/2031/mill/");
    let id = article["id"].as_str().unwrap();
    let versions = desk.run(&["show", id, "--versions", "--json"]).lines();
    assert_eq!(versions.len(), 1);
    assert_eq!(versions[0]["places"].as_array().unwrap().len(), urls.len());
}

#[test]
fn a_moved_file_without_an_address_keeps_its_id() {
    let desk = Desk::new();
    desk.write("old/note.txt", format!("Mill stays\n\n{MILL}\n\n{NAMED}\n"));
    desk.write(
        "old/other.txt",
        format!("Hall opened\n\n{NAMELESS}\n\n{MILL}\n"),
    );
    desk.run(&["index", "old"]).ok();
    let before = articles(&desk);
    std::fs::rename(desk.path("old"), desk.path("new")).unwrap();
    assert_eq!(outcomes(&report(&desk, &["new"])), ["updated"; 2]);
    let ids = |lines: &[Value]| -> Vec<String> {
        lines.iter().map(|line| line["id"].to_string()).collect()
    };
    assert_eq!(ids(&articles(&desk)), ids(&before));
    // It is the same article when its text changes in the new place, too.
    desk.write(
        "new/note.txt",
        format!("Mill stays\n\n{MILL}\n\n{NAMELESS}\n"),
    );
    assert_eq!(outcomes(&report(&desk, &["new"])), ["updated", "unchanged"]);
    assert_eq!(ids(&articles(&desk)), ids(&before));
    // A copy beside it is an article of its own.
    desk.write(
        "new/copy.txt",
        format!("Hall opened\n\n{NAMELESS}\n\n{MILL}\n"),
    );
    assert_eq!(
        outcomes(&report(&desk, &["new"])),
        ["indexed", "unchanged", "unchanged"]
    );
}

#[test]
fn rejected_pages_and_duplicates_are_named() {
    let desk = Desk::new();
    let link = canonical("https://osk.example/mill");
    desk.write("a.html", page("Mill stays", &[MILL, NAMED], &link));
    desk.write("b.html", page("Mill stays", &[MILL, NAMED], &link));
    desk.write("c.html", "");
    let ends = report(&desk, &["."]);
    assert_eq!(outcomes(&ends), ["indexed", "duplicate", "rejected"]);
    assert!(ends[2].1["reason"].is_string() && ends[2].1.get("id").is_none());
    let said = desk.run(&["index", "-v", "--report", "no/such/folder.jsonl", "."]);
    assert!(
        said.code == 2 && said.err.contains("cannot write to no/such/folder.jsonl"),
        "{said:?}"
    );
    let fresh = Desk::new();
    for (name, text) in [("a.html", NAMED), ("b.html", NAMED)] {
        fresh.write(name, page("Mill stays", &[MILL, text], &link));
    }
    let said = fresh.run(&["index", "-v", "."]).err;
    assert!(said.contains("b.html: same address and text as "), "{said}");
    let said = fresh.run(&["index", "-vv", "."]).err;
    assert!(
        said.contains("unchanged: ") && said.contains("a.html\n"),
        "{said}"
    );
}

#[test]
fn a_page_in_place_of_an_article_is_rejected_as_what_it_is() {
    let desk = Desk::new();
    let texts = [
        "Sorry, the page you are looking for does not exist or has been moved.",
        "Go back to the front page.",
    ];
    desk.write("a.html", page("Page not found", &texts, ""));
    desk.write(
        "b.html",
        page("Page not found: how Osk lost its mill", &[MILL, NAMED], ""),
    );
    let ends = report(&desk, &["."]);
    assert_eq!(outcomes(&ends), ["rejected", "indexed"]);
    assert!(
        ends[0].1["reason"].to_string().contains("not found"),
        "{}",
        ends[0].1
    );
    assert!(
        desk.run(&["clean", "a.html"])
            .out
            .contains("not an article")
    );
}

#[test]
fn a_page_that_was_copied_under_two_names_is_one_article() {
    let desk = Desk::new();
    // HTTrack numbers the second name of a page, and leaves a note where one moved.
    let mirrored = |path: &str| {
        format!(
            "<!-- Mirrored from osk.example/{path} by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 05 May 2031 08:00:00 GMT -->"
        )
    };
    for (name, path) in [
        ("index.html", "mill/stays/"),
        ("index-2.html", "mill/stays/index.html"),
        ("index4bfa.html", "mill/stays/?utm_source=letter"),
    ] {
        let page = page("Mill stays", &[MILL, NAMED], &mirrored(path));
        desk.write(&format!("osk.example/mill/stays/{name}"), page);
    }
    let moved = format!(
        "<HTML>{}<HEAD><TITLE>Page has moved</TITLE></HEAD><BODY>\
         <META HTTP-EQUIV=\"Refresh\" CONTENT=\"0; URL=stays/index.html\"><A HREF=\"stays/index.html\"><h3>Click here...</h3></A></BODY></HTML>",
        mirrored("mill/stays")
    );
    desk.write("osk.example/mill/stays.html", moved);
    let ends = report(&desk, &["osk.example"]);
    let mut outcomes = outcomes(&ends);
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["duplicate", "duplicate", "indexed", "rejected"]);
    let articles = articles(&desk);
    assert_eq!(articles.len(), 1);
    assert_eq!(articles[0]["url"], "http://osk.example/mill/stays/");
}
