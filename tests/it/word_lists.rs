//! The user's lists of synonyms and names: what they make of a query, and that they are found beside the archive.
use dateline::query::{self, ListOf, Query, WordLists};

use crate::support::Desk;

fn lists() -> WordLists {
    let mut lists = WordLists::default();
    let synonyms =
        "# boats\nferry, ro-ro, car ferry\n\nEU, European Union,  EU \n渡轮、轮渡\nunion, guild\n";
    lists.add(ListOf::Synonyms, synonyms).unwrap();
    let names = "Lukonen, Lukonin, Old Alvar\nAlvar Lukonen, A. Lukonen\n";
    lists.add(ListOf::Names, names).unwrap();
    lists
}

fn widened(text: &str) -> (Query, Vec<String>) {
    let (query, widened) = lists().widened(query::parse(text).0);
    let notes = widened.into_iter().map(|note| note.message);
    (query, notes.collect())
}

#[test]
fn words_and_names_become_any_of_their_group() {
    let cases = [
        ("ferry", r#"ferry OR ro-ro OR "car ferry""#),
        ("Ferry sank", r#"(Ferry OR ro-ro OR "car ferry") sank"#),
        ("car ferry sank", r#"((car ferry) OR ferry OR ro-ro) sank"#),
        (
            "the European Union today",
            r#"the ((European Union) OR EU) today"#,
        ),
        ("European guild", "European (guild OR union)"),
        (
            "ferry NEAR/5 sank",
            r#"(ferry OR ro-ro OR "car ferry") NEAR/5 sank"#,
        ),
        (
            "title:eu -union",
            r#"title:(eu OR "European Union") -(union OR guild)"#,
        ),
        ("atleast2(eu)", r#"atleast2(eu OR "European Union")"#),
        ("渡轮", "渡轮 OR 轮渡"),
        // Who quotes a word or gives its form wants that.
        (
            r#""ferry" =ferry ferr* source:ferry"#,
            r#""ferry" =ferry ferr* source:ferry"#,
        ),
        (
            "name:Lukonen",
            r#"name:Lukonen OR name:=Lukonin OR name:="Old Alvar""#,
        ),
        (
            "name:Lukonen -=Lukonin",
            r#"(name:Lukonen -=Lukonin) OR name:="Old Alvar""#,
        ),
        (
            r#"name:"alvar lukonen""#,
            r#"name:"alvar lukonen" OR name:="A. Lukonen""#,
        ),
        ("name:=Lukonen", "name:=Lukonen"),
        ("Lukonen", "Lukonen"),
    ];
    for (text, expected) in cases {
        let (query, _) = widened(text);
        assert_eq!(query, query::parse(expected).0, "{text} became {query}");
        assert_eq!(
            query::parse(&query.to_string()).0,
            query,
            "{text} prints as {query}"
        );
    }
    assert_eq!(
        widened("car ferry of the EU").1,
        [
            "by your lists, `car ferry` finds ferry, ro-ro too",
            "by your lists, `EU` finds European Union too"
        ]
    );
}

#[test]
fn a_line_that_is_no_group_is_named() {
    for (text, expected) in [
        (
            "a, b\n\nferry\n",
            "line 3: a group has two entries or more, separated by commas",
        ),
        (
            "x, a b c d e f g h i",
            "line 1: `a b c d e f g h i` has more than 8 words",
        ),
    ] {
        let error = WordLists::default()
            .add(ListOf::Synonyms, text)
            .unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn lists_lie_beside_the_archive() {
    let desk = Desk::new();
    let line = |id: &str, text: &str| {
        let record = serde_json::json!({"id": id, "title": id, "language": "en", "text": text});
        format!("{record}\n")
    };
    let first = line(
        "n1",
        "The ferry of Tarn stayed in port all week, its owner said on Monday.",
    );
    let second = line(
        "n2",
        "A ro-ro of the same line sailed to Minsholm with forty people.",
    );
    desk.write("in.jsonl", first + &second);
    desk.run(&["index", "in.jsonl"]).ok();
    desk.write("words.txt", "ferry, ro-ro\n");
    desk.write("dateline.toml", "[query]\nsynonyms = [\"words.txt\"]\n");
    let answer = desk.run(&["search", "ferry", "--json"]);
    assert!(answer.out.contains("\"total\":2"), "{}", answer.out);
    assert!(
        answer
            .err
            .contains("by your lists, `ferry` finds ro-ro too"),
        "{}",
        answer.err
    );
    let facets = desk.run(&["facets", "ferry", "--by", "language", "--json"]);
    assert!(facets.out.contains("\"count\":2"), "{}", facets.out);
    let several = desk
        .run(&["export", "ferry", "stayed", "--format", "jsonl"])
        .lines();
    assert_eq!(several[0]["id"], "n1");
    // Lists are no reason to read pages again.
    let again = desk.run(&["index", "in.jsonl"]);
    assert!(again.err.contains("2 unchanged"), "{}", again.err);
    desk.write("people.txt", "Minsholm, Old Harbour\n");
    let lists = "[query]\nsynonyms = [\"words.txt\"]\nnames = [\"people.txt\"]\n";
    desk.write("dateline.toml", lists);
    let names = desk.run(&["names", "minsholm"]);
    assert!(names.err.contains("Old Harbour"), "{}", names.err);
    desk.write("words.txt", "ferry\n");
    let failed = desk.run(&["search", "ferry"]);
    assert!(
        failed.err.contains("words.txt") && failed.err.contains("line 1"),
        "{}",
        failed.err
    );
}
