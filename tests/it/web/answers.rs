//! Pages and the API over the newsroom.

use super::site_of_tests::{NEWSROOM, OwnSite, article};

#[test]
fn every_page_is_whole() {
    for address in [
        "/",
        "/?q=ferry",
        "/?q=ferry&view=lines",
        "/?q=zzzqqq",
        "/stories",
        "/sources",
        "/help",
        "/beside?left=ferry&right=mayor",
        "/facet/source?q=%2A&find=o",
    ] {
        let page = NEWSROOM.get(address).page();
        assert!(page.len() <= 60 << 10, "{address}: {} bytes", page.len());
        assert!(page.ends_with("</html>"), "{address}");
        assert_eq!(page.matches("<h1").count(), 1, "{address}");
        for (element, label) in [("<input type=\"search\"", "aria-label="), ("<svg", "aria-")] {
            for own in page.split(element).skip(1) {
                assert!(
                    own.split('>').next().unwrap().contains(label),
                    "{address}: {element}"
                );
            }
        }
        // Policy: neither style nor script stands inside a page, and nothing comes from elsewhere.
        assert!(
            !page.contains(" style=") && !page.contains("<style") && !page.contains(" onclick")
        );
        assert!(!page.contains("src=\"http"), "{address}");
        let heading = page.find("<h1").unwrap();
        assert!(
            page.find("<h2").is_none_or(|second| second > heading),
            "{address}"
        );
    }
}

#[test]
fn a_search_page_says_what_it_found() {
    let page = NEWSROOM.get("/?q=ferry").page();
    assert!(page.contains("role=\"status\""));
    assert!(page.contains("<mark>"));
    assert!(page.contains("The chart as a table"));
    assert!(page.contains("dateline search ferry"));
    let title = page.split("<h2 lang=").nth(1).unwrap();
    assert!(title.split('>').next().unwrap().contains("dir=\"auto\""));
    let remark = NEWSROOM.get("/?q=a+b+OR+c").page();
    assert!(
        remark.contains("^^^") && remark.contains("binds tighter"),
        "how the query was read"
    );
}

