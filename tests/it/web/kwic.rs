//! Every occurrence, on the command line, in the API and on the page.

use crate::support::Desk;

use super::site_of_tests::{OwnSite, article};

const TEXT: &str =
    "The ferry sailed. An old ferry waited, and the night ferry came late.\n\nNo ferry was full.";

#[test]
fn each_occurrence_is_a_line() {
    let site = OwnSite::of(&[article("a", "Boats", "Post", TEXT)]);
    let answer = site.get("/api/v1/kwic?q=ferry").json();
    let lines = answer["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[1]["left"], "The ferry sailed. An old");
    assert_eq!(lines[1]["match"], "ferry");
    let at = &lines[3]["at"];
    let (start, end) = (
        at[0].as_u64().unwrap() as usize,
        at[1].as_u64().unwrap() as usize,
    );
    assert_eq!(&TEXT[start..end], "ferry");
    let sorted = |by: &str, side: &str| -> Vec<String> {
        let answer = site.get(&format!("/api/v1/kwic?q=ferry&by={by}")).json();
        let lines = answer["lines"].as_array().unwrap().iter();
        lines
            .map(|line| line[side].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(sorted("right", "right")[0].starts_with("came late"));
    assert!(
        sorted("left", "left")[0].ends_with("night"),
        "{:?}",
        sorted("left", "left")
    );
    let page = site.get("/?q=ferry&view=lines").page();
    assert_eq!(page.matches("<mark>ferry</mark>").count(), 4);
    let first_left = |view: &str| -> String {
        let page = site.get(&format!("/?q=ferry&view={view}")).page();
        let (_, left) = page.split_once("class=\"left\">").unwrap();
        assert!(page.contains("--kwic"), "the command says how it is sorted");
        left.split('<').next().unwrap().to_owned()
    };
    assert_eq!(first_left("lines"), "The");
    assert!(first_left("lines-left").ends_with("the night"));
    assert!(first_left("lines-right").ends_with("the night"));
}

#[test]
fn the_command_line_prints_the_same() {
    let desk = Desk::new();
    desk.write("a.txt", format!("Boats\n\n{TEXT}\n"));
    desk.run(&["index", "-q", "a.txt"]).ok();
    let lines = desk.run(&["search", "ferry", "--kwic", "--json"]).lines();
    let of_type = |kind: &str| lines.iter().filter(|line| line["type"] == kind).count();
    assert_eq!((of_type("kwic"), of_type("summary")), (4, 1));
    let text = desk.run(&["search", "ferry", "--kwic=right"]).ok();
    let first = text.lines().next().unwrap();
    assert!(first.contains("ferry came late"), "{text}");
}
