//! Files, clocks and outputs that mean no good: each is refused by name, and nothing hangs, panics or writes where it should not.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dateline::article::{Article, Found, Witness};
use dateline::render::citation::{self, BibtexKeys};
use dateline::render::csv::{ByteOrderMark, Csv, FullText};
use dateline::render::json_lines;

use crate::support::{Desk, Run};

fn page(desk: &Desk, name: &str) {
    desk.write(
        name,
        "Weir of Lund opened at dawn\n\nThe keepers of the weir of Lund opened both gates at dawn after the rain of the night had filled \
         the upper basin to its mark.\n\nBoats below the weir were told to keep to the east bank until the evening.\n",
    );
}

#[cfg(unix)]
#[test]
fn a_file_of_rules_that_is_a_pipe_or_a_device_is_refused() {
    let desk = Desk::new();
    page(&desk, "pages/a.txt");
    let rules = desk.path("pages/dateline.toml");
    let made = Command::new("mkfifo").arg(&rules).status().unwrap();
    assert!(made.success());
    let run = desk.run(&["index", "pages"]);
    assert!(run.err.contains("no regular file"), "{run:?}");
    fs::remove_file(&rules).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &rules).unwrap();
    let run = desk.run(&["index", "pages"]);
    assert!(run.err.contains("no regular file"), "{run:?}");
    fs::remove_file(&rules).unwrap();
    fs::write(&rules, "#".repeat(2 << 20)).unwrap();
    let run = desk.run(&["index", "pages"]);
    assert!(run.err.contains("rules may have"), "{run:?}");
}

#[test]
fn folders_nested_deeply_take_no_longer() {
    let desk = Desk::new();
    let mut deep = "pages".to_owned();
    for at in 0..300 {
        deep.push_str("/d");
        if at % 10 == 0 {
            page(&desk, &format!("{deep}/{at}.txt"));
        }
    }
    let start = Instant::now();
    desk.run(&["index", "pages"]).ok();
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_output_is_an_error_and_no_panic() {
    let desk = Desk::new();
    page(&desk, "pages/a.txt");
    desk.run(&["index", "pages"]).ok();
    for words in [
        &["index", "pages", "--json"][..],
        &["search", "weir"],
        &["search", "weir", "--explain-query"],
        &["export", "*"],
        &["stats"],
        &["check"],
        &["receipt"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = desk.command();
        command.args(words).stdout(Stdio::from(full));
        let run = Run::of(&command.output().unwrap());
        assert_eq!(run.code, 2, "{words:?}: {run:?}");
        assert!(!run.err.contains("panicked"), "{words:?}: {run:?}");
    }
}

#[cfg(unix)]
#[test]
fn exported_texts_are_a_file_each_and_follow_no_link() {
    let desk = Desk::new();
    let record = |id: &str, word: &str| {
        let text = format!(
            "The keepers of the weir of {word} opened both gates at dawn after the rain of the night had filled the basin to its mark.\n\n\
             Boats below the weir of {word} were told to keep to the east bank until the evening of the same day."
        );
        serde_json::json!({"id": id, "title": format!("Weir of {word} opened"), "text": text})
            .to_string()
    };
    let long = "x".repeat(150);
    let ids = [
        "a/b",
        "a_b",
        "a:b",
        "A_b",
        &format!("{long}1"),
        &format!("{long}2"),
    ];
    let words = ["Lund", "Marn", "Tesk", "Orvil", "Pell", "Quist"];
    let lines: Vec<String> = ids
        .iter()
        .zip(words)
        .map(|(id, word)| record(id, word))
        .collect();
    desk.write("export.jsonl", lines.join("\n"));
    desk.run(&["index", "export.jsonl"]).ok();
    let victim = desk.write("victim.txt", "mine");
    fs::create_dir(desk.path("out")).unwrap();
    for name in ["metadata.csv", "a_b.txt"] {
        std::os::unix::fs::symlink(&victim, desk.path("out").join(name)).unwrap();
    }
    desk.run(&["export", "*", "--format", "text", "--output", "out"])
        .ok();
    assert_eq!(
        fs::read_dir(desk.path("out")).unwrap().count(),
        ids.len() + 1
    );
    assert_eq!(fs::read_to_string(victim).unwrap(), "mine");
}

fn article() -> Article {
    Article {
        id: "a".into(),
        text: "Text.".into(),
        ..Article::default()
    }
}

#[test]
fn an_address_cannot_close_a_bibtex_field() {
    let article = Article {
        url: Some("https://mill.example/?},author={{Eve\\x y\u{0}".into()),
        ..article()
    };
    let entry = citation::bibtex(&article, &mut BibtexKeys::default());
    assert!(!entry.contains("author={"), "{entry}");
    assert_eq!(
        entry.matches('{').count(),
        entry.matches('}').count(),
        "{entry}"
    );
}

#[test]
fn no_cell_is_a_formula() {
    for title in [
        "=1+1",
        "\u{200b}=1+1",
        "\u{ff1d}1+1",
        "\u{feff} @x",
        "\t=1",
        "\u{ff0b}1",
        "\u{2060}-1",
    ] {
        let mut out = Vec::new();
        let article = Article {
            title: Some(Found::new(title.to_owned(), "given", Witness::Given, 1.0)),
            ..article()
        };
        let mut rows = Csv::begin(&mut out, ByteOrderMark::Omit, FullText::Omit).unwrap();
        rows.row(&article).unwrap();
        rows.end().unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains(&format!("'{title}")), "{title:?}: {text}");
    }
}

#[test]
fn json_has_nothing_that_a_terminal_obeys() {
    let text =
        "a\u{202e}b\u{9b}31mc\u{1b}[2Jd\u{2066}e\u{7f}f\u{200f}g \u{645}\u{6cc}\u{200c}\u{62e}";
    let json = json_lines::to_json(&text);
    assert!(
        !json.contains([
            '\u{202e}', '\u{9b}', '\u{1b}', '\u{2066}', '\u{7f}', '\u{200f}'
        ]),
        "{json}"
    );
    assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
}