/// The first link of a page whose text begins so.
fn link_before(page: &str, text: &str) -> String {
    let (before, _) = page
        .split_once(text)
        .unwrap_or_else(|| panic!("no {text:?}"));
    let href = before
        .rsplit("href=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    href.replace("&#38;", "&").replace("&amp;", "&")
}

#[test]
fn a_reader_goes_on_by_links_alone() {
    let page = NEWSROOM.get("/?q=ferry").page();
    let total = |page: &str| {
        let (_, rest) = page.split_once("<strong>").unwrap();
        rest.split(' ').next().unwrap().parse::<usize>().unwrap()
    };
    let all = total(&page);
    let facets = page.split("class=\"facets\"").nth(1).unwrap();
    let narrowed = NEWSROOM
        .get(&link_before(facets, "\" rel=\"nofollow\"><bdi>"))
        .page();
    assert!(total(&narrowed) < all);
    let chips = narrowed.split("class=\"chips\"").nth(1).unwrap();
    let back = NEWSROOM
        .get(&link_before(
            chips,
            "\" rel=\"nofollow\" aria-label=\"remove",
        ))
        .page();
    assert_eq!(total(&back), all);
    let without = NEWSROOM
        .get(&link_before(
            facets,
            "\" rel=\"nofollow\" aria-label=\"without",
        ))
        .page();
    assert_eq!(total(&without) + total(&narrowed), all);
    let chart = page.split("<svg").nth(1).unwrap();
    let (_, chart) = chart.split_once("<a ").unwrap();
    let bar = NEWSROOM.get(&link_before(chart, "\" aria-label=\"")).page();
    assert!(total(&bar) <= all && bar.contains("from 20"));
    let article = NEWSROOM.get(
        link_before(page.split("class=\"hits\"").nth(1).unwrap(), "\"><mark>")
            .split('#')
            .next()
            .unwrap(),
    );
    let article = article.page();
    for part in [
        "id=\"m1\"",
        "citation_title",
        "Cite",
        "The evidence for each field",
    ] {
        assert!(article.contains(part), "{part}");
    }
    let story = NEWSROOM
        .get(&link_before(&article, "\">The story it is in"))
        .page();
    assert!(story.contains("First report"));
}

#[test]
fn the_form_leads_to_its_search() {
    let reply =
        NEWSROOM.get("/form?all=ferry+harbour&phrase=bow+door&without=football&since=2025-01-01");
    assert_eq!(reply.status, 303);
    let place = reply.header("location").to_owned();
    assert!(
        place.starts_with("/?q=ferry+AND+harbour+AND+%22bow+door%22+AND+NOT+football")
            && place.ends_with("since=2025-01-01"),
        "{place}"
    );
    let page = NEWSROOM.get(&place).page();
    assert!(page.contains("name=\"without\" value=\"football\""));
}

#[test]
fn the_api_answers_as_the_command_line_does() {
    let answer = NEWSROOM
        .get("/api/v1/search?q=ferry&facet=source:3&limit=2")
        .json();
    assert_eq!(answer["hits"].as_array().unwrap().len(), 2);
    assert_eq!(answer["facets"][0]["field"], "source");
    let total = answer["summary"]["total"].as_u64().unwrap();
    assert!(total > 2);
    assert_eq!(NEWSROOM.get("/api/v1/count?q=ferry").json()["total"], total);
    let id = answer["hits"][0]["id"].as_str().unwrap();
    assert_eq!(
        NEWSROOM.get(&format!("/api/v1/articles/{id}")).json()["id"],
        id
    );
    assert_eq!(
        NEWSROOM
            .get(&format!("/api/v1/articles/{id}/versions"))
            .json()["versions"][0]["version"],
        1
    );
    let story = NEWSROOM.get(&format!("/api/v1/stories/{id}")).json();
    assert_eq!(story["story"]["type"], "story");
    assert!(story["lineage"]["nodes"].is_array());
    assert!(
        !NEWSROOM.get("/api/v1/stories?q=ferry").json()["stories"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert!(
        !NEWSROOM.get("/api/v1/facets?q=ferry").json()["facets"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert!(
        NEWSROOM.get("/api/v1/stats").json()["articles"]
            .as_u64()
            .unwrap()
            > 50
    );
    let sources = NEWSROOM.get("/api/v1/sources").json();
    assert_eq!(sources["sources"][0]["type"], "coverage");
    assert!(NEWSROOM.get("/api/v1/names/Statkevich").json()["spellings"].is_array());
    for (bad, status) in [
        ("search?sort=best", 400),
        ("search?facet=shoe", 400),
        ("search?limit=x", 400),
        ("articles/none", 404),
        ("stories/none", 404),
        ("export?format=odt", 404),
        ("kwic?by=up", 400),
    ] {
        let reply = NEWSROOM.get(&format!("/api/v1/{bad}"));
        assert_eq!(reply.status, status, "{bad}: {}", reply.body);
        let problem: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
        assert_eq!(problem["status"], status);
    }
}

#[test]
fn the_description_names_every_route() {
    let description = NEWSROOM.get("/api/v1/openapi.json").json();
    let paths = description["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 12);
    for path in paths.keys() {
        let reply = NEWSROOM.get(&path.replace("{id}", "none").replace("{name}", "Nobody"));
        assert_ne!(
            reply.header("content-type"),
            "text/html; charset=utf-8",
            "{path}"
        );
        let described = &description["paths"][path]["get"]["responses"];
        assert!(
            described[reply.status.as_str()].is_object(),
            "{path}: {}",
            reply.status
        );
    }
}

#[test]
fn exports_have_every_match() {
    let total = NEWSROOM.get("/api/v1/count?q=ferry").json()["total"]
        .as_u64()
        .unwrap() as usize;
    let lines = NEWSROOM.get("/api/v1/export?q=ferry");
    assert_eq!(lines.header("content-type"), "application/x-ndjson");
    assert_eq!(lines.body.lines().count(), total);
    let ris = NEWSROOM.get("/export/ris?q=ferry");
    assert_eq!(ris.body.matches("TY  - NEWS").count(), total);
    assert!(ris.header("content-disposition").contains("articles.ris"));
    let csl: serde_json::Value =
        serde_json::from_str(&NEWSROOM.get("/export/csl-json?q=ferry").body).unwrap();
    assert_eq!(csl.as_array().unwrap().len(), total);
    let feed = NEWSROOM.get("/feed.atom?q=ferry&group=off").body;
    assert_eq!(feed.matches("<entry").count(), total.min(50));
    assert!(
        NEWSROOM
            .get("/opensearch.xml")
            .body
            .contains("http://127.0.0.1:8460/?q={searchTerms}")
    );
}

#[test]
fn the_chart_has_true_zeros_and_sources_their_gaps() {
    let mut old = article(
        "old",
        "Ferry one",
        "Post",
        "The ferry sailed in spring with many people on board.",
    );
    old.published.as_mut().unwrap().value.date = jiff::civil::date(2023, 1, 5);
    let new = article(
        "new",
        "Ferry two",
        "Post",
        "Another ferry waited in the harbour until the fog had gone.",
    );
    let site = OwnSite::of(&[old, new]);
    let page = site.get("/?q=ferry").page();
    assert!(page.contains("bar is a"), "{page}");
    let sources = site.get("/sources").page();
    assert!(
        sources.contains("nothing in 2023-02 to 2025-02"),
        "{sources}"
    );
    let lines = site.get("/api/v1/sources").json();
    assert_eq!(
        lines["sources"][0]["gaps"][0],
        serde_json::json!(["2023-02", "2025-02"])
    );
}

#[test]
fn removed_text_stands_where_it_stood() {
    let page = "<html><head><title>Ferry late</title></head><body><article><h1>Ferry late</h1>\
        <p>The ferry came two hours late on Friday because of fog over the whole bay, the harbour office said.</p>\
        <figure><img src=f.jpg><figcaption>The ferry at its pier &lt;b&gt; last year.</figcaption></figure>\
        <p>Nobody was hurt, and the boat left again at noon with all of the passengers who had waited.</p>\
        <h2>What comes next</h2><p>An inspection is planned for Monday, when the harbour is closed for a day.</p>\
        </article></body></html>";
    let site = OwnSite::of_files(&[("ferry.html".to_owned(), page.to_owned())]);
    let hits = site.get("/api/v1/search?q=ferry").json();
    let id = hits["hits"][0]["id"].as_str().unwrap().to_owned();
    let shown = site.get(&format!("/article/{id}?q=bay+noon")).page();
    let mut rest = shown.as_str();
    for part in [
        "Show in place what was left out of the page: ",
        "class=\"body\"",
        "<mark id=\"m1\">bay</mark>",
        "class=\"gone\"",
        ">caption</p>",
        "The ferry at its pier &#60;b&#62; last year.",
        "<mark id=\"m2\">noon</mark>",
        "<h2 dir=\"auto\">What comes next</h2>",
        "An inspection is planned",
    ] {
        let (_, later) = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("{part} is not there, or not in its place: {shown}"));
        rest = later;
    }
    assert_eq!(shown.matches("class=\"gone\"").count(), 1);
}

#[test]
fn sources_say_what_was_learned() {
    const FOOT: &str = "The Harbour Sheet is printed by the friends of the lighthouse.";
    let names = [
        "Ansel", "Brede", "Corva", "Dunmo", "Elsta", "Farro", "Gilda", "Hosen",
    ];
    let page = |(nth, name): (usize, &&str)| {
        let text = format!(
            "Boat {name} came late\n\nThe {name} came {nth}0 minutes late and its {name} crew went ashore at {name} pier.\n\n\
             A clerk of {name} wrote down {nth}1 names of passengers to {name}, who waited {nth}2 hours.\n\n{FOOT}\n"
        );
        (format!("sheet/{nth}.txt"), text)
    };
    let files: Vec<(String, String)> = names.iter().enumerate().map(page).collect();
    let site = OwnSite::of_files(&files);
    let shown = site.get("/sources").page();
    assert!(shown.contains("What was learned of each site"), "{shown}");
    assert!(
        shown.contains("on 8 of 8:</span> <bdi>The Harbour Sheet"),
        "{shown}"
    );
    let answer = site.get("/api/v1/sources").json();
    assert_eq!(answer["sites"][0]["furniture"][0]["pages"], 8);
    let table = site.desk().run(&["stats", "--coverage"]).ok();
    assert!(table.contains("1 block that repeats"), "{table}");
    let lines = site.desk().run(&["stats", "--coverage", "--json"]).lines();
    assert!(lines.iter().any(|line| line["type"] == "site"));
}

#[test]
fn a_story_has_its_names_in_their_spellings() {
    let hits = NEWSROOM.get("/api/v1/search?q=Berezhna").json();
    let id = hits["hits"][0]["id"].as_str().unwrap().to_owned();
    let story = NEWSROOM.get(&format!("/story/{id}")).page();
    assert!(story.contains("Names in several spellings"), "{story}");
    let names = NEWSROOM.get(&format!("/api/v1/stories/{id}")).json()["names"].clone();
    let first = &names[0]["spellings"];
    assert!(first.as_array().unwrap().len() > 1, "{names}");
}

#[test]
fn of_many_copies_some_are_listed() {
    let text = "The council of Varn agreed to mend the bridge near the mill before winter.";
    let record = |n: usize| format!("{{\"id\": \"v{n}\", \"text\": \"{text}\"}}\n");
    let export: String = (0..60).map(record).collect();
    let site = OwnSite::of_files(&[("export.jsonl".to_owned(), export)]);
    let page = site.get("/article/v7").page();
    let listed = page.matches("<li><a href=\"/article/v").count();
    assert!(listed >= 50, "{page}");
    assert!(page.contains(">9 more</li>"), "{page}");
}
